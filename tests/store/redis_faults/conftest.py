"""What the engine may do to the store that lives in it: end, start again, fall silent, run full, turn into a replica, lose its end.

An ack means stored; what is not known to be stored is not acked; and nothing is stored twice.
"""

from collections.abc import Callable, Iterator

import pytest

from pollapp.store import redis_connect, redis_url
from pollapp.store.redis_log import RedisLog
from tests.contract.sessions import open_session
from tests.redis_servers import Engine, redis_server


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with redis_server(tmp_path_factory.mktemp("redis")) as engine:
        yield engine


@pytest.fixture
def redis(engine: Engine) -> Engine:
    if engine.process and engine.process.poll() is not None:
        engine.start()
    engine.flush()
    return engine


@pytest.fixture
def opened() -> Iterator[Callable[[str], RedisLog]]:
    logs: list[RedisLog] = []

    def open_one(url: str) -> RedisLog:
        logs.append(RedisLog(url))
        return logs[-1]

    yield open_one
    for log in logs:
        log.close()


@pytest.fixture
def log(redis: Engine, opened: Callable[[str], RedisLog]) -> RedisLog:
    log = opened(redis.url)
    open_session(log)
    return log


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting is shorter, but long enough for an engine that others keep from the processor; before a store is opened."""
    monkeypatch.setattr(redis_connect, "PATIENCE", 1.2)
    monkeypatch.setitem(redis_url._SETTINGS, "socket_timeout", 0.5)
    monkeypatch.setitem(redis_url._SETTINGS, "socket_connect_timeout", 0.5)
