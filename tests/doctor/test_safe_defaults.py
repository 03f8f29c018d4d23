"""Out of the box: it listens where it is told, debugs nothing whatever the environment says, and its answers tell nothing of its inside."""

import os
import re
import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from pollapp.app import Parts, create_app
from pollapp.config import Config
from tests.real_server import RealServer

DEBUGGING = {
    "FLASK_DEBUG": "1", "FLASK_ENV": "development", "FLASK_RUN_DEBUG": "1", "DEBUG": "1", "PYTHONDEVMODE": "1", "PYTHONASYNCIODEBUG": "1",
    "WERKZEUG_DEBUG_PIN": "off", "WERKZEUG_RUN_MAIN": "true", "EVENTLET_DEBUG": "1",
}  # fmt: skip
INSIDE = re.compile(
    r"Traceback|File \"|\.py\b|site-packages|[Ww]erkzeug|[Ee]ventlet|Flask|Python|sqlite|/home/|/root/|__debugger__|TRACEBACK"
)
posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")


@contextmanager
def in_this_environment(**environment: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def debugged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A server that was started where everything asks for debugging, under the most open umask."""
    before = os.umask(0)
    with in_this_environment(**DEBUGGING):
        server = RealServer(tmp_path_factory.mktemp("debugged") / "data")
    os.umask(before)
    yield server
    server.stop()


PATHS = (
    *("/nothing", "/console", "/console/x", "/?__debugger__=yes&cmd=resource&f=debugger.js", "/j/999999", "/j/%00", "/projector/x"),
    *("/socket.io/?EIO=4&transport=x", "/socket.io/?EIO=4&transport=polling&sid=x", "/static/x", "/healthz", "/"),
)


@pytest.mark.server
@pytest.mark.parametrize("path", PATHS)
def test_no_answer_tells_of_the_inside(debugged: RealServer, path: str) -> None:
    _tells_nothing(requests.get(debugged.url + path, timeout=10))


@pytest.mark.server
def test_nor_one_to_a_form_that_makes_no_sense(debugged: RealServer) -> None:
    for path in ("/join", "/facilitate", "/sessions", "/recover", "/console/x/delete", "/control/x"):
        _tells_nothing(requests.post(debugged.url + path, data=b"\xff\x00", timeout=10))
        _tells_nothing(requests.request("BREW", debugged.url + path, timeout=10))


def _tells_nothing(answer: requests.Response) -> None:
    own = re.sub(r'href="[^"]*"|src="[^"]*"', "", answer.text)
    assert not INSIDE.search(own), INSIDE.search(own)
    assert not INSIDE.search(str(answer.headers).replace("text/x-python", ""))
    assert not {"Server", "X-Powered-By", "Via"} & set(answer.headers)


@pytest.mark.server
def test_what_is_no_http_gets_no_word_of_the_inside(debugged: RealServer) -> None:
    for nonsense in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: \xff\r\nContent-Length: x\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", debugged.port), 10) as line:
            line.sendall(nonsense)
            line.shutdown(socket.SHUT_WR)
            said = b""
            while piece := line.recv(4096):
                said += piece
        assert not re.search(rb"Traceback|eventlet|Python|\.py\b|BaseHTTP", said), said


@pytest.mark.server
@posix
def test_what_it_made_is_for_its_owner_alone_whatever_the_umask(debugged: RealServer) -> None:
    assert debugged.data_dir.stat().st_mode & 0o777 == 0o700
    made = {file.name: file.stat().st_mode & 0o777 for file in debugged.data_dir.iterdir()}
    assert {"opening-key", "server.lock", "sessions.sqlite3", "sessions.sqlite3-shm", "sessions.sqlite3-wal"} <= set(made)
    assert set(made.values()) == {0o600}


@pytest.mark.parametrize("environment", [{}, DEBUGGING])
def test_an_error_of_ours_is_a_sentence_whatever_the_environment_says(tmp_path: Path, environment: dict[str, str]) -> None:
    with in_this_environment(**environment):
        app = create_app(Config(data_dir=tmp_path / "data"))
    parts: Parts = app.extensions["pollapp"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts.log, "by_code", _breaks)
        answer = app.test_client().get("/j/472918")
    parts.close()
    assert not app.debug
    assert answer.status_code == 500
    assert "the inside" not in answer.text
    assert not INSIDE.search(re.sub(r'href="[^"]*"|src="[^"]*"', "", answer.text))


def _breaks(code: str) -> None:
    raise sqlite3.OperationalError("the inside")


@pytest.mark.server
@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux answers to every address of 127.0.0.0/8.")
def test_it_listens_where_it_is_told_and_nowhere_else(debugged: RealServer, tmp_path: Path) -> None:
    for elsewhere in ("127.0.0.2", "::1"):
        with pytest.raises(OSError), socket.create_connection((elsewhere, debugged.port), 5):
            pass
    everywhere = RealServer(tmp_path / "data", "--host", "0.0.0.0")  # the default
    try:
        everywhere.wait_for("Whoever is in one of this computer's networks can open its pages|This computer is in no network")
        with socket.create_connection(("127.0.0.2", everywhere.port), 5):
            pass
    finally:
        everywhere.stop()
