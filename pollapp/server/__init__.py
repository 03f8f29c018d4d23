"""Starts the server. The only package that knows the async library, eventlet: another one is a change of this folder alone
(docs/decisions/0002-eventlet-in-one-module.md). Patching comes before every other import, so that all of them see it.

    sockets      reading in turns, and nobody's slowness for ever
    callers      plain requests: deadlines, how many may wait, one after the other
    turns        one after the other
    websockets   what eventlet's websockets leave open
    collector    Python's own pauses, in small steps
    memory       one heap
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # eventlet announces at import that it is in maintenance: docs/decisions/0002
    import eventlet
    import eventlet.tpool
    import eventlet.wsgi

    eventlet.monkey_patch()

# after patching, see above
import logging
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import replace

from pollapp.app import Parts, create_app
from pollapp.checking import refuse_damaged
from pollapp.config import Config
from pollapp.expiry import keep_deleting, keep_letting_go
from pollapp.server.callers import PATIENCE, Caller, hardened
from pollapp.server.collector import keep_collecting, settle
from pollapp.server.memory import share_one_heap
from pollapp.server.sockets import listen
from pollapp.server.websockets import harden_websockets
from pollapp.store.health import keep_trying
from pollapp.store.one_server import OneServer
from pollapp.store.sqlite_log import sessions_file_in

MOST_CONNECTIONS = 20_000  # eventlet's own default of 1,024 would leave the next phone hanging, plain pages too
SWITCH_WITHIN = 0.0005  # seconds until a thread that stores dots gets Python's lock from a busy loop; it needs it several times a commit
FILES_OF_OURS = 200  # that are no connections: the store, files being sent, children


def serve(config: Config, ready: Callable[[Config, Parts], None]) -> None:
    """Serve until interrupted. `ready(config, parts)` is called once the port listens; config.port is then the real one.

    Raises BadSetting, StoreFailed, WeakKey, GridFileError or OSError when it cannot start.
    """
    share_one_heap()
    lock = OneServer(config.data_dir)
    refuse_damaged(sessions_file_in(config.data_dir))
    listener = listen(config)
    config = replace(config, port=listener.getsockname()[1])
    app = create_app(config, run_blocking=eventlet.tpool.execute, async_mode="eventlet")
    parts: Parts = app.extensions["pollapp"]
    harden_websockets()
    for task, *with_what in (
        (parts.broadcast.run,),
        (parts.lines.keep_hanging_up,),
        (parts.lines.heartbeat.keep_beating,),
        (keep_deleting, parts.service, parts.site.now),
        (keep_letting_go, parts.service),
        (keep_trying, parts.log),
        (keep_collecting,),
    ):
        parts.socketio.start_background_task(task, *with_what)
    settle()
    sys.setswitchinterval(SWITCH_WITHIN)
    stopped = _told_to_stop()
    try:
        ready(config, parts)
        eventlet.spawn(
            eventlet.wsgi.server, listener, hardened(app, config.proxies), max_size=_most_connections(), socket_timeout=PATIENCE,
            protocol=Caller, log=_silent(), log_output=False, debug=False,
        )  # fmt: skip
        stopped.recv(1)  # not by waiting for the server: it would wait for every phone to hang up
    finally:
        parts.close()
        lock.close()


def _told_to_stop() -> socket.socket:
    """Something can be read from this socket once Ctrl-C, SIGTERM or a closed terminal window asks the server to stop.

    An exception raised in a signal handler would strike whichever phone is being served in that moment.
    """
    told, tell = socket.socketpair()
    hang_up = getattr(signal, "SIGHUP", None)  # Windows has none; ignored by whoever started it with nohup, it stays so
    closed = (hang_up,) if hang_up and signal.getsignal(hang_up) is not signal.SIG_IGN else ()
    for number in (signal.SIGINT, signal.SIGTERM, *closed):
        signal.signal(number, lambda *_: tell.send(b"stop"))
    return told


def _most_connections() -> int:
    """As many as the system lets this process hold, after asking it for enough: one more would be accepted and could not be served."""
    if sys.platform == "win32":
        return MOST_CONNECTIONS
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + FILES_OF_OURS
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    return max(limit // 2, limit - FILES_OF_OURS)


def _silent() -> logging.Logger:
    """The access log would hold addresses: nothing of it is written."""
    logger = logging.getLogger("pollapp.wsgi")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    return logger
