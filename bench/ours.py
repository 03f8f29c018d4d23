"""What our server goes through, in one process on one core; each part on a server and a data folder of its own."""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import arriving, cores, folding, phases, servers
from bench.exporting import exporting
from bench.prepared import ROUNDS, Hall, closed_class, data_in, hall
from bench.room import Room, open_room, room_in
from bench.servers import Server
from bench.taking import Run, Sizes, take, votes

FILES = 200  # phones that load their page's files
LONG = 300  # phones that come to the end of a long log
CLASS = 40  # phones
MOST_AT_ONCE = 1900  # joins by the page: one address may let 2,000 join
Part = Callable[[Server, list[Hall]], Coroutine[Any, Any, Run]]


class Ours:
    def __init__(self, sizes: Sizes) -> None:
        self._sizes = sizes

    def run(self) -> Run:
        n = self._sizes.phones
        run = _on_a_server(self._vote, (n, 0)) | self._come() | _on_a_server(self._late, (min(n, LONG), 0), (min(n, LONG), ROUNDS))
        run |= _on_a_server(self._classes, *[(CLASS, 0)] * self._sizes.classes) if self._sizes.classes else {}
        return run | (_on_a_server(self._hall, (self._sizes.hall, 0)) if self._sizes.hall else {})

    async def _vote(self, server: Server, halls: list[Hall]) -> Run:
        """What every other server goes through too."""
        [one] = halls
        return await votes(server, await room_in(server.host, one), one.phones, self._sizes)

    async def _late(self, server: Server, halls: list[Hall]) -> Run:
        """The websockets of a few hundred, at the start of a log and at the end of a long one."""
        run = {}
        for name, one in zip(("short_log", "long_log"), halls, strict=True):
            room = await room_in(server.host, one)
            run[name] = await take(server, arriving.connects(room, one.phones, server.pids), self._sizes)
            room.close()
            await room.settle()
        return run

    async def _classes(self, server: Server, halls: list[Hall]) -> Run:
        """Many classes vote at once, each with a console and a projector of its own."""
        everybody, sizes = Room(server.host), self._sizes
        for one in halls:
            room = await room_in(server.host, one)
            await arriving.connects(room, one.phones, server.pids)
            everybody.phones += room.phones
            everybody.screens += room.screens
        run = {"classes": await take(server, phases.steady(everybody, sizes.steady, server.pids, every=3.0), sizes)}
        everybody.close()
        return run

    async def _hall(self, server: Server, halls: list[Hall]) -> Run:
        """As many phones as one process is to hold: they think for three seconds about each dot, and then for one."""
        [one] = halls
        room, sizes = await room_in(server.host, one), self._sizes
        run = {"hall_connects": await take(server, arriving.connects(room, one.phones, server.pids), sizes)}
        run["hall"] = await take(server, phases.steady(room, sizes.steady, server.pids, every=3.0), sizes)
        run["hall_pressed"] = await take(server, phases.steady(room, sizes.steady, server.pids), sizes)
        room.close()
        return run

    def _come(self) -> Run:
        """Joins by the page, the page's files, and a large class taken home while the room votes."""
        with _folder() as folder:
            log = data_in(folder)
            big = closed_class(log)
            log.close()
            with cores.servers_core():
                fold = folding.measured(folder, big[0])
            with servers.pollapp(folder) as server:
                return {"fold": fold} | asyncio.run(self._join_and_export(server, *big))

    async def _join_and_export(self, server: Server, big: str, cookie: str) -> Run:
        room, sizes = await open_room(server.host, server.key), self._sizes
        run = {"joins": await take(server, arriving.joins(room, min(sizes.phones, MOST_AT_ONCE), server.pids), sizes)}
        run["files"] = await take(server, arriving.files(room, min(sizes.phones, FILES), server.pids), sizes)
        await room.move("open_round", "lobby")
        run["exporting"] = await take(server, exporting(room, sizes.steady, server.pids, big, cookie), sizes)
        room.close()
        return run


def _on_a_server(part: Part, *halls: tuple[int, int]) -> Run:
    """With these sessions in its data folder: how many phones each, and how many rounds of a large class."""
    with _folder() as folder:
        log = data_in(folder)
        ready = [hall(log, *one) for one in halls]
        log.close()
        with servers.pollapp(folder) as server:
            return asyncio.run(part(server, ready))


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pollapp-bench-") as folder:
        yield Path(folder)
