"""The dots on one square in one round: what stands, and what of it may be shown.

The small-group rule lives here. A square's colours exist for others once it has at least *minimum* dots, and then they
change only in steps of at least *minimum* changed dots, so that nobody can read one person's dot off two pictures.
How many have changed is always counted from the last picture that could be seen. So a square that falls below the minimum is
withheld, and comes back with that same picture until enough dots differ from it: withholding is no way round the steps.
Forgetting is a change like any other: a forgotten dot leaves the tally at once, and the picture with the next step.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

Counts = tuple[int, ...]

OFF, LEAST_MINIMUM, MOST_MINIMUM = 1, 3, 20  # two would let each of two people read the other's dot
MINIMUM_SAID = f"a whole number from {LEAST_MINIMUM} to {MOST_MINIMUM}, or {OFF} for no protection"


def is_minimum(value: object) -> bool:
    """Whether a session may have this minimum."""
    return type(value) is int and (value == OFF or LEAST_MINIMUM <= value <= MOST_MINIMUM)


@dataclass(slots=True)
class SquareDots:
    dots: dict[str, str] = field(default_factory=dict)  # participant → choice, as it stands
    skipped: set[str] = field(default_factory=set)
    counters: dict[str, int] = field(default_factory=dict)  # participant → the highest counter seen
    picture: Counts | None = None  # the last tally that could be seen
    changed: dict[str, str | None] = field(default_factory=dict)  # participant → their dot in the picture, where it differs now
    left: set[str] = field(default_factory=set)  # those of `changed` who were forgotten
    shown: Counts | None = None  # what can be seen now: the picture, or None while withheld

    def tally(self, choices: Sequence[str]) -> Counts:
        """Dots per choice as they stand, in the order of `choices`."""
        placed = list(self.dots.values())
        return tuple(placed.count(choice) for choice in choices)

    def put(self, participant: str, choice: str | None, counter: int, *, skip: bool = False) -> None:
        """Replace the participant's dot; None clears it. The caller has checked the counter."""
        self.counters[participant] = counter
        self._change(participant, choice)
        if skip:
            self.skipped.add(participant)
        else:
            self.skipped.discard(participant)

    def forget(self, participant: str) -> None:
        """Take everything of one participant away. A picture that holds their dot stays until the next step."""
        self._change(participant, None)
        if participant in self.changed:
            self.left.add(participant)
        self.skipped.discard(participant)
        self.counters.pop(participant, None)

    def _change(self, participant: str, choice: str | None) -> None:
        before = self.dots.get(participant)
        if choice is None:
            self.dots.pop(participant, None)
        else:
            self.dots[participant] = choice
        pictured = self.changed.setdefault(participant, before)
        if pictured == choice:
            del self.changed[participant]

    def step(self, choices: Sequence[str], minimum: int, *, at_close: bool = False) -> None:
        """Show what may be seen now, with a new picture if enough dots have changed; at the round's close fewer will do."""
        enough = len(self.dots) >= minimum
        # Whoever forgets and joins again is one person with two changes: those who left and those who stay are counted apart.
        people = max(len(self.left), len(self.changed) - len(self.left))
        if enough and (at_close or people >= minimum):
            self.picture = self.tally(choices)
            self.changed.clear()
            self.left.clear()
        self.shown = self.picture if enough else None
