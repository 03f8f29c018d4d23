"""What the servers that are not ours go through: the same phases, by the same load, as far as they know what is asked."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from typing import Any

from bench import arriving, phases, servers
from bench.acks import Figures
from bench.room import Room, guests_elsewhere, room_elsewhere
from bench.servers import Server
from bench.taking import Run, Sizes, take, votes

PLAIN_EVERY = 0.1  # seconds


class Elsewhere:
    def __init__(self, sizes: Sizes) -> None:
        self._sizes = sizes

    def node(self) -> Run:
        """Node's socket.io doing our work, nothing stored."""
        return self._on(servers.node("socketio_server.mjs"), self._votes)

    def node_to_all(self) -> Run:
        """The same, but phones get a view as often as screens do, from the start."""
        return self._on(servers.node("socketio_server.mjs", "to-all"), lambda server: self._plain(server, "steady"))

    def ws(self) -> Run:
        """Raw `ws` in Node: near the limit."""
        return self._on(servers.node("raw_server.mjs"), self._votes)

    def plain_ticking(self) -> Run:
        """The tutorial's server, its tally ten times a second."""
        return self._on(servers.plain(PLAIN_EVERY), lambda server: self._plain(server, "idle", "lone", "steady", "saturated", "burst"))

    def plain(self) -> Run:
        """The tutorial's server, its tally to everybody after every vote. Each phase on a server of its own: none recovers from one."""
        return self._on(servers.plain(), lambda server: self._plain(server, "saturated")) | self._on(
            servers.plain(), lambda server: self._plain(server, "burst")
        )

    def bare(self) -> Run:
        """The parts that ours is made of, without the product."""
        return self._on(servers.bare(), self._bare)

    def _on(self, started: AbstractContextManager[Server], goes: Callable[[Server], Coroutine[Any, Any, Run]]) -> Run:
        with started as server:
            return asyncio.run(goes(server))

    async def _votes(self, server: Server) -> Run:
        return await votes(server, await room_elsewhere(server.host), guests_elsewhere(self._sizes.phones), self._sizes)

    async def _plain(self, server: Server, *wanted: str) -> Run:
        room, pids, sizes = await room_elsewhere(server.host), server.pids, self._sizes
        run = {"connects": await take(server, arriving.connects(room, guests_elsewhere(sizes.phones), pids), sizes)}
        ways: dict[str, Callable[[], Coroutine[Any, Any, Figures]]] = {
            "idle": lambda: phases.idle(sizes.idle, pids),
            "lone": lambda: phases.lone(room, sizes.lone),
            "steady": lambda: phases.steady(room, sizes.steady, pids),
            "saturated": lambda: phases.saturated(room, sizes.saturated, pids),
            "burst": lambda: phases.burst(room, pids, one_by_one=True),
        }
        for phase in wanted:
            run[phase] = await take(server, ways[phase](), sizes)
        room.close()
        return run

    async def _bare(self, server: Server) -> Run:
        room, pids, sizes = Room(server.host), server.pids, self._sizes
        for guest in guests_elsewhere(sizes.phones):
            await room.connect(guest)
        run = {"steady": await take(server, phases.steady(room, sizes.steady, pids), sizes)}
        run["burst"] = await take(server, phases.burst(room, pids), sizes)
        run["saturated"] = await take(server, phases.saturated(room, sizes.saturated, pids), sizes)
        room.close()
        return run
