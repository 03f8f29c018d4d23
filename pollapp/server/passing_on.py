"""A request of a line that another worker has (Socket.IO by polling; or its change to a websocket) came to this one, or one that opens a
line of a room that another worker has (`together`): the whole connection is passed on to them, what was read of it first. From there on it
is theirs, as if they had answered the knock themselves: nothing is copied back and forth, and what else comes on it finds its owner at
once. Lines are called NAME.LIFE.RANDOM for that.

Only processes of the same user can open the folder in which workers reach each other.
"""

import array
import os
import re
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import eventlet
import eventlet.greenio
import eventlet.hubs
import eventlet.patcher

from pollapp.server.callers import Caller
from pollapp.server.entrance import NO_FILE_LEFT, Entrance
from pollapp.server.sockets import FairSocket
from pollapp.server.turns import PASSED
from pollapp.workers.together import Together

_original = eventlet.patcher.original("socket")
_OWNER = re.compile(r"([0-9A-Za-z]{1,16}\.[0-9a-f]{6})\.")
_LENGTH = struct.Struct("!I")
_MOST = 128 * 1024  # bytes read before the owner was known: one request's headers, and what came right behind
_TAKEN = b"+"
WITHIN = 2.0  # seconds; they are on this very machine
AT_ONCE = 200  # that are being taken: each needs two files, and the store needs some too


@dataclass
class Here:
    """`answered`: how many requests are being answered, a websocket as long as it lasts."""

    leaving: bool = False
    answered: int = 0


def callers_of(folder: Path, us: str, here: Here, together: Together) -> type[Caller]:
    """Connections of a worker who passes on what is not theirs; `us`: what our own lines' names begin with."""

    class Passing(Caller):
        def answer(self) -> None:
            whose = _whose(self.environ, together, here.leaving)
            if whose in (None, us) or not self._give(whose):
                self._answer_here()

        def _give(self, whose: str) -> bool:
            with together.giving(whose):
                return _pass_on(self, str(folder / whose))

        def _answer_here(self) -> None:
            if here.leaving:
                self.close_connection = True  # their next one is somebody else's
            here.answered += 1
            try:
                super().answer()
            finally:
                here.answered -= 1

    return Passing


def _whose(environ: dict[str, Any], together: Together, leaving: bool) -> str | None:
    """Whose line this request is of, or should be; None where that is nobody: it is of none, or of one whose name none of us gave."""
    if not environ["PATH_INFO"].startswith("/socket.io/"):
        return None
    asked = parse_qs(environ.get("QUERY_STRING", ""))
    if "sid" in asked:
        named = _OWNER.match(asked["sid"][0])
        return named[1] if named else None
    return together.host(asked["room"][0], leaving) if "room" in asked else None


def _pass_on(caller: Caller, path: str) -> bool:
    """False where the owner is not there: then we answer, as Engine.IO has it, that there is no such line, and the page opens a new one."""
    owner: Any
    reached = False
    with suppress(OSError), socket.socket(socket.AF_UNIX) as owner:  # no file may be left for one
        owner.settimeout(WITHIN)
        owner.connect(path)
        reached = caller.close_connection = True  # whatever fails now, both let go of it, and the page tries again
        read = _read_so_far(caller)
        files = [(_original.SOL_SOCKET, _original.SCM_RIGHTS, array.array("i", [caller.connection.fileno()]))]
        owner.fd.sendmsg([_LENGTH.pack(len(read))], files)
        owner.sendall(read)
        owner.recv(1)
    if reached:
        caller.connection.let_go()
    return reached


def _read_so_far(caller: Caller) -> bytes:
    """The request line and headers, and what has come behind them and still waits: in our buffer, or read by whoever had it before us."""
    headers = "".join(f"{name}: {value}\r\n" for name, value in caller.environ["headers_raw"])
    waiting: bytes = caller.connection.only_buffered(caller.rfile)
    return bytes(caller.raw_requestline) + headers.encode("latin-1") + b"\r\n" + waiting + bytes(caller.connection.ahead)


class Passed:
    """Takes the connections that other workers pass on to `us`."""

    def __init__(self, folder: Path, us: str, entrance: Entrance) -> None:
        self._entrance = entrance
        self._path = folder / us
        self._taking = eventlet.GreenPool(AT_ONCE)
        self._listener = eventlet.listen(str(self._path), socket.AF_UNIX, backlog=_original.SOMAXCONN)

    def keep_taking(self) -> None:
        while True:
            try:
                sender, _ = self._listener.accept()
            except OSError:
                eventlet.sleep(NO_FILE_LEFT)
            else:
                self._taking.spawn_n(self._take, sender)  # waits for its turn where too many are

    def close(self) -> None:
        self._path.unlink(missing_ok=True)

    def _take(self, sender: Any) -> None:
        with suppress(OSError, EOFError, eventlet.Timeout):
            with sender:
                connection = _received(sender)
                with suppress(OSError):  # who has given up waiting has let go of it all the same
                    sender.sendall(_TAKEN)
            self._entrance.let_in(connection, connection.getpeername(), PASSED)


def _received(sender: Any) -> FairSocket:
    """Raises OSError, EOFError or eventlet.Timeout where the one who passes it on has ended meanwhile."""
    sender.settimeout(WITHIN)
    eventlet.hubs.trampoline(sender.fd, read=True, timeout=WITHIN)
    head, files, _, _ = _original.recv_fds(sender.fd, _LENGTH.size, 1)
    if not files:
        raise EOFError
    os.set_inheritable(files[0], False)
    eventlet.hubs.notify_opened(files[0])
    connection = FairSocket(_original.socket(fileno=files[0]))
    connection.ahead = _exactly(sender, min(_MOST, *_LENGTH.unpack(head)))
    return connection


def _exactly(sender: Any, length: int) -> bytes:
    read = b""
    while len(read) < length:
        more = sender.recv(length - len(read))
        if not more:
            raise EOFError
        read += more
    return read
