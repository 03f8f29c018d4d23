"""What came back of the dots that were sent, and what follows from it in figures."""

import asyncio
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.cores import Meter
from bench.line import Payload, now
from bench.room import Phone, Seen

Figures = dict[str, float]
NAN = float("nan")


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
            "dots": len(self.dots),
            "cpu": 1e6 * meter.cpu / max(1, len(self.dots)),
            **busy(meter),
        }


def seen_after(dots: Sequence[tuple[int, float]], views: Seen) -> list[float]:
    """Per dot (its seq, when it was sent): seconds until the first view with its seq or a later one reached the screen.

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
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else NAN
