"""How a worker lets go of its lines, on a clock of its own. test_draining.py runs it, apart: the server patches whoever imports it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from pollapp.server import draining
from pollapp.server.draining import END_WITHIN, POLLS_WITHIN, STEP, Draining
from pollapp.server.passing_on import Here


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
    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    clock = _Clock()
    monkeypatch.setattr(draining, "time", SimpleNamespace(monotonic=lambda: clock.now))
    monkeypatch.setattr(draining, "eventlet", SimpleNamespace(sleep=clock.sleep))
    return clock


def _drained(*lines: _Line, is_answering: Callable[[str], bool] = lambda sid: False) -> None:
    eio: Any = SimpleNamespace(sockets={line.sid: line for line in lines}, handlers={"message": None}, on=lambda *_: None)
    here = Here()
    Draining(eio, here, is_answering).drain()
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
    assert clock.now < POLLS_WITHIN + 1 < END_WITHIN


def test_dots_that_are_being_stored_are_answered_first_however_long_that_takes(clock: _Clock) -> None:
    line = _Line("a", clock, upgraded=True)
    _drained(line, is_answering=lambda sid: clock.now < POLLS_WITHIN + 2)
    assert line.closed_at >= POLLS_WITHIN + 2
