"""One task pings every line and closes those that do not answer."""

from types import SimpleNamespace
from typing import Any

import pytest

from pollapp.live.heartbeat import AT_ONCE, Heartbeat

PINGED_EVERY, ANSWER_WITHIN = 20, 10


class Line:
    """What the heartbeat needs of an Engine.IO socket."""

    def __init__(self, sid: str) -> None:
        self.sid, self.closed, self.closing, self.last_ping = sid, False, False, 1.0
        self.sent: list[Any] = []
        self.why: str | None = None

    def send(self, packet: Any) -> None:
        self.sent.append(packet)

    def close(self, wait: bool, abort: bool, reason: str) -> None:
        self.closed, self.why = True, reason


class Room:
    def __init__(self) -> None:
        self.at = 0.0
        self.eio = SimpleNamespace(
            sockets={}, ping_interval=PINGED_EVERY, ping_timeout=ANSWER_WITHIN, reason=SimpleNamespace(PING_TIMEOUT="silent")
        )
        self.heartbeat = Heartbeat(self.eio, lambda: self.at)

    def opens(self, sid: str) -> Line:
        line = self.eio.sockets[sid] = Line(sid)
        self.heartbeat.take_over(line)  # type: ignore[arg-type]
        line.schedule_ping()  # type: ignore[attr-defined]
        return line

    def passes(self, seconds: float) -> None:
        self.at += seconds
        self.heartbeat.beat()


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_line_is_pinged_a_heartbeat_after_it_opened_and_after_each_pong(room: Room) -> None:
    ana = room.opens("ana")
    room.passes(PINGED_EVERY - 1)
    assert ana.sent == []
    room.passes(1)
    assert len(ana.sent) == 1
    ana.schedule_ping()  # type: ignore[attr-defined]
    room.passes(PINGED_EVERY)
    assert len(ana.sent) == 2
    assert not ana.closed


def test_one_that_does_not_answer_is_closed_and_let_go_of(room: Room) -> None:
    ana, ben = room.opens("ana"), room.opens("ben")
    room.passes(PINGED_EVERY)
    ben.schedule_ping()  # type: ignore[attr-defined]
    room.passes(ANSWER_WITHIN)
    assert (ana.closed, ana.why, ben.closed) == (True, "silent", False)
    assert list(room.eio.sockets) == ["ben"]


def test_pong_after_pong_brings_no_more_pings(room: Room) -> None:
    zed = room.opens("zed")
    for _ in range(100):
        zed.schedule_ping()  # type: ignore[attr-defined]
    room.passes(PINGED_EVERY)
    assert len(zed.sent) == 1


def test_nothing_holds_a_line_that_has_gone(room: Room) -> None:
    ana, ben = room.opens("ana"), room.opens("ben")
    ben.closed = True
    room.heartbeat.let_go("ana")
    del room.eio.sockets["ana"]
    room.passes(PINGED_EVERY + ANSWER_WITHIN)
    assert (ana.sent, ben.sent, ana.why) == ([], [], None)
    assert (room.heartbeat._pings, room.heartbeat._pongs) == ({}, {})


def test_in_between_everybody_else_has_a_turn(room: Room) -> None:
    lines = [room.opens(str(number)) for number in range(3 * AT_ONCE)]
    turns: list[int] = []
    room.at += PINGED_EVERY
    room.heartbeat.beat(lambda: turns.append(sum(len(line.sent) for line in lines)))
    assert turns == [AT_ONCE, 2 * AT_ONCE, 3 * AT_ONCE]
