"""Since when a countdown runs: whoever sees it first says so, and all others go by that."""

from types import SimpleNamespace
from typing import Any

import pytest

from pollapp.domain.session import Countdown
from pollapp.live.countdowns import AGAIN, Countdowns
from pollapp.store.log import StoreFailed
from pollapp.store.shelf import Kept, MemoryShelf

ROOM = "room"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Reachable(MemoryShelf):
    """A shelf that may be out of reach. `asked`: how often somebody looked."""

    asked, away = 0, False

    def look(self, key: str) -> Kept | None:
        self.asked += 1
        if self.away:
            raise StoreFailed("away", "away")
        return super().look(key)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf(clock: Clock) -> Reachable:
    return Reachable(clock)


def _session(seq: int = 5, seconds: int = 90, running: bool = True) -> Any:
    return SimpleNamespace(talk=SimpleNamespace(countdown=Countdown(seq, seconds, running)))


NONE: Any = SimpleNamespace(talk=SimpleNamespace(countdown=None))


def test_who_sees_it_later_shows_the_same(shelf: Reachable, clock: Clock) -> None:
    here, there = Countdowns(shelf, clock), Countdowns(shelf, clock)
    assert here.remains(ROOM, _session()) == 90
    clock.now += 30
    assert there.remains(ROOM, _session()) == here.remains(ROOM, _session()) == 60
    clock.now += 100
    assert there.remains(ROOM, _session()) == 0


def test_clocks_of_two_machines_need_not_agree(shelf: Reachable, clock: Clock) -> None:
    there = Clock()
    there.now = 77_000.0
    assert Countdowns(shelf, clock).remains(ROOM, _session()) == 90
    clock.now += 30
    assert Countdowns(shelf, there).remains(ROOM, _session()) == 60


def test_the_shelf_is_asked_once_for_each_countdown(shelf: Reachable, clock: Clock) -> None:
    here = Countdowns(shelf, clock)
    for _ in range(5):
        here.remains(ROOM, _session())
        here.remains("another", NONE)
    assert shelf.asked == 1
    here.remains(ROOM, _session(seq=7, running=False))
    assert shelf.asked == 1  # a paused one stays where it is
    assert here.remains(ROOM, _session(seq=8)) == 90
    assert shelf.asked == 2


def test_who_is_behind_takes_nothing_from_the_newer_one(shelf: Reachable, clock: Clock) -> None:
    here, behind, late = (Countdowns(shelf, clock) for _ in range(3))
    assert here.remains(ROOM, _session(seq=9, seconds=60)) == 60
    clock.now += 10
    assert behind.remains(ROOM, _session(seq=5)) == 90
    assert late.remains(ROOM, _session(seq=9, seconds=60)) == behind.remains(ROOM, _session(seq=9, seconds=60)) == 50


def test_another_countdown_at_the_same_place_is_another_one(shelf: Reachable, clock: Clock) -> None:
    """After a failover that lost the end of a log."""
    Countdowns(shelf, clock).remains(ROOM, _session(seconds=90))
    clock.now += 30
    assert Countdowns(shelf, clock).remains(ROOM, _session(seconds=60)) == 60


def test_out_of_reach_it_begins_here_and_is_put_right_later(shelf: Reachable, clock: Clock) -> None:
    here, there = Countdowns(shelf, clock), Countdowns(shelf, clock)
    here.remains(ROOM, _session())
    clock.now += 30
    shelf.away, shelf.asked = True, 0
    assert [there.remains(ROOM, _session()) for _ in range(5)] == [90] * 5
    assert shelf.asked == 1
    clock.now += AGAIN
    assert there.remains(ROOM, _session()) == 90 - AGAIN
    shelf.away = False
    clock.now += AGAIN
    assert there.remains(ROOM, _session()) == here.remains(ROOM, _session()) == 60 - 2 * AGAIN
