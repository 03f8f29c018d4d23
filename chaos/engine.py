"""A class on a real Redis: its servers, its crowd, and what the engine has of it in the end. The faults of the engine build on it."""

import asyncio
import random
import shutil
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.line import now
from chaos.phones import Crowd, Phone
from chaos.table import NotHere, Wanted
from pollapp.store.log import Entry
from pollapp.store.redis_log import RedisLog
from tests.real_server import RealServer

PHONES, WORKERS = 40, 2
EVERY = 0.25  # seconds between two taps of a phone
GOOD = 1.5  # seconds of voting before something breaks, and while it is broken
BAD = "Traceback"


@dataclass(slots=True)
class Struck:
    """What a fault has left: the crowd after its last tap was answered, and seconds until the last dot was saved once all was well."""

    crowd: Crowd
    drained: float = 0.0

    def __str__(self) -> str:
        phones = self.crowd.phones
        refused = sum(len(phone.outbox.refusals) for phone in phones)
        return f"{len(phones)} phones, {again(phones):,} dots sent again, {refused} refused; all saved after {self.drained:.1f} s"


def again(phones: Sequence[Phone]) -> int:
    """How many dots were sent more than once."""
    return sum(tap.sent > 1 for phone in phones for tap in phone.outbox.taps)


def need_redis() -> None:
    """Raises NotHere where this machine has none."""
    if not shutil.which("redis-server"):
        raise NotHere("It takes a redis-server (tests/store/need_redis.sh).")


@contextmanager
def serving(folder: Path, url: str, workers: int = 0) -> Iterator[RealServer]:
    """A server on this engine, with WORKERS unless told otherwise; where it dies, or stumbles, that is raised."""
    server = RealServer(folder, "--redis", url, "--workers", str(workers or WORKERS))
    try:
        yield server
        if server.process.poll() is not None:
            raise RuntimeError(f"The server died:\n{''.join(server.lines)}")
        if any(BAD in line for line in server.lines):
            raise RuntimeError(f"The server stumbled:\n{''.join(server.lines)}")
    finally:
        server.stop()


def voted(server: RealServer, how: Wanted, phones: int, strike: Callable[[Crowd], Awaitable[None]]) -> Struck:
    """A crowd that taps steadily, also while `strike` goes on, and until GOOD seconds after it; then it is waited for its last ack."""
    return asyncio.run(_voted(server, how.chance(), phones, strike))


async def _voted(server: RealServer, chance: random.Random, phones: int, strike: Callable[[Crowd], Awaitable[None]]) -> Struck:
    crowd = Crowd(server.url.removeprefix("http://"), chance)
    await crowd.open(server.key, phones)
    return await struck(crowd, strike)


async def struck(crowd: Crowd, strike: Callable[[Crowd], Awaitable[None]]) -> Struck:
    """Likewise, of a crowd that is there already; it has gone afterwards."""
    await crowd.drained()
    tapping = [crowd.start(phone.tap_steadily(EVERY)) for phone in crowd.phones]
    await asyncio.sleep(GOOD)
    await strike(crowd)
    well = now()
    await asyncio.sleep(GOOD)
    for task in tapping:
        task.cancel()
    await crowd.drained()
    over = Struck(crowd, max(0.0, now() - well - GOOD))
    await crowd.close()
    return over


def kept_in(url: str, session_id: str) -> Sequence[Entry]:
    """A session's log, by the product's own reader. Raises StoreFailed."""
    with closing(RedisLog(url)) as log:
        return log.read(session_id) or []


def said(server: RealServer, since: int) -> int:
    """How many lines the server has printed after its first `since` ones."""
    return len(server.lines) - since
