"""Sockets on which one stranger holds up nobody else: each gives turns, and none waits for ever. tests/live/test_fair.py, test_slow.py."""

import errno
import socket
import time
from collections.abc import Callable
from typing import Any

import eventlet
import eventlet.greenio

from pollapp.addresses import local_address
from pollapp.config import BadSetting, Config
from pollapp.doctor.asking import is_pollapp
from pollapp.server.turns import KNOCKING, LEAVING, strangers

BACKLOG = 4096  # phones that may knock in the same moment
READS_A_TURN = 8  # a message takes three reads
MOST_UNSENT = 128 * 1024  # bytes that the system keeps for one slow reader; left to itself it would keep 4 MB
SLOWEST = 2000  # bytes a second: who reads more slowly than that falls behind
MOST_BEHIND = 20.0  # seconds
FRAMES, FRAMES_A_SECOND = 200, 30  # of one websocket: at once, and after that. A console that confirms every view sends 20
MOST_SLOWED = 300  # frames in a row that had to wait: ten seconds of it are no accident


class FairSocket(eventlet.greenio.GreenSocket):  # type: ignore[misc]  # eventlet has no types
    """`until`: the moment (of time.monotonic) by which what is being read has to be there; None: whenever it comes.

    Reading gives everybody else a turn. eventlet gives one only when a line is empty: one that never is would hold up all.
    """

    until: float | None = None
    ended = False  # whether the other side has said all that it will say
    _read_since = 0  # times this socket has read without giving a turn
    _behind = 0.0  # seconds that the other side has made us wait, less what it has read since
    _paced = 0.0  # until when its frames so far have used up what they may
    _slowed = 0
    _given_up = False

    def accept(self) -> Any:
        """The next one who knocks, in turn. Where the system has no file left, they wait: eventlet's server would end."""
        while True:
            try:
                knocking = super().accept()
                strangers.wait(KNOCKING)
                return knocking
            except OSError as error:
                if error.errno in (errno.EBADF, errno.EINVAL, errno.ENOTSOCK):  # closed: this server is stopping
                    raise
                eventlet.sleep(0.1)

    def recv(self, bufsize: int, flags: int = 0) -> bytes:
        data: bytes = self._read(super().recv, bufsize, flags)
        return data

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        count: int = self._read(super().recv_into, buffer, nbytes, flags)
        return count

    def _read(self, read: Callable[..., Any], *how: Any) -> Any:
        """Whoever leaves waits a turn: thousands may, in the same moment."""
        self._before_reading()
        try:
            got = read(*how)
        except ConnectionError:
            strangers.wait(LEAVING)
            raise
        if not got:
            self.ended = True
            strangers.wait(LEAVING)
        return got

    def send(self, data: Any, flags: int = 0) -> int:
        """Raises TimeoutError for a reader that has fallen too far behind, and from then on."""
        if self._given_up:
            raise TimeoutError
        began = time.monotonic()
        try:
            sent: int = super().send(data, flags)
        except TimeoutError:
            self.hang_up()
            raise
        self._behind = max(0.0, self._behind + time.monotonic() - began - sent / SLOWEST)
        if self._behind > MOST_BEHIND:
            self.hang_up()
        return sent

    def pace(self) -> None:
        """A frame was read: wait before the next when too many came too fast. Whoever goes on like that is hung up on."""
        now = time.monotonic()
        self._paced = max(now, self._paced) + 1 / FRAMES_A_SECOND
        wait = self._paced - now - FRAMES / FRAMES_A_SECOND
        self._slowed = self._slowed + 1 if wait > 0 else 0
        if self._slowed > MOST_SLOWED:
            self.hang_up()
        elif wait > 0:
            eventlet.sleep(wait)

    def hang_up(self) -> None:
        """Both ways: whoever waits on this socket wakes up."""
        self._given_up = True
        eventlet.greenio.shutdown_safe(self)

    def _before_reading(self) -> None:
        self._read_since += 1
        if self._read_since >= READS_A_TURN:
            self._read_since = 0
            eventlet.sleep(0)
        if self._given_up or (self.until and time.monotonic() > self.until):
            raise TimeoutError

    def _trampoline(self, fd: Any, read: bool = False, write: bool = False, timeout: float | None = None, timeout_exc: Any = None) -> Any:
        """Wait until there is something to read, or room to write."""
        left = MOST_BEHIND - self._behind if write else self.until - time.monotonic() if self.until else None
        if left is not None:
            left = max(0.001, left)
            timeout = left if timeout is None else min(left, timeout)
        try:
            return super()._trampoline(fd, read=read, write=write, timeout=timeout, timeout_exc=timeout_exc)
        except TimeoutError:  # as for those who leave: thousands may have come, and be late, in the same moment
            strangers.wait(LEAVING)
            raise


def listen(config: Config) -> FairSocket:
    """Raises BadSetting, with a sentence, where this cannot be listened on."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        plain = eventlet.listen((config.host, config.port), family, backlog=BACKLOG, reuse_port=False)
    except OSError as error:
        raise BadSetting(_why_not(config, error)) from error
    listener = FairSocket(plain.fd.dup())
    plain.close()
    # inherited by every connection
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # small messages leave at once
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MOST_UNSENT)
    return listener


def _why_not(config: Config, error: OSError) -> str:
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return f"This computer has no address {config.host}. Leave --host out, and phones in the same network reach it."
    if error.errno == errno.EACCES:
        return f"Port {config.port} is for the system's own programs. Choose another: --port 8000"
    other = "the pollapp that answers there" if is_pollapp(local_address(config)) else "the program that uses it"
    better = f"Stop {other}, or choose another: --port {config.port + 1}"
    return f"Cannot listen on {config.host}, port {config.port}: {error.strerror}. {better}"
