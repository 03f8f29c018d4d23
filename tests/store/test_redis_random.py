"""Several processes append to one engine while their wires are cut: whatever happens, each acked entry stands in the log once."""

import random
import threading
from collections.abc import Iterator

import pytest

from pollapp.store.log import Append, Entry, NotStored
from pollapp.store.redis_log import RedisLog
from tests.contract.sessions import item, open_session, stored
from tests.contract.test_shared import Attending, soon
from tests.dropping_proxy import Wire, dropping_proxy
from tests.redis_servers import Engine, redis_server

PROCESSES, PHONES, TAPS = 3, 4, 40
SESSIONS = ("one", "two")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with redis_server(tmp_path_factory.mktemp("redis")) as engine:
        yield engine


class Phone(threading.Thread):
    """Taps, and sends what was not acked again, to another process each time; now and then also what was acked."""

    def __init__(self, name: str, logs: list[RedisLog], dice: random.Random) -> None:
        super().__init__()
        self._actor, self._logs, self._dice = name, logs, dice
        self.acked: dict[tuple[str, str], set[int]] = {}

    def run(self) -> None:
        for number in range(TAPS):
            session = self._dice.choice(SESSIONS)
            taps = [self._tap(session, f"{number}-{more}") for more in range(self._dice.randint(1, 3))]
            while taps:
                outcomes = self._dice.choice(self._logs).append(taps)
                for tap, outcome in zip(taps, outcomes, strict=True):
                    if isinstance(outcome, Entry):
                        self.acked.setdefault((session, tap.command_id), set()).add(outcome.seq)
                        assert (outcome.actor, outcome.command_id, outcome.words) == (tap.actor, tap.command_id, tap.words)
                    else:
                        assert isinstance(outcome, NotStored), outcome
                again = self._dice.random() < 0.1
                taps = [tap for tap, outcome in zip(taps, outcomes, strict=True) if again or isinstance(outcome, NotStored)]

    def _tap(self, session: str, command_id: str) -> Append:
        return item(self._actor, command_id, command_id, session, self._dice.choice([None, None, "typed"]))


class Scissors(threading.Thread):
    """Cuts the wires until it is told to end."""

    def __init__(self, wires: list[Wire], dice: random.Random) -> None:
        super().__init__()
        self._wires, self._dice, self.ended = wires, dice, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(self._dice.uniform(0.0, 0.04)):
            wire = self._dice.choice(self._wires)
            if self._dice.random() < 0.5:
                wire.cut()
            else:
                wire.cut_answers(after=self._dice.randint(0, 6))


class Killer(threading.Thread):
    """Kills the engine, which flushes before it answers, and starts it again, until it is told to end."""

    def __init__(self, engine: Engine, dice: random.Random) -> None:
        super().__init__()
        self._engine, self._dice, self.ended = engine, dice, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(self._dice.uniform(0.05, 0.3)):
            self._engine.kill()
            self._engine.start()


@pytest.mark.parametrize(("seed", "killed"), [(1, False), (2, True)])
def test_every_acked_entry_stands_once_and_all_followers_see_one_order(engine: Engine, seed: int, killed: bool) -> None:
    engine.flush()
    dice = random.Random(seed)
    with dropping_proxy(engine.port) as first, dropping_proxy(engine.port) as second:
        urls = [f"redis://127.0.0.1:{first.port}/0", f"redis://127.0.0.1:{second.port}/0", engine.url]
        logs = [RedisLog(url) for url in urls]
        for session in SESSIONS:
            open_session(logs[2], session)
        followers = {(number, session): Attending(log, session) for number, log in enumerate(logs) for session in SESSIONS}
        scissors = Killer(engine, random.Random(seed)) if killed else Scissors([first, second], random.Random(seed))
        phones = [Phone(f"phone-{number}", logs, random.Random(dice.random())) for number in range(PHONES)]
        for thread in (scissors, *phones):
            thread.start()
        for phone in phones:
            phone.join()
        scissors.ended.set()
        scissors.join()
        for session in SESSIONS:
            entries = stored(logs[2], session)
            assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
            place = {(entry.actor, entry.command_id): entry.seq for entry in entries}
            assert len(place) == len(entries), "one is there twice"
            for phone in phones:
                for (where, command_id), seqs in phone.acked.items():
                    assert where != session or seqs == {place[phone._actor, command_id]}
            for number in range(PROCESSES):
                follower = followers[number, session]
                soon(lambda follower=follower, entries=entries: follower.line == entries)
        for log in logs:
            log.close()
