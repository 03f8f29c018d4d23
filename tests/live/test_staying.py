"""Whoever answers pings stays connected, however long and however quiet: pages are on for a whole class, most of them silent."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.over_the_network import Stage
from tests.real_server import RealServer

pytestmark = pytest.mark.server

HEARTBEATS = 6  # python-engineio's own clocks run out after two or three


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealServer]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    server = RealServer(tmp_path, module="tests.live.short_heartbeat")
    yield server
    assert server.stop() == 0


def test_nobody_who_answers_pings_is_hung_up_on(server: RealServer) -> None:
    stage = Stage(server)
    try:
        console = stage.socket(stage.fay(), stage.console)
        assert console.send("open_round", from_="lobby")["ok"]
        silent, voting = (stage.socket(stage.joins(), f"/j/{stage.code}") for _ in range(2))
        sockets = [console, stage.socket(stage.somebody(), stage.projector), silent, voting]
        cut: list[int] = []
        for number, one in enumerate(sockets):
            one.client.on("disconnect", lambda *_, number=number: cut.append(number))
        until = time.monotonic() + HEARTBEATS
        while time.monotonic() < until:
            assert voting.places((1, "green"))[0]["ok"]
            time.sleep(0.2)
        assert cut == []
        assert all(one.client.connected for one in sockets)
    finally:
        stage.close()
