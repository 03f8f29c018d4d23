"""`pollapp doctor` on the shell: beside a server, before one, and where something is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pollapp.cli import main
from pollapp.doctor import examine
from pollapp.doctor.finding import Finding, ok, warning, wrong
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog
from tests.real_server import RealServer, free_port
from tests.redis_servers import Engine

STATES = {"ok", "warning", "wrong"}


def _asked(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *arguments])


def _parts(result: Result) -> dict[str, dict[str, Any]]:
    return {one["part"]: one for one in json.loads(result.output)}


def test_before_the_first_start_as_json(tmp_path: Path) -> None:
    result = _asked("--json", "--data-dir", str(tmp_path / "data"), "--host", "127.0.0.1", "--port", "0")
    found = _parts(result)
    assert list(found) == list(examine.PARTS)
    for one in found.values():
        assert set(one) == {"part", "state", "says", "do"}
        assert one["state"] in STATES
        assert one["says"].endswith(".")
        assert bool(one["do"]) == (one["state"] != "ok")
    assert result.exit_code == (1 if "wrong" in {one["state"] for one in found.values()} else 0)
    assert found["port"]["state"] == found["bind"]["state"] == "warning"
    assert not (tmp_path / "data").exists()


@pytest.mark.server
def test_beside_a_server(server: RealServer) -> None:
    before = sorted(file.name for file in server.data_dir.iterdir())
    found = _parts(_asked("--json", "--data-dir", str(server.data_dir), "--host", "127.0.0.1", "--port", str(server.port)))
    assert "is working on this folder now" in found["server"]["says"]
    for part in ("folder", "sessions", "key", "port", "reachable"):
        assert found[part]["state"] == "ok", found[part]
    assert sorted(file.name for file in server.data_dir.iterdir()) == before
    assert server.key not in json.dumps(found)
    assert server.stop() == 0
    server.start()


def test_what_is_said_and_how_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "a sentence that goes on " * 8
    parts = {"one": ok("one", "Is well."), "two": warning("two", long, "Do this."), "three": wrong("three", "Is not.", "Do that.")}
    monkeypatch.setattr(examine, "PARTS", {part: lambda config, found=found: found for part, found in parts.items()})
    result = _asked()
    assert result.exit_code == 1
    assert result.output.startswith("ok       one        Is well.\nwarning  two        a sentence")
    assert "                    → Do this.\nwrong    three      Is not.\n                    → Do that.\n" in result.output
    assert result.output.endswith("Wrong: three. Set that right first.\n")
    assert max(map(len, result.output.splitlines())) <= 120
    parts.pop("three")
    monkeypatch.setattr(examine, "PARTS", {part: lambda config, found=found: found for part, found in parts.items()})
    assert (_asked().exit_code, _asked().output.splitlines()[-1]) == (0, "Nothing is wrong. To know about: two.")


def test_an_examination_that_fails_keeps_no_other_from_being_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(config: object) -> None:
        raise RuntimeError("no idea")

    monkeypatch.setattr(examine, "PARTS", {"one": fails, "two": lambda config: ok("two", "Is well.")})
    found = _parts(_asked("--json"))
    assert (found["one"]["state"], "no idea" in found["one"]["says"], found["two"]["state"]) == ("wrong", True, "ok")


def test_a_setting_that_cannot_be_is_a_finding() -> None:
    result = _asked("--json", "--port", "70000")
    assert result.exit_code == 1
    assert _parts(result)["settings"]["says"].startswith("port is 70000")


def test_the_environment_counts_as_for_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLLAPP_PROXIES", "many")
    assert _parts(_asked("--json"))["settings"]["says"].startswith("proxies is 'many'")


def test_what_is_in_a_folder_that_cannot_be_read_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(config: object) -> Finding:
        raise PermissionError(13, "Permission denied", "/data/opening-key")

    shut = {"folder": lambda config: wrong("folder", "Is shut.", "Open it."), "key": refused}
    monkeypatch.setattr(examine, "PARTS", shut)
    assert "Not looked at: the folder cannot be read." in _asked().output
    monkeypatch.setattr(examine, "PARTS", shut | {"folder": lambda config: ok("folder", "Is well.")})
    said = " ".join(_asked().output.split())
    assert "Not looked at: /data/opening-key may not be read by whoever runs this." in said
    assert "report" not in said


def test_with_a_redis_it_is_looked_at_in_place_of_the_file(redis: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its password, which it wants here, is said nowhere."""
    password = "Vzr8qK2mT0xWcJ4n"
    with redis.client() as client:
        client.config_set("requirepass", password)
    monkeypatch.setenv("POLLAPP_REDIS", f"redis://:{password}@127.0.0.1:{redis.port}/0")
    monkeypatch.setenv("POLLAPP_OPENING_KEY", "T4qv9ZbX1mWc7RjK0sLd")
    try:
        told = _asked("--json", "--data-dir", str(tmp_path), "--port", "0", "--workers", "2")
        said = _asked("--data-dir", str(tmp_path), "--port", "0")
    finally:
        with redis.client(password=password) as client:
            client.config_set("requirepass", "")
    found = _parts(told)
    assert not {"disk", "space", "server", "sessions"} & set(found)  # of a folder that keeps none there is nothing to say
    for part in ("redis", "memory", "saved", "replicas", "access", "clocks", "moments", "key"):
        assert found[part]["state"] == "ok", found[part]
    assert "2 processes" in found["workers"]["says"]
    assert "POLLAPP_OPENING_KEY" in found["key"]["says"]
    assert "What is called saved survives a killed Redis and a power cut" in " ".join(said.output.split())
    assert password not in told.output + said.output
    assert "T4qv9ZbX1mWc7RjK0sLd" not in told.output + said.output


def test_one_that_is_not_there_is_one_finding_and_a_file_beside_it_another(tmp_path: Path) -> None:
    SqliteLog(tmp_path / SESSIONS_FILE).close()
    found = _parts(_asked("--json", "--data-dir", str(tmp_path), "--port", "0", "--redis", f"redis://127.0.0.1:{free_port()}"))
    assert (found["redis"]["state"], "saved" in found) == ("wrong", False)
    assert "which nobody sees" in found["sessions"]["says"]
