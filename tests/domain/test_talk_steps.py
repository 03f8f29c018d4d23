"""The agenda, and the one next step: what a console proposes at each stage, and the way back."""

from typing import Any

import pytest

from pollapp.domain import commands, talk_commands
from pollapp.domain.agenda import FEWEST_PROPOSED, MOST_PROPOSED, agenda, propose
from pollapp.domain.session import Session
from pollapp.domain.steps import next_step, step_back
from pollapp.domain.talk_views import wrap_up_view
from pollapp.domain.views import console_view, phone_view, projector_view
from tests.cast import FINE, UNSURE, WRONG, crowd, dot, fay, grid, opened, run, talkative, voting
from tests.talk_scripts import as_command

PEOPLE = crowd(12)
SPLIT = [FINE] * 6 + [WRONG] * 6
SPREAD = [FINE] * 4 + [UNSURE] * 4 + [WRONG] * 4
LEANING = [FINE] * 10 + [WRONG] * 2
AGREED = [FINE] * 12
FEW = [FINE] * 4


def _room(*squares: list[str], minimum: int = 3) -> Session:
    """Revealed: these dots on square 1, those on square 2, …"""
    session = voting(*PEOPLE, on=talkative(len(squares)), minimum=minimum)
    for square, choices in enumerate(squares, 1):
        run(session, *[dot(somebody, choice, square) for somebody, choice in zip(PEOPLE, choices, strict=False)])
    fay(session, commands.CloseRound)
    return session


def _takes(session: Session, step: Any) -> None:
    run(session, as_command(step))


# What is proposed


def test_split_comes_before_spread_before_what_many_left_open() -> None:
    assert propose(_room(FEW, SPREAD, AGREED, SPLIT)) == {4: "split", 2: "spread", 1: "few"}


def test_within_a_kind_the_most_disagreement_comes_first() -> None:
    nearly = [FINE] * 7 + [WRONG] * 5
    assert list(propose(_room(nearly, SPLIT, nearly))) == [2, 1, 3]


def test_it_is_filled_up_with_the_least_agreement_but_never_with_squares_of_one_mind() -> None:
    assert propose(_room(AGREED, LEANING, SPLIT, AGREED)) == {3: "split", 2: "least"}
    assert propose(_room(AGREED, AGREED)) == {}
    eleven = [FINE] * 11 + [WRONG]
    assert len(propose(_room(*[eleven] * 5))) == FEWEST_PROPOSED


def test_there_are_no_more_than_a_room_can_talk_about() -> None:
    assert len(propose(_room(*[SPLIT] * 9))) == MOST_PROPOSED


def test_a_withheld_square_is_proposed_for_being_left_open_alone_and_last() -> None:
    alike = [propose(_room(choices, SPLIT)) for choices in ([FINE, WRONG], [WRONG, WRONG], [FINE, FINE])]
    assert alike == [{2: "split", 1: "few"}] * 3
    assert list(propose(_room(FEW[:2], AGREED, FEW))) == [3, 1]


def test_squares_that_were_looked_at_again_come_first() -> None:
    session = _room(SPLIT, LEANING, AGREED)
    run(session, talk_commands.OpenSecondLook("revealed", (3, 2)))
    run(session, *[dot(somebody, FINE, 2, round=2) for somebody in PEOPLE])
    fay(session, commands.CloseRound)
    assert propose(session) == {2: "again", 3: "again", 1: "split"}


def test_nothing_is_proposed_from_what_is_covered() -> None:
    session = _room(SPLIT, SPREAD)
    fay(session, commands.TakeBack)
    assert (agenda(session), agenda(voting(*PEOPLE)), agenda(opened())) == ([], [], [])
    assert console_view(session, 0, peeking=True)["agenda"]["items"] == []


def test_while_squares_are_revealed_one_by_one_only_those_are_proposed() -> None:
    session = _room(SPLIT, SPREAD)
    fay(session, commands.TakeBack, talk_commands.BeginUnveiling)
    run(session, talk_commands.Unveil(2))
    assert [item.square for item in agenda(session)] == [2]


def test_the_facilitators_agenda_may_hold_any_square_once_and_ends_with_a_second_look() -> None:
    session = _room(SPLIT, AGREED)
    run(session, talk_commands.SetAgenda(0, (2, 2, 1)))
    seq = session.seq
    assert [(item.square, item.why) for item in agenda(session)] == [(2, "own"), (1, "split")]
    assert console_view(session, 0, peeking=False)["agenda"]["seq"] == seq
    run(session, talk_commands.OpenSecondLook("revealed", (1,)))
    fay(session, commands.CloseRound)
    assert console_view(session, 0, peeking=False)["agenda"] | {"items": []} == {"seq": 0, "own": False, "items": []}


