"""Whoever is hung up on while their seat is being looked up leaves no ghost: python-socketio would keep it for ever."""

from types import SimpleNamespace

import pytest

from pollapp.live.lines import Lines
from tests.live.lines import LiveClass


def test_a_line_that_closes_meanwhile_is_noticed() -> None:
    lines, line = Lines(), SimpleNamespace(closed=False)
    lines._eio = SimpleNamespace(sockets={"ana": line})
    is_here, of_none = lines.watched("ana"), lines.watched("nobody's")
    assert is_here()
    line.closed = True
    assert not is_here()
    line.closed = False
    lines._eio.sockets.pop("ana")
    assert not is_here()
    assert of_none(), "a test's own client has no such line"


def test_its_seat_is_free_again(room: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = room.phone()
    monkeypatch.setattr(room.parts.lines, "watched", lambda line: lambda: False)
    assert not room.line(ana).is_connected()
    assert room.parts.seats.sids(room.id) == []
    assert not any(room.parts.socketio.server.manager._of.values())
