"""A disk that is full, read-only, broken or slow while a class votes: nothing is called counted that is not, and it is once it works.

Full is a real one, a small one in memory (mounting it takes root). The others are told by `failing_disk.c`, which stands between
the server and its files: a disk cannot be made read-only under a program that writes, except by a defect.
"""

import asyncio
import errno
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

from bench.line import now
from chaos.ledger import held_at_last, stored
from chaos.phones import Crowd
from chaos.table import NotHere, Row, Wanted
from pollapp.store.sqlite_log import SESSIONS_FILE
from tests.real_server import RealServer

PHONES = 40
EVERY = 0.25  # seconds between two taps of a phone
GOOD = 2.0  # seconds of voting before, and while it lasts
SMALL = "8m"  # the full disk's size
SOURCE = Path(__file__).with_name("failing_disk.c")
TOLD = {"read only": f"e{errno.EROFS}", "failing": f"e{errno.EIO}", "slow": "s4000"}


class Disk(Protocol):
    """`folder`: on this disk."""

    folder: Path

    def strike(self) -> None:
        """From now on it is ill."""

    def heal(self) -> None:
        """From now on it is well."""


def why_not(kind: str) -> str:
    """Why this kind of disk cannot be had on this machine, in a sentence; "" when it can."""
    if kind == "full":
        may = shutil.which("mount") and hasattr(os, "geteuid") and os.geteuid() == 0
        return "" if may else "A small disk of its own is mounted, which takes root on Linux."
    return "" if shutil.which("cc") and Path("/proc/self/fd").exists() else "A failing disk is made with a C compiler, on Linux."


@contextmanager
def ill_disk(kind: str, folder: Path) -> Iterator[Disk]:
    """A disk of this kind, still well; a server that is started meanwhile works on it. Nothing of it stays."""
    with small_disk(folder) if kind == "full" else told_disk(folder, TOLD[kind]) as disk:
        yield disk


class _Full:
    def __init__(self, folder: Path) -> None:
        self.folder, self._ballast = folder / "data", folder / "ballast"

    def strike(self) -> None:
        with self._ballast.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)) == 4096:
                    pass
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise

    def heal(self) -> None:
        self._ballast.unlink()


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """A file system of SMALL in memory. Raises CalledProcessError where it may not be mounted."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL},mode=700", "tmpfs", folder], check=True, capture_output=True)
    try:
        yield _Full(folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


class _Told:
    def __init__(self, folder: Path, how: str) -> None:
        self.folder, self._told, self._how = folder / "data", folder / "how", how

    def strike(self) -> None:
        self._told.write_text(self._how)

    def heal(self) -> None:
        self._told.unlink()


@contextmanager
def told_disk(folder: Path, how: str) -> Iterator[Disk]:
    """A folder whose files fail as `how` says, for processes that are started meanwhile. Raises CalledProcessError without a compiler."""
    folder.mkdir(parents=True, exist_ok=True)
    library = folder / "failing_disk.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-w", "-o", library, SOURCE, "-ldl"], check=True, capture_output=True)
    disk = _Told(folder, how)
    asked = {"LD_PRELOAD": str(library), "FAILING_FOLDER": f"{disk.folder}/", "FAILING_HOW": str(folder / "how")}
    before = {name: os.environ.get(name) for name in asked}
    os.environ.update(asked)
    try:
        yield disk
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def run(kind: str, how: Wanted, phones: int = PHONES) -> Row:
    if why_not(kind):
        raise NotHere(why_not(kind))
    with ill_disk(kind, how.folder / kind.replace(" ", "-")) as disk:
        server = RealServer(disk.folder)
        try:
            crowd, over, drained = asyncio.run(_struck(server, disk, how, phones))
        finally:
            server.stop()
        kept = held_at_last(
            stored(disk.folder / SESSIONS_FILE, crowd.session_id), {one.participant: one.outbox.taps for one in crowd.phones}
        )
    again = sum(tap.sent > 1 for phone in crowd.phones for tap in phone.outbox.taps)
    said = sum(bool(re.search("The disk|Storing works", line)) for line in server.lines)
    after = f"well again after {over:.1f} s, all saved after {drained:.1f} s"
    seen = f"{phones} phones, {again:,} dots sent again; {after}; {said} lines in the log"
    return Row(f"disk {kind}", 1, kept.acked, kept.lost, kept.doubled, seen)


async def _struck(server: RealServer, disk: Disk, how: Wanted, phones: int) -> tuple[Crowd, float, float]:
    """The crowd after its last tap was answered; how long after the healing the server said so, and the last dot was saved."""
    crowd = Crowd(server.url.removeprefix("http://"), how.chance())
    await crowd.open(server.key, phones)
    tapping = [crowd.start(phone.tap_steadily(EVERY)) for phone in crowd.phones]
    await asyncio.sleep(GOOD)
    disk.strike()
    await asyncio.to_thread(server.wait_for, "The disk")
    await asyncio.sleep(GOOD)
    crowd.complain()
    for task in tapping:
        task.cancel()
    disk.heal()
    healed = now()
    await asyncio.to_thread(server.wait_for, "Storing works again")
    over = now() - healed
    await crowd.drained()
    drained = now() - healed
    await crowd.close()
    return crowd, over, drained


FAULTS: dict[str, Callable[[Wanted], Row]] = {f"disk-{kind.replace(' ', '-')}": partial(run, kind) for kind in ("full", *TOLD)}
