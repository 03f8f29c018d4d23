"""Whether the store can store, and in a word what is wrong where it cannot: the console says it, the operator's log twice.

Trouble begins with a write or a read that fails, or that takes long. It ends when a try goes through (`EventLog.try_again`), which
the server makes every PAUSE seconds while there is trouble: nobody has to tap for that. What comes and goes is said to be over
only after CALM seconds without it. A damaged file is not healed by a write: that ends with a new start.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from pollapp.store.log import EventLog, StoreFailed, Trouble

logger = logging.getLogger(__name__)

SLOW = 3.0  # seconds: phones give up waiting for an answer after 5
CALM = 5.0  # seconds
PAUSE = 2.0  # seconds

DISK: dict[Trouble, str] = {
    "full": "The disk is full: dots wait on the phones. Free some space; nothing else is needed.",
    "read_only": "The disk cannot be written to: dots wait on the phones. Make it writable; nothing else is needed.",
    "slow": "The disk is slow: dots wait on the phones for a while. See what else keeps it busy.",
    "failing": "The disk reports errors: what cannot be stored waits on the phones. See what the system says of this disk.",
    "damaged": "The sessions' file is damaged. Stop the server, then: pollapp data check",
}
ENGINE: dict[Trouble, str] = {
    "away": "Redis does not answer, or lets nobody in: dots wait on the phones. "
    "See that it runs, that this machine reaches it, and that it lets pollapp in; nothing else is needed.",
    "full": "Redis has no room left: dots wait on the phones. Give it more memory (maxmemory), or its disk; nothing else is needed.",
    "read_only": "Redis takes no writes here: dots wait on the phones. See which Redis is the master, and whether it has its replicas.",
    "failing": "Redis reports errors of its disk: what cannot be stored waits on the phones. See its own log.",
}


class Health:
    """`trouble`: what is wrong now; None when all is well. Only ever touched outside `run_blocking`."""

    def __init__(self, now: Callable[[], float] = time.monotonic, does: Mapping[Trouble, str] = DISK) -> None:
        """`does`: what the operator is told of each trouble that there can be, and what to do."""
        self.trouble: Trouble | None = None
        self._does = does
        self._now = now
        self._began: float | None = None  # when the write began that is going on now
        self._last = 0.0  # when something last failed, or was slow
        self._watchers: list[Callable[[], None]] = []

    def watch(self, changed: Callable[[], None]) -> None:
        """Call changed() whenever `trouble` is another one."""
        self._watchers.append(changed)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Around each write, of which there is one at a time."""
        self._began = self._now()
        try:
            with self.noticing():
                yield
        finally:
            self.look()
            self._began = None

    @contextmanager
    def noticing(self) -> Iterator[None]:
        try:
            yield
        except StoreFailed as failed:
            if failed.trouble:
                self._last = self._now()
                self._is(failed.trouble, str(failed))
            raise

    def look(self) -> None:
        """Notice a write that takes long while it does: one that hangs never ends."""
        if self._began is not None and self._now() - self._began > SLOW:
            self._last = self._now()
            self._is(self.trouble or ("slow" if "slow" in self._does else "away"), f"storing has taken more than {SLOW:g} seconds")

    def works(self) -> None:
        """A try went through."""
        comes_and_goes = self.trouble in ("slow", "failing")
        if not comes_and_goes or self._now() - self._last >= CALM:
            self._is(None, "")

    def _is(self, trouble: Trouble | None, why: str) -> None:
        if self.trouble in (trouble, "damaged"):
            return
        self.trouble = trouble
        if trouble:
            logger.error("%s (%s)", self._does.get(trouble, trouble), why)
        else:
            logger.warning("Storing works again.")
        for changed in self._watchers:
            changed()


def keep_trying(log: EventLog, sleep: Callable[[float], None] | None = None) -> None:
    """Look every PAUSE seconds, for ever, whether a write hangs, and while there is trouble whether it is over."""
    while True:
        try:
            log.try_again()
        except Exception:
            logger.exception("Not tried whether storing works.")
        (sleep or time.sleep)(PAUSE)  # looked up late: the shell has imported this before the server's start patches `time`
