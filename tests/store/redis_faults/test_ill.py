"""The engine is there, and cannot store: full, without a disk, a replica; or it lost what it had."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pollapp.store.log import NotStored
from pollapp.store.redis_log import RedisLog
from tests.contract.sessions import ANA, item, open_session, seqs, stored
from tests.contract.test_shared import Attending, soon
from tests.redis_servers import Engine, redis_server
from tests.store.redis_faults.telling import reason, recovers


def test_an_engine_that_is_full_says_so_and_stores_again_when_it_is_not(redis: Engine, log: RedisLog) -> None:
    with redis.client() as client:
        try:
            client.config_set("maxmemory", "1")
            assert "maxmemory" in reason(log)
            assert log.health.trouble == "full"
            assert [entry.seq for entry in stored(log)] == [1]  # what is there can be read
            log.try_again()
            assert log.health.trouble == "full"
        finally:
            client.config_set("maxmemory", "0")
    recovers(log)
    assert seqs(log.append([item(ANA, "tap")])) == [2]


def test_an_engine_that_cannot_write_its_file_reports_errors(tmp_path: Path, opened: Callable[[str], RedisLog]) -> None:
    with redis_server(tmp_path / "gone", "--save", "3600 1", durable=False) as engine, engine.client() as client:
        log = opened(engine.url)
        open_session(log)
        shutil.rmtree(tmp_path / "gone")
        client.bgsave()
        soon(lambda: client.info("persistence")["rdb_last_bgsave_status"] == "err")
        assert "MISCONF" in reason(log)
        assert log.health.trouble == "failing"
        (tmp_path / "gone").mkdir()  # for its end


@pytest.mark.usefixtures("hurried")
def test_an_engine_that_became_a_replica_stores_nothing(redis: Engine, opened: Callable[[str], RedisLog]) -> None:
    log = opened(redis.url)
    open_session(log)
    with redis.client() as client:
        client.replicaof("127.0.0.1", "1")
        assert "read only" in reason(log)
        assert log.health.trouble == "read_only"
        client.replicaof("NO", "ONE")
    recovers(log)
    assert seqs(log.append([item(ANA, "tap")])) == [2]


def test_scripts_that_the_engine_forgot_are_brought_again(redis: Engine, log: RedisLog) -> None:
    with redis.client() as client:
        client.script_flush()
    assert seqs(log.append([item(ANA, "tap")])) == [2]


def test_an_engine_that_lost_its_end_has_rooms_read_again_before_anything_is_answered(redis: Engine, log: RedisLog) -> None:
    """As after a failover to a replica that had not heard of the last dots: seqs start again lower."""
    follower = Attending(log)
    for number in range(5):
        log.append([item(ANA, f"tap-{number}")])
    epoch = log.epoch("one")
    base = "pollapp:{01}:s:one"
    with redis.client() as client:  # seqs 4, 5 and 6 never came to be
        for seq, number in ((4, 2), (5, 3), (6, 4)):
            client.xdel(f"{base}:log", f"0-{seq}")
            client.hdel(f"{base}:seen", f"3:anatap-{number}")
        client.execute_command("XSETID", f"{base}:log", "0-3")
        client.hset(f"{base}:header", "seq", 3)
    redis.restart()
    [outcome] = log.append([item(ANA, "tap-4")])
    assert seqs([outcome]) == [4]
    assert follower.anew == 1  # before that was answered
    assert log.epoch("one") != epoch
    assert [entry.command_id for entry in stored(log)] == ["open", "tap-0", "tap-1", "tap-4"]
    assert follower.line == stored(log)


def test_one_item_that_cannot_be_stored_takes_no_other_with_it(log: RedisLog) -> None:
    open_session(log, "two")
    bad = item("\ud800", "tap")  # half a letter: no UTF-8
    good, not_stored, other = log.append([item(ANA, "tap"), bad, item(ANA, "tap", session="two")])
    assert seqs([good, other]) == [2, 2]
    assert isinstance(not_stored, NotStored)
