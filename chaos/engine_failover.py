"""The master is killed while its replica had not been told the last dots, and Sentinel promotes that replica. Redis replicates behind its
acks: what only the master had is lost, which the configuration does not promise to keep. Phones then send again what they hold.
"""

import asyncio
from functools import partial

from bench.line import now
from chaos.engine import EVERY, PHONES, kept_in, need_redis, said, serving, voted
from chaos.ledger import counted_at_last, lost_at_first
from chaos.phones import Crowd
from chaos.table import Row, Wanted
from tests.redis_servers import Trio, redis_sentinel

BEHIND = 2 * EVERY  # seconds in which the replica is told nothing, less than the sentinels take for being gone
PROMOTED_WITHIN = 30  # seconds
TOLD_WITHIN = 10


def run(how: Wanted, phones: int = PHONES) -> Row:
    need_redis()
    took: list[float] = []
    with redis_sentinel(how.folder / "redis") as trio, serving(how.folder / "data", trio.url) as server:
        began = len(server.lines)
        over = voted(server, how, phones, partial(_strike, trio, took))
        entries, tapped = kept_in(trio.url, over.crowd.session_id), over.crowd.tapped
        kept, lost = counted_at_last(entries, tapped), lost_at_first(entries, tapped)
        lines = said(server, began)
    seen = (
        f"the replica lacked {lost:,} acked dots, {kept.lost:,} are missing once the phones have sent again; "
        f"another master after {took[0]:.1f} s; {over}; {lines} lines in the log"
    )
    return Row("failover to a replica", 1, kept.acked, kept.lost, kept.doubled, seen)


async def _strike(trio: Trio, took: list[float], crowd: Crowd) -> None:
    """The replica stands still and its line is cut, so that what is acked now reaches it never; then the master is killed.

    It is over when every phone has been told: a dot that is acked by the new master comes before the view that tells of it.
    """
    master, replica = trio.master(), trio.replica()
    lives = {phone.outbox.epoch for phone in crowd.phones}
    with replica.held():
        with master.client() as client:
            client.execute_command("CLIENT", "KILL", "TYPE", "replica")
        await asyncio.sleep(BEHIND)
        master.kill()
    began = now()
    async with asyncio.timeout(PROMOTED_WITHIN):
        while await asyncio.to_thread(trio.master) is master:
            crowd.complain()
            await asyncio.sleep(0.05)
    took.append(now() - began)
    async with asyncio.timeout(TOLD_WITHIN):
        while any(phone.outbox.epoch in lives for phone in crowd.phones):
            crowd.complain()
            await asyncio.sleep(0.05)
