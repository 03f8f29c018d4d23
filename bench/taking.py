"""How long and how large everything is, and the phases that every server goes through."""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from bench import arriving, cores, phases
from bench.acks import Figures
from bench.prepared import Guest
from bench.room import Room
from bench.servers import Server

Run = dict[str, Figures]  # phase → its figures


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many phones, in the largest hall, and how many classes of 40 at once (0: none); how many seconds each phase takes."""

    phones: int = 1000
    hall: int = 3000
    classes: int = 25
    steady: float = 10
    saturated: float = 5
    idle: float = 25  # longer than any heartbeat
    lone: int = 20  # dots
    patient: bool = True  # wait for other programs to be quiet


QUICK = Sizes(steady=3, saturated=2, idle=5, lone=8, patient=False)
TINY = Sizes(phones=5, hall=6, classes=2, steady=0.2, saturated=0.1, idle=0.1, lone=1, patient=False)


async def take(server: Server, phase: Coroutine[Any, Any, Figures], sizes: Sizes) -> Figures:
    if sizes.patient:
        await cores.quiet(server.pids)
    return await phase


async def votes(server: Server, room: Room, guests: Sequence[Guest], sizes: Sizes) -> Run:
    """Everybody comes at once, waits, votes, and is shown the results. The room is closed afterwards."""
    pids = server.pids
    run = {"connects": await take(server, arriving.connects(room, guests, pids), sizes)}
    run["idle"] = await take(server, phases.idle(sizes.idle, pids), sizes)
    run["lone"] = await take(server, phases.lone(room, sizes.lone), sizes)
    run["steady"] = await take(server, phases.steady(room, sizes.steady, pids), sizes)
    run["burst"] = await take(server, phases.burst(room, pids), sizes)
    run["saturated"] = await take(server, phases.saturated(room, sizes.saturated, pids), sizes)
    run["reveal"] = await take(server, phases.reveal(room), sizes)
    run["showing"] = await take(server, phases.steady(room, sizes.steady, pids), sizes)
    room.close()
    return run
