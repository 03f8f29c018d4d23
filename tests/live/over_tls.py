"""Websockets over TLS for a client that reads in one thread and writes in another: Python's own sockets do not bear that. About one in
thirty then reads that the other side has hung up, in the moment in which something is sent.
"""

import select
import ssl
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
PATIENCE = 60  # seconds


class _OneAtATime(ssl.SSLSocket):
    """Reads and writes in turns, and waits for the other side between them."""

    _turn: threading.Lock

    def __new__(cls, *args: Any, **named: Any) -> "_OneAtATime":
        made = super().__new__(cls, *args, **named)
        made._turn = threading.Lock()
        return made

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        return self._in_turn(lambda: super(_OneAtATime, self).recv(buflen, flags))

    def send(self, data: Any, flags: int = 0) -> int:
        return self._in_turn(lambda: super(_OneAtATime, self).send(data, flags))

    def _in_turn(self, act: Callable[[], T]) -> T:
        while True:
            try:
                with self._turn:
                    return self._at_once(act)
            except ssl.SSLWantReadError:
                ready = select.select([self], [], [], PATIENCE)
            except ssl.SSLWantWriteError:
                ready = select.select([], [self], [], PATIENCE)
            if not any(ready):
                raise TimeoutError

    def _at_once(self, act: Callable[[], T]) -> T:
        """Raises SSLWantReadError or SSLWantWriteError where it would have to wait."""
        timeout = self.gettimeout()
        self.settimeout(0)
        try:
            return act()
        finally:
            self.settimeout(timeout)


def in_turns(certificate: str) -> ssl.SSLContext:
    """For a client that trusts this certificate."""
    context = ssl.create_default_context(cafile=certificate)
    context.sslsocket_class = _OneAtATime
    return context
