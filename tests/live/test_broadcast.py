"""Broadcasting, counted: one message per audience and tick, phones at most once a second, slow screens only the newest."""

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from pollapp.domain.commands import CloseRound, OpenRound, Reveal, TakeBack
from pollapp.live.broadcast import CONFIRM_WITHIN, MOST_UNCONFIRMED, SHORTEST_REST, TICK, phones_room
from pollapp.live.phone_turns import PHONE_PAUSE
from pollapp.store.log import StoreFailed
from tests.live.lines import Line, LiveClass, new_id


class Sent:
    """Every emit since it was last asked: what, to whom."""

    def __init__(self, room: LiveClass) -> None:
        self._all: list[tuple[str, str]] = []
        emit = room.parts.broadcast._emit

        def counted(event: str, data: Any, **to: Any) -> None:
            self._all.append((event, to["to"]))
            emit(event, data, **to)

        room.parts.broadcast._emit = counted  # type: ignore[method-assign]  # it is a callable that was handed in

    def since(self) -> Counter[tuple[str, str]]:
        sent, self._all = Counter(self._all), []
        return sent


@pytest.fixture
def sent(room: LiveClass) -> Sent:
    return Sent(room)


def _all_24(line: Line, choice: str) -> None:
    dots = [{"command_id": new_id(), "round": 1, "square": n, "choice": choice, "counter": 1} for n in range(1, 25)]
    ack = line.send("place_dots", {"dots": dots})
    assert all(answer["ok"] for answer in ack["answers"])


def test_forty_phones_with_24_dots_each_are_one_message_to_each_screen(room: LiveClass, sent: Sent) -> None:
    lines, console, projector = room.lines(40), room.console(), room.projector()
    room.says(OpenRound("lobby"))
    room.tick(after=2)
    sent.since()
    for line in lines:
        _all_24(line, "green")
    assert sent.since() == {}  # nothing goes out dot by dot
    room.tick()
    assert sent.since() == {("view", console.sid): 1, ("view", projector.sid): 1}
    assert projector.views()[-1]["turnout"] == {
        "joined": 40, "present": 40, "finished": 40, "squares": {str(n): 40 for n in range(1, 25)},
    }  # fmt: skip


def test_once_revealed_phones_share_one_message(room: LiveClass, sent: Sent) -> None:
    lines = room.lines(40)
    room.says(OpenRound("lobby"), Reveal("voting"))
    room.tick(after=2)
    sent.since()
    for line in lines:
        _all_24(line, "red")
    room.tick(after=2)
    assert sent.since() == {("view", phones_room(room.id)): 1}
    assert [line.views()[-1]["results"]["24"]["counts"] for line in lines] == [[0, 0, 39]] * 40  # 39: the steps of a small group's rule


def test_phones_get_a_view_at_most_once_a_second_within_a_stage(room: LiveClass, sent: Sent) -> None:
    room.line()
    room.says(OpenRound("lobby"), Reveal("voting"))
    room.tick(after=2)
    sent.since()
    to_phones = ("view", phones_room(room.id))
    sent_at = []
    for tick in range(40):
        for _ in range(3):
            room.somebody(s1="red")
        room.tick(after=0.1)
        if sent.since()[to_phones]:
            sent_at.append(tick)
    assert len(sent_at) in (4, 5)
    assert all(later - earlier >= PHONE_PAUSE * 10 - 1 for earlier, later in pairwise(sent_at))


def test_the_last_word_arrives_although_nothing_happens_any_more(room: LiveClass) -> None:
    phone = room.line()
    room.says(OpenRound("lobby"), Reveal("voting"))
    room.tick(after=2)
    for red in range(2):
        for _ in range(3):
            room.somebody(s1="red")
        room.tick(after=0.1)
        assert (phone.views()[-1]["results"]["1"]["n"], red) in ((0, 0), (3, 0), (0, 1), (3, 1))
    for _ in range(12):
        room.tick(after=0.1)  # the session was marked again: no new event is needed
    assert phone.views()[-1]["results"]["1"]["counts"] == [0, 0, 6]


def test_a_new_stage_reaches_phones_at_once(room: LiveClass) -> None:
    phone = room.line()
    for command, stage in ((OpenRound("lobby"), "voting"), (Reveal("voting"), "showing"), (TakeBack("showing"), "voting"),
                           (CloseRound("voting"), "revealed"), (TakeBack("revealed"), "hidden")):  # fmt: skip
        room.says(command)
        room.tick(after=0.01)
        assert phone.views()[-1]["stage"] == stage


def test_what_looks_the_same_is_not_sent_again(room: LiveClass, sent: Sent) -> None:
    phone, console, projector = room.line(), room.console(), room.projector()
    room.tick(after=2)
    sent.since()
    for _ in range(3):
        console.says("arrange_board", layer="votes", order="grid")  # it is so already: only the seq moves
        room.tick(after=2)
    assert sent.since() == {}
    assert [len(line.views()) for line in (phone, console)] == [1, 1]
    assert projector.views()[-1]["seq"] < room.session.seq


def test_a_join_is_no_news_to_phones(room: LiveClass, sent: Sent) -> None:
    room.line()
    projector = room.projector()
    room.tick()
    sent.since()
    room.phone()
    room.tick()
    assert sent.since() == {("view", projector.sid): 1}


