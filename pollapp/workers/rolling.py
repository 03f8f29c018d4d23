"""Restarts one worker after the other: its replacement is ready before it lets its phones go, and it has gone before the next turn."""

import logging
import time
from collections.abc import Callable, Sequence
from itertools import chain

from pollapp.workers.load import Load
from pollapp.workers.post import LEAVE_WITHIN
from pollapp.workers.process import Worker
from pollapp.workers.slot import Slot

DRAIN_WITHIN = LEAVE_WITHIN + 3.0  # seconds; it has to close its store when it has let go of everybody

logger = logging.getLogger(__name__)


class RollingRestart:
    """Of every worker that was started before it was asked for. `leaving`: who has been replaced, and has not ended yet."""

    def __init__(self, slots: Sequence[Slot], load: Load, start: Callable[[Slot], Worker | None], say: Callable[[str], None]) -> None:
        self._slots, self._load, self._start, self._say = slots, load, start, say
        self._asked_at: float | None = None  # by time.monotonic; None when there is nothing to do
        self.leaving: list[Worker] = []

    def ask(self) -> None:
        """Also in the middle of another one: the code may have changed since, and who was new for that one is old for this."""
        self._asked_at = time.monotonic()
        self._say("  Restarting, one worker after the other.\n")

    def go_on(self) -> None:
        """Do what can be done now. Where nobody is ready yet that is nothing: who starts there, or soon will, is waited for."""
        if self._asked_at is None or self.leaving:
            return
        slot = self._turn()
        if slot is None:
            self._asked_at = None
            self._say("  Restarted: every worker is a new one.\n")
        elif slot.successor:
            if slot.successor.text is not None:
                self._take_over(slot, slot.successor)
        elif slot.is_serving:
            slot.successor = self._start(slot)
            if slot.successor is None:
                self._give_up(slot.name, "no process")

    def _turn(self) -> Slot | None:
        """Whose it is: what was begun goes first. None when a new worker serves in every slot."""
        begun = (slot for slot in self._slots if slot.successor)
        others = (slot for slot in self._slots if not (slot.is_serving and self._is_new(slot.worker)))
        return next(chain(begun, others), None)

    def _is_new(self, worker: Worker | None) -> bool:
        return worker is not None and self._asked_at is not None and worker.since >= self._asked_at

    def _take_over(self, slot: Slot, successor: Worker) -> None:
        leaves, slot.worker, slot.successor = slot.worker, successor, None
        if leaves:
            self._load.leave(leaves.post.seat)
            leaves.drain(DRAIN_WITHIN)
            self.leaving.append(leaves)

    def has_ended(self, worker: Worker, how: str) -> None:
        """What keeps a new one from starting would keep the others too. One that is starting elsewhere will tell."""
        if worker.text is None and self._is_new(worker) and not any(slot.successor for slot in self._slots):
            self._give_up(worker.post.name, how)

    def _give_up(self, name: str, how: str) -> None:
        self._asked_at = None
        logger.error("What was to replace worker %s has not started (%s). The workers that run go on.", name, how)
