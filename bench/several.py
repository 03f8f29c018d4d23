"""Our server on Redis: one worker, and two, with everything (workers, Redis, load) on all cores there are. And what it costs that a dot
is placed at one worker and the projector hangs on another.
"""

import asyncio
import shutil
import tempfile
from pathlib import Path

from bench import arriving, cores, phases, servers
from bench.acks import Figures, percentile
from bench.cores import cpu_seconds
from bench.prepared import Hall, hall
from bench.room import Room, room_in
from bench.servers import Server
from bench.taking import Run, Sizes, take
from pollapp.store.redis_log import RedisLog
from tests.redis_servers import redis_server

WORKERS = 2


class Several:
    def __init__(self, sizes: Sizes) -> None:
        self._sizes = sizes

    def run(self) -> Run:
        """Nothing where there is no Redis."""
        if not shutil.which("redis-server"):
            return {}
        cores.spread()
        return self._with(1) | self._with(WORKERS)

    def _with(self, workers: int) -> Run:
        with tempfile.TemporaryDirectory(prefix="pollapp-bench-") as folder, redis_server(Path(folder) / "redis") as redis:
            log = RedisLog(redis.url)
            ready = hall(log, self._sizes.phones)
            log.close()
            how = ("--redis", redis.url, "--workers", str(workers))
            with servers.pollapp(Path(folder) / "data", *how, pinned=False) as server:
                assert redis.process
                return asyncio.run(self._vote(server, ready, redis.process.pid, workers))

    async def _vote(self, server: Server, ready: Hall, redis: int, workers: int) -> Run:
        """`cpu`: of the workers alone, µs a dot; `redis`: of Redis."""
        room, sizes = await room_in(server.host, ready), self._sizes
        await take(server, arriving.connects(room, ready.phones, server.pids), sizes)
        run = {}
        if workers > 1:
            run["follow"] = await take(server, follow(room, sizes.lone), sizes)
        for phase, goes in (
            ("steady", phases.steady(room, sizes.steady, server.pids)),
            ("saturated", phases.saturated(room, sizes.saturated, server.pids)),
        ):
            used = cpu_seconds(redis)
            figures = await take(server, goes, sizes)
            run[f"{phase}_{workers}"] = figures | {"redis": 1e6 * (cpu_seconds(redis) - used) / max(1, figures["dots"])}
        room.close()
        return run


async def follow(room: Room, dots: int) -> Figures:
    """Lone dots, in turn at the worker that the projector hangs on and at another: until the projector shows them, ms."""
    here = _worker(room.screens[1].name)
    near = [phone for phone in room.phones if _worker(phone.line.name) == here]
    far = [phone for phone in room.phones if _worker(phone.line.name) != here]
    waits: dict[str, list[float]] = {"near": [], "far": []}
    for number in range(min(dots, len(near), len(far))):
        for where, phones in (("near", near), ("far", far)):
            waits[where] += await phases.one_dot(room, phones[number])
    return {where: 1000 * percentile(seen, 50) for where, seen in waits.items()}


def _worker(name: str) -> str:
    """Whose line this is, as its name says."""
    return name.partition(".")[0]
