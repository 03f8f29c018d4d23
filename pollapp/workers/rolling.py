"""Restarts one worker after the other: its replacement is ready before it lets its phones go, and it has gone before the next turn."""

import logging
from collections.abc import Callable, Sequence

from pollapp.workers.load import Load
from pollapp.workers.process import Worker
from pollapp.workers.slot import Slot

DRAIN_WITHIN = 16.0  # seconds; a worker ends by itself after 15

logger = logging.getLogger(__name__)


class RollingRestart:
    """`leaving`: who has been replaced, and has not ended yet."""

    def __init__(self, slots: Sequence[Slot], load: Load, start: Callable[[Slot], Worker | None], say: Callable[[str], None]) -> None:
        self._slots, self._load, self._start, self._say = slots, load, start, say
        self._waiting: list[Slot] = []  # for their turn; the first has it
        self._again = False
        self._has_taken_over = False  # of the first: whom it replaced may not have ended yet
        self.leaving: list[Worker] = []

    def ask(self) -> None:
        if self._waiting:
            self._again = True  # the code may have changed since
            return
        self._waiting = list(self._slots)
        self._say("  Restarting, one worker after the other.\n")

    def go_on(self) -> None:
        """Do what can be done now."""
        if not self._waiting or self.leaving:
            return
        slot = self._waiting[0]
        if self._has_taken_over or slot.is_empty:  # one that is empty starts from the new code by itself
            self._next()
        elif slot.successor:
            if slot.successor.text is not None:
                self._take_over(slot)
        elif slot.is_serving:
            slot.successor = self._start(slot)
            if slot.successor is None:
                self.give_up(slot, "no process")

    def _take_over(self, slot: Slot) -> None:
        leaves, slot.worker, slot.successor = slot.worker, slot.successor, None
        if leaves:
            self._load.leave(leaves.post.seat)
            leaves.drain(DRAIN_WITHIN)
            self.leaving.append(leaves)
        self._has_taken_over = True

    def _next(self) -> None:
        self._has_taken_over = False
        self._waiting.pop(0)
        if self._waiting:
            return
        self._say("  Restarted: every worker is a new one.\n")
        if self._again:
            self._again = False
            self.ask()

    def give_up(self, slot: Slot, how: str) -> None:
        """What was to replace this one has not started: what was to replace the others would not either."""
        self._waiting, self._again = [], False
        logger.error("What was to replace worker %s has not started (%s). The workers that run go on.", slot.name, how)
