"""What a room's dots come to, counted here from what was clicked: nothing of the product is asked. Agreement is Blair and Lacy's l."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor, sqrt

CHOICES = ("green", "yellow", "red")
MINIMUM = 3  # dots, from which on a square's colours may be shown
Dots = Mapping[int, str]  # square → choice, of one person
Counts = tuple[int, ...]


def tally(people: Iterable[Dots], square: int) -> Counts:
    """How many chose each choice on this square."""
    chosen = Counter(dots.get(square) for dots in people)
    return tuple(chosen[choice] for choice in CHOICES)


def agreement_squared(counts: Counts) -> Fraction:
    first, _, last = (Fraction(count, sum(counts)) for count in counts)
    half = Fraction(1, 2)
    return 2 * ((first - half) ** 2 + (last - half) ** 2)


def percent(counts: Counts) -> int:
    return floor(100 * sqrt(agreement_squared(counts)) + 1e-9)


def agrees(counts: Counts) -> bool:
    return 16 * agreement_squared(counts) >= 9


def is_split(counts: Counts) -> bool:
    first, between, last = counts
    return 4 * min(first, last) >= sum(counts) and 2 * between <= min(first, last)


def most_disagreement_first(people: Iterable[Dots], squares: Iterable[int]) -> list[int]:
    """The squares that may be shown, then the others, each in the order of the grid where nothing else tells them apart."""
    told = {square: tally(list(people), square) for square in squares}
    shown = {square: counts for square, counts in told.items() if sum(counts) >= MINIMUM}
    ranked = sorted(shown, key=lambda square: (agreement_squared(shown[square]), -sum(shown[square])))
    return ranked + [square for square in told if square not in shown]


@dataclass(frozen=True)
class Moved:
    """How people moved on a square from one round to the next."""

    both: int
    stayed: int
    toward_first: int
    toward_last: int
    left: int
    new: int

    @property
    def may_be_told(self) -> bool:
        return self.both >= MINIMUM and all(few == 0 or few >= MINIMUM for few in (self.left, self.new))


def moved(before: Iterable[Dots], after: Iterable[Dots], square: int) -> Moved:
    """`before` and `after` of the same people, in the same order."""
    pairs = [(one.get(square), other.get(square)) for one, other in zip(before, after, strict=True)]
    steps = [CHOICES.index(other) - CHOICES.index(one) for one, other in pairs if one and other]
    return Moved(
        both=len(steps),
        stayed=steps.count(0),
        toward_first=sum(step < 0 for step in steps),
        toward_last=sum(step > 0 for step in steps),
        left=sum(bool(one) and not other for one, other in pairs),
        new=sum(bool(other) and not one for one, other in pairs),
    )
