"""`pollapp serve` that cannot start: a sentence that says what would be right, and exit code 1. And one that can: it stops when told."""

import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pollapp.opening import Settings, open_session
from pollapp.store.log import StoreFailed
from pollapp.store.one_server import OneServer
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog
from tests.cast import grid
from tests.real_server import RealServer

PATIENCE = 30  # seconds


def _serve(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("POLLAPP_")}
    environ |= {"PYTHONPATH": str(Path(__file__).parents[2])} | environment
    command = [sys.executable, "-m", "pollapp", "serve", "--host", "127.0.0.1", *arguments]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=PATIENCE, check=False)


def _refused(run: subprocess.CompletedProcess[str], *sentences: str) -> None:
    assert run.returncode == 1, run.stderr
    assert run.stderr.startswith("pollapp cannot start. ")
    for sentence in sentences:
        assert sentence in run.stderr
    assert "Traceback" not in run.stderr + run.stdout
    assert "opening" not in run.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "70000"], "port is 70000, but a port is a number from 0 to 65535. 8000 is usual."),
        (["--port", "-1"], "port is -1, but a port is a number from 0 to 65535."),
        (["--host", "203.0.113.9"], "This computer has no address 203.0.113.9."),
        (["--proxies", "-1"], "proxies is -1."),
        (["--port", "http"], "port is 'http'. It should be a whole number, such as 8000."),
        (["--public-url", "poll.example.org"], "public_url is 'poll.example.org'. It needs http:// or https:// and a host"),
        (["--public-url", "https://poll.example.org/poll"], "and no path: https://poll.example.org"),
        (["--grid-file", "nothing.yaml"], "nothing.yaml"),
    ],
)
@pytest.mark.server
def test_a_bad_setting_is_refused_with_a_sentence(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    _refused(_serve(tmp_path, "--port", "0", *arguments), sentence)


@pytest.mark.server
def test_settings_from_the_environment_are_read_as_strictly(tmp_path: Path) -> None:
    _refused(_serve(tmp_path, "--port", "0", POLLAPP_SECURE_COOKIES="perhaps"), "secure_cookies is 'perhaps'. Write 1 for yes, 0 for no.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.server
def test_a_grid_file_with_mistakes_is_refused_with_every_line(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("title: T\ndirections: D\nchoices: []\nsquares: x\n")
    _refused(_serve(tmp_path, "--port", "0", "--grid-file", "mine.yaml"), "mine.yaml:3: ", "mine.yaml:4: ")


@pytest.mark.server
def test_a_port_in_use_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        run = _serve(tmp_path, "--port", str(port))
    _refused(run, f"Cannot listen on 127.0.0.1, port {port}: ", "Stop the program that uses it, or choose another: --port")


@pytest.mark.server
def test_a_weak_opening_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pollapp-data").mkdir()
    (tmp_path / "pollapp-data" / "opening-key").write_text("password\n")
    _refused(_serve(tmp_path, "--port", "0"), "is too short to be safe. Delete the file: a new key is made at the next start.")


@pytest.mark.server
def test_a_second_server_on_the_same_folder_is_refused_and_the_first_goes_on(server: RealServer, tmp_path: Path) -> None:
    _refused(_serve(tmp_path, "--port", "0", "--data-dir", str(server.data_dir)), f"Another pollapp already works on {server.data_dir}.")
    assert server.process.poll() is None


@pytest.mark.server
def test_a_port_on_which_a_pollapp_answers_is_said_to_be_that(server: RealServer, tmp_path: Path) -> None:
    _refused(_serve(tmp_path, "--port", str(server.port)), "Stop the pollapp that answers there, or choose another: --port")


@pytest.mark.server
def test_rehearsing_is_offered_while_no_session_is_there(tmp_path: Path) -> None:
    server = RealServer(tmp_path / "data")
    server.wait_for("First time?")
    server.stop()
    log = SqliteLog(server.data_dir / SESSIONS_FILE)
    open_session(log, grid(3), Settings(), lambda: datetime.now(UTC))
    log.close()
    before = len(server.lines)
    server.start()
    server.stop()
    assert "First time?" not in "".join(server.lines[before:])


def test_a_folder_that_is_there_and_cannot_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "touch", _not_permitted)  # root may always
    with pytest.raises(StoreFailed, match="cannot be used: Permission denied"):
        OneServer(tmp_path)


def _not_permitted(path: Path, **how: object) -> None:
    raise PermissionError(13, "Permission denied", str(path))


@pytest.mark.server
@pytest.mark.skipif(os.name != "posix", reason="modes and signals are POSIX")
def test_its_key_is_for_its_owner_only_and_lasts(server: RealServer) -> None:
    file = server.data_dir / "opening-key"
    assert file.stat().st_mode & 0o777 == 0o600
    key = server.key
    assert server.stop() == 0
    assert any("Stopped. Every saved dot is in the data folder" in line for line in server.lines)
    file.chmod(0o644)
    server.start()
    assert server.key == key
    assert file.stat().st_mode & 0o777 == 0o600
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(PATIENCE) == 0
