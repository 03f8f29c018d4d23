"""What the engine may do to the store that lives in it: end, start again, fall silent, run full, turn into a replica, lose its end.

An ack means stored; what is not known to be stored is not acked; and nothing is stored twice.
"""

import random
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pollapp.store import redis_connect, redis_url
from pollapp.store.log import Entry, EventLog, NotStored, StoreFailed
from pollapp.store.redis_log import RedisLog
from tests.contract.sessions import ANA, at_once, item, open_session, seqs, stored
from tests.contract.test_shared import Attending, soon
from tests.dropping_proxy import Wire, dropping_proxy
from tests.redis_servers import Engine, redis_server, until_true


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
    """Seconds of waiting become tenths; before a store is opened."""
    monkeypatch.setattr(redis_connect, "PATIENCE", 0.6)
    monkeypatch.setitem(redis_url._SETTINGS, "socket_timeout", 0.25)
    monkeypatch.setitem(redis_url._SETTINGS, "socket_connect_timeout", 0.25)


def reason(log: EventLog, command_id: str = "tap") -> str:
    [outcome] = log.append([item(ANA, command_id)])
    assert isinstance(outcome, NotStored), outcome
    return outcome.reason


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def recovers(log: EventLog) -> None:
    """What the server does every two seconds while there is trouble, until there is none."""
    soon(lambda: (log.try_again(), log.health.trouble is None)[1])


def test_an_engine_that_starts_again_at_once_is_hardly_noticed(redis: Engine, log: RedisLog) -> None:
    follower = Attending(log)
    epoch = log.epoch("one")
    log.append([item(ANA, "before")])
    redis.kill()
    starting = threading.Thread(target=redis.start)
    starting.start()
    assert seqs(log.append([item(ANA, "while it starts")])) == [3]
    starting.join()
    soon(lambda: follower.anew == 1)
    assert log.epoch("one") != epoch
    assert log.append([item(ANA, "before"), item(ANA, "after")]) == [stored(log)[1], stored(log)[3]]
    soon(lambda: len(follower.line) == 4)
    assert log.health.trouble is None


@pytest.mark.usefixtures("hurried")
def test_without_an_engine_nothing_is_stored_and_all_is_well_when_it_is_back(redis: Engine, opened: Callable[[str], RedisLog]) -> None:
    log = opened(redis.url)
    open_session(log)
    follower = Attending(log)
    redis.kill()
    assert "connecting to" in reason(log)
    assert log.health.trouble == "away"
    looks: list[Callable[[], object]] = [
        lambda: log.read("one"),
        log.headers,
        lambda: log.by_code("code-one"),
        lambda: log.keep("one", 5, None),
        lambda: log.delete("one"),
        lambda: log.delete_expired(5),
        log.sweep,
        lambda: open_session(log, "two"),
    ]
    for look in looks:
        with pytest.raises(StoreFailed) as failed:
            look()
        assert failed.value.trouble == "away"
    redis.start()
    recovers(log)
    assert seqs(log.append([item(ANA, "tap")])) == [2]
    soon(lambda: len(follower.line) == 2)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("refusing", ["off", "resetpass", "-@all"])
def test_an_engine_that_lets_nobody_in_is_away_until_it_does(
    redis: Engine, opened: Callable[[str], RedisLog], caplog: pytest.LogCaptureFixture, refusing: str
) -> None:
    """Its user is switched off, has another password, or may do nothing more."""
    with redis.client() as client:
        client.execute_command("ACL", "SETUSER", "class", "reset", "on", ">Vzr8qK2mT0x", "~*", "&*", "+@all")
        log = opened(f"redis://class:Vzr8qK2mT0x@127.0.0.1:{redis.port}/0")
        open_session(log)
        follower = Attending(log)
        client.execute_command("ACL", "SETUSER", "class", refusing)
        client.execute_command("CLIENT", "KILL", "USER", "class")
        for number in range(3):
            assert reason(log, f"tap-{number}")
            with pytest.raises(StoreFailed) as failed:
                log.by_code("code-one")
            assert failed.value.trouble == log.health.trouble == "away"
            log.try_again()
        client.execute_command("ACL", "SETUSER", "class", "reset", "on", ">Vzr8qK2mT0x", "~*", "&*", "+@all")
        recovers(log)
        assert seqs(log.append([item(ANA, "tap-0")])) == [2]
        soon(lambda: len(follower.line) == 2)
    began, ended = [record.getMessage() for record in caplog.records if record.name == "pollapp.store.health"]
    assert "that it lets pollapp in" in began
    assert ended == "Storing works again."


def test_what_a_user_may_not_do_that_is_not_needed_is_no_trouble(redis: Engine, opened: Callable[[str], RedisLog]) -> None:
    with redis.client() as client:
        forbidden = ("-config", "-info", "-bgrewriteaof", "-bgsave")
        client.execute_command("ACL", "SETUSER", "modest", "reset", "on", ">Vzr8qK2mT0x", "~*", "&*", "+@all", *forbidden)
    log = opened(f"redis://modest:Vzr8qK2mT0x@127.0.0.1:{redis.port}/0")
    open_session(log)
    log.delete("one")
    log.sweep()
    assert log.health.trouble is None


