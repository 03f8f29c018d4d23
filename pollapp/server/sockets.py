"""Sockets on which one stranger holds up nobody else: each gives turns, and none waits for ever.

tests/live/test_fair.py, test_hostile_lines.py
"""

import errno
import io
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

import eventlet
import eventlet.greenio
import eventlet.hubs

from pollapp.config import Config
from pollapp.listening import bound
from pollapp.server.turns import KNOCKING, LEAVING, strangers

READS_A_TURN = 8
AHEAD = 4096  # bytes that are read at once of a websocket: as a rule one whole message, which would else take three reads
SLOWEST = 2000  # bytes a second: who reads more slowly than that falls behind
MOST_BEHIND = 20.0  # seconds
FRAMES, FRAMES_A_SECOND = 200, 30  # of one websocket: at once, and after that. A console that confirms every view sends 20
MOST_SLOWED = 300  # frames in a row that had to wait: ten seconds of it are no accident


class FairSocket(eventlet.greenio.GreenSocket):  # type: ignore[misc]  # eventlet has no types
    """`until`: the moment (of time.monotonic) by which what is being read has to be there; None: whenever it comes.

    Reading gives everybody else a turn. eventlet gives one only when a line is empty: one that never is would hold up all.
    """

    until: float | None = None
    ahead = b""  # what was read and is not used yet: of a websocket, or by another worker, who has passed this connection on
    sending = False  # in the middle of something, as long as the other side does not take it
    _only_buffered = False
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
        if self.ahead:
            return self._read_ahead(bufsize)
        data: bytes = self._read(super().recv, bufsize, flags)
        return data

    def look_ahead(self) -> None:
        """Wait for something to read, and keep it in `ahead`: nothing where the other side has said all."""
        self.ahead = self._read(super().recv, AHEAD)

    def fill_ahead(self) -> bool:
        """Read into `ahead` what can be read at once; False where that is nothing, for whatever reason."""
        try:
            self.ahead = self.fd.recv(AHEAD)
        except OSError:
            return False
        return bool(self.ahead)

    def wait_unless(self, taken: Callable[[], bool]) -> None:
        """Wait until something can be read that is not `taken`: the hub asks that first, with nobody woken; so it must not wait itself."""
        self._before_reading()
        if self._closed:
            raise eventlet.greenio.base.IOClosed()
        waiting, hub = eventlet.getcurrent(), eventlet.hubs.get_hub()

        def readable(_: int) -> None:
            try:
                if taken():
                    return
            except Exception:
                waiting.throw(*sys.exc_info())
            else:
                waiting.switch()

        listener = hub.add(hub.READ, self.fd.fileno(), readable, waiting.throw, self._mark_as_closed)
        try:
            hub.switch()
        finally:
            hub.remove(listener)

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        if self._only_buffered:
            raise BlockingIOError(errno.EAGAIN, "")
        if self.ahead:
            read = self._read_ahead(nbytes or len(buffer))
            buffer[: len(read)] = read
            return len(read)
        count: int = self._read(super().recv_into, buffer, nbytes, flags)
        return count

    def _read_ahead(self, most: int) -> bytes:
        read, self.ahead = self.ahead[:most], self.ahead[most:]
        return read

    def only_buffered(self, file: io.BufferedReader) -> bytes:
        """What a file that reads from here has read ahead, and nobody has asked it for."""
        self._only_buffered = True
        try:
            return file.peek()
        finally:
            self._only_buffered = False

    def let_go(self) -> None:
        """It goes on in another process: here nobody reads it, nor hangs up on it, any more."""
        self.shutdown = lambda how: None
        self._given_up = True
        self.close()

    def _read(self, read: Callable[..., Any], *how: Any) -> Any:
        """Whoever leaves waits a turn, and one only: thousands may, in the same moment."""
        self._before_reading()
        try:
            got = read(*how)
        except ConnectionError:
            self._leave()
            raise
        if not got:
            self._leave()
        return got

    def _leave(self) -> None:
        if not self.ended:
            self.ended = True
            strangers.wait(LEAVING)

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

    def sendall(self, data: Any, flags: int = 0) -> None:
        self.sending = True
        try:
            super().sendall(data, flags)
        finally:
            self.sending = False

    def send_now(self, data: bytes) -> bool:
        """Send this whole, if it can be done at once; False where it cannot: then nothing was sent."""
        if self.sending or self._given_up:
            return False
        try:
            sent = self.fd.send(data)
        except OSError:  # no room, or nobody there: whoever waits for room finds out
            return False
        if sent < len(data):  # nothing else may stand between it and its rest; pages come back, and ask again
            self.hang_up()
        return True

    def is_over(self) -> bool:
        """Whether the other side has hung up, and nothing more is to be read."""
        try:
            return not self.ahead and not self.fd.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def too_fast(self) -> float:
        """Seconds to wait before one more frame; none where this is not above 0."""
        now = time.monotonic()
        return max(now, self._paced) + (1 - FRAMES) / FRAMES_A_SECOND - now

    def count_frame(self) -> None:
        self._paced = max(time.monotonic(), self._paced) + 1 / FRAMES_A_SECOND

    def pace(self) -> None:
        """A frame was read: wait before the next when too many came too fast. Whoever goes on like that is hung up on."""
        self._give_turns()
        wait = self.too_fast()
        self.count_frame()
        self._slowed = self._slowed + 1 if wait > 0 else 0
        if self._slowed > MOST_SLOWED:
            self.hang_up()
        elif wait > 0:
            eventlet.sleep(wait)

    def hang_up(self) -> None:
        """Both ways: whoever waits on this socket wakes up."""
        self._given_up = True
        eventlet.greenio.shutdown_safe(self)

    def _give_turns(self) -> None:
        self._read_since += 1
        if self._read_since >= READS_A_TURN:
            self._read_since = 0
            eventlet.sleep(0)

    def _before_reading(self) -> None:
        self._give_turns()
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
    plain: Any = bound(config)
    listener = FairSocket(plain.fd.dup())
    plain.close()
    return listener
