"""Plain requests: each of their parts has a deadline, only so many connections may wait, and they are served one after the other.

Phones on their websockets do not notice: however many ask for pages, one of them a turn is served, by address in turn.
"""

import io
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Protocol

import eventlet
import eventlet.wsgi

from pollapp.access import source
from pollapp.server.sockets import FairSocket
from pollapp.server.turns import strangers

PATIENCE = 20.0  # seconds without a byte, either way
FIRST_WITHIN, NEXT_WITHIN = 10.0, 60.0  # seconds: until the first line of a connection's first request, and of its next
HEADERS_WITHIN, BODY_WITHIN = 10.0, 30.0
MOST_WAITING = 2000  # connections on which no whole request has come yet; then the one that has waited longest is closed


class _Wsgi(Protocol):
    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]: ...


class _Waiting:
    """On whom we wait, in the order in which that began."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._here: dict[FairSocket, None] = {}

    def begin(self, connection: FairSocket) -> None:
        self._here[connection] = None
        if len(self._here) > self._most:
            longest = next(iter(self._here))
            self.end(longest)
            longest.hang_up()

    def end(self, connection: FairSocket) -> None:
        self._here.pop(connection, None)


_waiting = _Waiting(MOST_WAITING)


class _LeftOff(eventlet.Timeout):  # type: ignore[misc]
    """Somebody hung up, or was too slow, in the middle of a form. No page is made for them: thousands may do so in the same moment."""


class _Body:
    """What comes with a request, as far as the app reads it."""

    def __init__(self, environ: dict[str, Any], address: str) -> None:
        self._input, self._address = environ["wsgi.input"], address

    def read(self, size: int = -1) -> bytes:
        connection = self._input.get_socket()
        _waiting.begin(connection)
        try:
            data: bytes = self._input.read(None if size < 0 else size)
        except OSError:
            data = b""
        finally:
            _waiting.end(connection)
        if not data and size and self._input.position < (self._input.content_length or 0):
            strangers.wait(self._address)
            raise _LeftOff
        return data


class Caller(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]  # eventlet has no types
    """One connection: its requests, one after the other."""

    environ: Any
    _within = FIRST_WITHIN

    def log_message(self, format: str, *args: Any) -> None:
        """Python's own handler writes the address and the time of whatever is no HTTP: every phone that tries https first."""

    def handle(self) -> None:
        try:
            super().handle()
        finally:
            _waiting.end(self.connection)

    def finish(self) -> None:
        """Let go of the connection, also where its last words could not be sent: eventlet would keep it until the collector comes."""
        try:
            super().finish()
        finally:
            for file in (self.wfile, self.rfile):
                with suppress(OSError):
                    file.close()
            self.connection.close()
            self.environ = None  # it holds on to us: without the collector, whose pauses everybody feels, neither would ever go

    def _read_request_line(self) -> Any:
        _waiting.begin(self.connection)
        self._until(self._within)
        self._within = NEXT_WITHIN
        return super()._read_request_line()

    def parse_request(self) -> Any:
        """False, and nothing is answered, when somebody hangs up in the middle of the headers: Python would take that for their end."""
        self._until(HEADERS_WITHIN)
        return super().parse_request() and not self.connection.ended

    def handle_one_response(self) -> None:
        _waiting.end(self.connection)
        self._until(BODY_WITHIN)
        self.answer()

    def answer(self) -> None:
        """A request that is here, but for its body."""
        super().handle_one_response()

    def _until(self, seconds: float) -> None:
        self.connection.until = time.monotonic() + seconds


class _Nowhere(io.TextIOBase):
    """In place of stderr, to which eventlet's websockets write addresses."""

    def write(self, text: str) -> int:
        return len(text)


_NOWHERE = _Nowhere()


def hardened(app: _Wsgi, proxies: int) -> _Wsgi:
    """The app, asked in turn. No compressed websockets, which browsers offer and eventlet accepts: more than twice the memory a phone.
    No websockets from before the standard either: eventlet reads them without any bound.
    """

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        environ["wsgi.errors"] = _NOWHERE
        if environ.get("HTTP_UPGRADE", "").lower() == "websocket" and environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
            start_response("426 Upgrade Required", [("Sec-WebSocket-Version", "13"), ("Connection", "close")])
            return []
        address = _address(environ, proxies)
        environ["wsgi.input"] = _Body(environ, address)
        strangers.wait(address)
        return app(environ, start_response)

    return wsgi


def _address(environ: dict[str, Any], proxies: int) -> str:
    """Where a request comes from, as the proxies in front say: whoever takes turns with others."""
    said = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return source(said[-proxies].strip() if 0 < proxies <= len(said) else environ.get("REMOTE_ADDR"))
