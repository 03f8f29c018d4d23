"""A worker that is replaced while the engine lacks data: it goes on with the engine that its start began with, mends no trace of the loss,
and calls nothing deleted that was lost.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pollapp.app import Parts, create_app
from pollapp.config import Config
from pollapp.store.log import Append, Header, StoreFailed
from pollapp.store.redis_home import home_in
from pollapp.store.redis_keys import BUCKETS, CODES, TAGS, bucket_of
from pollapp.store.redis_log import RedisLog
from tests.e2e.rooms import until
from tests.live.test_lost_engine import Away
from tests.redis_servers import Engine
from tests.workers.running import KNOCKS, Connection, answering, owner, pids, two_workers


@pytest.fixture
def engine(redis: Engine) -> Iterator[Engine]:
    """With a session in it."""
    redis.flush()
    with closing(RedisLog(redis.url)) as log:
        log.open(Header("one", "123456", "class", "hash", "token", 1, None), [Append("one", "fay", "open", "digest", b"{}")])
    yield redis
    redis.flush()


def lose(engine: Engine, bucket: int) -> None:
    """As a cluster does whose node comes back empty."""
    with engine.client() as client:
        client.delete(*client.scan_iter(f"pollapp:{TAGS[bucket]}*"))


def names(engine: Engine) -> set[bytes | None]:
    with engine.client() as client:
        return {client.get(f"pollapp:{tag}:home") for tag in TAGS}


def replaced(engine: Engine, home: str, folder: Path) -> Parts:
    """What a worker has that is started while others of its start run."""
    parts: Parts = create_app(Config(redis=engine.url, data_dir=folder), home=home).extensions["pollapp"]
    return parts


def test_what_one_bucket_has_lost_stays_away(engine: Engine, tmp_path: Path) -> None:
    home = home_in(engine.url)
    lose(engine, bucket_of("one"))
    parts = replaced(engine, home, tmp_path)
    with pytest.raises(StoreFailed) as failed:
        parts.log.read("one")
    assert failed.value.trouble == "away"
    assert names(engine) == {home.encode(), None}
    assert parts.log.header(next(str(n) for n in range(BUCKETS) if bucket_of(str(n)) != bucket_of("one"))) is None, "never was there"
    parts.close()


def test_one_that_comes_while_all_is_lost_goes_on_when_it_is_back(engine: Engine, tmp_path: Path) -> None:
    home = home_in(engine.url)
    away = Away(engine)
    parts = replaced(engine, home, tmp_path)
    with pytest.raises(StoreFailed):
        parts.log.header("one")
    assert names(engine) == {None}
    away.back()
    assert parts.log.header("one")
    assert parts.log.header("never was there") is None
    parts.close()


def test_a_start_goes_on_with_what_there_is(engine: Engine, tmp_path: Path) -> None:
    before = home_in(engine.url)
    lose(engine, bucket_of("one"))
    assert home_in(engine.url) == before
    assert names(engine) == {before.encode()}
    parts = replaced(engine, "", tmp_path)
    assert parts.log.header("one") is None
    parts.close()


@pytest.mark.server
def test_who_replaces_workers_is_told_what_their_start_found(engine: Engine, tmp_path: Path) -> None:
    """All of them die, the first one too, and their supervisor remembers."""
    with two_workers(tmp_path / "data", engine) as server:
        home = names(engine)
        lose(engine, CODES)
        dead = pids(server)
        for pid in dead:
            os.kill(pid, signal.SIGKILL)
        until(lambda: not set(dead) & set(pids(server)) and answering(server) == {"1", "2"}, 30)
        knocks = [Connection(server) for _ in range(KNOCKS)]
        answers = {owner(knock.opens_a_line()): knock.asks("GET", "/j/654321")[0] for knock in knocks}
        for knock in knocks:
            knock.close()
        assert answers == {"1": 503, "2": 503}, "of a code that was lost; 404 would mean that it was deleted"
        assert names(engine) == home | {None}
        assert "2 workers share the work." in "".join(server.lines)
