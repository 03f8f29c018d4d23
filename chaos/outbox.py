"""A phone's outbox, as static/js/lib/outbox.js has it: a tap is kept under its command_id until that is answered."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bench.line import OFFLINE, Payload
from bench.room import new_id
from chaos.patience import pause_after

MOST_AT_ONCE = 64
PASSING = ("offline", "slow_down", "not_stored", "server_error")  # again.js

Send = Callable[[Payload], Awaitable[Payload]]


@dataclass(slots=True, eq=False)
class Tap:
    """What somebody tapped on a square; `choice` None takes the dot away. `seq`: its place in the log, once the server has acked it, as
    the last ack said; `first`: as the first one did, in a life of the store that may be over.
    """

    command_id: str
    square: int
    choice: str | None
    counter: int
    seq: int | None = None
    sent: int = 0  # times
    first: int | None = None

    def payload(self) -> Payload:
        return {"command_id": self.command_id, "round": 1, "square": self.square, "choice": self.choice, "counter": self.counter}


class Outbox:
    """`taps`: all of them, in order. `refusals`: answers that will not change, and should not have come."""

    def __init__(self, send: Send, chance: random.Random) -> None:
        self._send, self._chance = send, chance
        self.taps: list[Tap] = []
        self.refusals: list[str] = []
        self._waiting: dict[int, Tap] = {}  # square → the newest tap on it
        self._saved: dict[int, Tap] = {}  # square → the newest tap on it that was acked
        self.epoch: str | None = None
        self._limit = MOST_AT_ONCE
        self._tapped, self._woken = asyncio.Event(), asyncio.Event()

    @property
    def pending(self) -> int:
        return len(self._waiting)

    def tap(self, square: int, choice: str | None) -> None:
        tap = Tap(new_id(), square, choice, counter=len(self.taps) + 1)
        self.taps.append(tap)
        self._waiting[square] = tap
        self._tapped.set()

    def heard(self, epoch: str) -> None:
        """A view of this epoch has come: in a new one, what was acked is sent again."""
        if self.epoch not in (None, epoch):
            self._waiting = self._saved | self._waiting
            if self._waiting:
                self._tapped.set()
                self.wake()
        self.epoch = epoch

    def wake(self) -> None:
        """The line is back: send at once what waits."""
        self._woken.set()

    async def run(self) -> None:
        """Send what waits, one message at a time, for ever."""
        tries = 0
        while True:
            await self._tapped.wait()
            sent = sorted(self._waiting.values(), key=lambda tap: tap.counter)[: self._limit]
            self._woken.clear()
            for tap in sent:
                tap.sent += 1
            sent_in = self.epoch
            ack = await self._send({"dots": [tap.payload() for tap in sent]})
            if sent_in not in (None, self.epoch):
                ack = OFFLINE  # as socket.js has it: a life that is over may have answered
            tries = 0 if self._settle_all(sent, ack) else tries + 1
            if tries and await self._woken_within(pause_after(tries, self._chance)):
                tries = 0

    async def _woken_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                return await self._woken.wait()
        except TimeoutError:
            return False

    def _settle_all(self, sent: Sequence[Tap], ack: Payload) -> bool:
        """Whether there is nothing to wait for before the next message."""
        if "refused" in ack and ack["refused"] not in PASSING and len(sent) > 1:
            self._limit = 1  # one of them is the reason
            return True
        answers = [ack] * len(sent) if "refused" in ack else ack["answers"]
        settled = [self._settle(tap, answer) for tap, answer in zip(sent, answers, strict=True)]
        if not self._waiting:
            self._limit = MOST_AT_ONCE
            self._tapped.clear()
        return all(settled)

    def _settle(self, tap: Tap, answer: Payload) -> bool:
        """Whether this tap needs nothing more."""
        if answer.get("refused") in PASSING:
            return False
        if answer.get("ok"):
            tap.seq = answer["seq"]
            tap.first = tap.first or tap.seq
            self._saved[tap.square] = tap
        elif answer.get("refused") != "superseded":
            self.refusals.append(str(answer.get("refused", "late")))
        if self._waiting.get(tap.square) is tap:
            del self._waiting[tap.square]
        return True
