"""The number, its words and its honesty, against reference values (agreement_vectors.json) and against brute force."""

import json
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain.agreement import (
    agreement,
    agreement_squared,
    by_disagreement,
    fragile,
    leading,
    one_dot_range,
    outstanding_bounds,
    percent,
    steps_apart,
    word,
)

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "agreement_vectors.json").read_text())
EXACT = VECTORS["meta"]["tolerance_absolute"]
TALLIES = st.integers(2, 5).flatmap(lambda choices: st.lists(st.integers(0, 9), min_size=choices, max_size=choices))


def _tally(vector: dict[str, int]) -> tuple[int, ...]:
    return vector["green"], vector["yellow"], vector["red"]


def _spreads(dots: int, choices: int) -> Iterator[tuple[int, ...]]:
    """Every way to place this many dots on this many choices."""
    for some in product(range(dots + 1), repeat=choices - 1):
        if sum(some) <= dots:
            yield (*some, dots - sum(some))


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda vector: vector["name"])
def test_reference_values(vector: dict[str, Any]) -> None:
    tally = _tally(vector)
    assert agreement(tally) == pytest.approx(vector["agreement_l"], abs=EXACT)
    assert percent(agreement(tally)) == vector["agreement_pct_floor"]
    assert word(tally) == vector["label"]
    assert steps_apart(tally) == pytest.approx(vector["mean_steps_with_replacement"], abs=EXACT)


def test_no_dots_have_no_number() -> None:
    nothing = (0, 0, 0)
    assert [agreement(nothing), agreement_squared(nothing), steps_apart(nothing), percent(None)] == [None] * 4
    assert word(nothing) == "no dots yet"
    assert leading(nothing) == []
    assert one_dot_range(nothing) is outstanding_bounds(nothing, 0) is None
    assert not fragile(nothing)


def test_one_dot_agrees_with_itself() -> None:
    assert agreement((0, 1, 0)) == 1
    assert one_dot_range((0, 1, 0)) == (1, 1)
    assert (word((0, 1, 0)), leading((0, 1, 0)), fragile((0, 1, 0))) == ("agreed", [1], False)


@given(TALLIES)
def test_agreement_is_the_formula_of_blair_and_lacy(tally: list[int]) -> None:
    n, choices = sum(tally), len(tally)
    cumulative = [sum(tally[:place]) / n for place in range(1, choices)] if n else []
    formula = (sum((share - 0.5) ** 2 for share in cumulative) / ((choices - 1) / 4)) ** 0.5 if n else None
    assert agreement(tally) == (formula if formula is None else pytest.approx(formula, abs=EXACT))


@given(TALLIES)
def test_from_either_end_it_is_the_same(tally: list[int]) -> None:
    back = tally[::-1]
    assert (agreement(back), word(back), fragile(back)) == (agreement(tally), word(tally), fragile(tally))
    assert leading(back) == sorted(len(tally) - 1 - place for place in leading(tally))


@pytest.mark.parametrize("choices", [2, 3, 4, 5])
def test_the_ends_of_the_scale(choices: int) -> None:
    between = [0] * (choices - 2)
    assert agreement([7, *between, 7]) == 0
    assert agreement([7, *between, 0]) == agreement([0, *between, 7]) == 1
    assert word([7, *between, 7]) == "split"


def test_hundred_percent_means_unanimous() -> None:
    assert percent(agreement((999, 1, 0))) == 99
    assert percent(agreement((0, 1000, 0))) == 100


def test_a_whole_percent_is_not_rounded_away() -> None:
    assert percent(0.29) == 29  # 100 * 0.29 is 28.999999999999996
    assert percent(agreement((1, 6, 1))) == 75


@pytest.mark.parametrize(
    ("tally", "said", "leaders"),
    [
        ((9, 1, 0), "agreed", [0]),
        ((0, 10, 0), "agreed", [1]),
        ((1, 6, 1), "agreed", [1]),  # l is exactly ¾
        ((10, 2, 8), "split", []),
        ((1, 0, 3), "split", []),  # the weaker end has exactly a quarter
        ((4, 2, 4), "split", []),  # between is exactly half of the weaker end
        ((4, 3, 4), "spread", []),
        ((5, 5, 0), "leaning", [0, 1]),
        ((2, 4, 9), "leaning", [2]),
        ((5, 10, 5), "spread", []),  # exactly half is not more than half
        ((5, 11, 5), "leaning", [1]),
        ((4, 5, 1), "leaning", [1]),  # the weaker end has exactly a tenth
        ((3, 3), "split", []),
        ((5, 2), "split", []),
        ((6, 1), "leaning", [0]),
        ((9, 1), "agreed", [0]),  # two choices: nothing lies between
        ((2, 3, 3, 2), "leaning", [1, 2]),  # what lies between counts together: 6 of 10
        ((2, 0, 1, 0, 2), "split", []),
        ((2, 1, 1, 0, 2), "spread", []),
    ],
)
def test_words(tally: tuple[int, ...], said: str, leaders: list[int]) -> None:
    assert (word(tally), leading(tally)) == (said, leaders)


