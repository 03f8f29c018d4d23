"""The film of a finished session: what it shows when, and what it never shows."""

from typing import Any

import pytest

from pollapp.domain import commands, talk_commands
from tests.domain.filming import NOT_YET, PEOPLE, Log, voted


def test_pictures_come_in_steps_of_the_minimum_and_the_close_shows_the_rest() -> None:
    log = voted().votes("ffwwufffw").goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (2, 0, 1), (3, 1, 2), (5, 1, 3)]
    opened, first, second, closed, over = log.film().frames
    assert [frame.stage for frame in log.film().frames] == ["voting", "voting", "voting", "revealed", "closed"]
    assert [frame.dots for frame in log.film().frames] == [0, 3, 6, 9, 9]
    assert opened.changed == dict.fromkeys((1, 2, 3), NOT_YET)
    assert (first.joined, over.changed) == (9, {})
    assert first.changed[1] == {"n": 3, "counts": [2, 0, 1], "agreement": 33, "word": "split", "leading": [], "fragile": True}
    assert second.changed.keys() == {1}
    assert closed.changed[2]["n"] == 0  # now it is known that nobody placed a dot there
    assert "withheld" not in closed.changed[2]


def test_a_square_with_too_few_dots_says_only_that_at_the_end_too() -> None:
    log = voted().votes("ff").goes(commands.CloseRound, commands.CloseSession)
    assert [frame.changed[1] for frame in log.film().frames if 1 in frame.changed] == [NOT_YET, {"n": 0, "withheld": True}]


# The close is a step like any other


@pytest.mark.parametrize("ends", [commands.CloseRound, talk_commands.BeginUnveiling])
@pytest.mark.parametrize("shows_live", [(), (commands.Reveal,)])
@pytest.mark.parametrize("minimum", [1, 3])
def test_whoever_votes_last_is_not_the_step_at_the_close(minimum: int, shows_live: tuple[Any, ...], ends: Any) -> None:
    if shows_live and ends is talk_commands.BeginUnveiling:
        shows_live = (commands.Reveal, commands.TakeBack)
    log = Log(minimum).goes(commands.OpenRound, *shows_live)
    for at, ballot in enumerate(["fuw", "uwf", "wfu", "fwu"]):  # each person's dots on the three squares, one person after the other
        for square, choice in enumerate(ballot, start=1):
            log.votes(choice, square=square, start=at)
    log.goes(ends, commands.Reveal, commands.CloseSession) if ends is talk_commands.BeginUnveiling else log.goes(
        ends, commands.CloseSession
    )
    assert [log.series(square) for square in (1, 2, 3)] == [[None, (2, 1, 1)], [None, (1, 1, 2)], [None, (1, 2, 1)]]
    assert [frame.dots for frame in log.film().frames if frame.changed] == [0, 12]


def test_of_pictures_before_the_close_those_are_left_out_that_are_too_near_to_it() -> None:
    log = voted().votes("ffwwufff").goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (2, 0, 1), (5, 1, 2)]


@pytest.mark.parametrize(("changes", "stage"), [("w-f", "revealed"), ("w-u-f", "voting")])
def test_they_are_compared_by_who_chose_what_and_not_by_how_many(changes: str, stage: str) -> None:
    """After the second picture two people swap their dots, or three do, so that the close counts the same."""
    log = voted().votes("ffwwuf")
    for at, choice in enumerate(changes):
        log.votes("" if choice == "-" else choice, start=at)
    made = log.goes(commands.CloseRound, commands.CloseSession).film()
    assert log.series() == [None, (2, 0, 1), (3, 1, 2)]
    assert [frame.stage for frame in made.frames if 1 in frame.changed][-1] == stage


def test_a_picture_that_was_too_near_to_the_close_does_not_come_back_when_the_close_goes() -> None:
    """Ana, Ben and Cem; then Cem clears and Dia comes. Between the film before she forgets and the one after it would be these two."""
    log = voted().votes("ffw").votes("-", start=2).votes("u", start=3).goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (2, 1, 0)]
    assert log.run(commands.ForgetDots(PEOPLE[3])).series() == [None, None]


