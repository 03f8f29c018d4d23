"""Agreement: the number, its words, its honesty. Everything here is a function of one square's tally.

A tally is dots per choice in the grid's order, two choices or more. Below, *first* and *last* are the dots on the two
ends, *between* all the others together, *n* all dots. Whatever decides (a word, an order, a bound) is compared in whole
numbers; floats are made at the very end, for showing.

The number is Blair & Lacy's ordinal concentration l (Sociological Methods & Research 28:251, 2000). Of the common measures it
alone ranks rooms as a facilitator would: one far dissenter weighs more than one near, a room split between the ends is at 0.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, permutations

AGREED, SPLIT, LEANING, SPREAD, NO_DOTS = "agreed", "split", "leaning", "spread", "no dots yet"
FRAGILE_BELOW = 12  # dots; from here on one dot says too little to be worth a warning
_ROUNDING = 1e-9  # percent: 100 * l may come out a hair below the whole number it is

Tally = Sequence[int]


def agreement(counts: Tally) -> float | None:
    """l, from 0 (half on the first choice, half on the last) to 1 (everyone the same); None without dots.

    l² = Σ (F_i - ½)² / ((K - 1) / 4) over the cumulative shares F_i of all K choices but the last (Blair & Lacy 2000).
    """
    return _root(_above(counts), _below(counts)) if any(counts) else None


def agreement_squared(counts: Tally) -> Fraction | None:
    """l² (see `agreement`), exactly; None without dots."""
    return Fraction(_above(counts), _below(counts)) if any(counts) else None


def percent(agreement: float | None) -> int | None:
    """Agreement (0 to 1) as it is shown: whole percent rounded down, so that 100 means unanimous. None stays None."""
    return None if agreement is None else math.floor(100 * agreement + _ROUNDING)


def steps_apart(counts: Tally) -> float | None:
    """How many steps apart two random dots (drawn with replacement) are on average, 0 to (K - 1) / 2; None without dots.

    (K - 1) / 2 · (1 - l²), Blair & Lacy 2000.
    """
    squared = agreement_squared(counts)
    return None if squared is None else float((len(counts) - 1) * (1 - squared) / 2)


def word(counts: Tally) -> str:
    """The tally in a word: "agreed" (l ≥ ¾), "split", "leaning", "spread", or "no dots yet". Tried in this order."""
    n = sum(counts)
    first, between, last = counts[0], sum(counts[1:-1]), counts[-1]
    weaker_end = min(first, last)
    if not n:
        return NO_DOTS
    if 16 * _above(counts) >= 9 * _below(counts):
        return AGREED
    if 4 * weaker_end >= n and 2 * between <= weaker_end:
        return SPLIT
    return LEANING if 2 * max(first, between, last) > n or 10 * weaker_end <= n else SPREAD


def leading(counts: Tally) -> list[int]:
    """The places (from 0) of the choices with the most dots, where the room agrees or leans; else none leads."""
    if word(counts) not in (AGREED, LEANING):
        return []
    return [place for place, dots in enumerate(counts) if dots == max(counts)]


def one_dot_range(counts: Tally) -> tuple[float, float] | None:
    """Lowest and highest agreement if any one dot, or none, changed its choice; None without dots."""
    if not any(counts):
        return None
    possible = [_above(changed) for changed in (counts, *_one_dot_changed(counts))]
    return _root(min(possible), _below(counts)), _root(max(possible), _below(counts))


def fragile(counts: Tally) -> bool:
    """Whether there are few dots, and one that changed its choice could change the word."""
    few = 0 < sum(counts) < FRAGILE_BELOW
    return few and any(word(changed) != word(counts) for changed in _one_dot_changed(counts))


def outstanding_bounds(counts: Tally, outstanding: int) -> tuple[float, float] | None:
    """The exact lowest and highest agreement that can still come about when `outstanding` more dots are placed.

    None when there is no dot at all, neither placed nor outstanding. As quick for a thousand missing dots as for one:
    l² is convex in the cumulative counts, so it is highest when all the missing dots go to one choice. It is lowest when they
    go to the two ends. What each cumulative count lacks to be half falls from choice to choice, while what the missing dots
    add to it can only rise, and then the nearest is one number for all (isotonic regression; Barlow et al. 1972).
    """
    if not any(counts) and not outstanding:
        return None
    high = max(_above(_added(counts, {place: outstanding})) for place in range(len(counts)))
    low = min(_above(_added(counts, {0: first, -1: outstanding - first})) for first in _most_polarizing(counts, outstanding))
    below = _below(_added(counts, {0: outstanding}))
    return _root(low, below), _root(high, below)


def by_disagreement(tallies: Mapping[int, Tally]) -> list[int]:
    """The keys, most disagreement first: l ascending, then more dots first, then as given; tallies without dots last."""
    return sorted(tallies, key=lambda key: _disagreement(tallies[key]))


def by_agreement(tallies: Mapping[int, Tally]) -> list[int]:
    """The keys, most agreement first: l descending, then more dots first, then as given; tallies without dots last."""
    return sorted(tallies, key=lambda key: _agreement(tallies[key]))


def _agreement(counts: Tally) -> tuple[bool, Fraction, int]:
    squared = agreement_squared(counts)
    return squared is None, -(squared or Fraction(0)), -sum(counts)


def _disagreement(counts: Tally) -> tuple[bool, Fraction, int]:
    squared = agreement_squared(counts)
    return squared is None, squared or Fraction(0), -sum(counts)


def _above(counts: Tally) -> int:
    """What stands above the line in l² = Σ (2C_i - n)² / (n²(K - 1)), C_i the cumulative counts: in whole numbers."""
    n = sum(counts)
    return sum((2 * cumulative - n) ** 2 for cumulative in accumulate(counts[:-1]))


def _below(counts: Tally) -> int:
    """What stands below the line in l²: it depends on how many dots and choices there are, not on where the dots are."""
    return sum(counts) ** 2 * (len(counts) - 1)


def _root(above: int, below: int) -> float:
    return math.sqrt(above / below)


def _one_dot_changed(counts: Tally) -> Iterator[list[int]]:
    for left, joined in permutations(range(len(counts)), 2):
        if counts[left]:
            yield _added(counts, {left: -1, joined: 1})


def _added(counts: Tally, more: Mapping[int, int]) -> list[int]:
    changed = list(counts)
    for place, dots in more.items():
        changed[place] += dots
    return changed


def _most_polarizing(counts: Tally, outstanding: int) -> set[int]:
    """How many of the missing dots go to the first choice to bring every cumulative count nearest to half: two candidates."""
    n = sum(counts) + outstanding
    best = sum(n - 2 * cumulative for cumulative in accumulate(counts[:-1])) // (2 * (len(counts) - 1))
    return {min(max(first, 0), outstanding) for first in (best, best + 1)}
