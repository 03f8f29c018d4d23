"""Whoever goes is gone: nothing of a line waits for Python's collector, and nobody who leaves waits longer than they took to come.
Else a few who knock and run fill the memory: it was 160 MB in eight seconds.
"""

import json
import signal
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from websocket import WebSocket, WebSocketException

from tests.live.over_the_network import PATIENCE, Stage
from tests.real_server import RealServer

pytestmark = pytest.mark.server

MANY = 15
A_LINE = 3  # turns: one to knock, one to ask, one to leave


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    stage = Stage(RealServer(tmp_path, module="tests.live.without_collector"))
    yield stage
    stage.close()
    assert stage.server.stop() == 0


def _kept(stage: Stage) -> dict[str, int]:
    stage.server.process.send_signal(signal.SIGUSR2)
    kept: dict[str, int] = json.loads(stage.server.wait_for(r"inside (\{.*\})")[1])
    return kept


def _kept_at_last(stage: Stage, kind: str, most: int) -> dict[str, int]:
    """What is kept once there are no more of this kind, or patience is over."""
    until = time.monotonic() + PATIENCE
    while (kept := _kept(stage))[kind] > most and time.monotonic() < until:
        time.sleep(0.05)
    return kept


def _drops(line: WebSocket) -> None:
    assert line.sock
    line.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # no goodbye at all
    line.shutdown()


def _leaves(line: WebSocket) -> None:
    line.close(timeout=PATIENCE)


def _is_hung_up_on(line: WebSocket) -> None:
    """For it takes no seat."""
    line.settimeout(PATIENCE)
    with suppress(WebSocketException, OSError):
        while line.recv():
            pass
    line.shutdown()


@pytest.mark.parametrize("goes", [_drops, _leaves, _is_hung_up_on])
def test_a_websocket_that_goes_is_gone_and_waits_one_turn(stage: Stage, goes: Callable[[WebSocket], None]) -> None:
    before = _kept(stage)
    lines = [stage.bare_socket() for _ in range(MANY)]
    for line in lines:
        goes(line)
    after = _kept_at_last(stage, "websockets", 0)
    assert after["websockets"] == 0
    assert after["connections"] <= 1  # the one that came last: the loop that answers holds it until the next one comes
    assert after["turns"] - before["turns"] <= A_LINE * MANY


def test_the_sockets_of_a_class_that_goes_are_gone(stage: Stage) -> None:
    """What their pages leave waits for the collector: cycles of Jinja's macros and of werkzeug's routes."""
    fay = stage.fay()
    for transport in ("websocket", "polling"):
        stage.socket(stage.joins(), f"/j/{stage.code}", transport).close()
    stage.socket(fay, stage.console).close()
    assert _kept_at_last(stage, "websockets", 0)["websockets"] == 0