def test_without_protection_it_goes_in_steps_of_three_all_the_same() -> None:
    """Dot by dot it would be the log: whole ballots, one after the other. At the close everything is shown, as the class saw it."""
    log = Log(minimum=1).goes(commands.OpenRound).votes("fwufff").votes("f", square=2).goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (1, 1, 1), (4, 1, 1)]
    assert log.series(2) == [None, (1, 0, 0)]
    assert log.film().step == 3


def test_without_protection_paper_is_no_way_to_a_finer_step() -> None:
    log = Log(minimum=1).goes(commands.OpenRound).votes("fwuf").run(talk_commands.CountPaper(1, 1, (1, 0, 0))).votes("ff", start=4)
    assert log.goes(commands.CloseRound, commands.CloseSession).series() == [None, (1, 1, 1), (5, 1, 1)]


def test_without_protection_one_person_who_votes_again_and_again_is_no_step() -> None:
    log = Log(minimum=1).goes(commands.OpenRound).votes("f").votes("w").votes("u").votes("ffwwww", start=1)
    assert log.goes(commands.CloseRound, commands.CloseSession).series() == [None, (2, 1, 0), (2, 1, 4)]


def test_it_does_not_matter_what_the_class_saw_live() -> None:
    plain = voted().votes("ffwwuf").goes(commands.CloseRound, commands.CloseSession)
    shown = voted().goes(commands.Reveal).votes("ffwwuf").goes(commands.CloseRound, commands.CloseSession)
    assert plain.series() == shown.series()


def test_a_second_look_changes_its_own_squares_and_shows_what_was_before() -> None:
    log = voted().votes("fff").votes("www", square=2).goes(commands.CloseRound)
    log.run(talk_commands.OpenSecondLook("revealed", (2,), "nothing")).votes("ffwfff", square=2, round=2)
    log.goes(commands.CloseRound, commands.CloseSession)
    made = log.film()
    second = [frame for frame in made.frames if frame.round == 2]
    assert made.rounds == ((1, 2, 3), (2,))
    assert all(frame.changed.keys() <= {2} for frame in second)
    assert second[0].changed[2] == NOT_YET | {
        "before": {"n": 3, "counts": [0, 0, 3], "agreement": 100, "word": "agreed", "leading": [2], "fragile": True}
    }
    assert second[1].changed[2]["counts"] == [2, 0, 1]
    assert [made.board(frame) for frame in (made.frames[0], second[0], made.frames[-1])] == [(1, 2, 3), (2,), (1, 2, 3)]


def test_stages_are_frames_even_where_nothing_else_changes() -> None:
    log = voted().votes("ffffff").goes(commands.CloseRound, commands.TakeBack, commands.Reveal, talk_commands.WrapUp, commands.CloseSession)
    stages = [frame.stage for frame in log.film().frames]
    assert stages == ["voting", "voting", "revealed", "hidden", "revealed", "wrap_up", "closed"]


def test_nothing_else_is_a_frame() -> None:
    log = voted().votes("ffffff").goes(commands.CloseRound)
    quiet = len(log.events)
    log.run(talk_commands.MoveSpotlight(None, 1), commands.ArrangeBoard("agreement", "last"), talk_commands.SetCountdown(60, True))
    assert len(log.events) == quiet + 3
    assert len(log.goes(commands.CloseSession).film().frames) == 4


def test_dots_from_paper_are_seen_at_once() -> None:
    log = voted().votes("fff").run(talk_commands.CountPaper(1, 1, (3, 0, 1))).votes("fff", start=3).goes(commands.CloseRound)
    log.run(talk_commands.CountPaper(1, 1, (3, 0, 2))).goes(commands.CloseSession)
    assert log.series() == [None, (3, 0, 0), (6, 0, 1), (9, 0, 1), (9, 0, 2)]


def test_two_from_phones_and_two_from_paper_are_too_few_of_either() -> None:
    log = voted().votes("ff").run(talk_commands.CountPaper(1, 1, (2, 0, 0))).goes(commands.CloseRound, commands.CloseSession)
    assert log.film().frames[-2].changed[1] == {"n": 3, "withheld": True}
    assert log.series() == [None, None]
