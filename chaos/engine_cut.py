"""Two servers on one Redis, a room on both, and the network between one of them and Redis is cut: its phones wait, and the others do
not notice.
"""

import asyncio

from chaos.cut_line import CutLine, line_to
from chaos.engine import PHONES, Struck, again, kept_in, need_redis, said, serving, struck
from chaos.ledger import held_at_last
from chaos.phones import Crowd
from chaos.table import Row, Wanted
from tests.real_server import RealServer
from tests.redis_servers import redis_server

CUT = 8.0  # seconds: longer than a server tries and a phone waits


def run(how: Wanted, phones: int = PHONES, seconds: float = CUT) -> Row:
    need_redis()
    with (
        redis_server(how.folder / "redis") as redis,
        line_to(redis.port) as line,
        serving(how.folder / "near", redis.url, workers=1) as near,
        serving(how.folder / "far", f"redis://127.0.0.1:{line.port}/0", workers=1) as far,
    ):
        began = len(near.lines), len(far.lines)
        over = asyncio.run(_cut(near, far, line, how, phones, seconds))
        kept = held_at_last(kept_in(redis.url, over.crowd.session_id), over.crowd.tapped)
        lines = said(near, began[0]), said(far, began[1])
    seen = (
        f"cut for {seconds:.0f} s: {over}, {again(over.crowd.phones[::2])} of them not behind the cut; "
        f"{lines[1]} and {lines[0]} lines in the logs"
    )
    return Row("network cut to one worker", 1, kept.acked, kept.lost, kept.doubled, seen)


async def _cut(near: RealServer, far: RealServer, line: CutLine, how: Wanted, phones: int, seconds: float) -> Struck:
    """Every other phone is at the far server."""
    hosts = [server.url.removeprefix("http://") for server in (near, far)]
    crowd = Crowd(hosts[0], how.chance())
    await crowd.open(near.key, 0)
    for number in range(phones):
        await crowd.join(hosts[number % 2])

    async def strike(crowd: Crowd) -> None:
        line.cut()
        await asyncio.sleep(seconds)
        crowd.complain()
        line.mend()

    return await struck(crowd, strike)
