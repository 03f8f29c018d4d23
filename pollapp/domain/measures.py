"""The other measures of a tally, for researchers: they stand beside agreement in the exports and decide nothing.

A tally is dots per choice in the grid's order, two choices or more (K of them, n dots, shares p_i). A measure that is undefined
is None, never NaN and never a stand-in number. Reference values: R package agrmt 1.42.12, Python package krippendorff 0.9.0.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate, combinations
from math import log2

from pollapp.domain.agreement import Tally, agreement_squared, steps_apart

ALPHA = 1.3  # Esteban & Ray's sensitivity to polarization, from 1 to 1.6 by their axioms


def measures(counts: Tally) -> dict[str, float | None]:
    """Every measure by its name, always the same names in the same order; None where undefined."""
    return {name: measure(counts) if any(counts) else None for name, measure in _MEASURES.items()}


def krippendorff_alpha(tallies: Sequence[Tally]) -> float | None:
    """Krippendorff's α with the ordinal metric over a grid's squares: 1 = identical grids, 0 = dots look shuffled.

    Squares with fewer than two dots drop out; None when the rest hold no variation at all, or nothing. All tallies have
    the same choices. Krippendorff, Content Analysis (2004), chapter 11; exact until the last division.
    """
    paired = [counts for counts in tallies if sum(counts) > 1]
    totals = [sum(column) for column in zip(*paired, strict=True)]
    pairs = [(low, high, _ordinal_distance(totals, low, high)) for low, high in combinations(range(len(totals)), 2)]
    expected = sum(totals[low] * totals[high] * distance for low, high, distance in pairs)
    if not expected:
        return None
    observed = sum(_together(paired, low, high) * distance for low, high, distance in pairs)
    return float(1 - (sum(totals) - 1) * observed / expected)


def _together(tallies: Sequence[Tally], low: int, high: int) -> Fraction:
    """Krippendorff's coincidences o_ck: pairs of dots on one square, weighted so that each dot counts once."""
    return sum((Fraction(counts[low] * counts[high], sum(counts) - 1) for counts in tallies), Fraction(0))


def _ordinal_distance(totals: Sequence[int], low: int, high: int) -> Fraction:
    """Krippendorff's ordinal δ²: how many dots of the whole grid lie from one choice to the other, half of each end, squared."""
    return (sum(totals[low : high + 1]) - Fraction(totals[low] + totals[high], 2)) ** 2


def _shares(counts: Tally) -> list[float]:
    n = sum(counts)
    return [dots / n for dots in counts]


def _l_squared(counts: Tally) -> float | None:
    """Blair & Lacy's l², Sociological Methods & Research 28:251 (2000): 0 (half at each end) to 1 (everyone the same)."""
    squared = agreement_squared(counts)
    return None if squared is None else float(squared)


def _mean_steps_distinct_pairs(counts: Tally) -> float | None:
    """Mean steps between two different people's dots (Gini's mean difference, without replacement); None for one dot."""
    n = sum(counts)
    apart = sum(low * high * (there - here) for (here, low), (there, high) in combinations(enumerate(counts), 2))
    return 2 * apart / (n * (n - 1)) if n > 1 else None


def _van_der_eijk_a(counts: Tally) -> float:
    """Van der Eijk's agreement A, Quality & Quantity 35:325 (2001): -1 (half at each end), 0 (even) to 1 (everyone the same).

    The tally is cut into layers, each as high as the lowest column that is left; A is their mean, weighted by their dots.
    Two choices alone have no gap between them: half at each end is as even as can be, and A is 0.
    Two choices alone have no gap between them: half at each end is as even as can be, and A is 0.
    """
    n, total, floor = sum(counts), Fraction(0), 0
    for ceiling in sorted(set(counts) - {0}):
        pattern = [dots >= ceiling for dots in counts]
        total += Fraction((ceiling - floor) * sum(pattern), n) * _layer_agreement(pattern)
        floor = ceiling
    return float(total)


def _layer_agreement(pattern: Sequence[bool]) -> Fraction:
    """A of one layer: U · (1 - (S - 1) / (K - 1)), S the columns it has, U its unimodality (van der Eijk 2001, equation 2)."""
    return _unimodality(pattern) * (1 - Fraction(sum(pattern) - 1, len(pattern) - 1))


