"""Socket.IO's rooms. python-socketio's own manager looks through all of them, one for each socket, whenever somebody leaves: when three
thousand phones lose their line in one moment, that is nine million looks, and nobody is served meanwhile.
"""

from collections import defaultdict
from typing import Any

import socketio


class Rooms(socketio.Manager):  # type: ignore[misc]  # python-socketio has no types
    """For `SocketIO(client_manager=Rooms())`: remembers in which rooms each socket is."""

    def __init__(self) -> None:
        super().__init__()
        self._of: defaultdict[tuple[str, str], set[str | None]] = defaultdict(set)

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._of[namespace, sid].add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        super().basic_leave_room(sid, namespace, room)
        if (namespace, sid) in self._of:
            self._of[namespace, sid].discard(room)

    def basic_disconnect(self, sid: str, namespace: str, **_: Any) -> None:
        for room in self._of.pop((namespace, sid), ()):
            super().basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)
                if not pending[namespace]:
                    del pending[namespace]