@pytest.mark.usefixtures("hurried")
def test_what_an_engine_that_is_held_was_asked_is_not_acked_and_not_doubled(redis: Engine, opened: Callable[[str], RedisLog]) -> None:
    log, other = opened(redis.url), opened(redis.url)
    open_session(log)
    follower = Attending(other)
    log.append([item(ANA, "before")])
    with redis.held():
        began = time.monotonic()
        assert "Timeout" in reason(log)
        assert time.monotonic() - began < 3
        assert log.health.trouble == "away"
        assert "Timeout" in reason(log, "another")
    recovers(log)
    assert {outcome.seq for outcome in log.append([item(ANA, "tap"), item(ANA, "another")]) if isinstance(outcome, Entry)} == {3, 4}
    soon(lambda: len(follower.line) == 4)
    assert sorted(entry.command_id for entry in stored(log)) == ["another", "before", "open", "tap"]


def test_when_only_the_answer_is_lost_it_is_asked_again_and_stored_once(redis: Engine, opened: Callable[[str], RedisLog]) -> None:
    with dropping_proxy(redis.port) as wire:
        log = opened(f"redis://127.0.0.1:{wire.port}/0")
        open_session(log)
        log.append([item(ANA, "before")])  # the script is known there, and this connection lies ready
        for number in range(5):
            wire.cut_answers(after=0)
            assert seqs(log.append([item(ANA, f"tap-{number}")])) == [3 + number]
        assert len(stored(log)) == 7
        assert log.health.trouble is None


def test_a_session_whose_opening_gets_no_answer_is_open_all_the_same(redis: Engine, opened: Callable[[str], RedisLog]) -> None:
    with dropping_proxy(redis.port) as wire:
        log = opened(f"redis://127.0.0.1:{wire.port}/0")
        open_session(log, "zero")
        for after in range(3):
            wire.cut_answers(after=after)
            made = open_session(log, f"session-{after}")
            assert log.by_code(made.code) == made


@pytest.mark.parametrize("change", ["control", "keep"])
def test_a_change_whose_answer_is_lost_was_made(redis: Engine, opened: Callable[[str], RedisLog], change: str) -> None:
    with dropping_proxy(redis.port) as wire:
        log = opened(f"redis://127.0.0.1:{wire.port}/0")
        open_session(log)
        for was, value in ((None, 5), (5, 6)):  # at the second time the engine knows the script: the change is made, its answer lost
            wire.cut_answers(after=0)
            if change == "control":
                assert log.replace_control("one", f"hash {value}", f"hash {was}" if was else "hash-one")
            else:
                assert log.keep("one", value, was)
        assert not log.keep("one", 7, 1)


@pytest.mark.usefixtures("hurried")
def test_a_follower_whose_wire_is_cut_or_silent_misses_nothing(redis: Engine, opened: Callable[[str], RedisLog]) -> None:
    far = opened(redis.url)
    open_session(far)
    with dropping_proxy(redis.port) as wire:
        near = opened(f"redis://127.0.0.1:{wire.port}/0")
        follower = Attending(near)
        wire.cut()
        far.append([item(ANA, "cut")])
        soon(lambda: len(follower.line) == 2)
        with wire.closed():
            far.append([item(ANA, "closed")])
        soon(lambda: len(follower.line) == 3)
        with wire.silent():
            far.append([item(ANA, "silent")])
            far.replace_projector("one", "another")
            assert "Timeout" in reason(near)
        soon(lambda: len(follower.line) == 4)
        soon(lambda: follower.anew == 1)  # the projector's link; the engine's life is the same
        near.close()


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


@pytest.mark.usefixtures("hurried")
def test_a_crowd_that_looks_something_up_is_not_held_up_one_after_the_other(redis: Engine, opened: Callable[[str], RedisLog]) -> None:
    log = opened(redis.url)
    open_session(log)

    def looks() -> str:
        try:
            return str(log.by_code("code-one"))
        except StoreFailed as failed:
            return str(failed.trouble)

    with redis.held():
        began = time.monotonic()
        assert at_once([looks] * 100) == ["away"] * 100
        assert time.monotonic() - began < 4  # one after the other it would be a hundred times 0.6 seconds, sixteen at once
    recovers(log)
    assert log.by_code("code-one")


@pytest.mark.usefixtures("hurried")
def test_letting_go_is_quick_while_the_engine_is_held(redis: Engine, opened: Callable[[str], RedisLog]) -> None:
    log = opened(redis.url)
    open_session(log)
    Attending(log)
    with redis.held():
        began = time.monotonic()
        log.close()
        assert time.monotonic() - began < 1.5


def test_a_wire_passes_on_what_it_is_given(redis: Engine, tmp_path: Path) -> None:
    wire: Wire
    with dropping_proxy(redis.port) as wire:
        log = RedisLog(f"redis://127.0.0.1:{wire.port}/0")
        open_session(log)
        assert len(stored(log)) == 1
        log.close()


@pytest.mark.usefixtures("hurried")
def test_an_engine_that_still_loads_is_away_and_then_there(redis: Engine, opened: Callable[[str], RedisLog]) -> None:
    log = opened(redis.url)
    open_session(log)
    with redis.client() as client:
        for number in range(200):
            client.set(f"another's-{number}", random.randbytes(4_000))
        client.bgrewriteaof()
        soon(lambda: not client.info("persistence")["aof_rewrite_in_progress"])
    redis.stop()
    slowly = Engine(
        redis.folder, "--key-load-delay", "5000", "--loading-process-events-interval-bytes", "1024", port=redis.port, wait=False
    )
    try:
        assert "loading" in reason(log)
        assert log.health.trouble == "away"
        until_true(lambda: (log.try_again(), log.health.trouble is None)[1], lambda: "it never came back")
        assert len(stored(log)) == 1
    finally:
        slowly.kill()
