"""docs/rights.md says what the code does."""

import re
from pathlib import Path

import pytest

from pollapp.web.tries import BURST, PER_SECOND
from tests.rights.roles import Stage
from tests.rights.told import expected, guesses, messages, routes, said, seconds

PAGE = (Path(__file__).parents[2] / "docs" / "rights.md").read_text("utf-8")


def test_the_tables_stand_in_the_page(stage: Stage) -> None:
    for table in (messages(), routes(stage.app), guesses()):
        assert table in PAGE, f"docs/rights.md should have:\n{table}"


def test_the_credits_are_those_of_the_code() -> None:
    assert f"per source and kind: {BURST} at once, one more every {1 / PER_SECOND:.0f} seconds" in PAGE


@pytest.mark.parametrize(("alive", "guesses"), [(1, 450_000), (9, 90_000), (100, 90_000), (1000, 90_000)])
def test_a_stranger_needs_so_many_guesses_on_average(alive: int, guesses: int) -> None:
    """A blind guess is right with a chance under one in 100,000; whoever makes none twice needs a little less than that many."""
    assert expected(alive) == guesses


def test_how_long_that_takes() -> None:
    assert said(seconds(450_000, 1)) == "26 days"
    assert said(seconds(90_000, 1000)) == "as fast as the server answers"
    assert seconds(BURST + 1, 1) == 1 / PER_SECOND


def test_how_long_it_takes_beside_a_room() -> None:
    """No credits are asked for there: only the server's speed is in the way."""
    assert f"1,000 times a second, is in after {said(expected(1) / 1000)}" in " ".join(PAGE.split())


def test_every_right_that_the_page_links_to_is_there() -> None:
    for heading in ("In a frame", "Guessing"):
        assert re.search(rf"^## {heading}$", PAGE, re.MULTILINE)
