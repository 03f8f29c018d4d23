"""Redis is restarted under load, by its own shutdown and by SIGKILL, once for each way in which it may sync; and it stands still for
10 seconds. What it acked was written before it said so: to the disk (appendfsync always), or to the system (everysec).
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Literal

from chaos.engine import GOOD, PHONES, Struck, kept_in, need_redis, said, serving, voted
from chaos.ledger import held_at_last
from chaos.phones import Crowd
from chaos.table import Row, Wanted
from tests.redis_servers import Engine, redis_server

Syncs = Literal["always", "everysec"]
AWAY = 1.0  # seconds
PAUSED = 10.0  # seconds


def restarted(syncs: Syncs, how: Wanted, phones: int = PHONES, times: int = 2) -> Row:
    """Stopped and killed in turn, `times` each."""

    async def strike(redis: Engine, crowd: Crowd) -> None:
        for end in (redis.stop, redis.kill) * times:
            how.say(f"Redis ({syncs}): {end.__name__}")
            await asyncio.to_thread(end)
            await asyncio.sleep(AWAY)
            crowd.complain()
            await asyncio.to_thread(redis.start)
            await asyncio.sleep(GOOD)

    return _row(f"redis restarted ({syncs})", 2 * times, how, phones, strike, "--appendfsync", syncs)


def paused(how: Wanted, phones: int = PHONES, seconds: float = PAUSED) -> Row:
    """SIGSTOP: it is there, takes connections, and answers nobody."""

    async def strike(redis: Engine, crowd: Crowd) -> None:
        with redis.held():
            await asyncio.sleep(seconds)
            crowd.complain()

    return _row(f"redis paused {seconds:.0f} s", 1, how, phones, strike)


def _row(fault: str, times: int, how: Wanted, phones: int, strike: Callable[[Engine, Crowd], Struck | object], *settings: str) -> Row:
    need_redis()
    with redis_server(how.folder / "redis", *settings) as redis, serving(how.folder / "data", redis.url) as server:
        began = len(server.lines)
        over = voted(server, how, phones, partial(strike, redis))  # type: ignore[arg-type]
        kept = held_at_last(kept_in(redis.url, over.crowd.session_id), over.crowd.tapped)
        lines = said(server, began)
    return Row(fault, times, kept.acked, kept.lost, kept.doubled, f"{over}; {lines} lines in the log")


FAULTS: dict[str, Callable[[Wanted], Row]] = {
    "redis-restarted-always": partial(restarted, "always"),
    "redis-restarted-everysec": partial(restarted, "everysec"),
    "redis-paused": paused,
}
