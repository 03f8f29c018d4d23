"""A code that was found from a source stays open to it, whatever else is tried there (see `tries`); also on other processes, which are
told of it in passing.
"""

import hmac
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from pollapp.store.log import StoreFailed, log_failure
from pollapp.store.shelf import Shelf

logger = logging.getLogger(__name__)

TELL_AGAIN = 60.0  # seconds: a process that was started since then hears of it too


class Found:
    """Which sessions were found from which source. In memory only, and bounded: what was used longest ago is forgotten first.

    `key`: a secret that all processes have. A source is known by a mark made with it, so that no address leaves this process.
    """

    def __init__(self, shelf: Shelf, key: str, most: int = 20_000, now: Callable[[], float] = time.monotonic) -> None:
        self._shelf, self._key, self._most, self._now = shelf, key.encode(), most, now
        self._all: OrderedDict[tuple[str, str], float | None] = OrderedDict()  # (mark, session) → when others were told from here
        self._lock = threading.Lock()
        shelf.hear(self._heard)

    def add(self, source: str, session_id: str) -> None:
        mark = self._mark(source)
        told = self._all.get((mark, session_id))
        if told is None or self._now() >= told + TELL_AGAIN:
            told = self._now()
            self._tell(f"{mark} {session_id}")
        self._keep(mark, session_id, told)

    def has(self, source: str, session_id: str) -> bool:
        return (self._mark(source), session_id) in self._all

    def _keep(self, mark: str, session_id: str, told: float | None) -> None:
        with self._lock:
            self._all[mark, session_id] = told
            self._all.move_to_end((mark, session_id))
            if len(self._all) > self._most:
                self._all.popitem(last=False)

    def _tell(self, text: str) -> None:
        try:
            self._shelf.tell(text)
        except StoreFailed as failed:  # the page itself needs nobody else
            log_failure(logger, "Others were not told of a code that was found", failed)

    def _heard(self, text: str) -> None:
        mark, _, session_id = text.partition(" ")
        self._keep(mark, session_id, self._all.get((mark, session_id)))

    def _mark(self, source: str) -> str:
        return hmac.digest(self._key, b"found from " + source.encode(), "sha256").hex()[:32]
