"""This server as one of several (pollapp/workers): it shares a listener, passes on what is not its own, heeds the supervisor and ends with
it, however that ends.
"""

import os
import signal
import socket
from pathlib import Path

import eventlet
import eventlet.patcher

from pollapp.app import Parts
from pollapp.config import Config
from pollapp.server.draining import Draining
from pollapp.server.entrance import Entrance
from pollapp.server.passing_on import Here, Passed, callers_of
from pollapp.server.sockets import FairSocket
from pollapp.workers.load import Load
from pollapp.workers.post import DRAIN, Post
from pollapp.workers.together import Together

_socket, _threading, _os, _time = (eventlet.patcher.original(name) for name in ("socket", "threading", "os", "time"))
STOP_WITHIN = 7.0  # seconds, where nobody is left who would kill us
STOP = b"s"


class Worker:
    """`entrance`: where connections come from. `callers`: eventlet.wsgi's protocol for them. `told`: what is sent to its second socket,
    DRAIN or STOP, can be read from the first.
    """

    def __init__(self, post: Post, config: Config, pool: eventlet.GreenPool) -> None:
        self._post = post
        for file in post.files:
            os.set_inheritable(file, False)  # a child of ours would outlive us with them
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # that is for the supervisor to hear
        self.told = socket.socketpair()
        shared = FairSocket(_socket.socket(fileno=post.files.listener))
        folder, here = Path(post.folder), Here()
        self._load = Load(post.files.load)
        self.entrance = Entrance(shared, self._load, post.seat, pool)
        self.callers = callers_of(folder, post.owner, here, Together(post, config.workers, config.machine, self._load))
        self._passed = Passed(folder, post.owner, self.entrance)
        self._here = here
        _threading.Thread(target=self._heed, daemon=True).start()

    def join(self, parts: Parts) -> None:
        """From now on its lines are called by us, we are reached by the others, and answer who knocks."""
        self._parts = parts
        self._draining = Draining(parts.socketio.server.eio, self._here, parts.lines.is_answering)
        name_lines(parts, self._post.owner)
        eventlet.spawn_n(self._passed.keep_taking)
        self._load.sit(self._post.seat, self._post.number, self._post.life)
        self.entrance.open()

    def drain(self) -> None:
        """Answer no knock any more, let everybody go, then ask to stop."""
        self.entrance.close()
        self._parts.site.draining.set()
        self._draining.drain()
        self.told[1].send(STOP)

    def close(self) -> None:
        self._passed.close()

    def _heed(self) -> None:
        """In a thread of its own, which hears it also while the hub is busy."""
        tell = _socket.socket(fileno=os.dup(self.told[1].fileno()))
        while _os.read(self._post.files.orders, 1) == DRAIN:
            tell.send(DRAIN)
        tell.send(STOP)
        _time.sleep(STOP_WITHIN)
        _os._exit(1)


def name_lines(parts: Parts, owner: str) -> None:
    """From now on new lines are called by whose they are: other workers, and a proxy in front of several machines, go by it."""
    eio = parts.socketio.server.eio
    made = eio.generate_id
    eio.generate_id = lambda: f"{owner}.{made()}"
