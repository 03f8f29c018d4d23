"""Whole talks at random: small groups are protected in every view at every moment, and the fold goes where the log goes."""

import json
from typing import Any

import pytest
from hypothesis import given

from pollapp.domain.agenda import agenda
from pollapp.domain.report import report
from pollapp.domain.session import Session
from pollapp.domain.stages import ENDING, ROUND_OPEN, Stage
from pollapp.domain.talk_views import typed_view
from pollapp.domain.views import console_view, mine, phone_view, projector_view
from tests.cast import FINE, UNSURE, WRONG
from tests.talk_scripts import MARK, MINIMUMS, SCRIPTS
from tests.whole_talk import PEOPLE, Asked, Room

COVERED = {Stage.LOBBY, Stage.VOTING, Stage.HIDDEN}
View = dict[str, Any]


def _screens(session: Session) -> list[View]:
    return [projector_view(session, 0), console_view(session, 0, peeking=False), console_view(session, 0, peeking=True)]


def _views(session: Session) -> list[View]:
    return [phone_view(session), *_screens(session)]


@given(SCRIPTS, MINIMUMS)
def test_every_result_in_every_view_is_what_whole_snapshots_allow(script: list[Asked], minimum: int) -> None:
    room = Room(minimum)
    for asked in script:
        room.asks(asked)
        for view in _views(room.session):
            for square, shown in (view["results"] or {}).items():
                _holds_result(room, view, int(square), shown)
        _holds_recall(room)
        assert {line.square.id: line.counts for line in report(room.session).squares if room.last(line.square.id)} == {
            square: room.told(number, square) for square in room.in_rounds() if (number := room.last(square))
        }


def _holds_result(room: Room, view: View, square: int, shown: View) -> None:
    number = room.last(square)
    assert number
    _holds_counts(room, number, square, shown)
    earlier = room.last(square, number)
    if earlier is None or view["stage"] == "voting":
        assert not {"before", "shift"} & shown.keys()
        return
    _holds_counts(room, earlier, square, shown["before"])
    if view["stage"] == "showing":
        assert "shift" not in shown
    else:
        assert shown["shift"] == room.shift(number, square)


@given(SCRIPTS, MINIMUMS)
def test_how_people_moved_is_told_in_one_way_or_not_at_all(script: list[Asked], minimum: int) -> None:
    """Of two different tellings of one second look the difference would be somebody's move."""
    room = Room(minimum)
    told: dict[tuple[int | None, str], str] = {}
    for asked in script:
        room.asks(asked)
        for square, shown in (projector_view(room.session, 0)["results"] or {}).items():
            if shown.get("shift"):
                now = json.dumps(shown["shift"])
                assert told.setdefault((room.last(int(square)), square), now) == now


def _holds_counts(room: Room, number: int, square: int, shown: View) -> None:
    told = room.told(number, square)
    if told is None:
        assert {name: value for name, value in shown.items() if name not in ("before", "shift")} == {
            "n": room.placed(number, square),
            "withheld": True,
        }
    else:
        assert (tuple(shown["counts"]), shown["n"]) == (told, sum(told))


def _holds_recall(room: Room) -> None:
    view = phone_view(room.session)
    assert (view["before"] is not None) == (view["recall"] == "room")
    for square, shown in (view["before"] or {}).items():
        earlier = room.last(int(square), len(room.session.rounds))
        assert earlier
        _holds_counts(room, earlier, int(square), shown)


@given(SCRIPTS, MINIMUMS)
def test_of_a_withheld_square_nothing_is_told_by_order_agenda_spotlight_or_end(script: list[Asked], minimum: int) -> None:
    room = Room(minimum)
    for asked in script:
        room.asks(asked)
        withheld = {square for square in room.in_rounds() if room.withheld(square)}
        for view in _screens(room.session):
            _holds_order(view, withheld)
        _holds_agenda(room, withheld)
        _holds_spotlight(room, withheld)
        end = projector_view(room.session, 0)["wrap_up"]
        assert not end or not withheld & {*end["agree"], *end["differ"], *end["again"]}


def _holds_order(view: View, withheld: set[int]) -> None:
    """Every square once; in an order by votes those that are withheld come last, in grid order."""
    order = view["order"]
    assert sorted(order) == view["squares"]
    if view["results"] is None:
        assert order == view["squares"]
    elif order != view["squares"]:
        last = [square for square in view["squares"] if square in withheld]
        assert order[len(order) - len(last) :] == last


