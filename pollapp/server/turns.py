"""One after the other, where thousands may come in the same moment: in between, everybody else is served.

Whoever knocks, asks for a page, opens a line or leaves waits here. A dot that is on its way to the disk and back needs several turns of
the hub; were one stranger served in each of them, it would wait for them all.
"""

from collections import deque
from typing import Any

import eventlet
import eventlet.event

TURNS_BETWEEN = 8  # of the hub; each is 15 µs where nobody else wants it
KNOCKING, PASSED, LEAVING = "knocking", "passed", "leaving"  # PASSED: have knocked at another worker


class Turns:
    """One is let go, then the hub has some turns without; sources take turns, so that one with a thousand waits behind itself."""

    def __init__(self) -> None:
        self._behind: dict[str, deque[Any]] = {}  # source → who waits there; the next source stands first
        self._serving = False
        self.served = 0  # how many so far

    def wait(self, source: str) -> None:
        """`source`: an address, KNOCKING, PASSED or LEAVING."""
        mine = eventlet.event.Event()
        self._behind.setdefault(source, deque()).append(mine)
        if not self._serving:
            self._serving = True
            eventlet.spawn_n(self._serve)
        mine.wait()

    def _serve(self) -> None:
        while self._behind:
            source = next(iter(self._behind))
            here = self._behind.pop(source)
            here.popleft().send()
            self.served += 1
            if here:
                self._behind[source] = here
            for _ in range(TURNS_BETWEEN):
                eventlet.sleep(0)
        self._serving = False


strangers = Turns()
