"""What is measured, phase by phase. Each gives figures by name; `table` says what they are called and what stands beside them."""

import asyncio
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench import pages
from bench.cores import Meter, memory_kb
from bench.line import Payload, now
from bench.room import Phone, Room

Figures = dict[str, float]
BURST = 24  # dots: one for every square


@dataclass(slots=True)
class Acks:
    """What came back: per acked dot its seq, when it was sent and how long the ack took; and what was refused."""

    dots: list[tuple[int, float]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    last: float = 0.0

    def place(self, phone: Phone, dots: list[Payload]) -> "asyncio.Future[None]":
        """Send the dots in one message; done when it is answered."""
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        sent = now()

        def take(ack: Payload) -> None:
            self.last = now()
            self.waits.append(self.last - sent)
            for answer in ack.get("answers", [ack]):
                if "seq" in answer:
                    self.dots.append((answer["seq"], sent))
                else:
                    self.refusals.append(str(answer.get("refused", "late")))
            if not answered.done():  # whoever waited for it may have given up
                answered.set_result(None)

        phone.place(dots, take)
        return answered

    def figures(self, meter: Meter) -> Figures:
        return {
            "ack_p50": 1000 * percentile(self.waits, 50),
            "ack_p99": 1000 * percentile(self.waits, 99),
            "refused": len(self.refusals),
            "cpu": 1e6 * meter.cpu / max(1, len(self.dots)),
            **busy(meter),
        }


async def joins(room: Room, phones: int, pid: int) -> Figures:
    """Everybody joins at once: the button, the page, the socket."""
    before = memory_kb(pid)
    with Meter(pid) as meter:
        began = now()
        await asyncio.gather(*(room.join() for _ in range(phones)))
        seconds = now() - began
    await room.settle()
    kb = (memory_kb(pid) - before) / phones
    return {"per_second": phones / seconds, "seconds": seconds, "kb": kb, "cpu": 1e3 * meter.cpu / phones, **busy(meter)}


async def files(room: Room, phones: int, pid: int) -> Figures:
    """Every phone loads, for the first time, the files that its page names. A browser keeps them; a class's first minute pays."""
    browser, _ = await pages.join(room.host, room.code)
    names = await pages.files_of(browser, f"/j/{room.code}")
    sizes = [len(await browser.get(name)) for name in (f"/j/{room.code}", *names)]
    browser.close()

    async def load() -> None:
        browser = pages.Browser(room.host)
        for name in names:
            await browser.get(name)
        browser.close()

    with Meter(pid) as meter:
        began = now()
        await asyncio.gather(*(load() for _ in range(phones)))
        seconds = now() - began
    size = {"page_kb": sizes[0] / 1024, "files": len(names), "file_kb": sum(sizes[1:]) / 1024}
    return {"per_second": phones / seconds, "cpu": 1e3 * meter.cpu / phones, **size, **busy(meter)}


async def steady(room: Room, seconds: int, pid: int) -> Figures:
    """Each phone places one dot a second, evenly spread, whether the one before is acked or not."""
    acks, n = Acks(), len(room.phones)
    bytes_before = _received(room)
    with Meter(pid) as meter:
        began = now()
        waiting = []
        for turn in range(seconds * n):
            early = began + turn / n - now()
            if early > 0:
                await asyncio.sleep(early)
            phone = room.phones[turn % n]
            waiting.append(acks.place(phone, [phone.dot()]))
        await asyncio.gather(*waiting)
    await room.settle()
    seen = seen_after(acks.dots, room.seen)
    figures = acks.figures(meter)
    figures["seen_p50"], figures["seen_p99"] = 1000 * percentile(seen, 50), 1000 * percentile(seen, 99)
    figures["bytes"] = (_received(room) - bytes_before) / n / seconds
    return figures


async def burst(room: Room, pid: int) -> Figures:
    """Every phone sends a dot for every square in one message, all at once: a whole class comes back from a lost Wi-Fi."""
    acks = Acks()
    ready = [(phone, [phone.dot() for _ in range(BURST)]) for phone in room.phones]
    with Meter(pid) as meter:
        began = now()
        await asyncio.gather(*(acks.place(phone, dots) for phone, dots in ready))
        seconds = acks.last - began
    await room.settle()
    seen = max(seen_after(acks.dots, room.seen), default=float("nan"))
    return acks.figures(meter) | {"seconds": seconds, "per_second": len(acks.dots) / seconds, "seen": seen}


async def saturated(room: Room, seconds: float, pid: int) -> Figures:
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
        await asyncio.gather(*(press(phone) for phone in room.phones))
        rate = len(acks.dots) / (acks.last - began)
    await room.settle()
    return acks.figures(meter) | {"per_second": rate}


def seen_after(dots: Sequence[tuple[int, float]], views: Sequence[tuple[int, float]]) -> list[float]:
    """Per dot (its seq, when it was sent): seconds until the first view with its seq or a later one reached the console.

    A dot that no view ever showed is missing here: it changed nothing that there is to see.
    """
    seqs = [seq for seq, _ in views]
    places = ((sent, bisect_left(seqs, seq)) for seq, sent in dots)
    return [views[place][1] - sent for sent, place in places if place < len(views)]


def busy(meter: Meter) -> Figures:
    return {"server": meter.server, "load": meter.load, "others": meter.others}


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of 100 values do not exceed; nan of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else float("nan")


def _received(room: Room) -> int:
    return sum(phone.line.received for phone in room.phones)
