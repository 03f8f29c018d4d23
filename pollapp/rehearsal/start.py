"""The server's side: starts a class as a child process, reaps it when it has ended, and stops them all when the server stops.

Standard library only, and no waiting without a limit: under an async server the same calls do not block.
"""

import subprocess
import sys
import threading
import time

from pollapp.children import child_environment
from pollapp.domain.said import say
from pollapp.rehearsal.wishes import MOODS, MOST, PACES, Wishes

__all__ = ["MOODS", "MOST", "PACES", "Classes", "ClassesFull", "Wishes", "start_class"]  # the server needs this module alone

MOST_CLASSES = 6  # at once: each is a process
REAP_EVERY = 2.0  # seconds
STOP_WITHIN = 2.0  # seconds, then it is killed


class ClassesFull(ValueError):
    """As many classes are running as this server holds; the text says so."""


def start_class(url: str, code: str, wishes: Wishes) -> "subprocess.Popen[bytes]":
    """Start a class for the session with this code, at this address of the server. Raises OSError."""
    wanted = ["--size", str(wishes.size), "--pace", wishes.pace, "--mood", wishes.mood, "--speech", wishes.speech.to_json()]
    # -P: a file random.py in the folder in which somebody starts the server must not stand in for Python's own.
    return subprocess.Popen(  # noqa: S603  # no shell, and every word is ours or checked
        [sys.executable, "-P", "-m", "pollapp.rehearsal", url, code, *wanted],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
    )


class Classes:
    """The classes that this server has started and that have not ended."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()
        self._reaping = False

    def start(self, url: str, code: str, wishes: Wishes) -> "subprocess.Popen[bytes]":
        """Start a class. Raises ClassesFull (a ValueError with a sentence), OSError."""
        with self._lock:
            self._reap()
            if len(self._running) >= MOST_CLASSES:
                raise ClassesFull(say("%(n)s rehearsals are running on this server. Delete one, then try again.", n=MOST_CLASSES))
            process = start_class(url, code, wishes)
            self._running.append(process)
            if not self._reaping:
                self._reaping = True
                threading.Thread(target=self._reap_until_none, daemon=True).start()
        return process

    def stop_all(self) -> None:
        """End every class, within STOP_WITHIN. Call it when serving has ended, not inside a signal handler: it waits."""
        with self._lock:
            for process in self._running:
                process.terminate()
            for process in self._running:
                _end(process)
            self._running.clear()

    def _reap_until_none(self) -> None:
        while self._reaping:
            time.sleep(REAP_EVERY)
            with self._lock:
                self._reap()
                self._reaping = bool(self._running)

    def _reap(self) -> None:
        """Let go of those that have ended; asking is what keeps them from staying behind as zombies."""
        self._running = [process for process in self._running if process.poll() is None]


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(STOP_WITHIN)
