"""`pollapp agreement`: the number, its words and every measure, for a person and for a program."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pollapp.cli.agreement import agreement_command
from pollapp.domain.agreement import agreement, one_dot_range
from pollapp.domain.measures import NAMES, measures


def _asked(*arguments: str) -> Result:
    return CliRunner().invoke(agreement_command, arguments, prog_name="pollapp agreement")


def _json(*counts: str) -> Any:
    result = _asked("--json", *counts)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_for_a_person() -> None:
    result = _asked("12", "9", "3")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "24 dots: 12 green, 9 yellow, 3 red"
    assert lines[2] == "  Agreement  53 %, spread"
    assert "two random dots are 0.72 steps apart on average" in lines[3]
    assert lines[4] == "  One dot    47 % to 59 %, if any one dot changed"
    assert any(line.split("  ")[1:] and "van der Eijk's A" in line and " 0.3750  " in line for line in lines)


def test_the_table_is_well_set() -> None:
    table = _asked("4", "1", "0").stdout.split("For researchers\n")[1].splitlines()
    assert len(table) == len(NAMES)
    assert len({line.index(".") for line in (row[40:] for row in table)}) == 1  # the points stand under one another
    assert all(line == line.rstrip() for line in table)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (("20", "3", "0"), "87 %, agreed on green"),
        (("5", "5", "1"), "58 %, leaning green and yellow"),
        (("10", "0", "10"), "0 %, split"),
        (("4", "1", "0"), "could flip with one dot"),
        (("5", "0", "5"), "no one dot could change the word"),
        (("0", "0", "0"), "Agreement  no dots yet"),
    ],
)
def test_in_words(counts: tuple[str, ...], said: str) -> None:
    assert said in _asked(*counts).stdout


@pytest.mark.parametrize("counts", [("1", "0", "0"), ("0", "0", "0"), ("0", "1")])
def test_below_two_dots_no_number_is_shown(counts: tuple[str, ...]) -> None:
    shown = _asked(*counts).stdout
    assert "%" not in shown
    assert "For researchers" not in shown
    assert shown.startswith("1 dot: " if "1" in counts else "0 dots: ")


def test_other_numbers_of_choices_go_by_their_place() -> None:
    assert _asked("1", "2", "3", "4").stdout.startswith("10 dots: 1 choice 1, 2 choice 2, 3 choice 3, 4 choice 4\n")


@pytest.mark.parametrize("tally", [(12, 9, 3), (3, 4), (1, 0, 2, 0, 5), (20, 0, 0)])
def test_json_is_unrounded(tally: tuple[int, ...]) -> None:
    found = _json(*map(str, tally))
    assert found["agreement"] == agreement(tally)
    assert (found["one_dot_low"], found["one_dot_high"]) == one_dot_range(tally)
    assert found["n"] == sum(tally)
    assert {name: found[name] for name in NAMES} == measures(tally)


def test_json_keys() -> None:
    first = ["agreement", "word", "leading", "n", "one_dot_low", "one_dot_high", "could_flip_with_one_dot"]
    assert list(_json("4", "1", "0")) == [*first, *NAMES]
    found = _json("4", "1", "0")
    assert (found["word"], found["leading"], found["could_flip_with_one_dot"]) == ("agreed", [0], True)


def test_json_without_dots() -> None:
    found = _json("0", "0", "0")
    assert (found["agreement"], found["word"], found["leading"], found["n"]) == (None, "no dots yet", [], 0)
    assert (found["one_dot_low"], found["one_dot_high"], found["could_flip_with_one_dot"]) == (None, None, False)
    assert all(found[name] is None for name in NAMES)


def test_json_of_one_dot_has_the_trivial_number() -> None:
    found = _json("0", "1", "0")
    assert (found["agreement"], found["mean_steps_distinct_pairs"]) == (1, None)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "0 counts given. Give 2 to 5: how many dots each choice has, as in: 12 9 3"),
        (("5",), "1 count given. Give 2 to 5"),
        (("1", "2", "3", "4", "5", "6"), "6 counts given. Give 2 to 5"),
        (("-1", "2", "3"), '"-1" is no number of dots. Give a whole number from 0 to 1000000'),
        (("1", "2", "-3"), '"-3" is no number of dots.'),
        (("1.5", "2", "3"), '"1.5" is no number of dots.'),
        (("1", "two", "3"), '"two" is no number of dots.'),
        (("1", "", "3"), '"" is no number of dots.'),
        (("1", "٣", "3"), '"٣" is no number of dots.'),
        (("1", "1e3", "3"), '"1e3" is no number of dots.'),
        (("1000001", "0", "0"), '"1000001" is no number of dots.'),
        (("1", "2", "--jsno"), '"--jsno" is no number of dots.'),
        (("1", "2", "\x1b[31m"), "is no number of dots."),
    ],
)
def test_bad_input_is_answered_with_a_sentence_and_code_2(arguments: tuple[str, ...], sentence: str) -> None:
    for ending in ((), ("--json",)):
        result = _asked(*arguments, *ending)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert sentence in result.stderr
        assert "\x1b" not in result.stderr


def test_help_says_what_one_dot_and_no_dots_mean() -> None:
    shown = " ".join(_asked("--help").stdout.split())
    assert "With one dot the agreement is trivially 1" in shown
    assert "Exit 0, or 2" in shown
