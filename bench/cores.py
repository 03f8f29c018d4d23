"""Cores and processes: the server on one core, the load on another, and what each of them used."""

import asyncio
import gc
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

Pids = int | tuple[int, ...]  # a process, or several that are one server
_TICKS = os.sysconf("SC_CLK_TCK")
_UNKNOWN = float("nan")
QUIET = 10  # percent of the machine
_PAGE = os.sysconf("SC_PAGE_SIZE")
_CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def spread() -> None:
    """From now on this process runs wherever it likes, as everything that it starts."""
    if _CORES:
        os.sched_setaffinity(0, set(_CORES))


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


def family(pid: int) -> tuple[int, ...]:
    """A process and its children: a supervisor and its workers."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return (pid,)
    return (pid, *map(int, children))


def memory_kb(pids: Pids) -> float:
    """What a process (or several that are one server) has in memory, in kB; nan where the system does not tell."""
    try:
        return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in _each(pids)) * _PAGE / 1024
    except OSError:
        return _UNKNOWN


class Meter:
    """What was used between `with` and its end. nan where the system does not tell.

    `server`, `load`: percent of one core. `others`: what other programs took, percent of the machine. `cpu`: seconds of the server's.
    """

    def __init__(self, pids: Pids) -> None:
        self._pids = pids
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
        return time.perf_counter(), cpu_seconds(self._pids), time.process_time(), _machine_seconds()


async def quiet(pid: Pids) -> None:
    """Wait until other programs leave the machine alone, 20 seconds at most: figures taken beside them say little."""
    for _ in range(20):
        with Meter(pid) as meter:
            await asyncio.sleep(1)
        if not meter.others > QUIET:
            return


def cpu_seconds(pids: Pids) -> float:
    """What they have used so far, user and system, in all their threads; nan where the system does not tell."""
    try:
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in _each(pids)]
    except OSError:
        return _UNKNOWN
    return sum(int(one[11]) + int(one[12]) for one in fields) / _TICKS


def _each(pids: Pids) -> tuple[int, ...]:
    return (pids,) if isinstance(pids, int) else pids


def _machine_seconds() -> float:
    """Seconds that all cores together have been busy."""
    try:
        user, nice, system, _, _, irq, softirq, steal = map(int, Path("/proc/stat").read_text().split()[1:9])
    except OSError:
        return _UNKNOWN
    return (user + nice + system + irq + softirq + steal) / _TICKS
