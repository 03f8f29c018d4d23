"""`python -m soak.launcher serve …`: pollapp as it is, with a door to look inside, which the product itself has not.

SIGUSR1 asks; the answer is one line on standard output: "inside " and JSON. SIGUSR2 asks for what costs nothing to tell: counting
greenlets takes a collection, which holds up everybody, and would be measured as if it were the attack.
"""

from pollapp import server  # patches the standard library: before everything else  # isort: skip

import gc
import json
import signal
import socket
import threading
from collections.abc import Callable
from typing import Any

import greenlet  # type: ignore[import-untyped]

from pollapp.app import Parts
from pollapp.cli import main
from pollapp.config import Config
from pollapp.workers.post import Post

Ready = Callable[[Config, Parts], None]
_serve = server.serve


def inside(parts: Parts) -> dict[str, int]:
    """What the server holds now: how many of each."""
    sockets, site = parts.socketio.server, parts.site
    lines = list(sockets.eio.sockets.values())
    waiting = [line.queue.qsize() for line in lines]
    return {
        "lines": len(lines),
        "lines without a seat": len(parts.lines.without_seat),
        "lines closed and kept": sum(line.closed for line in lines),
        "packets waiting": sum(waiting),
        "longest queue": max(waiting, default=0),
        "Socket.IO rooms": len(sockets.manager.rooms.get("/", {})),
        "confirmations awaited": len(sockets.manager.callbacks),
        "requests remembered": len(sockets.environ),
        "seats": sum(len(parts.seats.sids(session_id)) for session_id in parts.seats.sessions()),
        "sessions watched": len(parts.seats.sessions()),
        "screens": len(parts.broadcast._screens),
        "sessions shown to phones": len(parts.broadcast._phones),
        "sessions in memory": len(parts.service._rooms),
        "credits": sum(len(kind._spent) for kind in (site.tries, site.joins, site.passes, site.votes)),
    }


def _greenlets() -> int:
    gc.collect()
    return sum(isinstance(one, greenlet.greenlet) and not one.dead for one in gc.get_objects())


def _open_door(parts: Parts) -> None:
    told, tell = socket.socketpair()
    signal.signal(signal.SIGUSR1, lambda *_: tell.send(b"g"))
    signal.signal(signal.SIGUSR2, lambda *_: tell.send(b"?"))

    def answer() -> None:
        while asked := told.recv(1):
            counted = {"greenlets": _greenlets()} if asked == b"g" else {}
            print("inside", json.dumps(counted | inside(parts)), flush=True)

    threading.Thread(target=answer, daemon=True).start()


def _serve_with_a_door(config: Config, ready: Ready, post: Post | None = None) -> None:
    def ready_with_a_door(config: Config, parts: Parts) -> None:
        _open_door(parts)
        ready(config, parts)

    _serve(config, ready_with_a_door, post)


def run() -> Any:
    server.serve = _serve_with_a_door
    return main(prog_name="pollapp")


if __name__ == "__main__":
    run()
