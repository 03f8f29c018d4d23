"""Workers go while a class votes: one is killed and replaced, and all of them are replaced one after the other (SIGHUP)."""

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

from chaos.engine import GOOD, PHONES, WORKERS, kept_in, need_redis, said, serving, voted
from chaos.ledger import held_at_last
from chaos.phones import Crowd
from chaos.table import NotHere, Row, Wanted
from tests.real_server import RealServer
from tests.redis_servers import redis_server
from tests.workers.running import pids

REPLACED_WITHIN = 60  # seconds

Strike = Callable[[RealServer, Crowd], Awaitable[None]]


def killed(how: Wanted, phones: int = PHONES, times: int = 3) -> Row:
    """SIGKILL to a worker, whichever."""
    chance = how.chance()

    async def strike(server: RealServer, crowd: Crowd) -> None:
        for _ in range(times):
            await _kill_one(server, crowd, chance)
            await asyncio.sleep(GOOD)

    return _row("worker killed", times, how, phones, strike)


def restarted(how: Wanted, phones: int = PHONES) -> Row:
    async def strike(server: RealServer, crowd: Crowd) -> None:
        before = set(pids(server))
        server.process.send_signal(signal.SIGHUP)
        await _until(crowd, lambda: len(pids(server)) == WORKERS and not before & set(pids(server)))

    return _row("rolling restart", 1, how, phones, strike)


async def _kill_one(server: RealServer, crowd: Crowd, chance: random.Random) -> None:
    await _until(crowd, lambda: len(pids(server)) == WORKERS)
    victim = chance.choice(pids(server))
    os.kill(victim, signal.SIGKILL)
    await _until(crowd, lambda: len(pids(server)) == WORKERS and victim not in pids(server))


async def _until(crowd: Crowd, true: Callable[[], bool]) -> None:
    async with asyncio.timeout(REPLACED_WITHIN):
        while not true():
            crowd.complain()
            await asyncio.sleep(0.05)


def _row(fault: str, times: int, how: Wanted, phones: int, strike: Strike) -> Row:
    need_redis()
    if not Path("/proc/self/task").exists():
        raise NotHere("Whose process is whose is read from /proc, which Linux has.")
    with redis_server(how.folder / "redis") as redis, serving(how.folder / "data", redis.url, WORKERS) as server:
        began = len(server.lines)
        over = voted(server, how, phones, lambda crowd: strike(server, crowd))
        kept = held_at_last(kept_in(redis.url, over.crowd.session_id), over.crowd.tapped)
        lines = said(server, began)
    turned = sum(len(phone.line.turned_away) for phone in over.crowd.phones)
    back = sum(len(phone.line.back) > 1 for phone in over.crowd.phones)
    seen = f"{WORKERS} workers, {back} phones came back, {turned} turned away; {over}; {lines} lines in the log"
    return Row(fault, times, kept.acked, kept.lost, kept.doubled, seen)
