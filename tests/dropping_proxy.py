"""A wire that can be cut: TCP on a loopback port passed on to another, until it is told to do otherwise.

with dropping_proxy(redis.port) as wire:
    log = RedisLog(f"redis://127.0.0.1:{wire.port}/0")
    wire.cut()                     # every connection is closed, new ones are passed on
    with wire.silent(): ...        # nothing passes, nothing is closed: what a lost network looks like
    with wire.closed(): ...        # new connections are closed at once
    wire.cut_answers(after=3)      # the next three answers pass; of the one after it, the question arrives and the answer is lost
"""

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Wire:
    def __init__(self, to_port: int) -> None:
        self._to_port = to_port
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = int(self._listening.getsockname()[1])
        self._waker, self._woken = socket.socketpair()
        self._ways: dict[socket.socket, socket.socket] = {}
        self._upwards: set[socket.socket] = set()  # the ends that the engine answers on
        self._silent = self._closed = self._ending = self._cutting = False
        self._answers_left: int | None = None
        self._turn = threading.Lock()
        self._thread = threading.Thread(target=self._pass_on, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        with self._turn:
            self._cutting = True
        self._waker.send(b"w")
        while self._cutting:
            threading.Event().wait(0.001)

    def cut_answers(self, after: int) -> None:
        with self._turn:
            self._answers_left = after

    @contextmanager
    def silent(self) -> Iterator[None]:
        self._silent = True
        try:
            yield
        finally:
            self._silent = False
            self.cut()  # what was swallowed never comes: these connections are of no use any more

    @contextmanager
    def closed(self) -> Iterator[None]:
        self._closed = True
        self.cut()
        try:
            yield
        finally:
            self._closed = False

    def end(self) -> None:
        self._ending = True
        self._waker.send(b"w")
        self._thread.join(5)
        for one in (self._listening, self._waker, self._woken):
            one.close()

    def _pass_on(self) -> None:
        with selectors.DefaultSelector() as self._selector:
            self._selector.register(self._listening, selectors.EVENT_READ)
            self._selector.register(self._woken, selectors.EVENT_READ)
            while not self._ending:
                for key, _ in self._selector.select():
                    self._serve(key.fileobj)  # type: ignore[arg-type]
                with self._turn:
                    if self._cutting:
                        self._close_all()
                        self._cutting = False
            self._close_all()

    def _serve(self, end: socket.socket) -> None:
        if end is self._woken:
            end.recv(100)
        elif end is self._listening:
            self._accept()
        elif end in self._ways:
            self._carry(end)

    def _accept(self) -> None:
        down, _ = self._listening.accept()
        try:
            if self._closed:
                raise ConnectionRefusedError
            up = socket.create_connection(("127.0.0.1", self._to_port), 5)
        except OSError:
            down.close()
            return
        self._ways[down], self._ways[up] = up, down
        self._upwards.add(up)
        for one in (down, up):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(one, selectors.EVENT_READ)

    def _carry(self, end: socket.socket) -> None:
        try:
            said = end.recv(1 << 16)
            if not said or self._loses_answer(end):
                raise ConnectionResetError
            if not self._silent:
                self._ways[end].sendall(said)
        except OSError:
            self._close(end)

    def _loses_answer(self, end: socket.socket) -> bool:
        with self._turn:
            if self._answers_left is None or end not in self._upwards:
                return False
            self._answers_left = self._answers_left - 1 if self._answers_left else None
            return self._answers_left is None

    def _close(self, end: socket.socket) -> None:
        for one in (end, self._ways[end]):
            self._ways.pop(one)
            self._upwards.discard(one)
            self._selector.unregister(one)
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _close_all(self) -> None:
        while self._ways:
            self._close(next(iter(self._ways)))


@contextmanager
def dropping_proxy(to_port: int) -> Iterator[Wire]:
    wire = Wire(to_port)
    try:
        yield wire
    finally:
        wire.end()
