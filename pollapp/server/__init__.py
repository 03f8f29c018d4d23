"""Starts the server. The only package that knows the async library, eventlet: another one is a change of this folder alone
(docs/decisions/0002-eventlet-in-one-module.md). Patching comes before every other import, so that all of them see it.

    sockets      reading in turns, and nobody's slowness for ever
    callers      plain requests: deadlines, how many may wait, one after the other
    turns        one after the other
    aside        a thread that stores
    websockets   what eventlet's websockets leave open
    collector    Python's own pauses, in small steps
    worker       one of several (pollapp/workers): its entrance, passing_on what is not its own, draining when it is replaced
    metrics      where whoever watches the server may ask
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
from pollapp.before_serving import make_sure
from pollapp.config import Config
from pollapp.expiry import keep_deleting, keep_letting_go
from pollapp.memory import settle, share_one_heap
from pollapp.server.aside import Aside
from pollapp.server.callers import PATIENCE, Caller, hardened
from pollapp.server.collector import keep_collecting
from pollapp.server.metrics import offer_metrics
from pollapp.server.passing_on import AT_ONCE
from pollapp.server.sockets import listen
from pollapp.server.turns import strangers
from pollapp.server.websockets import Direct, harden_websockets
from pollapp.server.worker import STOP, Worker, name_lines
from pollapp.store.health import keep_trying
from pollapp.workers.post import DRAIN, Post, name_of

MOST_CONNECTIONS = 20_000  # eventlet's own default of 1,024 would leave the next phone hanging, plain pages too
SWITCH_WITHIN = 0.0005  # seconds until a thread that stores dots gets Python's lock from a busy loop; it needs it several times a commit
FILES_OF_OURS = 200 + AT_ONCE  # that serve nobody yet, or never: the store, files being sent, children; what other workers are giving us


def serve(config: Config, ready: Callable[[Config, Parts], None], post: Post | None = None) -> None:
    """Serve until interrupted. `ready(config, parts)` is called once the port listens; config.port is then the real one. `post`: of a
    worker, whose supervisor has made the listener.

    Raises BadSetting, StoreFailed, WeakKey, GridFileError or OSError when it cannot start.
    """
    share_one_heap()
    pool = eventlet.GreenPool(_most_connections())
    worker = Worker(post, config, pool) if post else None
    let_go = make_sure(config)
    listener = worker.entrance if worker else listen(config)
    config = replace(config, port=listener.getsockname()[1])
    home = post.home if post else ""
    app = create_app(config, home=home, run_blocking=eventlet.tpool.execute, run_storing=Aside(), async_mode="eventlet")
    parts: Parts = app.extensions["pollapp"]
    harden_websockets()
    parts.lines.direct = Direct()
    for task, *with_what in (
        (parts.broadcast.run,),
        (parts.lines.keep_hanging_up,),
        (parts.lines.heartbeat.keep_beating,),
        *(((parts.broadcast.presence.keep_beating,),) if parts.shelf.shared else ()),
        (keep_deleting, parts.service, parts.site.now),
        *(() if config.redis else ((keep_letting_go, parts.service),)),  # an engine tells of what was deleted
        (keep_trying, parts.log),
        (keep_collecting, lambda: strangers.served),
    ):
        parts.socketio.start_background_task(task, *with_what)
    offer_metrics(config, parts, post.number if post else None)
    settle()
    sys.setswitchinterval(SWITCH_WITHIN)
    stopped = _told_to_stop(worker.told if worker else socket.socketpair())
    if worker:
        worker.join(parts)
    elif config.machine:
        name_lines(parts, name_of(config.machine, 0))
    try:
        ready(config, parts)
        eventlet.spawn(
            eventlet.wsgi.server, listener, hardened(app, config.proxies), custom_pool=pool, socket_timeout=PATIENCE,
            protocol=worker.callers if worker else Caller, log=_silent(), log_output=False, debug=False,
        )  # fmt: skip
        while stopped.recv(1) == DRAIN and worker:  # not by waiting for the server: it would wait for every phone to hang up
            eventlet.spawn(worker.drain)
    finally:
        if worker:
            worker.close()
        parts.close()
        let_go()


def _told_to_stop(pair: tuple[socket.socket, socket.socket]) -> socket.socket:
    """Something can be read from this socket once Ctrl-C, SIGTERM or a closed terminal window asks the server to stop.

    An exception raised in a signal handler would strike whichever phone is being served in that moment.
    """
    told, tell = pair
    hang_up = getattr(signal, "SIGHUP", None)  # Windows has none; ignored by whoever started it with nohup, it stays so
    closed = (hang_up,) if hang_up and signal.getsignal(hang_up) is not signal.SIG_IGN else ()
    for number in (signal.SIGINT, signal.SIGTERM, *closed):
        signal.signal(number, lambda *_: tell.send(STOP))
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
