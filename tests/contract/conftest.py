"""`log`: an empty store, of each kind there is. `reopened`: the same store as a new process would find it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pollapp.store.log import EventLog
from tests.contract.stores import STORES


@pytest.fixture(params=STORES)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], EventLog]:
    return lambda: STORES[request.param](tmp_path)


@pytest.fixture
def log(make: Callable[[], EventLog]) -> Iterator[EventLog]:
    log = make()
    yield log
    log.close()


@pytest.fixture
def reopened(log: EventLog, make: Callable[[], EventLog]) -> Iterator[Callable[[], EventLog]]:
    again: list[EventLog] = []

    def reopen() -> EventLog:
        log.close()
        again.append(make())
        return again[-1]

    yield reopen
    for one in again:
        one.close()
