"""`make chaos` breaks Redis and kills workers under forty phones; here three of those faults are met by twelve, and shortly."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chaos import engine, engine_failover, engine_memory, engine_workers
from chaos.table import Wanted
from tests.apart import apart
from tests.redis_servers import need

pytestmark = pytest.mark.server
PHONES = 12


@pytest.fixture(autouse=True)
def _shortly() -> Iterator[None]:
    need("redis-server")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "EVERY", 0.1)
        patch.setattr(engine, "WORKERS", 1)  # where workers are the fault there are two
        for module in (engine, engine_memory, engine_workers):
            patch.setattr(module, "GOOD", 0.5)
        yield


def _wanted(folder: Path) -> Wanted:
    return Wanted(rounds=1, folder=folder, seed=3)


def test_what_a_failover_loses_is_sent_again(tmp_path: Path) -> None:
    row = apart(engine_failover.run, _wanted(tmp_path), phones=PHONES)
    assert (row.lost, row.doubled) == (0, 0), row
    assert row.acked > PHONES, row
    assert "lacked 0 " not in row.seen  # it was a failover that loses something


def test_dots_wait_while_redis_has_no_memory_left(tmp_path: Path) -> None:
    row = apart(engine_memory.run, _wanted(tmp_path), phones=PHONES)
    assert (row.lost, row.doubled) == (0, 0), row
    assert row.acked > PHONES, row


def test_a_killed_worker_takes_no_dot_with_it(tmp_path: Path) -> None:
    row = apart(engine_workers.killed, _wanted(tmp_path), phones=PHONES, times=1)
    assert (row.lost, row.doubled) == (0, 0), row
    assert row.acked > PHONES, row
    assert " 0 refused" in row.seen