# Steps


@pytest.mark.parametrize(
    ("moves", "next_one", "back"),
    [
        ((), "open_round", None),
        ((commands.OpenRound,), "close_round", None),
        ((commands.OpenRound, commands.Reveal), "close_round", "take_back"),
        ((commands.OpenRound, commands.CloseRound, commands.TakeBack), "reveal", None),
        ((commands.OpenRound, talk_commands.BeginUnveiling), "unveil", "take_back"),
        ((commands.OpenRound, commands.CloseRound), "wrap_up", "take_back"),
        ((commands.OpenRound, commands.CloseRound, talk_commands.WrapUp), "ask_takeaways", "step_back"),
        ((commands.OpenRound, commands.CloseRound, talk_commands.WrapUp, talk_commands.AskTakeaways), "close_session", "step_back"),
        ((commands.OpenRound, commands.CloseRound, commands.CloseSession), None, "reopen_session"),
    ],
)
def test_at_every_stage_there_is_one_next_step_and_perhaps_a_way_back(
    moves: tuple[type[commands.StageCommand], ...], next_one: str | None, back: str | None
) -> None:
    session = opened()
    fay(session, *moves)
    view = console_view(session, 0, peeking=False)
    assert [step and step["command"] for step in (view["next"], view["back"])] == [next_one, back]


def test_the_next_button_leads_from_the_lobby_along_the_agenda_to_the_end() -> None:
    session = opened(grid(4), minimum=3)
    run(session, *map(commands.Join, PEOPLE))
    pressed = []
    while step := next_step(session):
        pressed.append((step["command"], step.get("square")))
        _takes(session, step)
        if step["command"] == "open_round":
            for square, choices in ((1, SPLIT), (2, AGREED), (3, SPREAD)):
                run(session, *[dot(somebody, choice, square) for somebody, choice in zip(PEOPLE, choices, strict=True)])
    assert pressed == [
        *[("open_round", None), ("close_round", None)],
        *[("move_spotlight", square) for square in (1, 3, 4)],
        *[("wrap_up", None), ("ask_takeaways", None), ("close_session", None)],
    ]
    assert session.stage == "closed"


def test_unveiling_goes_through_the_covered_squares_and_then_reveals_all() -> None:
    session = voting(on=grid(3))
    fay(session, talk_commands.BeginUnveiling)
    run(session, talk_commands.Unveil(2))
    steps = []
    while session.stage == "unveiling":
        steps.append(next_step(session))
        _takes(session, steps[-1])
    assert steps == [
        {"command": "unveil", "square": 1}, {"command": "unveil", "square": 3}, {"command": "reveal", "from": "unveiling"},
    ]  # fmt: skip


def test_back_goes_along_the_agenda_to_the_board_and_then_takes_the_reveal_back() -> None:
    session = _room(SPLIT, SPREAD, FEW)
    for _ in range(3):
        _takes(session, next_step(session))
    steps = []
    while session.stage == "revealed":
        steps.append(step_back(session))
        _takes(session, steps[-1])
    assert [(step["command"], step.get("square")) for step in steps if step] == [
        ("move_spotlight", 2), ("move_spotlight", 1), ("move_spotlight", None), ("take_back", None),
    ]  # fmt: skip


def test_going_back_is_no_verdict_and_next_comes_to_the_same_square_again() -> None:
    session = _room(SPLIT, SPREAD, FEW)
    for _ in range(2):
        _takes(session, next_step(session))
    assert session.talk.spotlight == 2
    _takes(session, step_back(session))
    assert (session.talk.spotlight, session.talk.discussed) == (1, {1})
    _takes(session, next_step(session))
    assert session.talk.spotlight == 2


def test_what_is_not_discussed_yet_comes_round_again() -> None:
    session = _room(SPLIT, SPREAD, FEW)
    run(session, talk_commands.MoveSpotlight(None, 3))
    squares = []
    while (step := next_step(session)) and step["command"] == "move_spotlight":
        squares.append(step["square"])
        _takes(session, step)
    assert squares == [1, 2]


