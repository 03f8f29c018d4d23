"""A screen that leaves while views go out: each waits for the store, and others have their turn meanwhile. Nothing of it is kept."""

from typing import Any

import pytest

from pollapp.access import Seat
from pollapp.live.broadcast import Broadcast
from pollapp.live.seats import Seats
from pollapp.store.shelf import MemoryShelf
from tests import cast

CONSOLE, PROJECTOR = Seat("console", "s", proof="x"), Seat("projector", "s")


class Hall:
    """A session with screens. `sent`: what went out, to whom; `leaves`: when something is sent to the one, the other leaves."""

    def __init__(self, leaves: dict[str, str]) -> None:
        session = cast.opened()
        self.seats, self.sent = Seats(), list[tuple[str, str]]()
        self._leaves = leaves
        self.broadcast = Broadcast(lambda session_id: session, self.seats, self._emit, shelf=MemoryShelf())

    def _emit(self, event: str, data: Any, *, to: str, callback: Any = None) -> None:
        self.sent.append((event, to))
        self.leave(self._leaves.get(to, ""))

    def leave(self, sid: str) -> None:
        self.seats.leave(sid)
        self.broadcast.leave(sid)


@pytest.mark.parametrize("seat", [CONSOLE, PROJECTOR])
def test_one_that_has_left_before_its_turn_is_sent_nothing_and_forgotten(seat: Seat) -> None:
    hall = Hall(leaves={"one": "two"})
    hall.seats.take("one", PROJECTOR)
    hall.seats.take("two", seat)
    hall.broadcast.mark("s")
    hall.broadcast.send_marked()
    assert ("view", "one") in hall.sent
    assert "two" not in [to for _, to in hall.sent]
    assert list(hall.broadcast._screens) == ["one"]


def test_one_that_leaves_while_it_is_greeted_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    hall = Hall(leaves={})
    hall.seats.take("one", PROJECTOR)
    made = hall.broadcast._screen_views

    def leaves(*args: Any) -> Any:
        hall.leave("one")
        return made(*args)

    monkeypatch.setattr(hall.broadcast, "_screen_views", leaves)
    assert hall.broadcast.greet("one")
    assert hall.sent == []
    assert hall.broadcast._screens == {}