@pytest.mark.parametrize("vector", VECTORS["one_dot_range"], ids=_tally)
def test_one_dot_range_reference(vector: dict[str, Any]) -> None:
    expected = (vector["one_dot_low"], vector["one_dot_high"])
    assert one_dot_range(_tally(vector)) == pytest.approx(expected, abs=EXACT)


@given(TALLIES.filter(any))
def test_one_dot_range_holds_every_room_that_is_one_dot_away(tally: list[int]) -> None:
    near = [other for other in _spreads(sum(tally), len(tally)) if _dots_moved(tally, other) <= 1] if sum(tally) < 12 else [tally]
    low, high = one_dot_range(tally) or (2, -2)
    assert low <= agreement(tally) <= high  # type: ignore[operator]
    if sum(tally) < 12:
        values = [agreement(other) for other in near]
        assert (low, high) == (min(values), max(values))  # type: ignore[type-var]
        assert fragile(tally) == any(word(other) != word(tally) for other in near)


def _dots_moved(one: list[int], other: tuple[int, ...]) -> int:
    return sum(abs(here - there) for here, there in zip(one, other, strict=True)) // 2


def test_from_twelve_dots_on_nothing_is_fragile() -> None:
    assert fragile((9, 0, 2))  # 11 dots
    assert not fragile((9, 0, 3))
    assert any(word(changed) != word((9, 0, 3)) for changed in [(10, 0, 2), (8, 0, 4)])


def test_another_leader_under_the_same_word_is_no_flip() -> None:
    assert word((6, 5, 0)) == word((5, 6, 0)) == "leaning"
    assert leading((6, 5, 0)) != leading((5, 6, 0))
    assert not fragile((6, 5, 0))


@pytest.mark.parametrize("vector", VECTORS["outstanding_bounds"], ids=_tally)
def test_outstanding_bounds_reference(vector: dict[str, Any]) -> None:
    expected = (vector["final_low"], vector["final_high"])
    assert outstanding_bounds(_tally(vector), vector["outstanding"]) == pytest.approx(expected, abs=EXACT)


@given(TALLIES, st.integers(0, 6))
def test_outstanding_bounds_are_exact(tally: list[int], outstanding: int) -> None:
    finals = [agreement([here + more for here, more in zip(tally, added, strict=True)]) for added in _spreads(outstanding, len(tally))]
    expected = None if finals[0] is None else (min(finals), max(finals))  # type: ignore[type-var]
    assert outstanding_bounds(tally, outstanding) == expected


def test_outstanding_bounds_cope_with_a_full_hall() -> None:
    began = time.perf_counter()
    assert outstanding_bounds((0, 0, 0, 0, 0), 500) == (0, 1)
    assert outstanding_bounds((400, 0, 0, 0, 0), 500) == pytest.approx((0, 1), abs=0.2)
    assert time.perf_counter() - began < 0.05


def test_order_by_disagreement_reference() -> None:
    most_agreement_first = dict(enumerate(VECTORS["ordering"]))
    assert by_disagreement(most_agreement_first) == sorted(most_agreement_first, reverse=True)


def test_order_by_disagreement_breaks_ties_by_dots_then_as_given() -> None:
    tallies = {5: (2, 0, 2), 9: (0, 0, 0), 3: (4, 0, 4), 8: (0, 3, 0), 1: (2, 0, 2)}
    assert by_disagreement(tallies) == [3, 5, 1, 8, 9]


def test_equal_agreement_is_equal_whatever_the_floats_say() -> None:
    """12/0/8 of 20 and 8/4/8 of 20 have the same l² = 1/25, and so have 36/0/24 and 24/12/24: only dots and place decide."""
    tallies = {1: (12, 0, 8), 2: (8, 4, 8), 3: (36, 0, 24), 4: (24, 12, 24)}
    assert by_disagreement(tallies) == [3, 4, 1, 2]
