"""The report: what a session amounts to, under the same small-group rule as every screen."""

import pytest

from pollapp.domain import commands
from pollapp.domain.agreement import agreement, one_dot_range
from pollapp.domain.measures import NAMES, krippendorff_alpha, measures
from pollapp.domain.report import report
from tests.cast import ANA, FINE, WRONG, dot, fay, fill, grid, opened, run, voting


def test_a_report_in_the_lobby_has_every_square_and_no_dots() -> None:
    told = report(opened(grid(2), minimum=3, kind="rehearsal"))
    assert (told.stage, told.round, told.kind, told.minimum, told.joined, told.finished) == ("lobby", 0, "rehearsal", 3, 0, 0)
    assert [(line.square.id, line.placed, line.counts, line.word) for line in told.squares] == [
        (1, 0, (0, 0, 0), "no dots yet"),
        (2, 0, (0, 0, 0), "no dots yet"),
    ]
    assert told.alpha is None


def test_a_report_after_the_round() -> None:
    session = voting(ANA, minimum=3)
    fill(session, 1, fine=4, wrong=1)
    fill(session, 2, wrong=2)
    fay(session, commands.CloseRound, commands.TakeBack, commands.Reveal)
    told = report(session)
    assert (told.title, told.directions, told.opened_on) == ("Small grid", "Place a dot.", "2026-11-24")
    assert (told.stage, told.round, told.revealed, told.taken_back, told.joined) == ("revealed", 1, True, 1, 8)
    assert told.choices == (("fine", "It is fine"), ("unsure", "It is unsure"), ("wrong", "It is wrong"))
    first, withheld, empty = told.squares
    assert (first.n, first.placed, first.counts, first.withheld) == (5, 5, (4, 0, 1), False)
    assert (first.agreement, first.percent, first.word, first.leading) == (agreement((4, 0, 1)), 60, "leaning", [0])
    assert (first.one_dot, first.fragile, first.measures) == (one_dot_range((4, 0, 1)), True, measures((4, 0, 1)))
    assert (empty.n, empty.placed, empty.withheld, empty.word, empty.one_dot) == (0, 0, False, "no dots yet", (None, None))
    assert withheld.placed == 2


def test_a_withheld_square_says_nothing_but_how_many() -> None:
    session = voting(minimum=3)
    fill(session, 1, fine=2)
    withheld = report(session).squares[0]
    assert (withheld.placed, withheld.withheld, withheld.counts, withheld.n) == (2, True, None, None)
    assert (withheld.agreement, withheld.percent, withheld.word, withheld.leading) == (None, None, None, [])
    assert (withheld.one_dot, withheld.fragile) == ((None, None), None)
    assert withheld.measures == dict.fromkeys(NAMES)


@pytest.mark.parametrize(("dots", "percent"), [(1, None), (2, 100)])
def test_percent_is_what_the_screens_show(dots: int, percent: int | None) -> None:
    session = voting(minimum=1)
    fill(session, 1, fine=dots)
    line = report(session).squares[0]
    assert (line.agreement, line.percent) == (1, percent)


def test_withheld_squares_stay_out_of_grid_wide_measures() -> None:
    session = voting(minimum=3)
    fill(session, 1, fine=4, wrong=1)
    fill(session, 2, wrong=3)
    fill(session, 3, unsure=2)
    fay(session, commands.CloseRound)
    assert report(session).alpha == krippendorff_alpha([(4, 0, 1), (0, 0, 3)]) is not None


def test_a_report_during_the_round_shows_no_more_than_a_peek() -> None:
    session = voting(minimum=3)
    fill(session, 1, fine=3, wrong=2)
    assert report(session).squares[0].counts == (3, 0, 0)
    assert report(session).revealed is False


def test_finished_people_are_counted() -> None:
    session = voting(ANA, on=grid(1))
    run(session, dot(ANA, FINE))
    fill(session, 1, wrong=1)
    assert report(session).finished == 2


def test_a_report_follows_the_reveal_into_the_closed_session() -> None:
    session = voting(ANA)
    run(session, dot(ANA, WRONG))
    fay(session, commands.CloseRound, commands.CloseSession)
    assert (report(session).stage, report(session).revealed) == ("closed", True)
