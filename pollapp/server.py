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
import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from pollapp.app import Parts, create_app
from pollapp.config import BadSetting, Config
from pollapp.expiry import keep_deleting
from pollapp.store.one_server import OneServer

MOST_CONNECTIONS = 20_000  # eventlet's own default of 1,024 would leave the next phone hanging, plain pages too
BACKLOG = 4096  # phones that may knock in the same moment

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
    parts.socketio.start_background_task(parts.broadcast.run)
    parts.socketio.start_background_task(keep_deleting, parts.service, parts.site.now)
    _tune()
    stopped = _told_to_stop()
    try:
        ready(config, parts)
        eventlet.spawn(
            eventlet.wsgi.server, listener, _without_deflate(app), max_size=MOST_CONNECTIONS, log=_silent(), log_output=False, debug=False
        )
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


def _listen(config: Config) -> socket.socket:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        listener: socket.socket = eventlet.listen((config.host, config.port), family, backlog=BACKLOG, reuse_port=False)
    except OSError as error:
        better = f"Stop the program that uses it, or choose another: --port {config.port + 1}"
        raise BadSetting(f"Cannot listen on {config.host}, port {config.port}: {error.strerror}. {better}") from error
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # inherited by every connection: small messages leave at once
    return listener


class _BoundedMessage(eventlet.websocket.RFC6455WebSocket.Message):  # type: ignore[misc]  # eventlet has no types
    """A websocket message in parts. eventlet bounds each part and not their number: one socket could fill the memory."""

    taken = 0  # bytes, and one for each part: empty ones cost memory too

    def push(self, data: bytes, final: bool = False) -> None:
        self.taken += len(data) + 1
        if self.taken > 2 * self.max_frame_length:  # a slow line may bring one part byte by byte
            raise eventlet.websocket.FailedConnectionError(1009, "This message is too large.")
        super().push(data, final=final)


def _without_deflate(app: Wsgi) -> Wsgi:
    """Browsers offer to compress websocket messages, and eventlet accepts: it would cost more than twice the memory a phone."""

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
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
