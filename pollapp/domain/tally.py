"""The dots on one square in one round: what stands, and what of it may be shown.

The small-group rule lives here (`Pictured`), for dots and for whatever else is counted per person. What people chose exists for
others once at least *minimum* of them have chosen, and then it changes only in steps of at least *minimum* changed people, so that
nobody can read one person's choice off two pictures. How many have changed is always counted from the last picture that could be
seen. So a square that falls below the minimum is withheld, and comes back with that same picture until enough dots differ from it:
withholding is no way round the steps. Forgetting is a change like any other: a forgotten dot leaves the tally at once, and the
picture with the next step.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import add
from typing import Any, Generic, TypeVar

from pollapp.domain.shift import Shift

Counts = tuple[int, ...]
V = TypeVar("V")

OFF, LEAST_MINIMUM, MOST_MINIMUM = 1, 3, 20  # two would let each of two people read the other's dot
MOST_PAPER = 999  # dots on paper, per choice of one square
MINIMUM_SAID = f"a whole number from {LEAST_MINIMUM} to {MOST_MINIMUM}, or {OFF} for no protection"


def is_minimum(value: object) -> bool:
    """Whether a session may have this minimum."""
    return type(value) is int and (value == OFF or LEAST_MINIMUM <= value <= MOST_MINIMUM)


@dataclass(slots=True)
class Pictured(Generic[V]):
    """What each person chose, and the last tally of it that could be seen."""

    dots: dict[str, V] = field(default_factory=dict)  # participant → what they chose, as it stands
    picture: Counts | None = None  # the last tally that could be seen
    count: dict[V, int] = field(default_factory=dict, compare=False)  # how many chose what, as it stands
    changed: dict[str, V | None] = field(default_factory=dict)  # participant → theirs in the picture, where it differs now
    left: set[str] = field(default_factory=set)  # those of `changed` who were forgotten
    seen: Counts | None = None  # what can be seen now: the picture, or None while withheld

    @property
    def pictured(self) -> dict[str, V]:
        """Who chose what in the last picture that could be seen; nobody before the first one."""
        return {somebody: chosen for somebody, chosen in {**self.dots, **self.changed}.items() if chosen is not None}

    def tally(self, options: Sequence[Any]) -> Counts:
        """How many chose each option as it stands, in the order of `options`."""
        raise NotImplementedError

    def forget(self, participant: str) -> None:
        """Take everything of one participant away. A picture that holds it stays until the next step."""
        self.change(participant, None)
        if participant in self.changed:
            self.left.add(participant)

    def change(self, participant: str, chosen: V | None) -> None:
        """Replace what the participant chose; None takes it away."""
        before = self.dots.get(participant)
        if before is not None:
            self.count[before] -= 1
        if chosen is None:
            self.dots.pop(participant, None)
        else:
            self.dots[participant] = chosen
            self.count[chosen] = self.count.get(chosen, 0) + 1
        pictured = self.changed.setdefault(participant, before)
        if pictured == chosen:
            del self.changed[participant]

    def step(self, options: Sequence[Any], minimum: int, *, at_close: bool = False) -> bool:
        """Show what may be seen now; whether there is a new picture, because enough have changed (at the round's close fewer will do)."""
        enough = len(self.dots) >= minimum
        # Whoever forgets and joins again is one person with two changes: those who left and those who stay are counted apart.
        left = len(self.left)
        fresh = enough and (at_close or len(self.changed) - left >= minimum or left >= minimum)
        if fresh:
            self.picture = self.tally(options)
            self.changed.clear()
            self.left.clear()
        self.seen = self.picture if enough else None
        return fresh


@dataclass(slots=True)
class SquareDots(Pictured[str]):
    skipped: set[str] = field(default_factory=set)
    counters: dict[str, int] = field(default_factory=dict)  # participant → the highest counter seen
    paper: Counts | None = None  # dots placed on paper, as the facilitator has counted them
    paper_seen: Counts | None = None  # the same, where there are enough of them to be shown
    shift: Shift | None = None  # how people moved since the last round this square was in, as of the close

    def tally(self, options: Sequence[Any]) -> Counts:
        return tuple([self.count.get(choice, 0) for choice in options])

    def is_answered(self, participant: str) -> bool:
        """Whether the participant has placed a dot here, or skipped it."""
        return participant in self.dots or participant in self.skipped

    @property
    def placed(self) -> int:
        """How many dots there are, from phones and from paper."""
        return len(self.dots) + sum(self.paper or ())

    @property
    def shown(self) -> Counts | None:
        """The tally that can be seen now; None while withheld. What phones and what paper bring is protected each for itself:
        whoever typed the paper's counts in could else subtract them.
        """
        if self.seen and self.paper_seen:
            return tuple(map(add, self.seen, self.paper_seen))
        return self.seen or self.paper_seen

    def put(self, participant: str, choice: str | None, counter: int, *, skip: bool = False) -> None:
        """Replace the participant's dot; None clears it. The caller has checked the counter."""
        self.counters[participant] = counter
        self.change(participant, choice)
        if skip:
            self.skipped.add(participant)
        else:
            self.skipped.discard(participant)

    def forget(self, participant: str) -> None:
        Pictured.forget(self, participant)
        self.skipped.discard(participant)
        self.counters.pop(participant, None)

    def count_paper(self, counts: Counts, minimum: int) -> None:
        """Dots placed on paper, per choice: they replace what was counted before. Corrections are seen at once."""
        self.paper = counts if any(counts) else None
        self.paper_seen = self.paper if self.paper and sum(counts) >= minimum else None


@dataclass(slots=True)
class Citations(Pictured[tuple[int, ...]]):
    """Which principles each person says decided it for them, on one square."""

    def tally(self, options: Sequence[Any]) -> Counts:
        """How many cite each principle of `options`, and at the end how many people there are behind it."""
        cited = list(self.dots.values())
        return (*(sum(number in one for one in cited) for number in options), len(cited))
