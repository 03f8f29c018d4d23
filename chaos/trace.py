"""The server's system calls as strace writes them down: what it wrote where, when that was synced, what it sent."""

import re
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.real_server import RealServer

CALLS = (
    *("openat", "mkdir", "mkdirat", "link", "linkat", "unlink", "unlinkat", "rename", "renameat", "renameat2"),
    *("write", "pwrite64", "ftruncate", "fsync", "fdatasync", "sendto"),
)
END_WITHIN = 10  # seconds, once the server has ended
_LONGEST = 1 << 20  # bytes of one string
_BEGUN = re.compile(r"(\d+) +(\w+)\((.*?)(?: <unfinished \.\.\.>|\) += (-?\d+).*)\n")
_ENDED = re.compile(r"(\d+) +<\.\.\. \w+ resumed>.*\) += (-?\d+).*\n")
_ARGUMENT = re.compile(r'\w+<((?:\\x[0-9a-f]{2})*)>(?:\(deleted\))?|"((?:\\x[0-9a-f]{2})*)"|([^",<>]+)')


@dataclass(frozen=True, slots=True)
class Call:
    """A system call at its begin, when `result` is None; and at its end.

    `name`: "open" for openat, and so on. `of`: the paths of its descriptors. `said`: its strings. `plain`: its numbers and flags.
    """

    name: str
    of: tuple[str, ...]
    said: tuple[bytes, ...]
    plain: tuple[str, ...]
    result: int | None = None


def available() -> bool:
    return shutil.which("strace") is not None


def watched(data_dir: Path, trace: Path) -> RealServer:
    """A server whose calls are written to this file."""
    python = trace.with_suffix(".sh")
    # -D: the server stays the child that is signalled. -y, -xx: descriptors with their paths, and everything in hexadecimal.
    strace = f"strace -D -f -y -xx -s {_LONGEST} -e signal=none -e trace={','.join(CALLS)} -o '{trace}'"
    python.write_text(f"#!/bin/sh\nexec {strace} '{sys.executable}' \"$@\"\n")
    python.chmod(stat.S_IRWXU)
    return RealServer(data_dir, python=str(python))


def wait_for_end(trace: Path, pid: int) -> None:
    """Until strace has written that this process ended. Raises TimeoutError."""
    until = time.monotonic() + END_WITHIN
    while not re.search(rf"\b{pid} +\+\+\+ ", trace.read_text("ascii")[-4096:]):
        if time.monotonic() > until:
            raise TimeoutError(f"{trace} does not end.")
        time.sleep(0.02)


def calls(trace: Path) -> Iterator[Call]:
    """Every call at its begin, and again at its end if it succeeded, in the order in which they happened."""
    running: dict[str, Call] = {}
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            if begun := _BEGUN.fullmatch(line):
                thread, name, arguments, result = begun.groups()
                running[thread] = _call(name, arguments)
                yield running[thread]
            elif ended := _ENDED.fullmatch(line):
                thread, result = ended.groups()
            else:
                continue
            if result is not None and int(result) >= 0:
                yield replace(running[thread], result=int(result))


def _call(name: str, arguments: str) -> Call:
    found = [match.groups() for match in _ARGUMENT.finditer(arguments)]
    return Call(
        re.sub("at2?$", "", name),
        tuple(_bytes(path).decode(errors="replace") for path, _, _ in found if path is not None),
        tuple(_bytes(text) for _, text, _ in found if text is not None),
        tuple(part for _, _, plain in found if plain for part in plain.replace(" ", "").split(",") if part),
    )


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))
