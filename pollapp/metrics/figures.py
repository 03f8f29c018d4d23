"""The numbers of one server, since it started. Whoever does something counts it here; nothing is read before somebody asks.

They are plain attributes. Where real threads count at once (no server of ours does) one may be missed, which is fine for figures.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


class Spread:
    """How values are spread. `counts`: how many lie up to each of the bounds (and above the one before); last, above all of them."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float] = SECONDS) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


class StoreFigures:
    """Of the groups in which a store commits."""

    def __init__(self) -> None:
        self.group = Spread(SIZES)  # events in one commit
        self.commit = Spread()  # seconds until it was durable, or had failed
        self.fold = Spread()  # seconds from there until its events were applied


class Figures:
    """Of everything else."""

    def __init__(self) -> None:
        self.dots = 0  # placed, taken back or skipped, and told that they count; a retry is told again
        self.commands = 0  # all others, likewise
        self.followed = 0  # events that came from another process
        self.ack = Spread()  # seconds from reading a message to its ack, where something in it counts
        self.refused: defaultdict[str, int] = defaultdict(int)  # code → how often somebody was told so
        self.marks = 0  # changes that screens were to see
        self.broadcasts = 0  # … and how often views were made of a session, for all of them together
        self.views: defaultdict[str, int] = defaultdict(int)  # "phone" or "screen" → views sent
        self.pages: defaultdict[int, int] = defaultdict(int)  # first digit of the status → answers
        self.late = Spread()  # seconds

    def told(self, answer: dict[str, object], seconds: float) -> None:
        """Count what a message was answered (see `live.wire.ack`), after so many seconds."""
        if "ok" not in answer:
            self.refused[_code(answer)] += 1
            return
        together = answer.get("answers")  # of dots: the message itself is ok, also where each of them is late
        answers = together if isinstance(together, list) else [answer]
        told_no = [each for each in answers if "ok" not in each]
        for each in told_no:
            self.refused[_code(each)] += 1
        if len(told_no) < len(answers):
            self.ack.add(seconds)


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand in this moment."""

    watched: int  # sessions
    in_memory: int
    seats: Sequence[str]  # the role of each socket
    lines: Sequence[str]  # "websocket" or "polling", of each Engine.IO line, seated or not
    trouble: str | None


def _code(answer: dict[str, object]) -> str:
    return "late" if "late" in answer else str(answer["refused"])
