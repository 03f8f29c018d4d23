"""Dots by the fast lane never wait where they are read; where the store has to be asked first, somebody else does that."""

import gc
import queue
import threading
from collections.abc import Callable
from typing import Any

import pytest

from pollapp.live.lines import Lines
from pollapp.service import Service
from pollapp.store.log import StoreFailed
from tests.live.lines import LiveClass, new_id

PATIENCE = 10  # seconds


def _dots(*squares: int, round: int = 1) -> dict[str, Any]:
    return {"dots": [{"command_id": new_id(), "round": round, "square": square, "choice": "green", "counter": 1} for square in squares]}


def _placed(room: LiveClass, sid: str, payload: Any) -> Any:
    """The ack."""
    told: queue.Queue[Any] = queue.Queue()
    room.door.lines.dots(sid, payload, told.put)
    ack = told.get(timeout=PATIENCE)
    assert told.empty()
    return ack


@pytest.fixture
def asked(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many orders went the way that may wait, message by message."""
    waited: list[int] = []
    handle = Service.handle

    def counted(self: Service, session_id: str, orders: Any) -> Any:
        waited.append(len(orders))
        return handle(self, session_id, orders)

    monkeypatch.setattr(Service, "handle", counted)
    return waited


def test_as_a_rule_nobody_waits(voting: LiveClass, asked: list[int]) -> None:
    ana = voting.line()
    asked.clear()
    length = voting.log_length()
    assert [answer["ok"] for answer in _placed(voting, ana.sid, _dots(1, 2))["answers"]] == [True, True]
    assert voting.log_length() == length + 2
    assert not asked


def test_a_dot_leaves_nothing_to_the_collector(voting: LiveClass) -> None:
    """With one cycle a message a saturated server did a fifth less, and its slowest acks took twice as long."""
    ana = voting.line()
    assert _placed(voting, ana.sid, _dots(1))["ok"]
    gc.collect()
    gc.disable()
    try:
        for _ in range(20):
            assert _placed(voting, ana.sid, _dots(1, 2))["ok"]
        assert gc.collect() < 20
    finally:
        gc.enable()


def test_of_a_session_that_is_not_in_memory_the_log_is_read_first(voting: LiveClass, asked: list[int]) -> None:
    ana = voting.line()
    asked.clear()
    voting.parts.service._let_go(voting.id)
    assert _placed(voting, ana.sid, _dots(1, 2, 3))["ok"]
    assert asked == [3]


def test_whoever_stores_reads_nothing(voting: LiveClass, asked: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that is let go of while its dots are being stored is read again by somebody else: everybody's dots wait for that thread."""
    ana, service, log = voting.line(), voting.parts.service, voting.parts.log
    append_soon, read = log.append_soon, log.read
    readers: list[str] = []

    def let_go_meanwhile(items: Any, settled: Callable[[Any], None]) -> None:
        append_soon(items, lambda outcomes: (service._let_go(voting.id), settled(outcomes)))

    def watched(*of: Any) -> Any:
        readers.append(threading.current_thread().name)
        return read(*of)

    asked.clear()
    monkeypatch.setattr(log, "append_soon", let_go_meanwhile)
    monkeypatch.setattr(log, "read", watched)
    length = service.session(voting.id).seq  # type: ignore[union-attr]
    assert [answer["ok"] for answer in _placed(voting, ana.sid, _dots(1, 2))["answers"]] == [True, True]
    assert readers
    assert "group-commit" not in readers
    assert service.session(voting.id).seq == length + 2  # type: ignore[union-attr]
    assert asked == [2]


def test_nobody_is_refused_before_it_is_known_what_other_processes_have_stored(voting: LiveClass, asked: list[int]) -> None:
    ana = voting.line()
    asked.clear()
    voting.parts.service.has_others = True
    ack = _placed(voting, ana.sid, _dots(1, round=2))
    assert ack["answers"][0]["refused"] == "no_such_round"
    assert asked == [1]
    assert _placed(voting, ana.sid, _dots(1))["answers"][0]["ok"]
    assert asked == [1]


def test_a_session_that_is_gone_is_told_of(voting: LiveClass, asked: list[int]) -> None:
    ana = voting.line()
    voting.parts.service.delete(voting.id)
    assert _placed(voting, ana.sid, _dots(1))["answers"][0]["refused"] == "gone"


def test_a_log_that_cannot_be_read_is_told_of(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = voting.line()
    voting.parts.service._let_go(voting.id)

    def failing(*_: Any) -> Any:
        raise StoreFailed("no disk")

    monkeypatch.setattr(voting.parts.log, "read", failing)
    assert _placed(voting, ana.sid, _dots(1))["refused"] == "not_stored"


class _Line:
    """What is needed of an Engine.IO socket."""

    def __init__(self) -> None:
        self.closed, self.pongs = False, 0

    def schedule_ping(self) -> None:
        self.pongs += 1


def test_only_pongs_and_dots_of_a_seat_are_taken_at_once() -> None:
    lines, line, took = Lines(), _Line(), list[Any]()
    lines._eio = type("Eio", (), {"sockets": {"e": line}})
    lines.dots = lambda sid, payload, answer: took.append((sid, payload))
    assert lines._take("e", "3")
    assert line.pongs == 1
    dots = '421["place_dots",{"dots":[]}]'
    assert not lines._take("e", dots)  # nobody sits there
    lines._seated["e"] = "s"
    assert lines._take("e", dots)
    assert took == [("s", {"dots": []})]
    for other in ("2", "5", '421["finish",{}]', '42["place_dots",{}]', "41", "3probe"):
        assert not lines._take("e", other)
    line.closed = True
    assert not lines._take("e", dots)
    assert not lines._take("e", "3")
    assert not lines._take("gone", dots)
