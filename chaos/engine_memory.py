"""Redis runs out of memory while a class votes (maxmemory, noeviction): dots wait on the phones, until somebody gives it more."""

import asyncio
from functools import partial

from redis import Redis

from chaos.engine import GOOD, PHONES, kept_in, need_redis, said, serving, voted
from chaos.ledger import held_at_last
from chaos.phones import Crowd
from chaos.table import Row, Wanted
from tests.redis_servers import Engine, redis_server

ROOM = 8 * 1024  # bytes left to it: a moment's dots
FULL_WITHIN = 30  # seconds


def run(how: Wanted, phones: int = PHONES) -> Row:
    need_redis()
    with redis_server(how.folder / "redis") as redis, serving(how.folder / "data", redis.url) as server:
        began = len(server.lines)
        over = voted(server, how, phones, partial(_strike, redis))
        kept = held_at_last(kept_in(redis.url, over.crowd.session_id), over.crowd.tapped)
        lines = said(server, began)
    return Row("redis out of memory", 1, kept.acked, kept.lost, kept.doubled, f"{over}; {lines} lines in the log")


async def _strike(redis: Engine, crowd: Crowd) -> None:
    with redis.client() as client:
        client.config_set("maxmemory", client.info("memory")["used_memory"] + ROOM)
        async with asyncio.timeout(FULL_WITHIN):
            while not _refused(client):
                crowd.complain()
                await asyncio.sleep(0.1)
        await asyncio.sleep(2 * GOOD)
        client.config_set("maxmemory", 0)


def _refused(client: Redis) -> bool:
    return "errorstat_OOM" in client.info("errorstats")
