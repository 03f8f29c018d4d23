"""`python -m bench.attended`: what many classes cost that vote in the same moment, on one worker and on two; what it costs to follow what
another worker stores, read by read, and for each session that is only attended; and to pass a line on, and to fold a session for a page.
`--write` puts it into scale/attended.json.

The ways take turns, so that an hour in which the machine is slower strikes all of them. Most of them follow the same dots of as many
classes: `together`, all in one bucket, has few reads, `apart`, in buckets of their own, has many. `attended` differs from `four`, in four
buckets, by sessions in which nobody votes: each of its reads names as many as a thousand classes in all buckets would have it name. In all
of these nobody names a room, as in `make bench`, and rooms are spread over both workers. `kept` differs from `apart` by lines that name
theirs as pages do: each room is on one worker. All figures are processor time, never the clock: other programs may run beside it.
"""

import argparse
import asyncio
import json
import os
import random
import re
import socket
import statistics
import sys
import tempfile
from collections.abc import Coroutine, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from bench import cores, phases, servers
from bench.acks import Figures
from bench.cores import cpu_seconds
from bench.pages import Browser
from bench.prepared import Hall, data_in, hall
from bench.room import Room, room_in
from bench.servers import Server
from pollapp.store.log import EventLog
from pollapp.store.redis_keys import BUCKETS, bucket_of
from pollapp.store.redis_log import RedisLog
from tests.redis_servers import Engine, redis_server

FIGURES = Path(__file__).parents[1] / "scale" / "attended.json"
QUIET_PHONES = 6  # of a session in which nobody votes: with its screens, both workers attend it
METRICS = range(19_108, 19_308, 2)  # ports of the first worker's metrics, the next one has the next: below those that the system gives out
IDLE, STEADY = 4.0, 8.0  # seconds
LINES, PAGES = 1600, 480  # one after the other
FEW = 16  # sessions: all of them stay in memory
GROUPS, FOLLOWED = "pollapp_commit_events_count", "pollapp_events_followed_total"


@dataclass(frozen=True, slots=True)
class Way:
    """`classes` of `phones` that place a dot `every` so many seconds, in `buckets` of Redis' where there are several `workers`.

    `quiet`: sessions beside them in each of these, in which nobody votes. `is_named`: whether lines say of which session they are.
    """

    workers: int
    classes: int
    phones: int
    every: float
    buckets: int = BUCKETS
    quiet: int = 0
    is_named: bool = False


WAYS = {
    "classes": Way(1, 25, 40, 3.0),
    "apart": Way(2, 16, 60, 1.0),
    "together": Way(2, 16, 60, 1.0, buckets=1),
    "four": Way(2, 16, 60, 1.0, buckets=4),
    "attended": Way(2, 16, 60, 1.0, buckets=4, quiet=58),
    "kept": Way(2, 16, 60, 1.0, is_named=True),
}
COMING = Way(2, 240, 40, 1.0)  # several times as many as a worker keeps in memory of those that it has no line of


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.attended", description="What many classes cost, and following each of them.")
    parser.add_argument("--runs", type=int, default=3, help="turns to take medians of (default: 3)")
    parser.add_argument("--write", action="store_true", help="into scale/attended.json")
    options = parser.parse_args()
    cores.lighten()
    cores.spread()
    when = f"medians of {options.runs} turns on {datetime.now(UTC).date()}, {os.cpu_count()} cores."
    text = json.dumps({"measured": when, **measured(options.runs)}, indent=1) + "\n"
    print(text)
    if options.write:
        FIGURES.write_text(text, "utf-8")


def measured(runs: int) -> dict[str, Figures]:
    ways = {name: partial(one, way) for name, way in WAYS.items()} | {"coming": partial(come, COMING)}
    taken: dict[str, list[Figures]] = {name: [] for name in ways}
    for turn in range(runs):
        for name, way in ways.items():
            taken[name].append(way())
            print(f"turn {turn + 1}, {name}: {taken[name][-1]}", file=sys.stderr, flush=True)
    return {name: {key: float(f"{statistics.median(one[key] for one in of):.4g}") for key in of[0]} for name, of in taken.items()}


def one(way: Way) -> Figures:
    """Its classes vote."""
    with _served(way) as (measured, voting, quiet):
        return asyncio.run(measured.of(voting, quiet))


def come(way: Way) -> Figures:
    """Lines come to its sessions, and pages are asked for."""
    with _served(way) as (measured, halls, _):
        return asyncio.run(measured.coming(halls))


@contextmanager
def _served(way: Way) -> Iterator["tuple[_Measured, list[Hall], list[Hall]]"]:
    """A server, the classes that vote, and the sessions that are quiet."""
    with tempfile.TemporaryDirectory(prefix="pollapp-bench-") as folder, _engine(Path(folder), way) as redis:
        data = Path(folder) / "data"
        with closing(RedisLog(redis.url) if redis else data_in(data)) as log:
            voting, quiet = _prepared(log, way)
        arguments = ("--redis", redis.url, "--workers", str(way.workers)) if redis else ()
        port = next(port for port in METRICS if _is_free(port) and _is_free(port + 1))
        with servers.pollapp(data, *arguments, "--metrics", f"127.0.0.1:{port}", pinned=False) as server:
            yield _Measured(server, way, range(port, port + way.workers), redis), voting, quiet