def _holds_agenda(room: Room, withheld: set[int]) -> None:
    items = agenda(room.session)
    assert {item.square for item in items} <= set(room.session.visible())
    reasons = {item.why for item in items if item.square in withheld}
    assert reasons <= {"again", "few", "own"}
    if room.session.talk.agenda is None:
        places = [item.square in withheld for item in items]
        assert places == sorted(places)


def _holds_spotlight(room: Room, withheld: set[int]) -> None:
    for view in _views(room.session):
        if spotlight := view["spotlight"]:
            assert spotlight["cited"] == room.ranking(spotlight["square"])
            if spotlight["square"] in withheld:
                assert (spotlight["one_dot"], spotlight["steps_apart"]) == (None, None)


@given(SCRIPTS, MINIMUMS)
def test_who_sees_colours_and_words_and_when(script: list[Asked], minimum: int) -> None:
    room = Room(minimum)
    for asked in script:
        room.asks(asked)
        session = room.session
        covered = session.standing in COVERED
        phone, (projector, console, _) = phone_view(session), _screens(session)
        if covered:
            assert (phone["results"], phone["spotlight"]) == (None, None)
            assert (projector["spotlight"], projector["wrap_up"]) == (None, None)
        if covered and not (session.live and session.stage in ROUND_OPEN):
            assert projector["results"] is console["results"] is None
            assert MARK not in json.dumps(projector)
        if session.standing is Stage.UNVEILING:
            assert {int(square) for square in projector["results"] or {}} == session.talk.unveiled
        assert MARK not in json.dumps(phone)
        _holds_words(session, projector)


def _holds_words(session: Session, projector: View) -> None:
    """The projector shows a reason only while it is approved, brought up and on the square in the spotlight; else at the end."""
    typed = typed_view(session)
    approved = {one["words"] for one in [*typed["reasons"], *typed["takeaways"]] if one["state"] == "approved"}
    shown = {(projector["spotlight"] or {}).get("reason")} - {None}
    end = projector["wrap_up"] or {"reasons": [], "takeaways": []}
    assert shown | {one["words"] for one in end["reasons"]} | set(end["takeaways"]) <= approved
    assert (projector["wrap_up"] is not None) == (session.standing in ENDING)
    if len(session.participants) < session.minimum:
        assert (shown, end["reasons"], end["takeaways"]) == (set(), [], [])
    for one in typed["reasons"] + typed["takeaways"]:
        assert set(one) <= {"id", "square", "words", "state"}


@given(SCRIPTS, MINIMUMS)
def test_no_view_holds_anybodys_id_and_every_view_is_json(script: list[Asked], minimum: int) -> None:
    room = Room(minimum)
    for asked in script:
        room.asks(asked)
    for view in (*_views(room.session), typed_view(room.session), *(mine(room.session, somebody) for somebody in PEOPLE)):
        assert not any(somebody in json.dumps(view, allow_nan=False) for somebody in PEOPLE)


@given(SCRIPTS, MINIMUMS)
def test_the_words_that_are_kept_are_those_that_count(script: list[Asked], minimum: int) -> None:
    room = Room(minimum)
    for asked in script:
        room.asks(asked)
    talk = room.session.talk
    assert set(room.session.words) == {*talk.contributions, *talk.notes.values()}
    assert not room.session.words.keys() & room.session.dropped
    assert {one.participant for one in talk.contributions.values()} <= room.session.participants
    assert talk.brought_up is None or talk.contributions[talk.brought_up].state == "approved"


OTHER = {FINE: WRONG, UNSURE: FINE, WRONG: UNSURE, None: None}


@pytest.mark.parametrize("turned", [False, True])
@given(SCRIPTS, MINIMUMS)
def test_while_colours_are_covered_two_rooms_that_differ_in_them_alone_look_alike(turned: bool, script: list[Asked], minimum: int) -> None:
    """One room votes as it is asked to, the other turns every choice (or says fine to everything)."""
    one, other = Room(minimum), Room(minimum, {choice: OTHER[choice] if turned else choice and FINE for choice in OTHER})
    for asked in script:
        step = asked(one.session)
        one.asks(lambda session, step=step: step)  # type: ignore[misc]
        other.asks(lambda session, step=step: step)  # type: ignore[misc]
        if one.session.stage != other.session.stage or one.session.seq != other.session.seq:
            return  # what came after the reveal went another way
        if one.session.standing not in COVERED or one.session.live:
            continue
        phone = phone_view(one.session)
        if phone["recall"] != "room":
            assert phone == phone_view(other.session)
        assert projector_view(one.session, 0) == projector_view(other.session, 0)
        assert console_view(one.session, 0, peeking=False) == console_view(other.session, 0, peeking=False)
