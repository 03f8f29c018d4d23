"""Cores and processes: the server on one core, the load on another, and what each of them used."""

import asyncio
import gc
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_UNKNOWN = float("nan")
QUIET = 10  # percent of the machine
_PAGE = os.sysconf("SC_PAGE_SIZE")
_CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


@contextmanager
def servers_core() -> Iterator[None]:
    """A process started in here stays, with all its threads, on the last core. This one goes to the first afterwards."""
    _stay_on(-1)
    try:
        yield
    finally:
        _stay_on(0)


def _stay_on(place: int) -> None:
    if len(_CORES) > 1:
        os.sched_setaffinity(0, {_CORES[place]})


def lighten() -> None:
    """Make this process a load that is not in the way: no collector's pauses, and files enough."""
    gc.disable()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 20_000)), hard))


def memory_kb(pid: int) -> float:
    """What a process has in memory, in kB; nan where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 1024
    except OSError:
        return _UNKNOWN


class Meter:
    """What was used between `with` and its end. nan where the system does not tell.

    `server`, `load`: percent of one core. `others`: what other programs took, percent of the machine. `cpu`: seconds of the server's.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.server = self.load = self.others = self.cpu = _UNKNOWN

    def __enter__(self) -> "Meter":
        self._began = self._now()
        return self

    def __exit__(self, *_: object) -> None:
        wall, self.cpu, load, machine = (after - before for after, before in zip(self._now(), self._began, strict=True))
        self.server, self.load = 100 * self.cpu / wall, 100 * load / wall
        others = 100 * (machine - self.cpu - load) / wall / (os.cpu_count() or 1)
        self.others = 0.0 if others < 0 else others  # the system counts in ticks

    def _now(self) -> tuple[float, float, float, float]:
        return time.perf_counter(), _cpu_seconds(self._pid), time.process_time(), _machine_seconds()


async def quiet(pid: int) -> None:
    """Wait until other programs leave the machine alone, 20 seconds at most: figures taken beside them say little."""
    for _ in range(20):
        with Meter(pid) as meter:
            await asyncio.sleep(1)
        if not meter.others > QUIET:
            return


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return _UNKNOWN
    return (int(fields[11]) + int(fields[12])) / _TICKS  # utime and stime, of all its threads


def _machine_seconds() -> float:
    """Seconds that all cores together have been busy."""
    try:
        user, nice, system, _, _, irq, softirq, steal = map(int, Path("/proc/stat").read_text().split()[1:9])
    except OSError:
        return _UNKNOWN
    return (user + nice + system + irq + softirq + steal) / _TICKS
