"""Workers that are no processes, and a supervisor of two of them: what befalls them, a test says."""

import os
import signal
import socket
import subprocess
from contextlib import nullcontext
from typing import Any

import pytest

from pollapp.config import Config
from pollapp.workers import supervisor
from pollapp.workers.post import END, Files, Post
from pollapp.workers.process import Worker
from pollapp.workers.rolling import RollingRestart
from pollapp.workers.slot import Slot
from pollapp.workers.supervisor import Supervisor


class _Process:
    code: int | None = None

    def poll(self) -> int | None:
        return self.code

    def wait(self, within: float) -> int:
        if self.code is None:
            raise subprocess.TimeoutExpired("worker", within)
        return self.code

    def send_signal(self, number: signal.Signals) -> None:
        self.code = -number


class MadeUp(Worker):
    def __init__(self, post: Post) -> None:
        self.process: Any = _Process()
        self._told, orders = os.pipe()
        ready, self._says = os.pipe()
        self._forgotten = False
        super().__init__(post, self.process, orders, ready)

    def becomes_ready(self) -> None:
        os.write(self._says, f"{self.post.name} is ready".encode() + END)

    def ends(self, code: int = 1) -> None:
        self.process.code = code
        os.close(self._says)
        self._says = -1

    def forget(self) -> None:
        super().forget()
        self._forgotten = True

    def close(self) -> None:
        for end in filter(lambda end: end >= 0, (self._told, self._says)):
            os.close(end)
        if not self._forgotten:
            self.forget()


class Two:
    """A supervisor of two. `began`: every worker that it has started; `most`: more of them would be wrong. `said`: to people.
    `from_outside`: words that signals send it."""

    def __init__(self, table: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.began: list[MadeUp] = []
        self.most = 100
        self.said: list[str] = []
        self._told, self.from_outside = socket.socketpair()
        monkeypatch.setattr(supervisor, "start", self.start)
        monkeypatch.setattr(supervisor, "told", lambda: nullcontext(self._told))
        self.ours = Supervisor(Config(workers=2, redis="redis://nowhere"), "/somewhere", Files(-1, -1, -1, table), self.said.append)

    @property
    def slots(self) -> list[Slot]:
        return self.ours._slots

    @property
    def rolling(self) -> RollingRestart:
        return self.ours._rolling

    def start(self, config: Config, post: Post) -> MadeUp:
        assert len(self.began) < self.most, "another one was started"
        self.began.append(MadeUp(post))
        return self.began[-1]

    def both_serve(self) -> None:
        self.ours._has_started = True
        self.ours._look()
        for worker in self.began:
            worker.becomes_ready()
        self.goes_on()

    def goes_on(self) -> None:
        """Hears what there is to hear, and does what is due; nobody waits for the pause before a next one."""
        self.ours._hear()
        for slot in self.slots:
            slot.again_at = 0.0
        self.ours._look()

    def restarts(self) -> None:
        self.rolling.ask()
        self.ours._look()

    def close(self) -> None:
        self.ours._selector.close()
        for end in (self._told, self.from_outside, *self.began):
            end.close()
