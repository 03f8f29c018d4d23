"""A line between phones and the server that goes bad as radio does: connections that nobody closes and nothing comes through, answers
that are lost, a phone that comes back by another way while the server still believes in the old one.
"""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from tests.real_server import RealServer

CHUNK = 65536  # bytes


class BadLine:
    """Forwards to the server until told otherwise. `url`: what phones know it by. Close it at the end."""

    def __init__(self, server: RealServer) -> None:
        self._server, self._way = server, "127.0.0.1"
        self._dead, self._mute = False, False
        self._wires: list[Wire] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._welcome, daemon=True).start()

    def dies(self) -> None:
        """Every connection stays open and carries nothing any more, new ones too."""
        self._dead = True
        for wire in self._wires:
            wire.dead = True

    def comes_back(self) -> None:
        """What died stays dead, and the answers that were lost are lost."""
        self._dead = self._mute = False
        for wire in self._wires:
            wire.mute = False

    def loses_answers(self) -> None:
        """What phones say arrives; what the server says does not."""
        self._mute = True
        for wire in self._wires:
            wire.mute = True

    def is_given_up_by_the_server(self) -> None:
        """As after its ping timeout: the server hangs up, and no phone hears of it."""
        for wire in self._wires:
            wire.close(wire.inner)

    def goes_another_way(self, address: str) -> None:
        """Phones lose their connections and come from this address; the server is told of neither."""
        self._way = address
        for wire in self._wires:
            wire.dead = True
            wire.close(wire.outer)

    def close(self) -> None:
        self._door.close()
        for wire in self._wires:
            wire.close(wire.inner, wire.outer)

    def _welcome(self) -> None:
        with suppress(OSError):  # closed
            while True:
                outer, _ = self._door.accept()
                threading.Thread(target=self._connect, args=(outer,), daemon=True).start()

    def _connect(self, outer: socket.socket) -> None:
        try:
            inner = socket.create_connection(("127.0.0.1", self._server.port), source_address=(self._way, 0))
        except OSError:  # the server is down: so is its port
            outer.close()
            return
        wire = Wire(outer, inner, dead=self._dead, mute=self._mute)
        self._wires.append(wire)
        threading.Thread(target=wire.carry, args=(outer, inner, lambda: wire.dead), daemon=True).start()
        wire.carry(inner, outer, lambda: wire.dead or wire.mute)


class Wire:
    """One connection of a phone (`outer`), and what it is to the server (`inner`)."""

    def __init__(self, outer: socket.socket, inner: socket.socket, *, dead: bool, mute: bool) -> None:
        self.outer, self.inner, self.dead, self.mute = outer, inner, dead, mute

    def carry(self, source: socket.socket, target: socket.socket, swallowed: Callable[[], bool]) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if not swallowed():
                    target.sendall(data)
        if not self.dead:
            self.close(self.outer, self.inner)

    def close(self, *ends: socket.socket) -> None:
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
