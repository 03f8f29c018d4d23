"""The shell's commands on a Redis: the same as on a folder, named by --redis or, with its password, by the environment."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pollapp.cli import main
from pollapp.domain.commands import CloseRound, CloseSession, Join, OpenRound, PlaceDot
from pollapp.domain.talk_commands import WrapUp
from pollapp.opening import Settings, open_session
from pollapp.room import Counted
from pollapp.service import Order, Service
from pollapp.store.redis_log import RedisLog
from tests.cast import FINE, grid
from tests.redis_servers import Engine

PASSWORD = "Vzr8qK2mT0xWcJ4n"


@pytest.fixture
def code(redis: Engine) -> Iterator[str]:
    """A session of three people that is over, in a Redis that has nothing else; its code."""
    redis.flush()
    log = RedisLog(redis.url)
    service = Service(log)
    header = open_session(log, grid(3), Settings(), lambda: datetime.now(UTC)).header
    says = [("facilitator", OpenRound("lobby"))]
    says += [(who, command) for who in ("ana", "ben", "cem") for command in (Join(who), PlaceDot(who, 1, 1, 1, FINE))]
    says += [("facilitator", one) for one in (CloseRound("voting"), WrapUp("revealed"), CloseSession("wrap_up"))]
    for at, (who, command) in enumerate(says):
        [answer] = service.handle(header.id, [Order(who, f"by-hand-{at}", command)])
        assert isinstance(answer, Counted), answer
    yield header.code
    log.close()


@pytest.fixture
def guarded(redis: Engine) -> Iterator[str]:
    """The same Redis, which wants a password now; its address with it."""
    with redis.client() as client:
        client.config_set("requirepass", PASSWORD)
    yield f"redis://:{PASSWORD}@127.0.0.1:{redis.port}/0"
    with redis.client(password=PASSWORD) as client:
        client.config_set("requirepass", "")


def shell(*words: str, redis: str = "") -> Result:
    result = CliRunner().invoke(main, words, env={"POLLAPP_REDIS": redis, "POLLAPP_DATA_DIR": "/nowhere"})
    assert PASSWORD not in result.output
    assert "Traceback" not in result.output
    return result


def test_what_is_there_is_listed_exported_shown_and_deleted(code: str, redis: Engine, tmp_path: Path) -> None:
    here = ("--redis", redis.url)
    assert json.loads(shell("session", "list", "--json", *here).stdout)[0]["people"] == 3
    assert shell("session", "list", *here).stdout.splitlines()[1].startswith(code)
    made = shell("session", "export", code, "--what", "json", "--out", str(tmp_path), *here)
    assert json.loads(Path(made.stdout.strip()).read_text())["squares"][0]["counts"] == {"fine": 3, "unsure": 0, "wrong": 0}
    assert "by the order of dots" in shell("session", "replay", code, "--no-wait", *here).stdout.lower()
    assert shell("session", "delete", code, "--yes", *here).stdout.endswith(f"Deleted: {code}.\n")
    assert shell("session", "list", *here).stdout == "There are no sessions.\n"


def test_a_poster_is_brought_in(code: str, redis: Engine, tmp_path: Path) -> None:
    (tmp_path / "poster.csv").write_text("square,green,yellow,red\n1,3,2,1\n")
    assert "Brought in as session" in shell("session", "import", str(tmp_path / "poster.csv"), "--redis", redis.url).stdout
    assert len(json.loads(shell("session", "list", "--json", "--redis", redis.url).stdout)) == 2


def test_one_with_a_password_comes_by_the_environment(code: str, redis: Engine, guarded: str) -> None:
    assert code in shell("session", "list", redis=guarded).stdout
    assert shell("session", "purge", "--all", "--yes", redis=guarded).exit_code == 0
    refused = shell("session", "list", "--redis", guarded)
    assert (refused.exit_code, "POLLAPP_REDIS" in refused.stderr) == (1, True)


@pytest.mark.parametrize("wrong", ["", "Another-Pa55word"])
def test_without_the_right_password_there_is_a_sentence(code: str, redis: Engine, guarded: str, wrong: str) -> None:
    result = shell("session", "list", redis=f"redis://:{wrong}@127.0.0.1:{redis.port}/0")
    assert result.exit_code == 1
    assert result.stderr.strip()
    assert not wrong or wrong not in result.output


def test_an_engine_that_is_not_there_is_a_sentence(unused: int) -> None:
    result = shell("session", "list", redis=f"redis://:{PASSWORD}@127.0.0.1:{unused}/0")
    assert (result.exit_code, "refused" in result.stderr) == (1, True)


@pytest.fixture
def unused(monkeypatch: pytest.MonkeyPatch) -> int:
    """A port on which nothing answers; and nobody waits long for it."""
    monkeypatch.setattr("pollapp.store.redis_connect.PATIENCE", 0.05)
    return 1


def test_a_folder_and_a_redis_at_once_are_a_question(code: str, redis: Engine, tmp_path: Path) -> None:
    """Nobody deletes in the wrong one."""
    result = shell("session", "purge", "--all", "--yes", "--data-dir", str(tmp_path), redis=redis.url)
    assert (result.exit_code, "--redis ''" in result.stderr) == (1, True)
    assert code in shell("session", "list", redis=redis.url).stdout
    result = shell("session", "list", "--data-dir", str(tmp_path), "--redis", "", redis=redis.url)
    assert "No sessions are kept in" in result.stderr


@pytest.mark.parametrize("command", ["check", "repair"])
def test_the_commands_about_the_file_say_that_there_is_none(command: str, redis: Engine) -> None:
    result = shell("data", command, redis=f"redis://:{PASSWORD}@127.0.0.1:{redis.port}/0")
    assert result.exit_code == 1
    assert f"The sessions are kept in redis://127.0.0.1:{redis.port}/0" in result.stderr
    assert "redis-check-aof" in result.stderr
