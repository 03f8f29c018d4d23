"""What a deletion leaves in the engine and in its files: nothing, once these are written anew; and codes that a crash left behind."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pollapp.store.log import CodeTaken
from pollapp.store.redis_keys import CODES, TAGS
from pollapp.store.redis_log import RedisLog
from pollapp.store.redis_session_scripts import CLAIM
from tests.contract.sessions import ANA, item, open_session, stored
from tests.contract.test_shared import soon
from tests.redis_servers import Engine, redis_server

TYPED = "these words were typed once and then taken back"
SAID = "a-body-that-is-in-no-other-session"


@pytest.fixture(scope="module", params=["append-only", "snapshots", "both"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    settings = {
        "append-only": [],
        "snapshots": ["--appendonly", "no", "--save", "3600 1"],
        "both": ["--save", "3600 1", "--aof-use-rdb-preamble", "no"],
    }
    plain = ("--rdbcompression", "no")  # else what is looked for would be there in another shape
    with redis_server(tmp_path_factory.mktemp("redis"), *plain, *settings[request.param]) as engine:
        yield engine


@pytest.fixture
def log(engine: Engine) -> Iterator[RedisLog]:
    engine.flush()
    log = RedisLog(engine.url)
    yield log
    log.close()


def in_files(engine: Engine, text: str) -> bool:
    return any(text.encode() in file.read_bytes() for file in engine.folder.rglob("*") if file.is_file())


def keys(engine: Engine) -> set[str]:
    with engine.client() as client:
        return {key.decode() for key in client.keys("*")}


def swept(log: RedisLog, engine: Engine) -> None:
    """What the server does once a minute, until nothing is owed."""
    soon(lambda: (log.sweep(), not any(key.endswith(("unswept", "sweeping")) for key in keys(engine)))[1])


def fill(log: RedisLog, engine: Engine) -> None:
    open_session(log)
    open_session(log, "kept")
    log.append([item(ANA, "say", SAID, words=TYPED), item(ANA, "say", session="kept", words="stays"), item(ANA, "tap", session="kept")])
    with engine.client() as client:
        if client.config_get("save")["save"]:
            client.save()
    assert in_files(engine, TYPED)


def test_words_that_are_erased_leave_the_files(log: RedisLog, engine: Engine) -> None:
    fill(log, engine)
    log.erase("one", [2])
    swept(log, engine)
    assert not in_files(engine, TYPED)
    assert len(stored(log)) == 2
    assert in_files(engine, SAID)


def test_a_deleted_session_leaves_the_engine_and_its_files(log: RedisLog, engine: Engine) -> None:
    fill(log, engine)
    before = stored(log, "kept")
    log.delete("one")
    assert {key for key in keys(engine) if ":s:one:" in key} == {"pollapp:{01}:s:one:notes"}
    with engine.client() as client:
        assert 0 < client.ttl("pollapp:{01}:s:one:notes") <= 3_600
        assert b"code-one" not in client.hgetall("pollapp:{codes}")
    swept(log, engine)
    for text in (TYPED, SAID, "hash-one", "token-one", "code-one"):
        assert not in_files(engine, text), text
    engine.restart()
    assert stored(log, "kept") == before


def test_what_is_deleted_while_a_sweep_goes_on_is_swept_after_it(log: RedisLog, engine: Engine) -> None:
    fill(log, engine)
    open_session(log, "first")
    log.delete("first")
    log.sweep()
    log.delete("one")
    swept(log, engine)
    assert not in_files(engine, TYPED)


def test_one_process_finishes_what_another_has_begun(log: RedisLog, engine: Engine) -> None:
    fill(log, engine)
    other = RedisLog(engine.url)
    log.delete("one")
    log.sweep()
    swept(other, engine)
    assert not in_files(engine, TYPED)
    other.close()


def test_a_sweep_that_the_engine_did_not_live_to_finish_is_begun_again(log: RedisLog, engine: Engine) -> None:
    fill(log, engine)
    log.delete("one")
    with engine.client() as client:  # as a process leaves it that told the engine just before that was killed
        client.rename("pollapp:{01}:unswept", "pollapp:{01}:sweeping")
        client.set("pollapp:{01}:sweeping", "another life")
    swept(log, engine)
    assert not in_files(engine, TYPED)


def test_sweeping_leaves_an_engine_in_peace_where_nothing_is_owed(log: RedisLog, engine: Engine) -> None:
    open_session(log)
    log.sweep()
    with engine.client() as client:
        before = client.info("stats")["total_forks"]
        for _ in range(3):
            log.sweep()
        assert client.info("stats")["total_forks"] == before


def test_an_engine_that_may_not_be_told_to_is_complained_of_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    acl = tmp_path / "users.acl"
    acl.write_text("user default on nopass ~* &* +@all -@admin -@dangerous\n")
    with redis_server(tmp_path / "redis", "--aclfile", str(acl)) as engine:
        log = RedisLog(engine.url)
        open_session(log)
        log.delete("one")
        for _ in range(3):
            log.sweep()
        assert [record.message for record in caplog.records if "bytes of it still lie" in record.message] == [caplog.records[-1].message]
        log.close()


def _claim(engine: Engine, code: str, claim: str) -> None:
    with engine.client() as client:
        client.hset(f"pollapp:{TAGS[CODES]}", code, claim)


def test_a_code_whose_session_was_never_opened_is_free_after_a_minute(log: RedisLog, engine: Engine) -> None:
    now = int(time.time())
    _claim(engine, "472918", f"{now}:half-open")
    with pytest.raises(CodeTaken):  # its session may be opened any moment
        open_session(log, code="472918")
    _claim(engine, "472918", f"{now - CLAIM - 1}:half-open")
    one = open_session(log, code="472918")
    assert log.by_code("472918") == one


def test_codes_are_mended_where_an_engine_lost_its_end(log: RedisLog, engine: Engine) -> None:
    one = open_session(log)
    with engine.client() as client:
        client.hdel(f"pollapp:{TAGS[CODES]}", one.code)
    _claim(engine, "of-nobody", f"{int(time.time()) - CLAIM - 1}:gone")
    assert log.by_code(one.code) is None
    log.sweep()
    assert log.by_code(one.code) == one
    with engine.client() as client:
        assert client.hkeys(f"pollapp:{TAGS[CODES]}") == [one.code.encode()]


@pytest.mark.parametrize("change", ["delete", "expire"])
def test_no_key_without_an_end_is_left_of_what_is_gone(log: RedisLog, engine: Engine, change: str) -> None:
    gone: dict[str, Callable[[], object]] = {"delete": lambda: log.delete("one"), "expire": lambda: log.delete_expired(5)}
    open_session(log, keep_until=5)
    log.read("one")
    log.attend("one", 1)
    log.append([item(ANA, "say", words=TYPED)])
    gone[change]()
    swept(log, engine)
    with engine.client() as client:
        assert all(client.ttl(key) > 0 for key in client.keys("*"))


def test_nothing_in_the_engine_tells_when_a_dot_was_placed_or_from_where(log: RedisLog, engine: Engine) -> None:
    open_session(log)
    log.attend("one", 1)
    log.append([item(ANA, "tap"), item(ANA, "say", words=TYPED)])
    log.replace_projector("one", "another")
    with engine.client() as client:
        for key in client.keys("*"):
            kind = client.type(key)
            if kind == b"stream":
                assert all(entry.startswith(b"0-") for entry, _ in client.xrange(key)), key
        assert [set(fields) for _, fields in client.xrange("pollapp:{01}:s:one:log")] == [{b"a", b"c", b"d", b"b"}] * 3
        assert [set(fields) for _, fields in client.xrange("pollapp:{01}:s:one:notes")] == [{b"by"}]
        header = {b"code", b"kind", b"control", b"projector", b"opened", b"keep", b"seq"}
        assert set(client.hgetall("pollapp:{01}:s:one:header")) == header
