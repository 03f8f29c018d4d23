"""Keeps the workers: starts them, replaces one that ends, restarts one after the other when told to. It serves nobody itself, and has to
outlive whatever befalls them: so it is small, and waits for one thing after the other in one thread.
"""

import logging
import os
import secrets
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from pollapp.config import BadSetting, Config
from pollapp.listening import bound
from pollapp.workers.folder import meeting_place
from pollapp.workers.load import SEATS, Load, new_table
from pollapp.workers.post import Files, Post, name_of
from pollapp.workers.process import Worker, start
from pollapp.workers.rolling import RollingRestart
from pollapp.workers.signals import RESTART, STOP, told
from pollapp.workers.slot import Slot

START_WITHIN = 60.0  # seconds
STOP_WITHIN = 8.0

logger = logging.getLogger(__name__)
Say = Callable[[str], None]


class CannotStart(Exception):
    """The first worker has ended before it was ready, and has said why."""


def supervise(config: Config, say: Say) -> None:
    """Serve with `config.workers` processes until told to stop; `say` is given what people are to read.

    Raises BadSetting or OSError when it cannot, CannotStart when the first worker cannot.
    """
    if sys.platform == "win32":
        raise BadSetting("Several workers need Linux or macOS. Leave --workers out.")
    if sys.stdin is None:  # closed (<&-): the listener would get its number, which is /dev/null in a worker
        sys.stdin = open(os.devnull)  # noqa: SIM115  # for as long as we run
    with meeting_place(config.data_dir) as folder, bound(config) as listener, new_table() as table:
        config = replace(config, port=listener.getsockname()[1])
        files = Files(listener.fileno(), -1, -1, table.fileno())
        Supervisor(config, str(folder), files, say).run()


class Supervisor:
    def __init__(self, config: Config, folder: str, files: Files, say: Say) -> None:
        self._config, self._folder, self._files, self._say = config, folder, files, say
        self._load = Load(files.load)
        self._slots = [Slot(name_of(config.machine, number), number) for number in range(config.workers)]
        self._rolling = RollingRestart(self._slots, self._load, self._started, say)
        self._selector = selectors.DefaultSelector()
        self._has_started = self._has_greeted = False
        self._home = ""  # the name of the store, once the first worker has found it

    def run(self) -> None:
        """Until told to stop; then no worker is left."""
        with told() as signals:
            self._selector.register(signals, selectors.EVENT_READ)
            try:
                if self._start_first():
                    while self._hear():
                        self._look()
            finally:
                self._stop_all()

    def _start_first(self) -> bool:
        """One worker alone: what keeps it from starting would keep the others too, and is said once. False when told to stop meanwhile.

        Raises CannotStart.
        """
        first = self._slots[0]
        first.worker = self._started(first)
        while not first.is_serving:
            if first.worker is None:
                raise CannotStart
            if not self._hear():
                return False
            self._kill_late()
        self._has_started = True
        return True

    def _hear(self) -> bool:
        """Wait for whatever comes first, and take note of it; False when told to stop."""
        going_on = True
        for key, _ in self._selector.select(self._until_next()):
            if isinstance(key.fileobj, Worker):
                if not key.fileobj.hear():
                    self._ended(key.fileobj)
                self._home = self._home or key.fileobj.home
            elif isinstance(key.fileobj, socket.socket):
                words = key.fileobj.recv(100)
                going_on = STOP not in words
                if RESTART in words:
                    self._rolling.ask()
        return going_on

    def _until_next(self) -> float:
        """Seconds until something is due though nobody said a word; at most one."""
        due = [slot.again_at for slot in self._slots if slot.is_empty and self._has_started]  # until then the others are to stay empty
        due += [worker.ends_by for worker in self._workers() if worker.ends_by]
        return max(0.0, min(1.0, min(due, default=1e9) - time.monotonic()))

    def _workers(self) -> Iterator[Worker]:
        for slot in self._slots:
            yield from filter(None, (slot.worker, slot.successor))
        yield from self._rolling.leaving

    def _look(self) -> None:
        """Do what is due."""
        self._kill_late()
        for slot in self._slots:
            if slot.is_empty and time.monotonic() >= slot.again_at:
                slot.worker = self._started(slot)
                if slot.worker is None:
                    slot.lose()
        self._greet()
        self._rolling.go_on()

    def _kill_late(self) -> None:
        for worker in self._workers():
            if worker.ends_by and time.monotonic() >= worker.ends_by:
                worker.kill()

    def _greet(self) -> None:
        """Say once where everything is, when all are ready, or have been tried and at least one is ready."""
        texts = [slot.worker.text for slot in self._slots if slot.worker and slot.worker.text is not None]
        if texts and not self._has_greeted and all(slot.is_serving or slot.tried for slot in self._slots):
            self._has_greeted = True
            self._say(texts[0])

    def _started(self, slot: Slot) -> Worker | None:
        """One for this slot, as its worker or to replace that one; None where the system has no process for it."""
        post = Post(slot.name, secrets.token_hex(3), slot.number, self._free_seat(), self._folder, self._files, self._home)
        try:
            worker = start(self._config, post)
        except OSError as error:
            logger.error("Worker %s cannot be started: %s.", slot.name, error.strerror)
            return None
        worker.ends_by = time.monotonic() + START_WITHIN
        self._selector.register(worker, selectors.EVENT_READ)
        return worker

    def _free_seat(self) -> int:
        taken = {worker.post.seat for worker in self._workers()}
        return next(seat for seat in range(SEATS) if seat not in taken)

    def _ended(self, worker: Worker) -> None:
        """It says nothing more, because it has ended, or is about to."""
        how = self._end_of(worker)
        self._selector.unregister(worker)
        worker.forget()
        self._load.leave(worker.post.seat)
        if worker in self._rolling.leaving:
            self._rolling.leaving.remove(worker)
            return
        slot = next(slot for slot in self._slots if worker in (slot.worker, slot.successor))
        if worker is slot.successor:
            slot.successor = None
        else:
            slot.lose()
            if self._has_started:
                logger.error("Worker %s has ended (%s). Another one starts in %.1f s.", slot.name, how, slot.pause)
        self._rolling.has_ended(worker, how)

    def _stop_all(self) -> None:
        """Every worker, at once; whoever does not end is killed."""
        workers = list(self._workers())
        for worker in workers:
            worker.send(signal.SIGTERM)
        until = time.monotonic() + STOP_WITHIN
        for worker in workers:
            self._end_of(worker, until - time.monotonic())
            worker.forget()
        self._selector.close()

    def _end_of(self, worker: Worker, within: float = 1.0) -> str:
        """How it ended, as the end of a sentence. One that does not, within this many seconds, is killed."""
        how = worker.ended(max(0.0, within))
        if how is None:
            worker.kill()
            how = worker.ended(10.0)
        return how or "it does not end"
