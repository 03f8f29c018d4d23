"""The server's side of making a file to take home: starts the worker (`__main__`), passes on how far it has come, ends it when
nobody waits any more.

Standard library only: under an async server the same calls do not block.
"""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pollapp.children import child_environment
from pollapp.taking_home.wish import Wish

logger = logging.getLogger(__name__)

AT_ONCE = 2  # workers: who comes later waits for one to end
PATIENCE = 0.5  # seconds between two words to somebody who waits
LONGEST = 120.0  # seconds that one file may take
CHUNK = 64 * 1024  # bytes

Line = dict[str, Any]


class Exports:
    def __init__(self, store: Path) -> None:
        """`store`: where the workers find the sessions."""
        self._store, self._free = store, threading.Semaphore(AT_ONCE)

    def make(self, session_id: str, wish: Wish) -> Iterator[Line | bytes]:
        """The worker's lines (see there; `{"step": "wait"}` before it begins) and, after the one with "file", the bytes in pieces.

        Ends with `{"refused": "server_error"}` where the worker failed. Closing the iterator cancels the work.
        """
        while not self._free.acquire(timeout=PATIENCE):
            yield {"step": "wait", "part": 0}
        try:
            yield from self._made(session_id, wish)
        finally:
            self._free.release()

    def _made(self, session_id: str, wish: Wish) -> Iterator[Line | bytes]:
        with _worker() as worker:
            too_long = threading.Timer(LONGEST, worker.kill)
            too_long.start()
            try:
                assert worker.stdin
                worker.stdin.write(json.dumps({"store": str(self._store), "session": session_id, "wish": asdict(wish)}).encode())
                worker.stdin.close()
                yield from _heard(worker)
            finally:
                too_long.cancel()
                worker.kill()  # a no-op for one that has ended


def _worker() -> "subprocess.Popen[bytes]":
    # -P: as for the rehearsal's class
    return subprocess.Popen(  # no shell, and every word is ours
        [sys.executable, "-P", "-m", "pollapp.taking_home"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=child_environment(),
    )


def _heard(worker: "subprocess.Popen[bytes]") -> Iterator[Line | bytes]:
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
