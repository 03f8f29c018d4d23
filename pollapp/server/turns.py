"""One after the other, where thousands may come in the same moment: in between, everybody else is served."""

from collections import deque
from typing import Any

import eventlet
import eventlet.event


class Turns:
    """One is let go a turn of the hub; addresses take turns, so that one with a thousand connections waits behind itself."""

    def __init__(self) -> None:
        self._behind: dict[str, deque[Any]] = {}  # address → who waits there; the next address stands first
        self._serving = False

    def wait(self, address: str) -> None:
        mine = eventlet.event.Event()
        self._behind.setdefault(address, deque()).append(mine)
        if not self._serving:
            self._serving = True
            eventlet.spawn_n(self._serve)
        mine.wait()

    def _serve(self) -> None:
        while self._behind:
            address = next(iter(self._behind))
            here = self._behind.pop(address)
            here.popleft().send()
            if here:
                self._behind[address] = here
            eventlet.sleep(0)
        self._serving = False
