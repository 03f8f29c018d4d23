"""One stranger's connection hurts only itself: while it floods the server, everybody else's dots are saved. And it leaves no trace."""

import json
import os
import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
import requests

from tests.live.over_the_network import PATIENCE, Stage
from tests.real_server import RealServer

pytestmark = pytest.mark.server

AT_MOST = 15  # seconds that a flood lasts, whatever happens
HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def _framed(payload: bytes, kind: int = 1) -> bytes:
    return bytes([0x80 | kind, 0x80 | len(payload)]) + b"\0\0\0\0" + payload


FLOODS = {
    "messages that nobody knows": (True, _framed(b'4217["x",{}]')),
    "pongs": (True, _framed(b"3")),
    "websocket pings": (True, _framed(b"hi", 9)),
    "pages in one piece": (False, b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"),
}


def _connected(server: RealServer, as_websocket: bool) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    if as_websocket:
        line.sendall(HANDSHAKE.format(port=server.port, key=b64encode(os.urandom(16)).decode()).encode())
        assert b"101" in line.recv(4096)
    return line


@contextmanager
def _flooding(server: RealServer, as_websocket: bool, piece: bytes) -> Iterator[None]:
    line, stop = _connected(server, as_websocket), threading.Event()
    blob = piece * (60_000 // len(piece))

    def send() -> None:
        with suppress(OSError):  # cut off: good
            while not stop.is_set():
                line.sendall(blob)

    def read() -> None:
        with suppress(OSError):
            while line.recv(1 << 20):
                pass

    threads = [threading.Thread(target=act, daemon=True) for act in (send, read)]
    end = threading.Timer(AT_MOST, stop.set)
    for thread in (*threads, end):
        thread.start()
    try:
        yield
    finally:
        stop.set()
        end.cancel()
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()
        for thread in threads:
            thread.join(PATIENCE)


@pytest.mark.parametrize("kind", FLOODS)
def test_while_one_line_floods_the_others_dots_are_saved(stage: Stage, kind: str) -> None:
    fay = stage.fay()
    ana = stage.socket(stage.joins(), f"/j/{stage.code}")
    stage.socket(fay, stage.console).send("open_round", from_="lobby")
    with _flooding(stage.server, *FLOODS[kind]):
        for square in range(1, 6):
            assert ana.places((square, "green"))[0]["ok"]
        assert requests.get(f"{stage.server.url}/healthz", timeout=PATIENCE).json() == {"ok": True}


def test_what_is_no_http_and_no_packet_leaves_neither_a_line_nor_a_ghost(stage: Stage) -> None:
    fay = stage.fay()
    console = stage.socket(fay, stage.console)
    before = len(stage.server.lines)
    for garbage in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET / HT"):  # https on the http port; cut off in its first line
        with socket.create_connection(("127.0.0.1", stage.server.port), timeout=PATIENCE) as line:
            line.sendall(garbage + b"\r\n\r\n")
            line.shutdown(socket.SHUT_WR)
            with suppress(OSError):
                line.recv(4096)
    wrong = "/socket.io/?EIO=4&transport=polling&sid=zz%0A2026-11-30 ERROR forged%1b[31m"
    assert requests.get(stage.server.url + wrong, timeout=PATIENCE).status_code == 400
    ana = stage.joins()
    ghost = stage.bare_socket(cookie=ana.cookies())
    ghost.send("40" + json.dumps(ana.page(f"/j/{stage.code}")["auth"]))
    console.until("view", lambda view: view["turnout"]["present"] == 1)
    ghost.send("x")
    console.until("view", lambda view: view["turnout"]["present"] == 0)
    assert stage.server.lines[before:] == []


def test_a_line_that_only_talks_is_hung_up_on(stage: Stage) -> None:
    """By polling one can talk without ever listening: the answers would fill the server's memory."""
    stage.fay()
    ana = stage.joins()
    url = f"{stage.server.url}/socket.io/?EIO=4&transport=polling"
    url += f"&sid={json.loads(ana.web.get(url, timeout=PATIENCE).text[1:])['sid']}"
    assert ana.web.post(url, data="40" + json.dumps(ana.page(f"/j/{stage.code}")["auth"]), timeout=PATIENCE).ok
    talk = "\x1e".join(['421["alive",{}]'] * 16)
    answers = [ana.web.post(url, data=talk, timeout=PATIENCE).status_code for _ in range(80)]
    assert (answers[0], answers[-1]) == (200, 400)
    assert not [line for line in stage.server.lines if "Traceback" in line]
