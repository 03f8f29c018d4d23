"""One message to every phone of a session. python-socketio puts it into each phone's queue and wakes a task for each: for a thousand phones
that is a pause of 40 ms, in which nobody's dot is acked. Here it is written once, given to the system phone by phone, and everybody else
has turns in between. Whoever's line is not free in this moment gets it the usual way.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

import orjson

from pollapp.live.lines import Lines

A_TURN = 10  # phones: a dot on its way to the disk and back needs six turns of the hub, and would wait for as many of these


class Fanout:
    def __init__(self, lines: Lines, pause: Callable[[float], None] = time.sleep) -> None:
        self._lines, self._pause = lines, pause

    @property
    def possible(self) -> bool:
        """Whether this server has a way past the lines' queues."""
        return self._lines.direct is not None

    def send(self, sids: Iterable[str], event: str, data: Any) -> list[str]:
        """Send this event to these sockets. Gives those to whom it has to go the usual way."""
        direct, left = self._lines.direct, []
        assert direct
        frame = direct.framed(f"42{orjson.dumps([event, data]).decode()}")  # Engine.IO MESSAGE, Socket.IO EVENT
        for number, sid in enumerate(sids, start=1):
            line = self._lines.of(sid)
            if line and not direct.send(line, frame):
                left.append(sid)
            if number % A_TURN == 0:
                self._pause(0)
        return left
