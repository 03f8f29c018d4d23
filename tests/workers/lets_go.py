"""How a worker lets go of its lines, on a clock of its own. test_draining.py runs it, apart: the server patches whoever imports it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from greenlet import getcurrent, greenlet

from pollapp.server import draining
from pollapp.server.draining import POLLS_WITHIN, STEP, Draining
from pollapp.server.passing_on import Here
from pollapp.workers.post import LEAVE_WITHIN


class _Line:
    """`polls`: whether somebody waits at this moment for what it will say."""

    def __init__(self, sid: str, clock: "_Clock", polls: Callable[[], bool] = lambda: False, upgraded: bool = False) -> None:
        self.sid, self.upgraded, self.closed, self.closed_at = sid, upgraded, False, 0.0
        self.queue = SimpleNamespace(getting=polls)
        self._clock = clock

    def close(self, wait: bool) -> None:
        assert not wait
        self.closed, self.closed_at = True, self._clock.now


class _Clock:
    """`meanwhile`: what goes on while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.meanwhile: list[greenlet] = []

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        for work in self.meanwhile:
            work.switch()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    clock = _Clock()
    monkeypatch.setattr(draining, "time", SimpleNamespace(monotonic=lambda: clock.now))
    monkeypatch.setattr(draining, "eventlet", SimpleNamespace(sleep=clock.sleep))
    return clock


def _server(*lines: _Line, heard: Callable[[str, str], None] = lambda sid, data: None) -> Any:
    """Engine.IO's. `heard`: what answers a message of a line."""
    handlers: dict[str, Any] = {"message": heard}
    return SimpleNamespace(sockets={line.sid: line for line in lines}, handlers=handlers, on=handlers.__setitem__)


def _drained(*lines: _Line, is_answering: Callable[[str], bool] = lambda sid: False) -> None:
    here = Here()
    Draining(_server(*lines), here, is_answering).drain()
    assert here.leaving


def test_who_waits_hears_of_it_at_once_and_who_is_about_to_poll_when_they_do(clock: _Clock) -> None:
    websocket, waiting = _Line("a", clock, upgraded=True), _Line("b", clock, polls=lambda: True)
    soon = _Line("c", clock, polls=lambda: clock.now > 1)
    _drained(websocket, waiting, soon)
    assert (websocket.closed_at, waiting.closed_at) == (0, 0)
    assert 1 < soon.closed_at < 1 + 3 * STEP


def test_a_line_that_nobody_polls_any_more_does_not_hold_up_the_worker_that_is_to_end(clock: _Clock) -> None:
    gone = [_Line(f"gone-{number}", clock) for number in range(400)]
    _drained(*gone)
    assert all(line.closed_at > POLLS_WITHIN for line in gone)
    assert clock.now < POLLS_WITHIN + 1 < LEAVE_WITHIN


def test_dots_that_are_being_stored_are_answered_first_however_long_that_takes(clock: _Clock) -> None:
    line = _Line("a", clock, upgraded=True)
    _drained(line, is_answering=lambda sid: clock.now < POLLS_WITHIN + 2)
    assert line.closed_at >= POLLS_WITHIN + 2


@pytest.mark.parametrize("upgraded", [True, False], ids=["websocket", "polled"])
def test_who_waits_for_an_answer_in_the_middle_of_it_gets_that_first(clock: _Clock, upgraded: bool) -> None:
    """Then a websocket is closed at once, and not only when its turn comes again."""
    asks = _Line("asks", clock, upgraded=upgraded)
    takes = POLLS_WITHIN + 2
    closed_at_once: list[bool] = []

    def heard(sid: str, data: str) -> None:
        while clock.now < takes:
            getcurrent().parent.switch()

    eio = _server(asks, heard=heard)
    draining = Draining(eio, Here(), lambda sid: False)

    def asking() -> None:
        eio.handlers["message"](asks.sid, "something")
        closed_at_once.append(asks.closed)

    clock.meanwhile.append(greenlet(asking))
    clock.meanwhile[0].switch()
    draining.drain()
    assert takes <= asks.closed_at < takes + 2 * STEP
    assert closed_at_once == [upgraded]


def test_a_line_that_never_has_its_answer_holds_up_nobody_beyond_the_end(clock: _Clock) -> None:
    """In the middle of a round too: one of so many lines takes three seconds."""
    _drained(*(_Line(f"{number}", clock, upgraded=True) for number in range(400)), is_answering=lambda sid: True)
    assert clock.now < LEAVE_WITHIN + 2 * STEP
