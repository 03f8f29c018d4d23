"""The room next door: phones that place a dot every few seconds and notice how long each ack takes."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from bench.acks import Acks, percentile
from bench.room import Phone, Room, open_room

PHONES = 30
EVERY = 1.0  # seconds between two dots of a phone


class Neighbours:
    """`room` is open and its first round on."""

    def __init__(self, room: Room, seed: int) -> None:
        self.room, self._chance = room, random.Random(seed)
        self._acks = Acks()

    async def vote(self) -> None:
        """For ever."""
        async with asyncio.TaskGroup() as all_of_them:
            for phone in self.room.phones:
                all_of_them.create_task(self._vote(phone))

    async def _vote(self, phone: Phone) -> None:
        while True:
            await asyncio.sleep(self._chance.uniform(0, 2 * EVERY))
            await self._acks.place(phone, [phone.dot()])

    @contextmanager
    def noticed(self) -> Iterator[Acks]:
        """The acks of what is sent in here, and of nothing after it: looking inside the server holds it up."""
        self._acks = seen = Acks()
        yield seen
        self._acks = Acks()


async def neighbours(host: str, key: str, seed: int, phones: int = PHONES) -> Neighbours:
    room = await open_room(host, key)
    await room.move("open_round", "lobby")
    for _ in range(phones):
        await room.join()
    return Neighbours(room, seed)


def shown(acks: Acks) -> str:
    """p50 and p99 in ms, and what was answered in place of ok, how often."""
    times = f"{1000 * percentile(acks.waits, 50):.1f} / {1000 * percentile(acks.waits, 99):.1f}"
    refused = ", ".join(f"{count} {code}" for code, count in Counter(acks.refusals).items())
    return f"{times} ({refused})" if refused else times
