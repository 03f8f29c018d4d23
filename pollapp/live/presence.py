"""Who is connected to other processes of this server: each says every two seconds how many phones and consoles it has in each session
that somebody watches there, and hears the sums of the others. Numbers alone, nobody's name; a process that is alone says nothing.
"""

import logging
import time
from collections.abc import Callable

from pollapp.domain.session import Session
from pollapp.live.seats import Seats
from pollapp.store.log import StoreFailed, log_failure
from pollapp.store.shelf import NOBODY, SHARE_HOLDS, Share, Shelf

logger = logging.getLogger(__name__)

BEAT = SHARE_HOLDS / 3  # seconds: one that is late, or lost, takes nobody away


class Presence:
    def __init__(self, shelf: Shelf, seats: Seats, session: Callable[[str], Session | None], changed: Callable[[str], None]) -> None:
        self._shelf, self._seats, self._session, self._changed = shelf, seats, session, changed
        self._told: set[str] = set()  # sessions in which others count with somebody here
        self._others: dict[str, Share] = {}

    def others(self, session_id: str) -> Share:
        """How many are connected elsewhere, as far as is known. Whose tabs are on two workers counts twice: for a moment, or as long."""
        return self._others.get(session_id, NOBODY)

    def beat(self) -> None:
        """Tell and hear once. Raises StoreFailed: then what was heard last holds."""
        watched = set(self._seats.sessions())
        if not watched and not self._told:
            return
        shares = {session_id: self._here(session_id) for session_id in watched} | dict.fromkeys(self._told - watched, NOBODY)
        heard = self._shelf.share(shares)
        self._told = watched
        before, self._others = self._others, {session_id: heard.get(session_id, NOBODY) for session_id in watched}
        for session_id in watched:
            if self._others[session_id] != before.get(session_id, NOBODY):
                self._changed(session_id)

    def keep_beating(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """For ever, where there may be others."""
        ill = False
        while self._shelf.shared:
            try:
                self.beat()
                ill = False
            except StoreFailed as failed:
                if not ill:  # not every two seconds
                    log_failure(logger, "Not counted who is connected elsewhere", failed)
                ill = True
            except Exception:
                logger.exception("Not counted who is connected elsewhere.")
            sleep(BEAT)

    def _here(self, session_id: str) -> Share:
        session = self._session(session_id)
        present = self._seats.present(session_id, session.participants) if session else 0
        return Share(present, len(self._seats.sids(session_id, "console")))
