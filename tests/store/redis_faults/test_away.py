"""The engine ends, starts again, is held, lets nobody in."""

import random
import threading
import time
from collections.abc import Callable

import pytest

from pollapp.store.log import Entry, StoreFailed
from pollapp.store.redis_log import RedisLog
from tests.contract.sessions import ANA, at_once, item, open_session, seqs, stored
from tests.contract.test_shared import Attending, soon
from tests.redis_servers import Engine, until_true
from tests.store.redis_faults.telling import reason, recovers


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
        assert time.monotonic() - began < 4  # one after the other it would be a hundred times 1.2 seconds, sixteen at once 7
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
        redis.folder, "--key-load-delay", "15000", "--loading-process-events-interval-bytes", "1024", port=redis.port, wait=False
    )
    try:
        until_true(lambda: "loading" in reason(log), lambda: "it has never said so")  # at first it may not even listen
        assert log.health.trouble == "away"
        until_true(lambda: (log.try_again(), log.health.trouble is None)[1], lambda: "it never came back")
        assert len(stored(log)) == 1
    finally:
        slowly.kill()
