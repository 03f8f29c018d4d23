"""What remains of countdowns. The log holds spans and no time of day; how much of one has passed only running servers know: whoever
sees it first puts its beginning on the shelf, and all others go by that.

A server that starts anew, its shelf empty, begins a running countdown again from where it was set: a room gets a little longer, never less.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from pollapp.domain.session import Countdown, Session
from pollapp.store.log import StoreFailed
from pollapp.store.shelf import Shelf, of_session

LONGEST = 86_400.0  # seconds that a beginning lies on the shelf: somebody may open a console hours after it
AGAIN = 1.0  # seconds until a shelf that was out of reach is asked again


@dataclass(frozen=True, slots=True)
class _Begun:
    seq: int  # at which the countdown was set
    at: float  # on this process's clock
    ask_again: float | None = None  # when, where the shelf could not be asked


class Countdowns:
    def __init__(self, shelf: Shelf, now: Callable[[], float] = time.monotonic) -> None:
        self._shelf, self._now = shelf, now
        self._begun: dict[str, _Begun] = {}  # session → what is known here

    def remains(self, session_id: str, session: Session) -> float | None:
        """Seconds that remain of the session's countdown, in tenths, never below 0; None where there is none."""
        countdown = session.talk.countdown
        if countdown is None:
            self._begun.pop(session_id, None)
            return None
        passed = self._now() - self._since(session_id, countdown) if countdown.running else 0.0  # a paused one stays where it is
        return round(max(0.0, countdown.seconds - passed), 1)

    def forget(self, session_id: str) -> None:
        """The session is gone."""
        self._begun.pop(session_id, None)

    def _since(self, session_id: str, countdown: Countdown) -> float:
        known = self._begun.get(session_id)
        if known and known.seq == countdown.seq and (known.ask_again is None or self._now() < known.ask_again):
            return known.at
        first_seen = known.at if known and known.seq == countdown.seq else self._now()
        try:
            known = _Begun(countdown.seq, self._now() - self._age(session_id, countdown))
        except StoreFailed:  # the store's health tells of it
            known = _Begun(countdown.seq, first_seen, ask_again=self._now() + AGAIN)
        self._begun[session_id] = known
        return known.at

    def _age(self, session_id: str, countdown: Countdown) -> float:
        """Seconds since a process saw this countdown first; it begins now, where that is this one. Raises StoreFailed."""
        key, text = of_session(session_id, "countdown"), f"{countdown.seq} {countdown.seconds}"
        kept = self._shelf.look(key)
        if kept and kept.text == text:
            return LONGEST - kept.left
        if kept and int(kept.text.split()[0]) > countdown.seq:
            return 0.0  # this process is behind, and sees the newer one in a moment
        self._shelf.swap(key, kept.text if kept else None, text, LONGEST)  # else another was quicker, by milliseconds
        return 0.0
