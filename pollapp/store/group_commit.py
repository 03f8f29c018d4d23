"""Group commit: many phones' appends share one durable commit, and a lone one does not wait for a timer.

While one group is being written, what arrives gathers into the next. Commits start at least PAUSE apart, so that a
burst becomes a few large groups. If a group fails as a whole its items are tried one by one, so that one bad item (or a
disk that only just fits) does not take the others down; what fails alone is answered `NotStored`.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice

from pollapp.metrics.figures import StoreFigures
from pollapp.store.log import Append, NotStored, Outcome, StoreFailed, log_failure

logger = logging.getLogger(__name__)

PAUSE = 0.003  # seconds between the starts of two commits: whoever is alone waits for none, and a busy server's groups grow by themselves

Write = Callable[[Sequence[Append]], list[Outcome]]
Settled = Callable[[Sequence[Outcome]], None]
_Waiting = tuple[Sequence[Append], Settled]
After = Callable[[Sequence[Append], Sequence[Outcome]], None]


class GroupCommit:
    """Calls `write` for one group after the other, then `after`, then lets the callers go.

    No lock is taken for an item: a deque's `append` and `popleft` are atomic. The writer says that it is idle before it looks whether
    anything waits, a caller adds its items before it looks whether the writer is idle: one of the two sees the other.
    """

    def __init__(self, write: Write, after: After) -> None:
        self.figures = StoreFigures()
        self._write = write
        self._after = after
        self._waiting: deque[_Waiting] = deque()
        self._idle = self._closing = self._closed = False
        self._wake = threading.Event()
        self._writer = threading.Thread(target=self._write_groups, name="group-commit", daemon=True)
        self._writer.start()

    def append(self, items: Sequence[Append]) -> list[Outcome]:
        """Wait until the items are stored, or are known not to be; one outcome each, in order."""
        stored, told = threading.Event(), list[Outcome]()

        def settled(outcomes: Sequence[Outcome]) -> None:
            told.extend(outcomes)
            stored.set()

        self.append_soon(items, settled)
        stored.wait()
        return told

    def append_soon(self, items: Sequence[Append], settled: Settled) -> None:
        """The same without waiting: the writer calls settled(outcomes), which must not wait for anything."""
        if not items or self._closing:
            settled([NotStored("the store is closed")] * len(items))
            return
        self._waiting.append((items, settled))
        if self._idle:
            self._wake.set()
        if self._closed:
            self._refuse_waiting()

    def close(self) -> None:
        """Write what is waiting, then stop."""
        self._closing = True
        self._wake.set()
        self._writer.join()
        self._closed = True
        self._refuse_waiting()

    def _refuse_waiting(self) -> None:
        for items, settled in self._taken():
            _tell(settled, [NotStored("the store is closed")] * len(items))

    def _taken(self) -> list[_Waiting]:
        """Everything that waits. Others may be taking too, once the store is closed."""
        taken: list[_Waiting] = []
        with suppress(IndexError):
            for _ in range(len(self._waiting)):
                taken.append(self._waiting.popleft())
        return taken

    def _write_groups(self) -> None:
        last_start = 0.0
        while self._something_waits():
            rest = last_start + PAUSE - time.monotonic()
            if rest > 0:  # the line is busy: let the group grow
                time.sleep(rest)
            last_start = time.monotonic()
            self._write_group(self._taken())

    def _something_waits(self) -> bool:
        """Wait for something to write; False once there is nothing, and nothing more is to come."""
        self._idle = True
        while not self._waiting:
            if self._closing:
                return False
            self._wake.wait()
            self._wake.clear()
        self._idle = False
        return True

    def _write_group(self, group: Sequence[_Waiting]) -> None:
        began = time.monotonic()
        all_items = [item for items, _ in group for item in items]
        outcomes = self._stored(all_items)
        stored = time.monotonic()
        try:
            self._after(all_items, outcomes)
        except Exception:  # whoever follows must never stop the store; a follower that missed something reads it again
            logger.exception("A follower of the log failed.")
        self._count(len(all_items), stored - began, time.monotonic() - stored)
        rest = iter(outcomes)
        for items, settled in group:
            _tell(settled, list(islice(rest, len(items))))

    def _count(self, size: int, storing: float, applying: float) -> None:
        self.figures.group.add(size)
        self.figures.commit.add(storing)
        self.figures.fold.add(applying)

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


def _tell(settled: Settled, outcomes: Sequence[Outcome]) -> None:
    """One that fails keeps nobody else from being told."""
    try:
        settled(outcomes)
    except Exception:
        logger.exception("Stored, and could not be told.")
