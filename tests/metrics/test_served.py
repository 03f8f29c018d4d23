"""A real server: its metrics, and the log of a server that is told to write objects."""

import json
import resource
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.live.over_the_network import Stage
from tests.metrics import asking
from tests.real_server import RealServer, free_port

PATIENCE = 10  # seconds
pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A server that offers metrics, and writes its log as objects."""
    port = free_port()
    server = RealServer(tmp_path_factory.mktemp("metrics") / "data", "--metrics", f"127.0.0.1:{port}", "--log-json", "--machine", "b")
    stage = Stage(server)
    stage.metrics = f"http://127.0.0.1:{port}"  # type: ignore[attr-defined]
    stage.fay()
    yield stage
    stage.close()
    server.stop()


def _values(stage: Stage) -> asking.Values:
    return asking.read(_get(f"{stage.metrics}/metrics")[1])  # type: ignore[attr-defined]


def _get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_dots_on_real_lines_are_in_the_metrics(stage: Stage) -> None:
    console = stage.socket(stage.people[0], stage.console)
    assert console.send("open_round", from_="lobby")["ok"]
    ana, ben = (stage.joins() for _ in "12")
    before = _values(stage)
    lines = [stage.socket(ana, f"/j/{stage.code}"), stage.socket(ben, f"/j/{stage.code}", "polling")]
    for line in lines:
        assert all(answer["ok"] for answer in line.places((1, "red"), (2, "green")))
    after = _values(stage)
    grown = asking.grown(before, after)
    assert grown["pollapp_dots_acked_total", ""] == 4
    assert grown["pollapp_ack_seconds_count", ""] == 2
    assert {name: after[name] for name in after if name[0] == "pollapp_lines"} == {
        ("pollapp_lines", "websocket"): 2,
        ("pollapp_lines", "polling"): 1,
    }
    assert after["pollapp_loop_lag_seconds_count", ""] > 0
    assert after["process_open_fds", ""] > 0
    for line in lines:
        line.close()


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_line_is_called_by_its_machine(stage: Stage, transport: str) -> None:
    """A proxy in front of several finds it by that (tests/deploy/test_several_machines.py)."""
    assert stage.socket(stage.people[0], stage.console, transport).client.eio.sid.startswith("b1.")


def test_participants_do_not_reach_them_and_there_is_nothing_else_there(stage: Stage) -> None:
    assert _get(f"{stage.server.url}/metrics")[0] == 404
    for path in ("/", "/healthz", f"/j/{stage.code}", "/metrics/"):
        assert _get(stage.metrics + path) == (404, "Metrics are at /metrics\n")  # type: ignore[attr-defined]


def test_a_port_in_use_is_refused_with_a_sentence(tmp_path: Path, stage: Stage) -> None:
    with pytest.raises(AssertionError, match="Metrics cannot be offered on"):
        RealServer(tmp_path / "other", "--metrics", stage.metrics.removeprefix("http://"))  # type: ignore[attr-defined]


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="How large a file may be is changed from outside: Linux can.")
def test_the_log_is_one_object_a_line_and_names_nobody(stage: Stage) -> None:
    """The server's disk is full for a moment: it may make no file larger."""
    pid, before = stage.server.process.pid, len(stage.server.lines)
    as_it_was = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1000, as_it_was[1]))
    try:
        assert stage.somebody().post(f"/j/{stage.code}").status_code == 503
        ready, said = _get(f"{stage.server.url}/readyz")
        assert (ready, json.loads(said)["ok"]) == (503, False)
        assert _values(stage)["pollapp_refusals_total", "not_stored"] == 1
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, as_it_was)
    stage.server.wait_for("Storing works again")
    lines = [json.loads(line) for line in stage.server.lines[before:]]
    assert [line["level"] for line in lines] == ["error", "warning"]
    for line in lines:
        assert set(line) == {"time", "level", "logger", "message", "worker"}
        assert datetime.fromisoformat(line["time"]).utcoffset() == timedelta(0)
        assert (line["logger"], line["worker"]) == ("pollapp.store.health", "")
        assert "127.0.0.1" not in line["message"]
        assert stage.code not in line["message"]
    assert _get(f"{stage.server.url}/readyz")[0] == 200