def _unimodality(pattern: Sequence[bool]) -> Fraction:
    """((K - 2)·TU - (K - 1)·TDU) / ((K - 2)·(TU + TDU)): triples like 110 and 011 speak for one peak, 101 against; 1 without either."""
    k = len(pattern)
    triples = [triple for triple in combinations(pattern, 3) if sum(triple) == 2]
    if not triples:
        return Fraction(1)
    two_peaks = triples.count((True, False, True))
    return Fraction((k - 2) * (len(triples) - two_peaks) - (k - 1) * two_peaks, (k - 2) * len(triples))


def _polarization_a(counts: Tally) -> float:
    """(1 - A) / 2, 0 to 1: van der Eijk's A turned round (Ruedin, R package agrmt, `polarization`)."""
    return (1 - _van_der_eijk_a(counts)) / 2


def _tastle_wierman_cns(counts: Tally) -> float:
    """Consensus 1 + Σ p_i log2(1 - |i - μ| / (K - 1)), 0 to 1: Tastle & Wierman, Int. J. Approximate Reasoning 45:531 (2007)."""
    width, shares = len(counts) - 1, _shares(counts)
    mean = sum(place * share for place, share in enumerate(shares))
    return 1 + sum(share * log2(1 - abs(place - mean) / width) for place, share in enumerate(shares) if share)


def _leik_d(counts: Tally) -> float:
    """Ordinal dispersion D = 2 Σ min(F_i, 1 - F_i) / (K - 1), 0 to 1: Leik, Pacific Sociological Review 9:85 (1966)."""
    n = sum(counts)
    return 2 * sum(min(below, n - below) for below in accumulate(counts[:-1])) / (n * (len(counts) - 1))


def _leik_agreement(counts: Tally) -> float:
    """1 - D (Leik 1966), 0 to 1."""
    return 1 - _leik_d(counts)


def _entropy_bits(counts: Tally) -> float:
    """Σ p log2(1/p), 0 to log2 K bits: Shannon, Bell System Technical Journal 27:379 (1948). The choices' order does not matter."""
    return sum(share * log2(1 / share) for share in _shares(counts) if share)


def _entropy_normalised(counts: Tally) -> float:
    """Entropy in units of its maximum log2 K, 0 to 1: Pielou's evenness, Journal of Theoretical Biology 13:131 (1966)."""
    return _entropy_bits(counts) / log2(len(counts))


def _modal_share(counts: Tally) -> float:
    """The share of the choice with the most dots, 1/K to 1 (one minus Freeman's variation ratio, 1965)."""
    return max(_shares(counts))


def _reynal_querol_rq(counts: Tally) -> float:
    """4 Σ p²(1 - p), 0 to 1 (two equal camps): Reynal-Querol, Journal of Conflict Resolution 46:29 (2002)."""
    return 4 * sum(share**2 * (1 - share) for share in _shares(counts))


def _esteban_ray(counts: Tally) -> float:
    """Polarization Σ_i Σ_j p_i^(1+α) p_j |i - j|, scaled so that half at each end is 1: Esteban & Ray, Econometrica 62:819 (1994)."""
    shares = list(enumerate(_shares(counts)))
    apart = sum(one ** (1 + ALPHA) * other * abs(here - there) for here, one in shares for there, other in shares)
    return float(2 ** (1 + ALPHA) * apart / (len(counts) - 1))


_MEASURES: dict[str, Callable[[Tally], float | None]] = {
    "l_squared": _l_squared,
    "mean_steps": steps_apart,
    "mean_steps_distinct_pairs": _mean_steps_distinct_pairs,
    "van_der_eijk_a": _van_der_eijk_a,
    "polarization_a": _polarization_a,
    "tastle_wierman_cns": _tastle_wierman_cns,
    "leik_d": _leik_d,
    "leik_agreement": _leik_agreement,
    "entropy_bits": _entropy_bits,
    "entropy_normalised": _entropy_normalised,
    "modal_share": _modal_share,
    "reynal_querol_rq": _reynal_querol_rq,
    "esteban_ray": _esteban_ray,
}
NAMES = tuple(_MEASURES)
