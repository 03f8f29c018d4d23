"""`pollapp serve` on a Redis: what it says at the start, on which it starts at all, that several share one, and that its password is
seen nowhere: not in its output, not among the processes, not on a page.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from pollapp.app import create_app
from pollapp.before_serving import make_sure
from pollapp.config import Config
from pollapp.secrets_file import WeakKey
from pollapp.store.log import StoreFailed
from tests.live.over_the_network import Stage
from tests.real_server import RealServer, free_port
from tests.redis_servers import Engine, redis_server

pytestmark = pytest.mark.server

PASSWORD = "Vzr8qK2mT0xWcJ4n"
KEY = "T4qv9ZbX1mWc7RjK0sLd"
PATIENCE = 30  # seconds


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with redis_server(tmp_path_factory.mktemp("engine")) as engine:
        with engine.client() as client:
            client.config_set("requirepass", PASSWORD)
        yield engine


@pytest.fixture(scope="module")
def server(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    server = RealServer(tmp_path_factory.mktemp("one") / "data", environ={"POLLAPP_REDIS": address(engine)})
    yield server
    server.stop()


def address(engine: Engine, password: str = PASSWORD) -> str:
    return f"redis://:{password}@127.0.0.1:{engine.port}/0"


def refused(folder: Path, *arguments: str, **environment: str) -> str:
    """What a server says that does not start."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("POLLAPP_")} | environment
    command = [sys.executable, "-m", "pollapp", "serve", "--port", "0", "--host", "127.0.0.1", "--data-dir", str(folder), *arguments]
    run = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert run.returncode == 1, run.stdout
    assert run.stderr.startswith("pollapp cannot start. ")
    assert "Traceback" not in run.stderr
    assert PASSWORD not in run.stderr + run.stdout
    return run.stderr


def test_it_says_where_sessions_are_and_what_saved_means(server: RealServer, engine: Engine) -> None:
    server.wait_for("reach it")  # the last that it says
    said = " ".join("".join(server.lines).split())
    assert f"Sessions are kept in Redis 7.0.15 at 127.0.0.1:{engine.port}." in re.sub(r"Redis [\d.]+ at", "Redis 7.0.15 at", said)
    assert "What is called saved survives a killed Redis and a power cut (appendonly yes, appendfsync always)." in said
    assert PASSWORD not in said
    assert sorted(file.name for file in server.data_dir.iterdir()) == ["last-port", "opening-key"]


def test_a_class_is_held_and_taken_home_and_nobody_sees_the_password(server: RealServer) -> None:
    stage = Stage(server)
    fay = stage.fay()
    steering = stage.socket(fay, stage.console)
    assert steering.send("open_round", from_="lobby")["ok"]
    phones = [stage.socket(stage.joins(), f"/j/{stage.code}") for _ in range(3)]
    assert all(answer["ok"] for phone in phones for answer in phone.places((1, "green"), (2, "red")))
    for step, stage_was in (("close_round", "voting"), ("wrap_up", "revealed"), ("close_session", "wrap_up")):
        assert steering.send(step, from_=stage_was)["ok"]
    pages = [fay.get(path).text for path in (stage.console, "/sessions", f"/j/{stage.code}", f"{stage.console}/film.json")]
    with fay.web.get(f"{server.url}{stage.console}/export/json", stream=True, timeout=PATIENCE) as made:
        assert not [process for process in processes_with(PASSWORD) if process != os.getpid()]
        pages.append(made.content.decode())
    assert '"counts"' in pages[-1]
    assert PASSWORD not in "".join(pages)
    stage.close()


def processes_with(text: str) -> list[int]:
    """Those on whose command line it stands, as everybody can see there; where the system has a /proc."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if text.encode() in line.read_bytes():
                found.append(int(line.parts[2]))
        except OSError:
            continue
    return found


def test_a_second_server_shares_it_and_is_the_same_place(server: RealServer, engine: Engine, tmp_path: Path) -> None:
    """On another machine, say: with a folder of its own, and the key by the environment. A facilitator of the one is one on the other."""
    other = RealServer(tmp_path / "other", environ={"POLLAPP_REDIS": address(engine), "POLLAPP_OPENING_KEY": server.key})
    same_folder = RealServer(server.data_dir, environ={"POLLAPP_REDIS": address(engine)})
    try:
        assert other.key == same_folder.key == server.key
        assert not (tmp_path / "other" / "opening-key").exists()
        stage = Stage(server)
        fay = stage.fay()
        homes = set()
        for one in (server, other, same_folder):
            page = requests.get(one.url + stage.console, cookies=fay.web.cookies.get_dict(), timeout=PATIENCE)
            found = re.search(r'"home": "(\w{12})"', page.text)
            assert found, page.text[:500]
            homes.add(found[1])
            listed = requests.get(one.url + "/sessions", cookies=fay.web.cookies.get_dict(), timeout=PATIENCE)
            assert listed.status_code == 200
        assert len(homes) == 1
        stage.close()
    finally:
        other.stop()
        same_folder.stop()
    assert "Every saved dot is in redis://127.0.0.1" in "".join(other.lines)


def test_one_that_throws_away_what_was_saved_is_not_served_from(engine: Engine, tmp_path: Path) -> None:
    with engine.client(password=PASSWORD) as client:
        client.config_set("maxmemory", "100mb")
        client.config_set("maxmemory-policy", "allkeys-lru")
        said = refused(tmp_path, POLLAPP_REDIS=address(engine))
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("maxmemory", "0")
    assert "When its memory is full it throws saved dots away, without a word (maxmemory-policy allkeys-lru)." in said
    assert "redis-cli config set maxmemory-policy noeviction" in said


def not_served(redis: str) -> str:
    """What a server would say of this engine, asked without one."""
    with pytest.raises(StoreFailed) as why:
        make_sure(Config(redis=redis))
    assert PASSWORD not in str(why.value)
    return str(why.value)


def test_one_that_is_not_there_or_lets_nobody_in(engine: Engine) -> None:
    assert "cannot be reached" in not_served(f"redis://127.0.0.1:{free_port()}")
    assert "lets nobody in" in not_served(address(engine, "Another-Pa55word"))
    assert "lets nobody in" in not_served(engine.url)
    said = not_served(f"redis://:{PASSWORD}/x@127.0.0.1:{engine.port}/0")
    assert "In a password, signs such as / # ? are written as %2F %23 %3F" in said


def test_settings_that_cannot_be(engine: Engine, tmp_path: Path) -> None:
    assert "every user of this computer can read there (ps)" in refused(tmp_path, "--redis", address(engine))
    assert not (tmp_path / "opening-key").exists()
    with pytest.raises(WeakKey, match="POLLAPP_OPENING_KEY is too short to be safe"):
        create_app(Config(redis=address(engine), data_dir=tmp_path, opening_key="password"))


def test_the_shell_knows_the_library_only_once_it_is_needed() -> None:
    """The server patches sockets and threads first: whoever had imported them before would have the old ones."""
    code = "import sys, pollapp.cli; assert not {'redis', 'eventlet', 'flask'} & set(sys.modules), sorted(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=PATIENCE)
