"""Two sessions on the same grid beside each other, square by square: what is different, and never which is better.

Other people, another day: a difference is reported and not judged. Only what each session may show for itself is compared.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from pollapp.domain.grid import Grid
from pollapp.domain.grid_parts import Choice, Square
from pollapp.domain.report import Report, SquareReport
from pollapp.domain.said import say


class NotComparable(ValueError):
    """These two have nothing in common. `args[0]` is a sentence."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One square in both sessions, each in its latest round."""

    one: SquareReport
    other: SquareReport

    @property
    def square(self) -> Square:
        return self.one.square

    @property
    def shown(self) -> bool:
        """Both have dots, and neither is withheld."""
        return bool(self.one.n and self.other.n)

    @property
    def points(self) -> int | None:
        """By how many points of agreement the other is higher, of the percents that are shown; None where one has none."""
        before, after = self.one.percent, self.other.percent
        return None if before is None or after is None else after - before

    @property
    def shares(self) -> tuple[Fraction, ...] | None:
        """For each choice its share of the dots in the other, less that in the one (-1 to 1); None unless both are shown."""
        if not self.one.counts or not self.other.counts or not self.shown:
            return None
        both = zip(self.one.counts, self.other.counts, strict=True)
        return tuple(Fraction(after, sum(self.other.counts)) - Fraction(before, sum(self.one.counts)) for before, after in both)

    @property
    def difference(self) -> Fraction | None:
        """How different they are: the share of the dots (0 to 1) that would have to be others; None unless both are shown.

        Half the sum of the absolute differences of shares (total variation distance).
        """
        return None if self.shares is None else sum(map(abs, self.shares), Fraction(0)) / 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """`pairs`: the squares in both, in the order of the one. `changed`: both texts where they are about something else by now.
    `only_one`, `only_other`: squares that the other session has not.
    """

    one: Report
    other: Report
    pairs: tuple[Pair, ...]
    changed: tuple[tuple[Square, Square], ...]
    only_one: tuple[Square, ...]
    only_other: tuple[Square, ...]

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self.one.grid.choices

    def by_difference(self) -> tuple[Pair, ...]:
        """The largest difference first, then as they come; last those of which one shows nothing."""
        return tuple(sorted(self.pairs, key=lambda pair: (pair.difference is None, -(pair.difference or 0))))


def same_squares(one: Grid, other: Grid) -> frozenset[int]:
    """The ids of the squares that have the same text in both grids, in any language that both speak."""
    shared = [code for code in one.languages if code in other.languages]
    texts = [
        ({s.id: s.text for s in one.in_language(code).squares}, {s.id: s.text for s in other.in_language(code).squares}) for code in shared
    ]
    return frozenset(id for here, there in texts for id, text in here.items() if there.get(id) == text)


def comparison(one: Report, other: Report, same: Collection[int]) -> Comparison:
    """The two beside each other; `same` are the squares with the same text in both (`same_squares`).

    Raises NotComparable when they have other choices, or no square in common.
    """
    if one.grid.choice_keys != other.grid.choice_keys:
        raise NotComparable(say("They have other choices."))
    here, there = ({square.square.id: square for square in report.squares} for report in (one, other))
    both = [id for id in here if id in there]
    if not any(id in same for id in both):
        raise NotComparable(say("They have no square in common."))
    return Comparison(
        one=one,
        other=other,
        pairs=tuple(Pair(here[id], there[id]) for id in both if id in same),
        changed=tuple((here[id].square, there[id].square) for id in both if id not in same),
        only_one=tuple(square.square for id, square in here.items() if id not in there),
        only_other=tuple(square.square for id, square in there.items() if id not in here),
    )
