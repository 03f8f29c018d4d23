"""A session with everybody in it: console and projector, and phones that place dots. On whichever server."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bench import pages
from bench.line import Answered, Heard, Line, Payload, TurnedAway, connect, named_by_pages, now
from bench.prepared import Guest, Hall

_ids = count(1)
MOST_TRIES = 6  # of a phone, further and further apart: more would be a server that does not recover
MOMENT, MOST_MOMENTS = 0.3, 10  # seconds
Seen = list[tuple[int, float]]  # of each view that reached a screen, its seq and when it came


def new_id() -> str:
    """A command id as long as a browser's."""
    return f"{next(_ids):032x}"


@dataclass(slots=True)
class Phone:
    line: Line
    squares: list[int]
    choices: list[str]
    counter: int
    leaning: int = field(default_factory=lambda: random.randrange(30))  # so that what all of them change together is seen in the tally

    def dot(self) -> Payload:
        """The next dot: from square to square and, once round, in another colour."""
        self.counter += 1
        turn, place = divmod(self.counter, len(self.squares))
        choice = self.choices[(turn * (1 + self.leaning % 2) + place + self.leaning) % len(self.choices)]
        return {"command_id": new_id(), "round": 1, "square": self.squares[place], "choice": choice, "counter": self.counter}

    def place(self, dots: list[Payload], answered: Answered) -> None:
        self.line.send("place_dots", {"dots": dots}, answered)


@dataclass
class Room:
    """`seen`, `shown`: what reached the console and the projector. `screens`: both of them, in this order. `tries_again`: of phones.

    `is_named`: whether lines say in their address of which session they are, as those of pages do.
    """

    host: str
    code: str = ""
    is_named: bool = False
    seen: Seen = field(default_factory=list)
    shown: Seen = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    screens: list[Line] = field(default_factory=list)
    tries_again: int = 0
    squares: Sequence[int] = tuple(range(1, 25))
    choices: Sequence[str] = ("green", "yellow", "red")

    async def join(self) -> None:
        """One more phone: joins, loads its page, connects."""
        browser, page = await pages.join(self.host, self.code)
        choices = [choice["key"] for choice in page["grid"]["choices"]]
        line = await connect(self.host, browser.cookie, page["auth"])
        self._take_in(line, page["view"]["squares"], choices)

    async def connect(self, guest: Guest) -> None:
        """One more phone, whose page is loaded: its websocket, until its first view is there. Hung up on, it tries again, as pages do: a
        server takes only so many in the same moment.
        """
        for tries in range(MOST_TRIES):
            try:
                line = await self._greeted(guest)
                break
            except TurnedAway:
                raise
            except ConnectionError:
                self.tries_again += 1
                await asyncio.sleep(random.uniform(0.5, 1.5) * 2**tries)
        else:
            raise RuntimeError("A phone could not come in.")
        self._take_in(line, list(self.squares), list(self.choices))

    async def _greeted(self, guest: Guest) -> Line:
        greeted = asyncio.Event()
        line = await self._connected(guest, lambda event, view: greeted.set() if event == "view" else None)
        waiting = [asyncio.ensure_future(event.wait()) for event in (greeted, line.lost)]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for one in waiting:
            one.cancel()
        if line.lost.is_set():
            raise ConnectionError
        line.listen(None)
        return line

    async def _connected(self, guest: Guest, heard: Heard) -> Line:
        room = named_by_pages(guest.auth) if self.is_named else ""
        return await connect(self.host, guest.cookie, guest.auth, heard, room=room)

    def _take_in(self, line: Line, squares: list[int], choices: list[str]) -> None:
        self.phones.append(Phone(line, squares, choices, counter=len(self.phones)))  # each begins on another square

    async def show(self, console: Guest, projector: Guest) -> None:
        """Connect the screens."""
        for guest, seen in ((console, self.seen), (projector, self.shown)):
            self.screens.append(await self._connected(guest, _looking(seen)))

    async def move(self, command: str, stage: str) -> None:
        """The facilitator's next step, from this stage."""
        ack = await self.screens[0].call(command, {"command_id": new_id(), "from": stage})
        if not ack.get("ok"):
            raise RuntimeError(f"{command}: {ack}")

    async def settle(self) -> None:
        """Let what is on its way arrive: until nothing has come for a moment, or does not cease."""
        before = -1
        for _ in range(MOST_MOMENTS):
            now_here = sum(line.received for line in self._lines())
            if now_here == before:
                return
            before = now_here
            await asyncio.sleep(MOMENT)

    def close(self) -> None:
        for line in self._lines():
            line.close()

    def _lines(self) -> list[Line]:
        return [*self.screens, *(phone.line for phone in self.phones)]


def _looking(seen: Seen) -> Any:
    def look(event: str, view: Any) -> None:
        if event == "view":
            seen.append((view["seq"], now()))

    return look


async def open_room(host: str, key: str) -> Room:
    """A new session at our server, its console and projector connected."""
    facilitator, page = await pages.open_session(host, key)
    shown = pages.data_block(await facilitator.get(page["urls"]["projector"]))
    facilitator.close()
    room = Room(host, page["session"]["code"])
    await room.show(Guest(facilitator.cookie, page["auth"]), Guest("", shown["auth"]))
    return room


async def room_in(host: str, hall: Hall, is_named: bool = False) -> Room:
    """A session that stood in our server's data folder, its console and projector connected."""
    room = Room(host, hall.code, is_named)
    await room.show(hall.console, hall.projector)
    return room


async def room_elsewhere(host: str) -> Room:
    """The one room of a server that has no pages: whoever says so is a phone, and whoever says so a screen."""
    room = Room(host)
    await room.show(*(Guest("", {"role": role}) for role in ("console", "projector")))
    return room


def guests_elsewhere(phones: int) -> list[Guest]:
    return [Guest("", {"role": "phone", "me": f"{number:024x}"}) for number in range(phones)]
