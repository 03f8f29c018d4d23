"""One thread beside the hub, for what is done there two hundred times a second: storing. eventlet's own pool (tpool) hands each piece of
work to another of its twenty threads, through locks that take longer than the way there: 0.12 ms more a commit. For all else it is right.
"""

from collections import deque
from collections.abc import Callable
from typing import Any

import eventlet
import eventlet.hubs
import eventlet.patcher

_native = eventlet.patcher.original("threading")
_queue = eventlet.patcher.original("queue")
_sockets = eventlet.patcher.original("socket")
_MOST_TOLD = 4096  # bytes read at once, each of a piece that is done


class _Piece:
    """Of work. `waiting`: the greenlet that does; None once it has been woken by something else."""

    def __init__(self, work: Callable[..., Any], args: tuple[Any, ...]) -> None:
        self.work, self.args = work, args
        self.waiting: Any = eventlet.getcurrent()
        self.result: Any = None
        self.error: BaseException | None = None

    def do(self) -> None:
        try:
            self.result = self.work(*self.args)
        except BaseException as error:
            self.error = error

    def tell(self) -> None:
        if self.waiting and self.error:
            self.waiting.throw(self.error)
        elif self.waiting:
            self.waiting.switch(self.result)


class Aside:
    """A `run_blocking`: call it from any greenlet, one piece of work after the other."""

    def __init__(self) -> None:
        self._asked: Any = _queue.SimpleQueue()
        self._done: deque[_Piece] = deque()
        self._hub = eventlet.hubs.get_hub()
        self._told, self._tell = _sockets.socketpair()
        self._told.setblocking(False)
        self._hub.add(self._hub.READ, self._told.fileno(), self._wake, lambda *_: None, lambda: None)
        _native.Thread(target=self._keep_working, name="aside", daemon=True).start()

    def __call__(self, work: Callable[..., Any], *args: Any) -> Any:
        piece = _Piece(work, args)
        self._asked.put(piece)
        try:
            return self._hub.switch()
        finally:
            piece.waiting = None

    def _keep_working(self) -> None:
        while True:
            piece: _Piece = self._asked.get()
            piece.do()
            self._done.append(piece)
            self._tell.send(b".")

    def _wake(self, _: int) -> None:
        """By the hub. Whoever is woken runs in a turn of their own: what goes wrong there is not ours."""
        self._told.recv(_MOST_TOLD)
        while self._done:
            self._hub.schedule_call_global(0, self._done.popleft().tell)
