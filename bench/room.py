"""A session with everybody in it: console and projector, and phones that place dots."""

import asyncio
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bench import pages
from bench.line import Answered, Line, Payload, connect, now

_ids = count(1)


def new_id() -> str:
    """A command id as long as a browser's."""
    return f"{next(_ids):032x}"


@dataclass(slots=True)
class Phone:
    line: Line
    squares: list[int]
    choices: list[str]
    counter: int

    def dot(self) -> Payload:
        """The next dot: from square to square and, once round, in another colour."""
        self.counter += 1
        turn, place = divmod(self.counter, len(self.squares))
        choice = self.choices[(turn + place) % len(self.choices)]
        return {"command_id": new_id(), "round": 1, "square": self.squares[place], "choice": choice, "counter": self.counter}

    def place(self, dots: list[Payload], answered: Answered) -> None:
        self.line.send("place_dots", {"dots": dots}, answered)


@dataclass
class Room:
    """`seen`: of each view that reached the console, its seq and when it came. `screens`: the console, then the projector."""

    host: str
    code: str = ""
    seen: list[tuple[int, float]] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    screens: list[Line] = field(default_factory=list)

    async def join(self) -> None:
        """One more phone: joins, loads its page, connects."""
        browser, page = await pages.join(self.host, self.code)
        choices = [choice["key"] for choice in page["grid"]["choices"]]
        await self.take_in(browser.cookie, page["auth"], page["view"]["squares"], choices)

    async def take_in(self, cookie: str, auth: Payload, squares: list[int], choices: list[str]) -> None:
        line = await connect(self.host, cookie, auth)
        self.phones.append(Phone(line, squares, choices, counter=len(self.phones)))  # each begins on another square

    async def move(self, command: str, stage: str) -> None:
        """The facilitator's next step, from this stage."""
        ack = await self.screens[0].call(command, {"command_id": new_id(), "from": stage})
        if not ack.get("ok"):
            raise RuntimeError(f"{command}: {ack}")

    async def settle(self) -> None:
        """Let what is on its way arrive."""
        await asyncio.sleep(1.5)

    def close(self) -> None:
        for line in (*self.screens, *(phone.line for phone in self.phones)):
            line.close()


class BareRoom(Room):
    """Phones at the bare server, which has no pages and no console."""

    async def join(self) -> None:
        await self.take_in("", {}, list(range(1, 25)), ["green", "yellow", "red"])


async def open_room(host: str, key: str) -> Room:
    """A new session, its console and projector connected."""
    facilitator, page = await pages.open_session(host, key)
    room = Room(host, page["session"]["code"])

    def look(event: str, view: Any) -> None:
        if event == "view":
            room.seen.append((view["seq"], now()))

    room.screens.append(await connect(host, facilitator.cookie, page["auth"], look))
    shown = pages.data_block(await facilitator.get(page["urls"]["projector"]))
    room.screens.append(await connect(host, "", shown["auth"], lambda event, view: None))
    facilitator.close()
    return room
