"""Starts the server. The only module that knows the async library, eventlet: another one is a change of this file alone
(docs/decisions/0002-eventlet-in-one-module.md). Patching comes before every other import, so that all of them see it.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # eventlet announces at import that it is in maintenance: docs/decisions/0002
    import eventlet
    import eventlet.tpool
    import eventlet.websocket
    import eventlet.wsgi

    eventlet.monkey_patch()

# after patching, see above
import errno
import gc
import io
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from pollapp.app import Parts, create_app
from pollapp.config import BadSetting, Config
from pollapp.expiry import keep_deleting, keep_letting_go
from pollapp.store.one_server import OneServer

MOST_CONNECTIONS = 20_000  # eventlet's own default of 1,024 would leave the next phone hanging, plain pages too
BACKLOG = 4096  # phones that may knock in the same moment
READS_A_TURN = 8  # a message takes three reads
PACKETS = "123456b"  # the kinds that Engine.IO knows from a browser

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def serve(config: Config, ready: Callable[[Config, Parts], None]) -> None:
    """Serve until interrupted. `ready(config, parts)` is called once the port listens; config.port is then the real one.

    Raises BadSetting, StoreFailed, WeakKey, GridFileError or OSError when it cannot start.
    """
    lock = OneServer(config.data_dir)
    listener = _listen(config)
    config = replace(config, port=listener.getsockname()[1])
    app = create_app(config, run_blocking=eventlet.tpool.execute, async_mode="eventlet")
    parts: Parts = app.extensions["pollapp"]
    eventlet.websocket.RFC6455WebSocket.Message = _BoundedMessage
    eventlet.websocket.RFC6455WebSocket.wait = _next_readable
    eventlet.websocket.RFC6455WebSocket._apply_mask = staticmethod(_unmask)
    parts.socketio.start_background_task(parts.broadcast.run)
    parts.socketio.start_background_task(keep_deleting, parts.service, parts.site.now)
    parts.socketio.start_background_task(keep_letting_go, parts.service)
    _tune()
    stopped = _told_to_stop()
    try:
        ready(config, parts)
        eventlet.spawn(
            eventlet.wsgi.server, listener, _hardened(app), max_size=MOST_CONNECTIONS,
            protocol=_SilentProtocol, log=_silent(), log_output=False, debug=False,
        )  # fmt: skip
        stopped.recv(1)  # not by waiting for the server: it would wait for every phone to hang up
    finally:
        parts.close()
        lock.close()


def _told_to_stop() -> socket.socket:
    """Something can be read from this socket once Ctrl-C or SIGTERM asks the server to stop.

    An exception raised in a signal handler would strike whichever phone is being served in that moment.
    """
    told, tell = socket.socketpair()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: tell.send(b"stop"))
    return told


def _listen(config: Config) -> "_FairSocket":
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        plain = eventlet.listen((config.host, config.port), family, backlog=BACKLOG, reuse_port=False)
    except OSError as error:
        raise BadSetting(_why_not(config, error)) from error
    listener = _FairSocket(plain.fd.dup())
    plain.close()
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # inherited by every connection: small messages leave at once
    return listener


def _why_not(config: Config, error: OSError) -> str:
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return f"This computer has no address {config.host}. Leave --host out, and phones in the same network reach it."
    if error.errno == errno.EACCES:
        return f"Port {config.port} is for the system's own programs. Choose another: --port 8000"
    better = f"Stop the program that uses it, or choose another: --port {config.port + 1}"
    return f"Cannot listen on {config.host}, port {config.port}: {error.strerror}. {better}"


# What eventlet leaves open, each closed in a few lines, and each seen to be needed (tests/live/test_fair.py).


class _FairSocket(eventlet.greenio.GreenSocket):  # type: ignore[misc]  # eventlet has no types
    """Reading gives everybody else a turn. eventlet gives one only when a line is empty: one that never is would hold up all."""

    read_since = 0  # times this socket has read without giving a turn

    def recv(self, bufsize: int, flags: int = 0) -> bytes:
        self._give_a_turn()
        data: bytes = super().recv(bufsize, flags)
        return data

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        self._give_a_turn()
        count: int = super().recv_into(buffer, nbytes, flags)
        return count

    def _give_a_turn(self) -> None:
        self.read_since += 1
        if self.read_since >= READS_A_TURN:
            self.read_since = 0
            eventlet.sleep(0)


class _SilentProtocol(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]
    """Python's own handler writes the address and the time of whatever is no HTTP: every phone that tries https first."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Nowhere(io.TextIOBase):
    """In place of stderr, to which eventlet's websockets write addresses."""

    def write(self, text: str) -> int:
        return len(text)


_NOWHERE = _Nowhere()
_wait = eventlet.websocket.RFC6455WebSocket.wait


def _next_readable(line: Any) -> Any:
    """The next message of a websocket. None, as after a hang-up, for one that python-engineio would stumble over and leave a ghost."""
    message = _wait(line)
    return message if isinstance(message, bytes) or (message and message[0] in PACKETS) else None


def _unmask(data: bytes, mask: tuple[int, ...], length: int | None = None, offset: int = 0) -> bytes:
    """Take a frame's mask off in one step. eventlet goes byte by byte: 13 of the 59 µs that a dot costs among 24."""
    turned = bytes(mask[(offset + at) % 4] for at in range(4))
    key = (turned * (len(data) // 4 + 1))[: len(data)]
    return (int.from_bytes(data, "little") ^ int.from_bytes(key, "little")).to_bytes(len(data), "little")


class _BoundedMessage(eventlet.websocket.RFC6455WebSocket.Message):  # type: ignore[misc]  # eventlet has no types
    """A websocket message in parts. eventlet bounds each part and not their number: one socket could fill the memory."""

    taken = 0  # bytes, and one for each part: empty ones cost memory too

    def push(self, data: bytes, final: bool = False) -> None:
        self.taken += len(data) + 1
        if self.taken > 2 * self.max_frame_length:  # a slow line may bring one part byte by byte
            raise eventlet.websocket.FailedConnectionError(1009, "This message is too large.")
        super().push(data, final=final)


def _hardened(app: Wsgi) -> Wsgi:
    """No compressed websockets, which browsers offer and eventlet accepts: more than twice the memory a phone. And fair, and silent."""

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        environ["wsgi.errors"] = _NOWHERE
        eventlet.sleep(0)  # many requests may have come in one piece: after each, everybody else has a turn
        return app(environ, start_response)

    return wsgi


def _tune() -> None:
    gc.collect()
    gc.freeze()  # what exists now stays: no need to look through it again
    gc.set_threshold(50_000, 20, 100)  # rarer pauses; measured in docs/decisions
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MOST_CONNECTIONS + 1000
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))


def _silent() -> logging.Logger:
    """The access log would hold addresses: nothing of it is written."""
    logger = logging.getLogger("pollapp.wsgi")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    return logger
