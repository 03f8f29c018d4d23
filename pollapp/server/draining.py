"""How a worker lets go: phones and screens in small groups, so that a whole class does not come back in one moment.

Their lines are closed as one that breaks is: pages come back from that within a second, by themselves (static/js/lib/socket.js). Told by
Socket.IO to leave, they would wait for up to three.
"""

import math
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import engineio
import eventlet

from pollapp.server.passing_on import Here
from pollapp.workers.post import LEAVE_WITHIN

STEP = 0.1  # seconds
MOST_STEPS = 30
SMALLEST_GROUP = 5
POLLS_WITHIN = 3.0  # seconds; whoever has polled until then polls again


class Draining:
    """Has to be there before the first line is: it knows on which lines somebody is waiting for an answer."""

    def __init__(self, eio: engineio.Server, here: Here, is_answering: Callable[[str], bool]) -> None:
        """`is_answering`: of a line, whether dots that came on it are still being stored."""
        self._eio, self._here, self._is_answering = eio, here, is_answering
        self._asking: Counter[str] = Counter()  # line → messages that are being answered
        self._answer_first: set[str] = set()
        heard = self._eio.handlers["message"]

        def message(eio_sid: str, data: Any) -> Any:
            self._asking[eio_sid] += 1
            try:
                return heard(eio_sid, data)
            finally:
                self._asking[eio_sid] -= 1
                if not self._asking[eio_sid]:
                    del self._asking[eio_sid]
                    self._hang_up_at_last(eio_sid)

        self._eio.on("message", message)

    def drain(self) -> None:
        """Returns when nobody is here any more, or after LEAVE_WITHIN."""
        self._here.leaving = True
        began = time.monotonic()
        while time.monotonic() < began + LEAVE_WITHIN and (self._eio.sockets or self._here.answered):
            self._let_go(began + LEAVE_WITHIN)
            self._forget(time.monotonic() > began + POLLS_WITHIN)

    def _let_go(self, until: float) -> None:
        """Of everybody who would hear of it, once, in some seconds; of those who wait for an answer, when they have it. `until`: by
        time.monotonic; then it ends, with whom it has not come to.
        """
        lines = list(filter(_hears, self._eio.sockets.values()))
        random.shuffle(lines)  # sessions are let go of together, not one after the other
        group = max(SMALLEST_GROUP, math.ceil(len(lines) / MOST_STEPS))
        for first in range(0, len(lines) or 1, group):
            if time.monotonic() >= until:
                return
            for line in lines[first : first + group]:
                self._hang_up(line)
            eventlet.sleep(STEP)

    def _hang_up(self, line: Any) -> None:
        """One that does not hear it, or whose dots are being stored: its turn comes again."""
        if line.sid in self._asking:
            self._answer_first.add(line.sid)
        elif not self._is_answering(line.sid) and _hears(line):
            line.close(wait=False)

    def _forget(self, absent: bool) -> None:
        """Whom we have hung up on; `absent`: also who has not polled for so long, and is waited for in vain."""
        for line in list(self._eio.sockets.values()):
            if absent and not line.upgraded and line.sid not in self._asking and not self._is_answering(line.sid):
                line.close(wait=False)
            if line.closed:
                self._eio.sockets.pop(line.sid, None)

    def _hang_up_at_last(self, eio_sid: str) -> None:
        if eio_sid in self._answer_first:
            self._answer_first.discard(eio_sid)
            line = self._eio.sockets.get(eio_sid)
            if line:
                line.close(wait=False)


def _hears(line: Any) -> bool:
    """Whether what is said on it now arrives: not on one that is polled, and is just about to be polled again."""
    return bool(line.upgraded or line.queue.getting())
