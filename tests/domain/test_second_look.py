"""The second look: on chosen squares only, fresh, and what of "who moved where" tells on nobody."""

from typing import Any

import pytest

from pollapp.domain import commands, talk_commands
from pollapp.domain.decide import decide
from pollapp.domain.session import Session
from pollapp.domain.talk_events import Recall
from pollapp.domain.views import console_view, mine, phone_view, projector_view
from tests.cast import FINE, UNSURE, WRONG, crowd, dot, fay, grid, run, skip, voting, why

PEOPLE = crowd(9)
A, B, C, *REST = PEOPLE


def _first_round(*choices: str) -> Session:
    """So many people with these dots on square 1, all others in the room without one."""
    session = voting(*PEOPLE, on=grid(3), minimum=3)
    run(session, *[dot(somebody, choice) for somebody, choice in zip(PEOPLE, choices, strict=False)])
    fay(session, commands.CloseRound)
    return session


def _looks(session: Session, *then: tuple[str, str], recall: Recall = "nothing") -> Session:
    run(session, talk_commands.OpenSecondLook(session.stage.value, (1,), recall))
    run(session, *[dot(somebody, choice, round=len(session.rounds)) for somebody, choice in then])
    return session


def _shift(session: Session) -> Any:
    fay(session, commands.CloseRound)
    return projector_view(session, 0)["results"]["1"]["shift"]


def _all(choice: str, people: list[str] = PEOPLE) -> list[tuple[str, str]]:
    return [(somebody, choice) for somebody in people]


def test_only_the_chosen_squares_take_dots_and_the_first_round_takes_none() -> None:
    session = _looks(_first_round(*[FINE] * 6))
    assert why(decide(session, dot(A, FINE, 2, round=2))) == "unknown_square"
    assert why(decide(session, dot(A, FINE, 1))) == "late"
    assert why(decide(session, skip(A))) == "late"
    assert why(decide(session, commands.Finish(A, 1, True))) == "late"
    assert why(decide(session, dot(A, FINE, 1, round=3))) == "no_such_round"


def test_it_begins_with_nothing_placed_and_what_was_placed_is_remembered() -> None:
    session = _looks(_first_round(*[FINE] * 6))
    assert (mine(session, A)["dots"], mine(session, A)["earlier"], mine(session, A)["counter"]) == ({}, {"1": FINE}, 0)
    run(session, dot(A, WRONG, round=2))
    assert (mine(session, A)["dots"], mine(session, A)["earlier"]) == ({"1": WRONG}, {"1": FINE})
    assert projector_view(session, 0)["turnout"]["squares"] == {"1": 1}


@pytest.mark.parametrize("recall", ["nothing", "own", "room"])
def test_phones_may_be_shown_what_was_chosen_for_this_look(recall: Recall) -> None:
    session = _looks(_first_round(*[FINE] * 6), recall=recall)
    view = phone_view(session)
    assert (view["recall"], view["results"]) == (recall, None)
    assert view["before"] == ({"1": view["before"]["1"]} if recall == "room" else None)
    if recall == "room":
        assert view["before"]["1"]["counts"] == [6, 0, 0]
    fay(session, commands.CloseRound)
    assert (phone_view(session)["recall"], phone_view(session)["before"]) == ("nothing", None)


def test_what_is_recalled_is_under_the_small_group_rule() -> None:
    session = _looks(_first_round(FINE, WRONG), recall="room")
    assert phone_view(session)["before"]["1"] == {"n": 2, "withheld": True}


def test_the_results_of_the_other_squares_come_back_with_the_reveal() -> None:
    session = voting(*PEOPLE, on=grid(2), minimum=3)
    run(session, *[dot(somebody, FINE, square) for somebody in PEOPLE for square in (1, 2)])
    fay(session, commands.CloseRound)
    _looks(session, *_all(WRONG))
    assert phone_view(session)["squares"] == [1]
    fay(session, commands.CloseRound)
    assert phone_view(session)["squares"] == [1, 2]
    assert {id: one["counts"] for id, one in phone_view(session)["results"].items()} == {"1": [0, 0, 9], "2": [9, 0, 0]}
    assert projector_view(session, 0)["squares"] == [1]
    run(session, talk_commands.ShowSquares("all"))
    assert projector_view(session, 0)["squares"] == [1, 2]


