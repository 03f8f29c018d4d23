"""The power is cut. A server under strace; from its system calls, the disk as it would be had the power been cut at any moment: at the
latest when the first byte of an ack left, everything in it had to be synced. What is left is opened as the next start opens it.
"""

import asyncio
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from chaos import trace
from chaos.forgetful import Change, Disk, Length, Survives, Write
from chaos.ledger import Held, held
from chaos.phones import Crowd
from chaos.table import NotHere, Row, Wanted
from chaos.told import Told
from pollapp import access
from pollapp.secrets_file import WeakKey, opening_key
from pollapp.store.log import Entry, Header, StoreFailed
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog
from tests.real_server import RealServer

PHONES = 10
EVERY = 0.1  # seconds between two taps of a phone
ACKS = 4  # dots acked for each round that is wanted
BETWEEN = 0.05  # the share of changes to the disk after which the power is cut too
TORN = 0.8  # the share of those in which the disk has parts of what was not synced
DATA = Path("server", "data")  # two folders that the server makes
_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # what is left is opened a thousand times, and synced each time
BLOCKS = 512, 4096  # bytes that a disk writes whole or not at all
Caught = tuple[Survives, Callable[[], bool]]  # what is left of contents, and of names
_ONLY_WHAT_WAS_SYNCED: Caught = lambda change: (), lambda: False


def run(how: Wanted) -> Row:
    if not trace.available():
        raise NotHere("What is synced when is watched with strace, which Linux has.")
    crowd, written = watched(how)
    how.say("voted; now the power is cut, again and again")
    return cut(crowd, written, how)


def watched(how: Wanted) -> tuple[Crowd, Path]:
    """A crowd that has voted, and what the server did meanwhile, as a trace."""
    written = how.folder / "trace"
    server = trace.watched(how.folder / DATA, written)
    try:
        crowd = asyncio.run(_voted(server, how))
    finally:
        server.stop()
    trace.wait_for_end(written, server.process.pid)
    return crowd, written


def cut(crowd: Crowd, written: Path, how: Wanted) -> Row:
    """The power cut at every ack of this trace, and in moments between."""
    left = list(_cuts(trace.calls(written), how, crowd))
    lost, doubled = sum(one.lost for one in left), sum(one.doubled for one in left)
    seen = f"{len(crowd.phones)} phones; at every ack with only what was synced, and between with torn parts of the rest"
    return Row("power cut", len(left), max(one.acked for one in left), lost, doubled, seen)


async def _voted(server: RealServer, how: Wanted) -> Crowd:
    crowd = Crowd(server.url.removeprefix("http://"), how.chance())
    await crowd.open(server.key, PHONES)
    tapping = [crowd.start(phone.tap_steadily(EVERY)) for phone in crowd.phones]
    while sum(tap.seq is not None for phone in crowd.phones for tap in phone.outbox.taps) < ACKS * how.rounds:
        crowd.complain()
        await asyncio.sleep(0.02)
    for task in tapping:
        task.cancel()
    await crowd.drained()
    await crowd.close()
    return crowd


def _cuts(calls: Iterator[trace.Call], how: Wanted, crowd: Crowd) -> Iterator[Held]:
    """What was left, for each moment in which the power is cut."""
    chance, disk, told = how.chance(), Disk(how.folder), Told()
    for call in calls:
        something_new = told.hear(call)
        changed = disk.see(call) and (not told.key or chance.random() < BETWEEN)  # while it sets itself up, after each
        if something_new or changed:
            torn = changed and chance.random() < TORN
            with TemporaryDirectory(dir=_MEMORY) as folder:
                disk.cut_power(Path(folder), *(_torn(chance) if torn else _ONLY_WHAT_WAS_SYNCED))
                yield _left(Path(folder) / DATA, told, crowd)


def _left(data_dir: Path, told: Told, crowd: Crowd) -> Held:
    """What the next start finds of all that was told. A join, a session or a key that is gone counts as lost too, and so does the start."""
    acked = {who: [tap for tap in taps if tap.seq in told.seqs] for who, taps in crowd.tapped.items()}
    try:
        entries, headers = _found(data_dir / SESSIONS_FILE, crowd.session_id)
        key = opening_key(data_dir)
    except (StoreFailed, WeakKey):
        return Held(len(told.seqs), lost=len(told.seqs) + 1, doubled=0)
    joined = {entry.actor for entry in entries}
    gone = [
        *(session_id for session_id, secret in told.controls if not _controls(headers.get(session_id), secret)),
        *(voice for session_id, voice in told.voices if access.participant_id(session_id, voice) not in joined),
        *([told.key] if told.key not in ("", key) else []),
    ]
    kept = held(entries, acked)
    return replace(kept, lost=kept.lost + len(gone))


def _found(file: Path, session_id: str) -> tuple[list[Entry], dict[str, Header]]:
    """The session's log, and the headers of all. Raises StoreFailed."""
    log = SqliteLog(file)
    try:
        return log.read(session_id) or [], {header.id: header for header in log.headers()}
    finally:
        log.close()


def _controls(header: Header | None, secret: str) -> bool:
    return header is not None and access.same(access.hashed(secret), header.control_hash)


def _torn(chance: random.Random) -> Caught:
    """Of what was not synced some blocks are on the disk, all of one size, and some names; others are not."""
    block = chance.choice(BLOCKS)

    def survives(change: Change) -> Sequence[Change]:
        parts = [change] if isinstance(change, Length) else _blocks(change, block)
        return [part for part in parts if chance.random() < 0.5]

    return survives, lambda: chance.random() < 0.5


def _blocks(write: Write, size: int) -> Iterator[Write]:
    start, end = write.at, write.at + len(write.data)
    while start < end:
        stop = min(end, start - start % size + size)
        yield Write(start, write.data[start - write.at : stop - write.at])
        start = stop
