"""Who sees what: phones, projector and console each get their whole small view, and no more than they may see."""

import json
from typing import Any

import pytest

from pollapp.domain import commands
from pollapp.domain.agenda import visible_counts
from pollapp.domain.session import Session
from pollapp.domain.views import console_view, mine, phone_view, projector_view
from tests.cast import ANA, BEN, FINE, UNSURE, WRONG, crowd, dot, fay, fill, grid, opened, run, skip, voting

SHARED = {"epoch", "seq", "stage", "round", "squares", "locked", "minimum"}
SCREEN = SHARED | {"results", "turnout", "board", "order", "live", "spotlight", "countdown"}
CONSOLE = SCREEN | {"peeking", "next", "back", "minimum_frozen", "taken_back", "agenda", "recall", "paper"}


def _three_squares(minimum: int = 3, live: bool = False) -> Session:
    """Square 1: four fine, one unsure. Square 2: split, two against two. Square 3: two dots."""
    session = voting(on=grid(4), minimum=minimum, live=live)
    fill(session, 1, fine=4, unsure=1)
    fill(session, 2, fine=2, wrong=2)
    fill(session, 3, wrong=2)
    return session


def _all_views(session: Session) -> list[Any]:
    return [phone_view(session), projector_view(session, 1), console_view(session, 1, False), console_view(session, 1, True)]


def test_the_shape_of_each_view() -> None:
    for session in (opened(), _three_squares()):
        assert set(phone_view(session)) == SHARED | {"in_round", "results", "spotlight", "countdown", "recall", "before"}
        assert set(projector_view(session, 1)) == SCREEN | {"wrap_up"}
        assert set(console_view(session, 1, False)) == CONSOLE
        for view in _all_views(session):
            assert json.loads(json.dumps(view, allow_nan=False)) == view
            assert type(view["stage"]) is str


def test_no_view_holds_anything_of_a_participant() -> None:
    session = voting(ANA, BEN)
    run(session, dot(ANA, FINE), skip(BEN), commands.Finish(BEN, 1, True))
    fay(session, commands.CloseRound)
    for view in _all_views(session):
        assert ANA not in json.dumps(view)
        assert BEN not in json.dumps(view)


def test_the_lobby() -> None:
    session = opened(grid(2), minimum=4)
    run(session, commands.Join(ANA))
    assert projector_view(session, 7) == {
        "epoch": "",
        "seq": 2,
        "stage": "lobby",
        "round": 0,
        "squares": [1, 2],
        "locked": False,
        "minimum": 4,
        "results": None,
        "turnout": {"joined": 1, "present": 7, "finished": 0, "squares": {}},
        "board": {"layer": "votes", "order": "grid", "which": "round"},
        "order": [1, 2],
        "live": False,
        "spotlight": None,
        "countdown": None,
        "wrap_up": None,
    }
    assert console_view(session, 0, peeking=True)["results"] is None


# Colours


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize(
    ("moves", "revealed"),
    [
        ((), False),
        ((commands.Reveal,), True),
        ((commands.Reveal, commands.TakeBack), False),
        ((commands.CloseRound,), True),
        ((commands.CloseRound, commands.TakeBack), False),
        ((commands.CloseRound, commands.TakeBack, commands.Reveal), True),
        ((commands.CloseRound, commands.CloseSession), True),
        ((commands.CloseRound, commands.TakeBack, commands.CloseSession), False),
        ((commands.CloseRound, commands.TakeBack, commands.CloseSession, commands.ReopenSession), False),
    ],
)
def test_who_sees_colours_when(moves: tuple[type[commands.StageCommand], ...], revealed: bool, live: bool) -> None:
    session = _three_squares(live=live)
    fay(session, *moves)
    on_screens = revealed or (live and session.round_open)
    assert (phone_view(session)["results"] is not None) is revealed
    assert (projector_view(session, 1)["results"] is not None) is on_screens
    assert (console_view(session, 1, False)["results"] is not None) is on_screens
    assert console_view(session, 1, True)["results"] is not None


def test_before_the_reveal_a_phones_view_does_not_depend_on_any_colour() -> None:
    """Not its counts, not its words, not the order of its squares: two rooms that differ in colours alone look alike."""
    views = []
    for choices in ((FINE, FINE, FINE), (WRONG, UNSURE, FINE)):
        session = voting(*crowd(3), minimum=1)
        run(session, commands.ArrangeBoard("votes", "disagreement"))
        run(session, *[dot(somebody, choice, square) for somebody in crowd(3) for square, choice in enumerate(choices, 1)])
        views.append((phone_view(session), projector_view(session, 3), console_view(session, 3, False)))
    assert views[0] == views[1]


def test_going_live_in_the_middle_shows_the_pictures_so_far() -> None:
    session = _three_squares()
    run(session, commands.ChangeSettings(live=True))
    assert projector_view(session, 1)["results"]["1"]["counts"] == [3, 0, 0]


def test_results_of_every_kind_of_square() -> None:
    session = _three_squares()
    fay(session, commands.CloseRound)
    assert phone_view(session)["results"] == {
        "1": {"n": 5, "counts": [4, 1, 0], "agreement": 82, "word": "agreed", "leading": [0], "fragile": True},
        "2": {"n": 4, "counts": [2, 0, 2], "agreement": 0, "word": "split", "leading": [], "fragile": True},
        "3": {"n": 2, "withheld": True},
        "4": {"n": 0, "counts": [0, 0, 0], "agreement": None, "word": "no dots yet", "leading": []},
    }
    assert phone_view(session)["results"] == projector_view(session, 1)["results"] == console_view(session, 1, False)["results"]