def test_who_moved_where_as_totals_and_cell_by_cell_only_where_no_cell_is_few() -> None:
    told = _shift(_looks(_first_round(*[FINE] * 4, *[WRONG] * 5), *_all(FINE, PEOPLE[:4]), *_all(UNSURE, PEOPLE[4:])))
    assert told["matrix"] == [[4, 0, 0], [0, 0, 0], [0, 5, 0]]
    told = _shift(_looks(_first_round(*[FINE] * 4, *[WRONG] * 5), (A, WRONG), *_all(FINE, PEOPLE[1:])))
    assert told == {"both": 9, "stayed": 3, "toward_first": 5, "toward_last": 1, "left": 0, "new": 0}


@pytest.mark.parametrize(("again", "told"), [(6, True), (7, False), (8, False), (9, True), (3, True), (2, False), (0, False)])
def test_it_is_told_only_where_those_who_did_not_vote_again_are_none_or_enough(again: int, told: bool) -> None:
    session = _looks(_first_round(*[FINE] * 9), *_all(FINE, PEOPLE[:again]))
    fay(session, commands.CloseRound)
    assert bool(projector_view(session, 0)["results"]["1"].get("shift")) is told


@pytest.mark.parametrize(("voted_first", "told"), [(6, True), (7, False), (8, False)])
def test_and_where_those_who_are_new_are_none_or_enough(voted_first: int, told: bool) -> None:
    """Their dots are else the difference of the new tally and of those who voted twice."""
    session = _looks(_first_round(*[FINE] * voted_first), *_all(FINE))
    assert (_shift(session) is not None) is told


def test_who_forgets_their_dots_between_the_rounds_is_not_told_on_by_the_difference() -> None:
    """The picture of round 1 still holds Ana's dot; counted without her, the shift would differ from it by that very dot."""
    session = _first_round(WRONG, *[FINE] * 8)
    run(session, commands.ForgetDots(A))
    told = _shift(_looks(session, *_all(FINE, PEOPLE[1:])))
    shown = projector_view(session, 0)["results"]["1"]
    assert (shown["before"]["counts"], told) == ([8, 0, 1], None)


def test_with_the_picture_that_the_forgotten_leave_the_shift_is_told_no_more() -> None:
    """Taken anew, it would differ from the one before by those who are gone: by one of them who had voted twice, perhaps."""
    session = _looks(_first_round(*[FINE] * 9), *_all(FINE, PEOPLE[:6]))
    assert _shift(session)["left"] == 3
    run(session, *map(commands.ForgetDots, (A, *PEOPLE[7:])))
    assert projector_view(session, 0)["results"]["1"]["shift"] is None
    run(session, *map(commands.ForgetDots, PEOPLE[1:4]))
    assert projector_view(session, 0)["results"]["1"]["shift"] is None


def test_what_changes_on_another_square_leaves_the_shift_alone() -> None:
    session = _first_round(*[FINE] * 6)
    told = _shift(_looks(session, *_all(WRONG, PEOPLE[:6])))
    run(session, *map(commands.ForgetDots, PEOPLE[6:]))  # who had no dot on it
    assert projector_view(session, 0)["results"]["1"]["shift"] == told


@pytest.mark.parametrize(("moved", "told"), [(0, True), (1, False), (2, False), (3, True), (6, True)])
def test_between_two_choices_totals_are_told_only_where_the_matrix_is(moved: int, told: bool) -> None:
    session = voting(*PEOPLE[:6], on=grid(3, (FINE, WRONG)), minimum=3)
    run(session, *[dot(somebody, FINE) for somebody in PEOPLE[:6]])
    fay(session, commands.CloseRound)
    shift = _shift(_looks(session, *_all(WRONG, PEOPLE[:moved]), *_all(FINE, PEOPLE[moved:6])))
    assert (shift is not None) is told


