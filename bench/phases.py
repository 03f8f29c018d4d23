"""Everybody is there: what is measured, phase by phase, on whichever server. Each gives figures by name; `table` names them for people."""

import asyncio

from bench.acks import NAN, Acks, Figures, busy, percentile, seen_after
from bench.cores import Meter, Pids
from bench.line import Payload, now
from bench.room import Phone, Room

BURST = 24  # dots: one for every square
GIVE_UP = 20.0  # seconds, on a server that is behind
QUIET = 0.25  # seconds: longer than two views are apart


async def idle(seconds: float, pid: Pids) -> Figures:
    """Everybody is there, and nobody does anything: pings."""
    with Meter(pid) as meter:
        await asyncio.sleep(seconds)
    return busy(meter)


async def lone(room: Room, dots: int) -> Figures:
    """Dots in a quiet room, each from another phone: until the turnout on the projector."""
    seen = [wait for phone in room.phones[:dots] for wait in await one_dot(room, phone)]
    return {"seen_p50": 1000 * percentile(seen, 50), "seen_p99": 1000 * percentile(seen, 99)}


async def one_dot(room: Room, phone: Phone) -> list[float]:
    """After a quiet moment, one dot: seconds until the projector shows it."""
    await asyncio.sleep(QUIET)
    acks = Acks()
    await acks.place(phone, [phone.dot()])
    await asyncio.sleep(QUIET)
    return seen_after(acks.dots, room.shown)


async def steady(room: Room, seconds: float, pid: Pids, every: float = 1.0) -> Figures:
    """Each phone places one dot every so many seconds, evenly spread, whether the one before is acked or not."""
    acks, n = Acks(), len(room.phones)
    bytes_before = _received(room)
    with Meter(pid) as meter:
        began = now()
        waiting = []
        for turn in range(max(1, round(seconds * n / every))):
            early = began + turn * every / n - now()
            if early > 0:
                await asyncio.sleep(early)
            phone = room.phones[turn % n]
            waiting.append(acks.place(phone, [phone.dot()]))
        await asyncio.wait(waiting, timeout=GIVE_UP)
        lasted = now() - began
    await room.settle()
    figures = acks.figures(meter)
    for screen, views in (("seen", room.seen), ("shown", room.shown)):
        after = seen_after(acks.dots, views)
        figures |= {f"{screen}_p50": 1000 * percentile(after, 50), f"{screen}_p99": 1000 * percentile(after, 99)}
    return figures | {"bytes": (_received(room) - bytes_before) / n / lasted, "unanswered": len(waiting) - len(acks.waits)}


async def burst(room: Room, pid: Pids, *, one_by_one: bool = False) -> Figures:
    """Every phone sends a dot for every square, all at once: a whole class comes back from a lost Wi-Fi. In one message, as our outbox
    does; or one by one, to a server that knows nothing else. Of one that does not answer all in time: how long it would take at this rate.
    """
    acks = Acks()
    ready = [(phone, [phone.dot() for _ in range(BURST)]) for phone in room.phones]
    with Meter(pid) as meter:
        began = now()
        if one_by_one:
            waiting = [acks.place(phone, [dot]) for phone, dots in ready for dot in dots]
        else:
            waiting = [acks.place(phone, dots) for phone, dots in ready]
        await asyncio.wait(waiting, timeout=GIVE_UP)
        all_there = len(acks.waits) == len(waiting)
        seconds = acks.last - began if all_there else (now() - began) * len(waiting) / max(1, len(acks.waits))
    await room.settle()
    seen = max(seen_after(acks.dots, room.seen), default=NAN)
    return acks.figures(meter) | {"seconds": seconds, "per_second": len(ready) * BURST / seconds, "seen": seen}


async def saturated(room: Room, seconds: float, pid: Pids) -> Figures:
    """Each phone sends its next dot as soon as the one before is acked."""
    acks = Acks()
    until = now() + seconds

    async def press(phone: Phone) -> None:
        while now() < until:
            refused = len(acks.refusals)
            await acks.place(phone, [phone.dot()])
            if len(acks.refusals) > refused:
                await asyncio.sleep(0.2)  # out of credits

    with Meter(pid) as meter:
        began = now()
        pressing = [asyncio.create_task(press(phone)) for phone in room.phones]
        _, late = await asyncio.wait(pressing, timeout=seconds + 1.5)
        for task in late:  # a server that is seconds behind
            task.cancel()
        rate = len(acks.dots) / (max(acks.last, began + seconds) - began)
    await room.settle()
    return acks.figures(meter) | {"per_second": rate}


async def reveal(room: Room) -> Figures:
    """From the facilitator's press until the first, the middle and the last phone shows it, and the projector."""
    shown: list[float] = []

    def look(event: str, view: Payload) -> None:
        if event == "view" and view["stage"] == "showing":
            shown.append(now())

    for phone in room.phones:
        phone.line.listen(look)
    screen = len(room.shown)
    began = now()
    await room.move("reveal", "voting")
    await room.settle()
    for phone in room.phones:
        phone.line.listen(None)
    waits = [1000 * (at - began) for at in shown[: len(room.phones)]]
    projector = next((1000 * (at - began) for _, at in room.shown[screen:]), NAN)
    last = max(waits) if len(waits) == len(room.phones) else NAN
    return {"first": min(waits, default=NAN), "middle": percentile(waits, 50), "last": last, "projector": projector}


def _received(room: Room) -> int:
    return sum(phone.line.received for phone in room.phones)
