"""Who comes while one waits for a replica shares the next wait, and never the one under way: that may have begun before what was stored."""

import threading
from collections.abc import Callable

from pollapp.store.redis_copies import _Turns
from tests.redis_servers import until_true


class Waits:
    """Waits that end when they are told to, first things first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.begun = self._may_end = 0

    def __call__(self) -> None:
        with self._changed:
            self.begun += 1
            mine = self.begun
            self._changed.wait_for(lambda: self._may_end >= mine, 20)

    def end_one(self) -> None:
        with self._changed:
            self._may_end += 1
            self._changed.notify_all()


def comes(turns: _Turns, wait: Callable[[], None]) -> threading.Thread:
    """Somebody who needs a wait, and is at it now."""
    came = threading.Thread(target=turns.share, args=[wait], daemon=True)
    came.start()
    return came


def waiting(turns: _Turns) -> int:
    """How many stand in line for the next wait."""
    return len(turns._changed._waiters)  # type: ignore[attr-defined]  # those of a Condition, which it shows nobody


def test_who_comes_during_a_wait_is_let_go_only_by_one_that_began_later() -> None:
    turns, waits = _Turns(), Waits()
    first = comes(turns, waits)
    until_true(lambda: waits.begun == 1, lambda: "the first does not wait")
    later = [comes(turns, waits) for _ in range(9)]
    until_true(lambda: waiting(turns) == len(later), lambda: "they have not come")
    waits.end_one()
    first.join(20)
    until_true(lambda: waits.begun == 2, lambda: "no other wait began")
    assert [one.is_alive() for one in (first, *later)] == [False] + [True] * len(later)
    waits.end_one()
    for one in later:
        one.join(20)
    assert not any(one.is_alive() for one in later)
    assert waits.begun == 2, "they shared one"
    waits.end_one()
    turns.share(waits)
    assert waits.begun == 3, "whoever comes when all is over does not rely on what was"
