"""Group commit: many phones' appends share one durable commit, and a lone one does not wait for a timer.

While one group is being written, what arrives gathers into the next. Commits start at least PAUSE apart, so that a
burst becomes a few large groups. If a group fails as a whole its items are tried one by one, so that one bad item (or a
disk that only just fits) does not take the others down; what fails alone is answered `NotStored`.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence

from pollapp.store.log import Append, NotStored, Outcome, StoreFailed, log_failure

logger = logging.getLogger(__name__)

PAUSE = 0.005  # seconds between the starts of two commits while the line is busy

Write = Callable[[Sequence[Append]], list[Outcome]]
After = Callable[[Sequence[Append], Sequence[Outcome]], None]


class _Group:
    def __init__(self) -> None:
        self.items: list[Append] = []
        self.outcomes: list[Outcome] = []
        self.settled = threading.Event()


class GroupCommit:
    """Calls `write` for one group after the other, then `after`, then lets the callers go."""

    def __init__(self, write: Write, after: After) -> None:
        self._write = write
        self._after = after
        self._gathering = _Group()
        self._changed = threading.Condition()
        self._closing = False
        self._writer = threading.Thread(target=self._write_groups, name="group-commit", daemon=True)
        self._writer.start()

    def append(self, items: Sequence[Append]) -> list[Outcome]:
        """Wait until the items are stored, or are known not to be; one outcome each, in order."""
        if not items:
            return []
        with self._changed:
            if self._closing:
                return [NotStored("the store is closed")] * len(items)
            group, start = self._gathering, len(self._gathering.items)
            group.items.extend(items)
            self._changed.notify()
        group.settled.wait()
        return group.outcomes[start : start + len(items)]

    def close(self) -> None:
        """Write what is waiting, then stop."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._writer.join()

    def _write_groups(self) -> None:
        last_start = 0.0
        while group := self._next_group(last_start):
            last_start = time.monotonic()
            group.outcomes = self._stored(group.items)
            try:
                self._after(group.items, group.outcomes)
            except Exception:  # whoever follows must never stop the store; a follower that missed something reads it again
                logger.exception("A follower of the log failed.")
            group.settled.set()

    def _next_group(self, last_start: float) -> _Group | None:
        with self._changed:
            while not self._gathering.items:
                if self._closing:
                    return None
                self._changed.wait()
        rest = last_start + PAUSE - time.monotonic()
        if rest > 0:  # the line is busy: let the group grow
            time.sleep(rest)
        with self._changed:
            group, self._gathering = self._gathering, _Group()
        return group

    def _stored(self, items: Sequence[Append]) -> list[Outcome]:
        try:
            return self._write(items)
        except Exception as error:  # whatever it was, nothing of this group was stored
            failed = error if isinstance(error, StoreFailed) else StoreFailed(str(error))
            alone = failed.trouble in (None, "full")  # where a disk only just fits, some do; from an ill one each would wait
            if len(items) == 1 or not alone:
                log_failure(logger, "Not stored", failed)
                return [NotStored(str(failed))] * len(items)
        return [outcome for item in items for outcome in self._stored([item])]