def test_one_dot_has_a_word_and_no_number() -> None:
    session = voting(minimum=1)
    fill(session, 1, wrong=1)
    fay(session, commands.CloseRound)
    assert phone_view(session)["results"]["1"] == {"n": 1, "counts": [0, 0, 1], "agreement": None, "word": "agreed", "leading": [2]}


def test_a_large_room_is_not_called_fragile() -> None:
    session = voting(minimum=3)
    fill(session, 1, fine=9, wrong=3)
    fay(session, commands.CloseRound)
    assert "fragile" not in phone_view(session)["results"]["1"]


def test_visible_counts_leave_withheld_squares_out() -> None:
    session = _three_squares()
    assert visible_counts(session) == {}
    fay(session, commands.CloseRound)
    assert visible_counts(session) == {1: (4, 1, 0), 2: (2, 0, 2)}
    assert visible_counts(opened()) == {}


# Order


def _ordered(session: Session, order: Any) -> list[int]:
    run(session, commands.ArrangeBoard("votes", order))
    drawn: list[int] = projector_view(session, 1)["order"]
    return drawn


def test_orders() -> None:
    session = voting(on=grid(6), minimum=3)
    fill(session, 1, wrong=1)  # withheld
    fill(session, 3, fine=3)
    fill(session, 4, fine=2, wrong=2)
    fill(session, 5, fine=1, wrong=3)
    fill(session, 6, fine=4, wrong=4)
    fay(session, commands.CloseRound)
    assert _ordered(session, "grid") == [1, 2, 3, 4, 5, 6]
    assert _ordered(session, "disagreement") == [6, 4, 5, 3, 2, 1]  # nobody's 2 before the withheld 1
    assert _ordered(session, "last") == [5, 6, 4, 3, 2, 1]


def test_an_order_never_tells_what_may_not_be_seen() -> None:
    session = _three_squares()
    run(session, commands.ArrangeBoard("votes", "disagreement"))
    assert projector_view(session, 1)["order"] == console_view(session, 1, False)["order"] == [1, 2, 3, 4]
    assert console_view(session, 1, True)["order"] == [2, 1, 4, 3]


# Turnout and steps


def test_turnout_is_how_many_and_never_how() -> None:
    session = voting(ANA, BEN, on=grid(2))
    run(session, dot(ANA, FINE, 1), skip(ANA, 2), dot(BEN, WRONG, 1))
    assert projector_view(session, 5)["turnout"] == {"joined": 2, "present": 5, "finished": 1, "squares": {"1": 2, "2": 0}}


@pytest.mark.parametrize(
    ("moves", "next_step", "back"),
    [
        ((), "open_round", None),
        ((commands.OpenRound,), "close_round", None),
        ((commands.OpenRound, commands.Reveal), "close_round", "take_back"),
        ((commands.OpenRound, commands.CloseRound), "wrap_up", "take_back"),
        ((commands.OpenRound, commands.CloseRound, commands.TakeBack), "reveal", None),
        ((commands.OpenRound, commands.CloseRound, commands.CloseSession), None, "reopen_session"),
    ],
)
def test_the_console_knows_the_next_step_and_the_way_back(
    moves: tuple[type[commands.StageCommand], ...], next_step: str | None, back: str | None
) -> None:
    session = opened()
    fay(session, *moves)
    view = console_view(session, 1, False)
    stage = session.stage.value
    assert view["next"] == (next_step and {"command": next_step, "from": stage})
    assert view["back"] == (back and {"command": back, "from": stage})


def test_the_console_says_what_is_frozen_and_what_was_taken_back() -> None:
    session = voting(ANA)
    assert (console_view(session, 1, False)["minimum_frozen"], console_view(session, 1, False)["taken_back"]) == (False, 0)
    run(session, dot(ANA, FINE))
    fay(session, commands.CloseRound, commands.TakeBack)
    assert (console_view(session, 1, False)["minimum_frozen"], console_view(session, 1, False)["taken_back"]) == (True, 1)


# One's own


def test_mine_is_what_one_participant_has_placed() -> None:
    session = voting(ANA, BEN)
    run(session, dot(ANA, FINE, 1, counter=4), skip(ANA, 2, counter=9), dot(BEN, WRONG, 3, counter=50))
    assert mine(session, ANA) == {
        "epoch": "",
        "seq": session.seq,
        "round": 1,
        "dots": {"1": FINE},
        "skipped": [2],
        "done": False,
        "finished": False,
        "counter": 9,
        "earlier": {},
        "cited": {},
    }
    run(session, commands.Finish(ANA, 1, True))
    assert (mine(session, ANA)["done"], mine(session, ANA)["finished"]) == (True, True)


def test_mine_in_the_lobby_and_for_a_stranger() -> None:
    nothing = {"epoch": "", "dots": {}, "skipped": [], "done": False, "finished": False, "counter": 0, "earlier": {}, "cited": {}}
    assert mine(opened(), ANA) == {"seq": 1, "round": 0, **nothing}
    assert mine(voting(BEN), ANA) == {"seq": 3, "round": 1, **nothing}
