"""Whether the write-ahead log lost something that was acked. SQLite takes what it can read of it and says nothing of the rest.

After a crash the end of that log may be torn: a commit that was never answered, which is no loss. SQLite reads up to the
first frame whose checksum is wrong, so a flipped bit takes every later commit along. Two things prove such a loss:

- a later commit with another frame behind it. That frame was written after the commit was flushed, and so perhaps acked;
- the index beside it (`-shm`), which the process left behind that was killed: it counts a frame only after the flush.

Formats: sqlite.org/fileformat2.html ("The Write-Ahead Log"), sqlite.org/walformat.html ("WAL-Index Header").
"""

import struct
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

_HEADER, _FRAME_HEAD = 32, 24  # bytes
_MAGIC = 0x377F0682  # the lowest bit says in which order of bytes checksums are made
_INDEX = 136  # bytes: the index's header, twice, and how far the file has what the log has
_WORD = 0xFFFFFFFF
_PAGES = {512 << bits for bits in range(8)}  # bytes

LOOKS, PAUSE = 3, 0.05  # a server at work may be beginning its log anew in the moment of a look; seconds

Sums = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Frame:
    salts: bytes
    commits: bool
    sums: Sums  # as the frame says
    data: bytes  # what they are made from, with the sums of the frame before


# Files that this process has open, and how often. The system takes all of a process's locks on a file when it closes that file once,
# whoever opened it: had SQLite its index open here, other processes would believe that nobody has, and cut it off under our feet.
HELD: Counter[Path] = Counter()


def lost_commits(path: Path) -> str:
    """How the log beside this sessions' file proves that commits are lost, as the end of a sentence; "" when nothing does."""
    if HELD[path.resolve()]:  # then it was looked at
        return ""
    for _ in range(LOOKS - 1):
        if not _lost_commits(path):
            return ""
        time.sleep(PAUSE)
    return _lost_commits(path)


def _lost_commits(path: Path) -> str:
    index = _read(_beside(path, "-shm"), _INDEX)  # first: a server at work only ever adds frames
    log = _read(_beside(path, "-wal"))
    if len(log) <= _HEADER:
        return "it is empty or missing" if _is_of_now(_beside(path, "-shm")) and _counted(index, index[32:40]) else ""
    head = _head(log)
    if head is None:
        return "its first bytes are damaged" if _has_two_commits(log, _MAGIC & 1) or _has_two_commits(log, 1) else ""
    size, salts, order, sums = head
    good, broken_off = _good(log, size, salts, order, sums)
    if broken_off:
        return f"it is damaged after frame {good}, and commits stand behind that"
    counted = _counted(index, salts)
    return f"{counted - good} of its {counted} frames are damaged or missing" if counted > good else ""


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _is_of_now(index: Path) -> bool:
    """Whether it was written since this computer started: an older one was never flushed, and may tell of a log that is no more."""
    try:
        up = float(Path("/proc/uptime").read_text("ascii").split()[0])
        return index.stat().st_mtime > time.time() - up
    except (OSError, ValueError):
        return False


def _read(path: Path, most: int = -1) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except FileNotFoundError:
        return b""


def _head(log: bytes) -> tuple[int, bytes, str, Sums] | None:
    """Size of a page, salts, order of bytes and the checksum that the first frame goes on from; None when the header is wrong."""
    magic, version, size = struct.unpack(">3I", log[:12])
    if magic & ~1 != _MAGIC or version != 3007000 or size not in _PAGES:
        return None
    order = ">" if magic & 1 else "<"
    sums = _sums((0, 0), log[:24], order)
    return (size, log[16:24], order, sums) if sums == struct.unpack(">2I", log[24:32]) else None


def _frames(log: bytes, size: int) -> Iterator[_Frame]:
    for at in range(_HEADER, len(log) - _FRAME_HEAD - size + 1, _FRAME_HEAD + size):
        head = log[at : at + _FRAME_HEAD]
        sums = struct.unpack(">2I", head[16:])
        yield _Frame(head[8:16], head[4:8] != bytes(4), (sums[0], sums[1]), head[:8] + log[at + _FRAME_HEAD : at + _FRAME_HEAD + size])


def _good(log: bytes, size: int, salts: bytes, order: str, sums: Sums) -> tuple[int, bool]:
    """How many frames SQLite takes, up to the last commit that it can read; and whether commits behind them prove a loss."""
    good, frames = 0, list(_frames(log, size))
    for number, frame in enumerate(frames, start=1):
        sums = _sums(sums, frame.data, order)
        if frame.salts != salts or frame.sums != sums:
            return good, _goes_on(frames[number - 1 :], salts, order)
        good = number if frame.commits else good
    return good, False


def _goes_on(frames: list[_Frame], salts: bytes, order: str) -> bool:
    """Whether a commit is among these with a frame right behind it that was made from it."""
    return any(one.commits and next.salts == salts and _sums(one.sums, next.data, order) == next.sums for one, next in pairwise(frames))


def _has_two_commits(log: bytes, order: int) -> bool:
    frames = list(_frames(log, 4096))
    return bool(frames) and _goes_on(frames, frames[-1].salts, ">" if order else "<")


def _counted(index: bytes, salts: bytes) -> int:
    """Frames of this log that were flushed, as the index has it; 0 where it is of another log, unreadable, or the file has them all."""
    if len(index) < _INDEX or index[:48] != index[48:96] or index[32:40] != salts:
        return 0
    order = ">" if sys.byteorder == "big" else "<"
    frames, in_file = struct.unpack_from("=I", index, 16)[0], struct.unpack_from("=I", index, 96)[0]
    right = _sums((0, 0), index[:40], order) == struct.unpack("=2I", index[40:48])
    return frames if right and frames > in_file else 0


@lru_cache(maxsize=16)
def _words(count: int, order: str) -> struct.Struct:
    return struct.Struct(f"{order}{count}I")


def _sums(sums: Sums, data: bytes, order: str) -> Sums:
    """SQLite's checksum, carried on over this data."""
    one, two = sums
    words = iter(_words(len(data) // 4, order).unpack(data))
    for first in words:
        one = (one + first + two) & _WORD
        two = (two + next(words) + one) & _WORD
    return one, two
