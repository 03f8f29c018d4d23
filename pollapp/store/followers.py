"""Who follows a log, and is fed what is stored in it."""

import logging
from collections.abc import Sequence

from pollapp.store.log import Entry, Feed

logger = logging.getLogger(__name__)


class Followers:
    def __init__(self) -> None:
        self._feeds: list[Feed] = []

    def add(self, feed: Feed) -> None:
        self._feeds.append(feed)

    def tell(self, session_id: str, entries: Sequence[Entry]) -> None:
        """One follower that fails on one session keeps no other follower, and no other session of the group, from its entries."""
        for feed in self._feeds:
            try:
                feed(session_id, entries)
            except Exception:
                logger.exception("A follower of the log failed.")
