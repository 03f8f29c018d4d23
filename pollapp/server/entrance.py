"""Where a worker's connections come from: a listener that it shares with the others, and the others, who pass on what is not theirs."""

from typing import Any

import eventlet
import eventlet.hubs
import eventlet.queue

from pollapp.server.sockets import FairSocket
from pollapp.server.turns import KNOCKING, strangers
from pollapp.workers.load import Load

OTHERS_WITHIN = 0.004  # seconds in which another worker, who has less to do, may answer first
LOOK_EVERY = 0.1  # seconds
NO_FILE_LEFT = 0.1  # seconds until the system is asked again for one


class Entrance:
    """For eventlet.wsgi.server, which takes it for a listener. `pool`: in which it serves them."""

    def __init__(self, shared: FairSocket, load: Load, seat: int, pool: eventlet.GreenPool) -> None:
        self._shared, self._load, self._seat, self._pool = shared, load, seat, pool
        self._came: Any = eventlet.queue.LightQueue(0)  # of none: who has knocked waits in the system, where others may answer
        self.family, self.getsockname = shared.family, shared.getsockname
        self._open, self._waiting = True, 0

    def open(self) -> None:
        eventlet.spawn_n(self._keep_answering)
        eventlet.spawn_n(self._keep_telling)

    def accept(self) -> tuple[FairSocket, Any]:
        came: tuple[FairSocket, Any] = self._came.get()
        return came

    def let_in(self, connection: FairSocket, address: Any, source: str = KNOCKING) -> None:
        """In turn, with others of this source."""
        self._waiting += 1
        self._tell()  # before it waits: many may come in one moment
        try:
            strangers.wait(source)
            self._came.put((connection, address))
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Nobody who knocks is answered from here any more; the others have the same listener."""
        self._open = False
        self._load.leave(self._seat)

    def _keep_answering(self) -> None:
        while self._open:
            eventlet.hubs.trampoline(self._shared.fd, read=True)
            if self._load.is_ahead(self._seat):
                eventlet.sleep(OTHERS_WITHIN)
            if self._open:
                self._answer()

    def _answer(self) -> None:
        try:
            plain, address = self._shared.fd.accept()
        except (BlockingIOError, ConnectionError):  # somebody else was faster, or they have gone
            return
        except OSError:
            eventlet.sleep(NO_FILE_LEFT)
            return
        eventlet.hubs.notify_opened(plain.fileno())
        self.let_in(FairSocket(plain), address)

    def _tell(self) -> None:
        if self._open:
            self._load.say(self._seat, self._pool.running() + self._waiting)

    def _keep_telling(self) -> None:
        while self._open:
            self._tell()
            eventlet.sleep(LOOK_EVERY)
