"""`python -m soak.day HOST KEY FOLDER SECONDS SESSIONS PHONES SEED`: a school's day, compressed. Prints what became of the dots, as JSON.

So many sessions at a time, each with its share of the phones: opened, joined, voted in, revealed, some deleted, and then the next one.
All the while phones drop out and come back, some by polling, and screens too.
"""

import asyncio
import json
import random
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import cores, pages
from bench.line import now
from chaos.ledger import held, stored
from chaos.phones import Crowd
from pollapp.store.sqlite_log import SESSIONS_FILE

LESSON = 5.0, 25.0  # seconds of voting: from, to
EVERY = 1.0  # seconds between two taps of a phone
CUT_EVERY = 0.5  # seconds between two lines of a class that break
DELETED = 0.5  # the share of sessions that are deleted when they are over


@dataclass
class Told:
    """Of the whole day. `lost`, `doubled`: dots, as `chaos.table` has it."""

    sessions: int = 0
    deleted: int = 0
    joined: int = 0
    cut: int = 0
    acked: int = 0
    lost: int = 0
    doubled: int = 0

    def add(self, **more: int) -> None:
        for name, count in more.items():
            setattr(self, name, getattr(self, name) + count)


class Lesson(Crowd):
    """One session from its opening to its end."""

    def __init__(self, host: str, chance: random.Random, told: Told) -> None:
        super().__init__(host, chance)
        self._told = told

    async def open(self, key: str, phones: int) -> None:
        self._facilitator, page = await pages.open_session(self._host, key)
        self.session_id, self.code = page["auth"]["session"], page["session"]["code"]
        shown = pages.data_block(await self._facilitator.get(page["urls"]["projector"]))
        self._facilitator.close()  # a lesson is longer than the server keeps an idle connection
        self.screens = [self._lasting(self._facilitator.cookie, page["auth"]), self._lasting("", shown["auth"])]
        for _ in range(phones // 2):
            await self.join()
        await self.move("open_round", "lobby")
        for _ in range(phones - phones // 2):
            await self.join()

    async def vote(self, until: float) -> None:
        tapping = [self.start(phone.tap_steadily(EVERY)) for phone in self.phones]
        while (left := min(until - now(), self._chance.uniform(0, 2 * CUT_EVERY))) > 0:
            await asyncio.sleep(left)
            self.complain()
            self._chance.choice([*self.screens, *(phone.line for phone in self.phones)]).cut()
            self._told.add(cut=1)
        for task in tapping:
            task.cancel()
        await self.move("close_round", "voting")
        await self.drained()

    async def end(self, log: Path) -> None:
        """Everybody leaves; the log is held against what phones were told."""
        kept = held(await asyncio.to_thread(stored, log, self.session_id), {phone.participant: phone.outbox.taps for phone in self.phones})
        self._told.add(sessions=1, joined=len(self.phones), acked=kept.acked, lost=kept.lost, doubled=kept.doubled)
        if self._chance.random() < DELETED:  # while they are all still there
            await self._facilitator.post(f"/console/{self.session_id}/delete")
            self._told.add(deleted=1)
        await self.close()
        self._facilitator.close()


async def day(host: str, key: str, folder: Path, seconds: float, sessions: int, phones: int, seed: int) -> Told:
    told, until = Told(), now() + seconds

    async def classroom(chance: random.Random) -> None:
        while now() < until:
            lesson = Lesson(host, chance, told)
            await lesson.open(key, phones // sessions)
            await lesson.vote(min(until, now() + chance.uniform(*LESSON)))
            await lesson.end(folder / SESSIONS_FILE)

    async with asyncio.TaskGroup() as classrooms:
        for number in range(sessions):
            classrooms.create_task(classroom(random.Random(seed + number)))
    return told


def main() -> None:
    host, key, folder, seconds, sessions, phones, seed = sys.argv[1:]
    cores.lighten()
    told = asyncio.run(day(host, key, Path(folder), float(seconds), int(sessions), int(phones), int(seed)))
    print(json.dumps(asdict(told)))


if __name__ == "__main__":
    main()