@pytest.mark.parametrize("paper", [None, (5, 0, 0)])
def test_no_shift_beside_a_round_that_is_withheld_even_if_paper_covers_the_gap(paper: Any) -> None:
    """Three stayed and three are new; then one of the three forgets, and round 1 is withheld: its dots are no shift's to tell."""
    session = _looks(_first_round(FINE, FINE, WRONG), *_all(FINE, PEOPLE[:6]))
    assert _shift(session) is not None
    run(session, *([talk_commands.CountPaper(number, 1, paper) for number in (1, 2)] if paper else []), commands.ForgetDots(A))
    shown = projector_view(session, 0)["results"]["1"]
    assert shown["shift"] is None
    assert shown["before"].get("counts") == (list(paper) if paper else None)


def test_a_third_look_is_compared_with_the_last_one_that_the_square_was_in() -> None:
    session = voting(*PEOPLE, on=grid(2), minimum=3)
    run(session, *[dot(somebody, WRONG) for somebody in PEOPLE])
    fay(session, commands.CloseRound)
    run(session, talk_commands.OpenSecondLook("revealed", (2,)))
    fay(session, commands.CloseRound)
    assert "before" not in projector_view(session, 0)["results"]["1"]
    told = _shift(_looks(session, *_all(FINE)))
    assert (told["toward_first"], projector_view(session, 0)["results"]["1"]["before"]["counts"]) == (9, [0, 0, 9])


def test_while_it_is_revealed_open_who_moved_is_not_told_yet() -> None:
    """One who comes back to a square together with two who are new makes a step, and would be the only one among those who moved."""
    session = _looks(_first_round(*[FINE] * 6), *_all(WRONG, PEOPLE[:3]))
    fay(session, commands.Reveal)
    assert phone_view(session)["results"]["1"]["before"]["counts"] == [6, 0, 0]
    assert "shift" not in phone_view(session)["results"]["1"]
    run(session, *[dot(somebody, WRONG, round=2) for somebody in PEOPLE[3:6]])
    assert "shift" not in phone_view(session)["results"]["1"]
    fay(session, commands.CloseRound)
    assert phone_view(session)["results"]["1"]["shift"]["toward_last"] == 6


def test_with_the_protection_off_everything_is_told() -> None:
    session = voting(A, B, minimum=1)
    run(session, dot(A, FINE))
    fay(session, commands.CloseRound)
    assert _shift(_looks(session, (A, WRONG), (B, FINE)))["matrix"] == [[0, 0, 1], [0, 0, 0], [0, 0, 0]]


def test_it_can_be_unveiled_square_by_square_like_the_first() -> None:
    session = _looks(_first_round(*[FINE] * 6), *_all(WRONG, PEOPLE[:6]))
    fay(session, talk_commands.BeginUnveiling)
    assert phone_view(session)["results"] is None
    run(session, talk_commands.Unveil(1))
    assert phone_view(session)["results"]["1"]["shift"]["toward_last"] == 6


def test_taken_back_it_shows_nothing_of_any_round() -> None:
    session = _looks(_first_round(*[FINE] * 6), *_all(WRONG, PEOPLE[:6]))
    fay(session, commands.CloseRound)
    run(session, talk_commands.MoveSpotlight(None, 1))
    fay(session, commands.TakeBack)
    for view in (phone_view(session), projector_view(session, 0), console_view(session, 0, peeking=False)):
        assert (view["results"], view["spotlight"]) == (None, None)


def test_peeking_after_that_tells_no_order_of_squares_that_are_covered() -> None:
    session = voting(*PEOPLE, on=grid(3), minimum=3)
    run(session, *[dot(somebody, FINE, square) for somebody in PEOPLE for square in (1, 2)])
    run(session, *[dot(somebody, FINE if at % 2 else WRONG, 3) for at, somebody in enumerate(PEOPLE)])
    fay(session, commands.CloseRound)
    _looks(session, *_all(FINE))
    fay(session, commands.CloseRound, commands.TakeBack)
    run(session, talk_commands.ShowSquares("all"), commands.ArrangeBoard("votes", "disagreement"))
    view = console_view(session, 0, peeking=True)
    assert (set(view["results"]), view["order"]) == ({"1"}, [1, 2, 3])
