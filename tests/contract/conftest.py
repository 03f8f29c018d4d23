"""`log`: an empty store, of each kind there is. `reopened`: the same store as a new process would find it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pollapp.store.log import EventLog
from tests.contract.stores import SHARED, STORES, Make, Store


@pytest.fixture(scope="session")
def started() -> Iterator[Callable[[str], Store]]:
    """A store by its name, started when it is first asked for."""
    with ExitStack() as ended:
        stores: dict[str, Store] = {}

        def start(name: str) -> Store:
            if name not in stores:
                stores[name] = ended.enter_context(STORES[name]())
            return stores[name]

        yield start


@pytest.fixture(params=STORES)
def make(request: pytest.FixtureRequest, started: Callable[[str], Store], tmp_path: Path) -> Make:
    return started(request.param)(tmp_path)


@pytest.fixture
def log(make: Make) -> Iterator[EventLog]:
    log = make()
    yield log
    log.close()


@pytest.fixture(params=SHARED)
def two(request: pytest.FixtureRequest, started: Callable[[str], Store], tmp_path: Path) -> Iterator[tuple[EventLog, EventLog]]:
    """One store that several processes may work on at once, as two of them see it."""
    make = started(request.param)(tmp_path)
    here, there = make(), make()
    yield here, there
    here.close()
    there.close()


@pytest.fixture
def reopened(log: EventLog, make: Make) -> Iterator[Callable[[], EventLog]]:
    again: list[EventLog] = []

    def reopen() -> EventLog:
        log.close()
        again.append(make())
        return again[-1]

    yield reopen
    for one in again:
        one.close()
