"""The report: what a session amounts to, under the same small-group rule as every screen."""

import pytest

from pollapp.domain import commands, talk_commands
from pollapp.domain.agreement import agreement, one_dot_range
from pollapp.domain.measures import NAMES, krippendorff_alpha, measures
from pollapp.domain.report import report
from tests.cast import ANA, FINE, WRONG, dot, fay, fill, grid, opened, run, voting
from tests.exports.talked import PEOPLE, first_round, second_look, talked


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
    assert (told.title, told.grid.directions, told.opened_on) == ("Small grid", "Place a dot.", "2026-11-24")
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


# The talk


def test_every_square_is_told_in_its_latest_round_with_what_was_before() -> None:
    told = report(talked())
    assert (told.rounds, told.round, told.stage) == (2, 2, "takeaways")
    again, agreed, withheld, empty = told.squares
    assert (again.round, again.counts, again.before) == (2, (2, 1, 3), (3, 0, 3))
    assert again.shift
    assert (again.shift.both, again.shift.stayed, again.shift.toward_first, again.shift.toward_last) == (6, 5, 0, 1)
    assert (agreed.round, agreed.counts, agreed.before, agreed.shift) == (1, (9, 0, 1), None, None)
    assert [line.paper for line in told.squares] == [0, 4, None, 0]
    assert (withheld.round, withheld.counts, withheld.before, withheld.shift) == (1, None, None, None)
    assert (empty.round, empty.counts, empty.before) == (1, (0, 0, 0), None)


def test_no_square_is_in_a_round_before_the_first_one_opens() -> None:
    assert [(line.round, line.before, line.shift, line.note) for line in report(opened(grid(1))).squares] == [(None, None, None, None)]


def test_what_people_said_is_told_without_a_name_and_only_once_approved() -> None:
    told = report(talked())
    assert [(reason.square, reason.words) for reason in told.reasons] == [(1, "I would ask first.")]
    assert told.takeaways == ("Ask, then act.",)
    assert told.squares[0].cited == {"n": 3, "ranking": [[2, 3], [1, 1]]}
    assert told.grid.principles == grid().principles


def test_notes_are_in_it_only_where_they_are_asked_for() -> None:
    session = talked()
    with_notes, without = report(session, notes=True), report(session)
    assert [line.note for line in with_notes.squares] == ["Ask about the policy.", "", "Nobody dared.", ""]
    assert [line.note for line in without.squares] == [None] * 4
    assert (with_notes.notes, without.notes) == (True, False)


def test_every_round_is_told_with_how_many_took_part() -> None:
    told = report(talked())
    held = [(one.number, one.squares, one.recall, one.voted) for one in told.held]
    assert held == [(1, (1, 2, 3, 4), "nothing", 6), (2, (1,), "nothing", 6)]
    twice, once, _, _ = told.squares
    assert [(one.round, one.counts, one.n) for one in twice.rounds] == [(1, (3, 0, 3), 6), (2, (2, 1, 3), 6)]
    assert [one.shift for one in twice.rounds] == [None, twice.shift]
    assert [(one.round, one.counts, one.paper) for one in once.rounds] == [(1, (9, 0, 1), 4)]


def test_how_people_moved_is_told_when_the_second_look_is_over_and_not_before() -> None:
    session = first_round()
    second_look(session)
    line = report(session).squares[0]
    assert (line.round, line.before, line.shift) == (2, (3, 0, 3), None)
    fay(session, commands.CloseRound)
    assert report(session).squares[0].shift


def test_a_square_that_comes_to_be_withheld_takes_along_all_that_was_told_of_it() -> None:
    session = talked()
    run(session, *map(commands.ForgetDots, PEOPLE[3:]), commands.ForgetDots(PEOPLE[0]))
    line = report(session).squares[0]
    assert (line.counts, line.paper, line.shift, line.cited) == (None, None, None, None)
    assert report(session).reasons == ()
    assert report(session, notes=True).squares[0].note == "Ask about the policy."  # the facilitator's own words are no secret of the room


def test_paper_that_is_too_little_to_be_shown_is_not_told_either() -> None:
    session = first_round()
    run(session, talk_commands.CountPaper(1, 2, (1, 0, 1)))
    line = report(session).squares[1]
    assert (line.placed, line.counts, line.paper) == (8, (6, 0, 0), 0)
