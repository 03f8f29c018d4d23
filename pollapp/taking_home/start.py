"""The server's side of making a file to take home: starts the worker (`__main__`), passes on how far it has come, ends it when nobody
waits any more.

Standard library only: under an async server the same calls do not block.
"""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from queue import SimpleQueue
from typing import Any

from pollapp.children import child_environment
from pollapp.store.place import Place
from pollapp.taking_home.wish import Wish

logger = logging.getLogger(__name__)

AT_ONCE = 2  # workers: who comes later waits for one to end
PATIENCE = 0.5  # seconds between two words to somebody who waits
LONGEST = 120.0  # seconds that one file may take
CHUNK = 64 * 1024  # bytes

Line = dict[str, Any]


class Exports:
    def __init__(self, place: Place) -> None:
        """`place`: where the workers find the sessions."""
        self._place, self._free = place, threading.Semaphore(AT_ONCE)

    def make(self, session_id: str, wish: Wish) -> Iterator[Line | bytes]:
        """The worker's lines (see there; `{"step": "wait"}` before it begins) and, after the one with "file", the bytes in pieces.

        Ends with `{"refused": "server_error"}` where the worker failed. Closing the iterator cancels the work. Whoever reads slowly holds
        up nobody: the worker goes on and makes room for the next.
        """
        while not self._free.acquire(timeout=PATIENCE):
            yield {"step": "wait", "part": 0}
        where = {"file": str(self._place.file), "redis": self._place.redis}
        making = _Making({**where, "session": session_id, "wish": asdict(wish)}, self._free.release)
        try:
            yield from making.heard()
        finally:
            making.cancel()


class _Making:
    """One worker, read to its end by a thread of its own, whether anybody takes what it says or not. `ended` is called then."""

    def __init__(self, asked: dict[str, Any], ended: Callable[[], None]) -> None:
        self._said: SimpleQueue[Line | bytes | None] = SimpleQueue()
        try:
            self._worker = _worker()
        except OSError:
            ended()
            raise
        self._too_long = threading.Timer(LONGEST, self._worker.kill)
        threading.Thread(target=self._read, args=(asked, ended), daemon=True).start()

    def heard(self) -> Iterator[Line | bytes]:
        while (said := self._said.get()) is not None:
            yield said

    def cancel(self) -> None:
        self._worker.kill()  # a no-op for one that has ended

    def _read(self, asked: dict[str, Any], ended: Callable[[], None]) -> None:
        self._too_long.start()
        try:
            self._ask(asked)
            for said in _answers(self._worker):
                self._said.put(said)
        finally:
            self._too_long.cancel()
            self._worker.kill()
            self._worker.wait()
            assert self._worker.stdout
            self._worker.stdout.close()
            self._said.put(None)
            ended()

    def _ask(self, asked: dict[str, Any]) -> None:
        assert self._worker.stdin
        with suppress(BrokenPipeError), self._worker.stdin:  # one that has died already: `_answers` says so
            self._worker.stdin.write(json.dumps(asked).encode())


def _worker() -> "subprocess.Popen[bytes]":
    # -P: as for the rehearsal's class
    return subprocess.Popen(  # no shell, and every word is ours
        [sys.executable, "-P", "-m", "pollapp.taking_home"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=child_environment(),
    )


def _answers(worker: "subprocess.Popen[bytes]") -> Iterator[Line | bytes]:
    """Its lines and its file's bytes; where it ends too early, the refusal that stands for that."""
    assert worker.stdout
    for raw in worker.stdout:
        line: Line = json.loads(raw)
        yield line
        if "refused" in line:
            return
        if "file" in line:
            yield from _pieces(worker, line["bytes"])
            return
    logger.error("A file to take home could not be made: its worker ended with %s.", worker.wait())
    yield {"refused": "server_error"}


def _pieces(worker: "subprocess.Popen[bytes]", left: int) -> Iterator[bytes]:
    assert worker.stdout
    while left and (piece := worker.stdout.read(min(CHUNK, left))):
        left -= len(piece)
        yield piece