def test_a_screen_that_confirms_nothing_gets_the_newest_when_it_does(room: LiveClass) -> None:
    projector = room.projector()
    projector.confirms = False
    for _ in range(10):
        room.phone()
        room.tick()
    assert len(projector.views()) == MOST_UNCONFIRMED
    assert projector.views()[-1]["turnout"]["joined"] == MOST_UNCONFIRMED - 1
    projector.confirm()
    room.tick()
    assert len(projector.views()) == MOST_UNCONFIRMED + 1
    assert projector.views()[-1]["turnout"]["joined"] == 10


def test_a_screen_that_never_confirms_is_not_given_up(room: LiveClass) -> None:
    projector = room.projector()
    projector.confirms = False
    for _ in range(5):
        room.phone()
        room.tick()
    room.phone()
    room.tick(after=CONFIRM_WITHIN)
    assert projector.views()[-1]["turnout"]["joined"] == 6


def test_one_slow_screen_slows_no_other(room: LiveClass) -> None:
    slow, quick = room.projector(), room.console()
    slow.confirms = False
    for number in range(10):
        room.phone()
        room.tick()
        assert quick.views()[-1]["turnout"]["joined"] == number + 1


def test_confirming_what_was_never_sent_breaks_nothing(room: LiveClass) -> None:
    projector = room.projector()
    for id in (1, 7, 10**9, 10**30):
        projector.raw(f"3{id}[]")
        projector.raw(f'3{id}[{{"x":1}},2]')
    room.phone()
    room.tick()
    assert projector.views()[-1]["turnout"]["joined"] == 1


def test_a_screen_that_cannot_be_sent_to_takes_no_other_with_it(room: LiveClass) -> None:
    lost, other = room.projector(), room.projector()
    del room.parts.socketio.server.manager.callbacks[lost.sid][0]  # what python-socketio does to itself on an ack with the id 0
    room.phone()
    room.tick()
    assert other.views()[-1]["turnout"]["joined"] == 1


def test_a_phone_that_was_ahead_of_its_room_is_not_forgotten(room: LiveClass) -> None:
    """It connects while the others wait for their second to pass; then everything is again as they saw it."""
    first, console = room.line(), room.console()
    console.says("lock_joining", locked=True)
    room.tick(after=2)
    console.says("lock_joining", locked=False)
    late = room.line()
    assert (first.views()[-1]["locked"], late.views()[-1]["locked"]) == (True, False)
    console.says("lock_joining", locked=True)
    for _ in range(12):
        room.tick(after=0.1)
    assert late.views()[-1]["locked"] is True
    assert first.views()[-1]["locked"] is True


def test_sessions_nobody_watches_cost_nothing(room: LiveClass, sent: Sent) -> None:
    line = room.line()
    line.disconnect()
    room.tick()
    sent.since()
    room.somebody()
    assert room.parts.broadcast._marked == set()
    room.tick()
    assert sent.since() == {}


def test_a_session_that_cannot_be_read_holds_up_no_other(room: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    another = LiveClass(room.app, room.fay)
    one, two = room.projector(), another.projector()
    really = room.parts.broadcast._session

    for failure in (StoreFailed("disk I/O error"), RuntimeError("a bug of ours")):

        def fails(session_id: str, failure: Exception = failure) -> Any:
            if session_id == room.id:
                raise failure
            return really(session_id)

        room.phone()
        another.phone()
        monkeypatch.setattr(room.parts.broadcast, "_session", fails)
        before = len(one.views())
        another.tick()
        assert len(one.views()) == before
        assert two.views()[-1]["turnout"]["joined"] == len(another.session.participants)
        monkeypatch.undo()
        another.confirm_all()
    room.phone()
    room.tick()
    assert one.views()[-1]["turnout"]["joined"] == 3


class _Enough(Exception):
    """`run` never returns: its sleep ends it, after the tick."""


def test_the_runner_wakes_when_something_is_marked(room: LiveClass) -> None:
    projector = room.projector()
    room.phone()

    def sleep(seconds: float) -> None:
        raise _Enough

    with pytest.raises(_Enough):
        room.parts.broadcast.run(sleep)
    assert projector.views()[-1]["turnout"]["joined"] == 1


@pytest.mark.parametrize(("takes", "rests"), [(0.0, TICK), (TICK / 2, TICK / 2), (3 * TICK, SHORTEST_REST)])
def test_ticks_come_in_time_however_long_a_broadcast_takes_and_everybody_else_has_some(
    room: LiveClass, monkeypatch: pytest.MonkeyPatch, takes: float, rests: float
) -> None:
    rested: list[float] = []

    def sleep(seconds: float) -> None:
        rested.append(seconds)
        raise _Enough

    def send_marked() -> None:
        room.clock += takes

    monkeypatch.setattr(room.parts.broadcast, "send_marked", send_marked)
    room.projector()
    with pytest.raises(_Enough):
        room.parts.broadcast.run(sleep)
    assert rested == [pytest.approx(rests)]


def test_screens_do_not_wait_for_a_thousand_phones(room: LiveClass, sent: Sent) -> None:
    """The whole class looks at one of them."""
    room.lines(3)
    console, projector = room.console(), room.projector()
    room.says(OpenRound("lobby"))
    room.tick(after=2)
    sent.since()
    room.says(CloseRound("voting"))
    room.tick(after=2)
    assert [to for event, to in sent.since() if event == "view"] == [projector.sid, console.sid, phones_room(room.id)]
