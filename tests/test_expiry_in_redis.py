"""Sessions go on their day when several machines look after one Redis, whose clocks differ a little: once, on whichever is first."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from pollapp.expiry import delete_expired
from pollapp.opening import Settings, open_session
from pollapp.service import Service
from pollapp.store.redis_home import home_in
from pollapp.store.redis_log import RedisLog
from tests.cast import grid
from tests.redis_servers import Engine

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture
def machines(redis: Engine) -> Iterator[list[Service]]:
    redis.flush()
    logs = [RedisLog(redis.url) for _ in range(4)]
    yield [Service(log) for log in logs]
    for log in logs:
        log.close()


def opens(service: Service, opened: datetime) -> str:
    return open_session(service.log, grid(3), Settings(keep="24h"), lambda: opened).header.id


def test_all_at_once_delete_each_once_and_no_other(machines: list[Service]) -> None:
    over, running = [opens(machines[0], NOW - 2 * DAY) for _ in range(5)], opens(machines[0], NOW)
    deleted: list[int] = []
    looking = [threading.Thread(target=lambda one=one: deleted.append(delete_expired(one, NOW))) for one in machines]
    for one in looking:
        one.start()
    for one in looking:
        one.join()
    assert sum(deleted) == len(over)
    assert [service.session(running) is not None for service in machines] == [True] * 4
    assert [header.id for header in machines[3].log.headers()] == [running]


def test_a_clock_that_is_a_little_ahead_deletes_a_little_early_and_one_behind_finds_nothing_to_do(machines: list[Service]) -> None:
    ahead, behind = machines[:2]
    session_id = opens(behind, NOW - DAY + timedelta(seconds=5))  # five seconds are left
    assert (delete_expired(behind, NOW), behind.session(session_id) is not None) == (0, True)
    assert delete_expired(ahead, NOW + timedelta(seconds=9)) == 1
    assert delete_expired(behind, NOW + timedelta(seconds=9)) == 0
    assert machines[2].session(session_id) is None


def test_an_engine_has_one_name_whoever_asks_first(redis: Engine) -> None:
    redis.flush()
    names: list[str] = []
    asking = [threading.Thread(target=lambda: names.append(home_in(redis.url))) for _ in range(6)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert len(set(names)) == 1
    assert len(names[0]) == 12
    redis.flush()
    assert home_in(redis.url) != names[0]