def test_the_last_square_is_discussed_when_the_talk_is_wrapped_up_and_stays_so_after_a_step_back() -> None:
    session = _room(SPLIT)
    _takes(session, next_step(session))
    fay(session, talk_commands.WrapUp)
    assert (session.talk.spotlight, session.talk.discussed) == (None, {1})
    fay(session, talk_commands.StepBack)
    assert next_step(session) == {"command": "wrap_up", "from": "revealed"}


def test_a_second_look_is_to_be_talked_about_again() -> None:
    session = _room(SPLIT, SPREAD)
    run(session, talk_commands.MarkDiscussed(1, True), talk_commands.MarkDiscussed(2, True))
    run(session, talk_commands.OpenSecondLook("revealed", (1,)))
    fay(session, commands.CloseRound)
    assert [(item.square, item.discussed) for item in agenda(session)] == [(1, False), (2, True)]


# Unveiling


def test_an_unveiling_that_is_taken_back_covers_everything_and_begins_anew() -> None:
    session = voting(*PEOPLE, on=grid(2), minimum=3)
    run(session, *[dot(somebody, FINE) for somebody in PEOPLE])
    fay(session, talk_commands.BeginUnveiling, commands.TakeBack)
    assert session.taken_back == 0  # nothing was seen
    fay(session, talk_commands.BeginUnveiling)
    run(session, talk_commands.Unveil(1))
    assert phone_view(session)["results"]["1"]["counts"] == [12, 0, 0]
    fay(session, commands.TakeBack)
    assert (session.taken_back, phone_view(session)["results"]) == (1, None)
    fay(session, talk_commands.BeginUnveiling)
    assert phone_view(session)["results"] is projector_view(session, 0)["results"] is None


@pytest.mark.parametrize("order", ["disagreement", "agreement", "last"])
def test_no_order_tells_of_covered_squares_while_others_are_unveiled(order: Any) -> None:
    session = _room(AGREED, SPREAD, SPLIT)
    fay(session, commands.TakeBack, talk_commands.BeginUnveiling)
    run(session, commands.ArrangeBoard("votes", order), talk_commands.Unveil(2))
    for view in (projector_view(session, 0), console_view(session, 0, peeking=False)):
        assert (view["order"], set(view["results"])) == ([1, 2, 3], {"2"})


# The countdown, and what is beside the spotlight


def test_a_countdown_ends_when_the_room_goes_on() -> None:
    session = _room(SPLIT, SPREAD)
    run(session, talk_commands.MoveSpotlight(None, 1), talk_commands.SetCountdown(60, True))
    assert phone_view(session)["countdown"] == {"set": session.seq, "seconds": 60, "running": True}
    assert phone_view(session)["countdown"] == projector_view(session, 0)["countdown"] == console_view(session, 0, False)["countdown"]
    run(session, talk_commands.SetCountdown(40, False))
    assert phone_view(session)["countdown"] == {"set": session.seq, "seconds": 40, "running": False}
    run(session, talk_commands.MoveSpotlight(1, 2))
    assert phone_view(session)["countdown"] is None
    run(session, talk_commands.SetCountdown(60, True), talk_commands.SetCountdown(0, True))
    assert phone_view(session)["countdown"] is None


def test_the_next_square_begins_with_its_principles() -> None:
    session = _room(SPLIT, SPREAD)
    run(session, talk_commands.MoveSpotlight(None, 1), talk_commands.ShowPrompt("steps"))
    assert projector_view(session, 0)["spotlight"]["prompt"] == "steps"
    run(session, talk_commands.MoveSpotlight(1, 2))
    assert projector_view(session, 0)["spotlight"]["prompt"] == "principles"


# The end


def test_the_end_says_where_the_room_agrees_where_not_and_what_was_looked_at_twice() -> None:
    session = _room(SPLIT, AGREED, SPREAD, FEW[:2], [FINE] * 11 + [WRONG])
    run(session, talk_commands.OpenSecondLook("revealed", (3,)))
    run(session, *[dot(somebody, FINE, 3, round=2) for somebody in PEOPLE])
    fay(session, commands.CloseRound)
    assert wrap_up_view(session) is None
    fay(session, talk_commands.WrapUp)
    end = projector_view(session, 0)["wrap_up"]
    assert (end["agree"], end["differ"], end["again"]) == ([2, 3, 5], [1], [3])
    fay(session, talk_commands.AskTakeaways, commands.CloseSession)
    assert projector_view(session, 0)["wrap_up"] == end
    assert "wrap_up" not in phone_view(session)
