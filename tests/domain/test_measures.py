"""The researchers' measures against reference values and against what must hold for every tally."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain.agreement import agreement
from pollapp.domain.measures import NAMES, krippendorff_alpha, measures

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "agreement_vectors.json").read_text())
EXACT = VECTORS["meta"]["tolerance_absolute"]
CALLED_THERE = {
    "l_squared": "l_squared",
    "mean_steps": "mean_steps_with_replacement",
    "mean_steps_distinct_pairs": "mean_steps_distinct_pairs",
    "van_der_eijk_a": "van_der_eijk_A",
    "polarization_a": "polarization_A",
    "tastle_wierman_cns": "tastle_wierman_Cns",
    "leik_d": "leik_D",
    "leik_agreement": "leik_agreement",
    "entropy_bits": "entropy_bits",
    "entropy_normalised": "entropy_normalised",
    "modal_share": "modal_share",
    "reynal_querol_rq": "reynal_querol_RQ",
    "esteban_ray": "esteban_ray_norm_alpha1_3",
}
TALLIES = st.integers(2, 5).flatmap(lambda choices: st.lists(st.integers(0, 40), min_size=choices, max_size=choices))


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda vector: vector["name"])
def test_reference_values(vector: dict[str, Any]) -> None:
    found = measures((vector["green"], vector["yellow"], vector["red"]))
    assert list(found) == list(CALLED_THERE) == list(NAMES)
    for name, called_there in CALLED_THERE.items():
        expected = vector[called_there]
        assert found[name] == (expected if expected is None else pytest.approx(expected, abs=EXACT)), name


@pytest.mark.parametrize("choices", [2, 3, 4, 5])
def test_no_dots_have_no_measures(choices: int) -> None:
    assert measures([0] * choices) == dict.fromkeys(NAMES)


def test_one_dot_has_no_pairs_and_every_other_measure() -> None:
    assert [name for name, value in measures((0, 1, 0)).items() if value is None] == ["mean_steps_distinct_pairs"]


@given(TALLIES)
def test_measures_stay_within_their_ends(tally: list[int]) -> None:
    for name, value in measures(tally).items():
        if value is not None:
            low = -1 if name == "van_der_eijk_a" else 0
            high = {"mean_steps": 2, "mean_steps_distinct_pairs": 4, "entropy_bits": math.log2(len(tally))}.get(name, 1)
            assert low - EXACT <= value <= high + EXACT, name


@given(TALLIES.filter(any))
def test_the_measures_that_know_the_scale_are_the_same_from_either_end(tally: list[int]) -> None:
    assert measures(tally) == pytest.approx(measures(tally[::-1]), abs=EXACT)


@given(TALLIES.filter(any))
def test_l_squared_is_the_square_of_agreement(tally: list[int]) -> None:
    l_value = agreement(tally)
    assert l_value is not None
    assert measures(tally)["l_squared"] == pytest.approx(l_value**2, abs=EXACT)


@given(st.tuples(*[st.integers(0, 40)] * 3).filter(any))
def test_van_der_eijk_in_layers_is_the_closed_form_for_three(tally: tuple[int, int, int]) -> None:
    first, between, last = tally
    low, middle, high = sorted(tally)
    split = between < min(first, last)
    expected = (high - 3 * middle + 2 * low if split else high - low) / sum(tally)
    assert measures(tally)["van_der_eijk_a"] == pytest.approx(expected, abs=EXACT)


def test_van_der_eijk_of_agrmts_own_example() -> None:
    """`agreement(c(30,40,210,130,530,50,10))` in the manual of the R package agrmt."""
    assert measures((30, 40, 210, 130, 530, 50, 10))["van_der_eijk_a"] == pytest.approx(0.6113333, abs=1e-7)


def test_van_der_eijk_of_five_choices_by_hand() -> None:
    assert measures((1, 1, 1, 1, 1))["van_der_eijk_a"] == 0
    assert measures((9, 0, 0, 0, 9))["van_der_eijk_a"] == -1  # three triples 101: U = -4/3, times 1 - 1/4
    assert measures((0, 4, 4, 0, 0))["van_der_eijk_a"] == 0.75
    assert measures((2, 2, 2, 0, 2))["van_der_eijk_a"] == -1 / 24  # 110 three times, 101 three times, 111 does not count: U = -1/6


@pytest.mark.parametrize("vector", VECTORS["krippendorff_alpha"], ids=lambda vector: vector["name"])
def test_krippendorff_reference(vector: dict[str, Any]) -> None:
    assert krippendorff_alpha(vector["counts_per_square_gyr"]) == pytest.approx(vector["alpha_ordinal"], abs=EXACT)


@pytest.mark.parametrize("vector", VECTORS["krippendorff_alpha"], ids=lambda vector: vector["name"])
def test_krippendorff_leaves_out_squares_with_fewer_than_two_dots(vector: dict[str, Any]) -> None:
    tallies = [*vector["counts_per_square_gyr"], (0, 0, 1), (0, 0, 0)]
    assert krippendorff_alpha(tallies) == pytest.approx(vector["alpha_ordinal"], abs=EXACT)


def test_krippendorff_of_identical_grids_is_one() -> None:
    assert krippendorff_alpha([(7, 0, 0), (0, 0, 7), (0, 7, 0)]) == 1


@pytest.mark.parametrize("tallies", [[], [(0, 0, 0)], [(1, 0, 0), (0, 0, 1)], [(5, 0, 0), (9, 0, 0)], [(0, 2, 0)]])
def test_krippendorff_without_variation_is_undefined(tallies: list[tuple[int, ...]]) -> None:
    assert krippendorff_alpha(tallies) is None


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 4), max_size=6))
def test_krippendorff_is_never_above_one_and_never_nan(tallies: list[tuple[int, ...]]) -> None:
    alpha = krippendorff_alpha(tallies)
    assert alpha is None or (alpha <= 1 and math.isfinite(alpha))