def _is_free(port: int) -> bool:
    with socket.socket() as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            trying.bind(("127.0.0.1", port))
            return True
    return False


@contextmanager
def _engine(folder: Path, way: Way) -> Iterator[Engine | None]:
    with redis_server(folder / "redis") if way.workers > 1 else nullcontext() as redis:
        yield redis


def _prepared(log: EventLog, way: Way) -> tuple[list[Hall], list[Hall]]:
    """The classes that vote, and the sessions that are quiet."""
    if way.workers == 1:
        return [hall(log, way.phones) for _ in range(way.classes)], []
    return _in_buckets(log, way.phones, way.classes // way.buckets, way.buckets), _in_buckets(log, QUIET_PHONES, way.quiet, way.buckets)


def _in_buckets(log: EventLog, phones: int, each: int, buckets: int) -> list[Hall]:
    """So many sessions in each of the first buckets. An id is drawn by chance, and with it the bucket: nobody comes to those too many."""
    found: dict[int, list[Hall]] = {bucket: [] for bucket in range(buckets)}
    while any(len(some) < each for some in found.values()):
        one = hall(log, phones)
        some = found.get(bucket_of(one.id), [])
        if len(some) < each:
            some.append(one)
    return [one for some in found.values() for one in some]


class _Measured:
    """What a second takes of the workers and of Redis (`cpu`, `redis`: µs, without what they take while nobody votes), and what is in it:
    `dots`, `groups` in which they are stored, `reads` by all workers, events `followed` by those that had not stored them.
    """

    def __init__(self, server: Server, way: Way, metrics: range, redis: Engine | None) -> None:
        self._server, self._way, self._metrics, self._redis = server, way, metrics, redis

    async def of(self, voting: list[Hall], quiet: list[Hall]) -> Figures:
        voters, others = await self._everybody(voting), await self._everybody(quiet)
        random.shuffle(voters.phones)  # else one class votes after the other
        before = self._counted()
        await asyncio.sleep(IDLE)
        rest = self._since(before, IDLE)
        before = self._counted()
        figures = await phases.steady(voters, STEADY, self._server.pids, every=self._way.every)
        busy = self._since(before, STEADY)
        for room in (voters, others):
            room.close()
        taken = {name: busy[name] - rest[name] for name in ("cpu", "redis")}
        return {"dots": figures["dots"] / STEADY, **{name: busy[name] for name in ("groups", "reads", "followed")}, **taken}

    async def coming(self, halls: list[Hall]) -> Figures:
        """What each takes, µs: a line that says of which session it is (every second one is passed on) or does not, and a page of a session
        that is in memory (the worker's, and what Redis does for it) or has to be read and folded first.
        """
        few = halls[:FEW]
        await self._pages(few)
        taken = {
            "unnamed": await self._each(self._lines(few, is_named=False), LINES),
            "named": await self._each(self._lines(few, is_named=True), LINES),
            "known": await self._each(self._pages(few), PAGES),
            "folded": await self._each(self._pages(halls), PAGES),
        }
        return {f"{name}{of}": each[what] for name, each in taken.items() for what, of in (("cpu", ""), ("redis", "_redis"))}

    async def _each(self, work: Coroutine[Any, Any, None], many: int) -> Figures:
        before = self._counted()
        await work
        return self._since(before, many)

    async def _lines(self, halls: list[Hall], is_named: bool) -> None:
        room = Room(self._server.host, is_named=is_named)
        for number in range(LINES):
            await room.connect(halls[number % len(halls)].phones[0])
            room.phones.pop().line.close()

    async def _pages(self, halls: list[Hall]) -> None:
        for number in range(PAGES):
            one = halls[number % len(halls)]
            browser = Browser(self._server.host, one.phones[0].cookie)
            await browser.get(f"/j/{one.code}")
            browser.close()

    async def _everybody(self, halls: list[Hall]) -> Room:
        everybody = Room(self._server.host)
        for one in halls:
            room = await room_in(self._server.host, one, self._way.is_named)
            await asyncio.gather(*(room.connect(guest) for guest in one.phones))
            everybody.phones += room.phones
            everybody.screens += room.screens
        await everybody.settle()
        return everybody

    def _since(self, before: Figures, many: float) -> Figures:
        """For each of so many seconds, lines or pages."""
        return {name: (value - before[name]) / many for name, value in self._counted().items()}

    def _counted(self) -> Figures:
        texts = [urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5).read().decode() for port in self._metrics]
        redis, reads = 0.0, 0
        if self._redis and self._redis.process:
            redis = cpu_seconds(self._redis.process.pid)
            with self._redis.client() as client:
                reads = int(client.info("commandstats").get("cmdstat_xread", {}).get("calls", 0))
        counted = {name: sum(_value(of, text) for text in texts) for name, of in (("groups", GROUPS), ("followed", FOLLOWED))}
        return {"cpu": 1e6 * cpu_seconds(self._server.pids), "redis": 1e6 * redis, "reads": reads, **counted}


def _value(of: str, text: str) -> float:
    found = re.search(rf"^{of}(?:\{{.*\}})? ([0-9.e+]+)$", text, re.MULTILINE)
    assert found, of
    return float(found[1])


if __name__ == "__main__":
    main()
