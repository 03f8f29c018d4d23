"""What remains of countdowns. The log holds spans and no time of day; how much of one has passed only a running server knows.

A server that starts anew begins a running countdown again from where it was set: a room gets a little longer, never less.
"""

import time
from collections.abc import Callable

from pollapp.domain.session import Session


class Countdowns:
    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._since: dict[str, tuple[int, float]] = {}  # session → the seq at which its countdown was set, and when that was seen here

    def remains(self, session_id: str, session: Session) -> float | None:
        """Seconds that remain of the session's countdown, in tenths, never below 0; None where there is none."""
        countdown = session.talk.countdown
        if countdown is None:
            self.forget(session_id)
            return None
        seq, at = self._since.get(session_id, (0, 0.0))
        if seq != countdown.seq:
            at = self._now()
            self._since[session_id] = (countdown.seq, at)
        passed = self._now() - at if countdown.running else 0.0
        return round(max(0.0, countdown.seconds - passed), 1)

    def forget(self, session_id: str) -> None:
        self._since.pop(session_id, None)
