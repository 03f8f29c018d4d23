"""A real server on a disk that is full or fails while a class votes: nothing is called saved that is not, and work goes on by itself."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from chaos.disk import Disk, ill_disk, why_not
from pollapp.secrets_file import KEY_FILE, opening_key
from pollapp.service import Service
from pollapp.store.log import Entry
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog
from tests.live.lines import new_id
from tests.live.over_the_network import Socket, Stage
from tests.real_server import RealServer

pytestmark = pytest.mark.server


@pytest.fixture
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    kind = getattr(request, "param", "full")
    if why_not(kind):
        pytest.skip(why_not(kind))
    with ill_disk(kind, tmp_path / "disk") as disk:
        yield disk


@pytest.fixture
def stage(disk: Disk) -> Iterator[Stage]:
    server = RealServer(disk.folder)
    stage = Stage(server)
    yield stage
    stage.close()
    server.stop()


def _dot(square: int) -> dict[str, Any]:
    return {"command_id": new_id(), "round": 1, "square": square, "choice": "green", "counter": square}


def _place(phone: Socket, dot: dict[str, Any]) -> dict[str, Any]:
    [answer] = phone.client.call("place_dots", {"dots": [dot]}, timeout=20)["answers"]
    return dict(answer)


def _log(stage: Stage) -> list[Entry]:
    """The session's log once the server has stopped."""
    stage.server.stop()
    with closing(SqliteLog(stage.server.data_dir / SESSIONS_FILE)) as log:
        assert Service(log).session(stage.id)
        return log.read(stage.id) or []


def _said(server: RealServer) -> list[str]:
    return [word for line in server.lines for word in ("The disk", "Storing works", "ERROR", "Traceback") if word in line]


@pytest.mark.parametrize("disk", ["full", "failing"], indirect=True)
def test_dots_wait_the_console_says_why_and_all_of_them_are_counted_once(disk: Disk, stage: Stage, request: pytest.FixtureRequest) -> None:
    trouble = request.node.callspec.params["disk"]
    console = stage.socket(stage.fay(), stage.console)
    phone = stage.socket(stage.joins(), f"/j/{stage.code}")
    console.send("open_round", from_="lobby")
    dots = [_dot(square) for square in range(1, 25)]
    acked = [dot["command_id"] for dot in dots[:3] if _place(phone, dot).get("ok")]
    disk.strike()
    refused = [dot for dot in dots[3:] if _place(phone, dot).get("refused") == "not_stored"]
    assert len(acked) == 3
    assert refused[-10:] == dots[-10:]
    console.until("view", lambda view: view["trouble"] == trouble)
    disk.heal()  # and nobody taps
    console.until("view", lambda view: view["trouble"] is None)
    assert all(_place(phone, dot).get("ok") for dot in dots)
    stored = [entry.command_id for entry in _log(stage)]
    assert [stored.count(dot["command_id"]) for dot in dots] == [1] * len(dots)
    assert _said(stage.server) == ["The disk", "ERROR", "Storing works"]
    assert not any("trouble" in payload for name, payload in phone.came.queue if name == "view")


def test_forms_say_so_and_nothing_is_half_done(disk: Disk, stage: Stage) -> None:
    fay = stage.fay()
    phone = stage.socket(stage.joins(), f"/j/{stage.code}")
    stage.socket(fay, stage.console).send("open_round", from_="lobby")
    _place(phone, _dot(1))
    disk.strike()
    for form in ({}, {}):
        opened = fay.post("/sessions", **form)
        assert opened.status_code == 503
        assert "The server’s disk is full." in opened.text
        assert "Nothing was changed. Somebody has to free some space" in opened.text
    kept = fay.post(f"{stage.console}/keep", keep="24h")
    assert (kept.status_code, "disk is full" in kept.text) == (503, True)
    deleted = fay.post(f"{stage.console}/delete")
    assert (deleted.status_code, "disk is full" in deleted.text) == (503, True)
    assert fay.get(stage.console).status_code == 200
    taken = fay.get(f"{stage.console}/export/csv")
    assert taken.status_code == 200
    assert taken.text.count("\n") > 20
    disk.heal()
    stage.server.wait_for("Storing works again")
    assert len([entry for entry in _log(stage) if entry.actor != "facilitator"]) == 2
    with closing(SqliteLog(disk.folder / SESSIONS_FILE)) as log:
        assert [header.code for header in log.headers()] == [stage.code]


def test_a_server_that_finds_its_disk_full_says_so_and_makes_no_half_key(disk: Disk) -> None:
    disk.folder.mkdir()
    disk.strike()
    with pytest.raises(OSError, match="No space left"):
        opening_key(disk.folder)
    assert not (disk.folder / KEY_FILE).exists()
    command = [sys.executable, "-m", "pollapp", "serve", "--host", "127.0.0.1", "--port", "0", "--data-dir", str(disk.folder)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "full" in ended.stderr
    disk.heal()
    with closing(SqliteLog(disk.folder / SESSIONS_FILE)) as log:
        assert log.headers() == []
