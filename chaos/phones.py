"""A class that comes back: phones with an outbox on lines that last, the screens, and the session that they are all in."""

import asyncio
import random
from collections.abc import Coroutine, Sequence
from typing import Any

from bench import pages
from bench.line import OFFLINE, Payload
from bench.room import new_id
from chaos.lasting import LastingLine
from chaos.outbox import Outbox, Tap
from pollapp import access

DRAINED_WITHIN = 60  # seconds


class Phone:
    """Somebody with a phone who has joined. `participant`: their id in the log."""

    def __init__(self, host: str, cookies: dict[str, str], page: dict[str, Any], chance: random.Random) -> None:
        auth, session_id = page["auth"], page["auth"]["session"]
        self.participant = access.participant_id(session_id, cookies[access.voice_cookie(session_id)])
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.outbox = Outbox(lambda payload: self.line.send("place_dots", payload), chance)
        self.line = LastingLine(host, cookie, auth, chance, self.outbox.wake, self._hear)
        self._squares: list[int] = page["view"]["squares"]
        self._choices = [choice["key"] for choice in page["grid"]["choices"]]
        self._chance = chance

    def _hear(self, event: str, data: Payload) -> None:
        if event == "view":
            self.outbox.heard(data["epoch"])

    def tap(self) -> None:
        """Place a dot somewhere, or another one where one is; now and then take one away."""
        self.outbox.tap(self._chance.choice(self._squares), self._chance.choice((*self._choices, *self._choices, None)))

    async def tap_steadily(self, every: float) -> None:
        """Tap for ever, about once in `every` seconds."""
        while True:
            await asyncio.sleep(self._chance.uniform(0.0, 2 * every))
            self.tap()


class Crowd:
    """A session in its first round: console, projector and phones, all of which connect again whenever they have to."""

    def __init__(self, host: str, chance: random.Random) -> None:
        self._host, self._chance = host, chance
        self._tasks: list[asyncio.Task[None]] = []
        self.session_id = self.code = ""
        self.screens: list[LastingLine] = []
        self.phones: list[Phone] = []

    @property
    def tapped(self) -> dict[str, Sequence[Tap]]:
        """Participant → all that they tapped, in order."""
        return {phone.participant: phone.outbox.taps for phone in self.phones}

    async def open(self, key: str, phones: int) -> None:
        """A new session, this many phones in it, and its first round open."""
        facilitator, page = await pages.open_session(self._host, key)
        self.session_id, self.code = page["auth"]["session"], page["session"]["code"]
        shown = pages.data_block(await facilitator.get(page["urls"]["projector"]))
        facilitator.close()
        self.screens = [self._lasting(facilitator.cookie, page["auth"]), self._lasting("", shown["auth"])]
        await self.move("open_round", "lobby")
        await asyncio.gather(*(self.join() for _ in range(phones)))

    async def join(self, host: str = "") -> None:
        """One more phone, at this server, or the one where the session was opened."""
        browser, page = await pages.join(host or self._host, self.code)
        phone = Phone(browser.host, browser.cookies, page, self._of_its_own())
        self.phones.append(phone)
        self.start(phone.line.run())
        self.start(phone.outbox.run())

    async def move(self, command: str, stage: str) -> None:
        """The facilitator's step, pressed again under the same id until it is answered."""
        step = {"command_id": new_id(), "from": stage}
        while not (ack := await self.screens[0].send(command, step)).get("ok"):
            if ack != OFFLINE:
                raise RuntimeError(f"{command}: {ack}")
            await asyncio.sleep(0.05)

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Have something go on until `close`."""
        task = asyncio.create_task(work)
        self._tasks.append(task)
        return task

    async def drained(self) -> None:
        """Wait until every phone and screen is connected, and every tap answered. Raises TimeoutError."""
        lines = [*self.screens, *(phone.line for phone in self.phones)]
        async with asyncio.timeout(DRAINED_WITHIN):
            while any(phone.outbox.pending for phone in self.phones) or not all(line.connected for line in lines):
                self.complain()
                await asyncio.sleep(0.02)

    def complain(self) -> None:
        """Raises what went wrong in anything that goes on here."""
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.result()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _lasting(self, cookie: str, auth: Payload) -> LastingLine:
        line = LastingLine(self._host, cookie, auth, self._of_its_own())
        self.start(line.run())
        return line

    def _of_its_own(self) -> random.Random:
        return random.Random(self._chance.random())
