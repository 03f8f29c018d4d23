"""Workers end, are killed, are replaced: nobody loses a dot, and no process is left over."""

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from chaos.ledger import held_at_last
from chaos.phones import Crowd
from pollapp.files import FILES
from pollapp.store.redis_log import RedisLog
from tests.apart import apart
from tests.e2e.rooms import until
from tests.real_server import RealServer, free_port
from tests.redis_servers import Engine
from tests.workers.running import RESTARTED, answering, is_running, pids, two_workers, workers

pytestmark = pytest.mark.server

PHONES = 20
LEADING = "import fcntl, termios\nfcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"  # the terminal is its own
EVERY = 0.2  # seconds between two taps of a phone


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("grid") / "grid.yaml"
    file.write_bytes((FILES / "grid_items.yaml").read_bytes())
    return file


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, redis: Engine, grid: Path) -> Iterator[RealServer]:
    with two_workers(tmp_path_factory.mktemp("keeping"), redis, "--grid-file", str(grid)) as server:
        yield server


def test_it_says_once_where_everything_is(server: RealServer) -> None:
    server.wait_for("2 workers share the work.")
    assert "".join(server.lines).count("/facilitate#key=") == 1


def test_a_rolling_restart_and_a_killed_worker_lose_no_dot_and_turn_nobody_away(server: RealServer, redis: Engine) -> None:
    before = workers(server)
    crowd = apart(lambda: asyncio.run(_through_it_all(server)))
    log = RedisLog(redis.url)
    held = held_at_last(log.read(crowd.session_id) or [], crowd.tapped)
    log.close()
    assert (held.lost, held.doubled) == (0, 0)
    assert held.acked > 100
    assert [why for phone in crowd.phones for why in (*phone.outbox.refusals, *phone.line.turned_away)] == []
    assert all(len(line.back) > 1 for line in (*crowd.screens, *(phone.line for phone in crowd.phones)))
    assert sorted(workers(server)) == ["1", "2"]
    assert not set(workers(server).values()) & set(before.values())


async def _through_it_all(server: RealServer) -> Crowd:
    crowd = Crowd(server.url.removeprefix("http://"), random.Random(7))
    await crowd.open(server.key, PHONES)
    tapping = [crowd.start(phone.tap_steadily(EVERY)) for phone in crowd.phones]
    server.process.send_signal(signal.SIGHUP)
    await asyncio.to_thread(server.wait_for, RESTARTED)
    os.kill(pids(server)[0], signal.SIGKILL)
    await asyncio.to_thread(server.wait_for, r"Worker \d has ended \(killed by SIGKILL\)")
    await asyncio.to_thread(until, lambda: answering(server) == {"1", "2"}, 30)
    crowd.complain()
    for task in tapping:
        task.cancel()
    await crowd.drained()
    await crowd.close()
    return crowd


def test_where_the_new_one_cannot_start_the_old_ones_go_on(server: RealServer, grid: Path) -> None:
    whole, before = grid.read_bytes(), pids(server)
    grid.write_text("nothing of a grid")
    server.process.send_signal(signal.SIGHUP)
    server.wait_for(r"replace worker 1 has not started \(exit code 1\). The workers that run go on")
    assert pids(server) == before
    assert requests.get(f"{server.url}/healthz", timeout=10).ok
    grid.write_bytes(whole)
    assert "Traceback" not in "".join(server.lines)


def test_no_worker_outlives_a_supervisor_that_is_killed(server: RealServer) -> None:
    orphans = pids(server)
    server.kill()
    until(lambda: not any(map(is_running, orphans)), 15)
    until(lambda: _is_free(server.port))


def _is_free(port: int) -> bool:
    with socket.socket() as next_one:
        next_one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            next_one.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def test_what_keeps_them_from_starting_is_said_once(tmp_path: Path) -> None:
    nobody = f"redis://127.0.0.1:{free_port()}/0"
    serve = [sys.executable, "-P", "-m", "pollapp", "serve", "--host", "127.0.0.1", "--port", "0", "--data-dir", str(tmp_path / "data")]
    ended = subprocess.run([*serve, "--redis", nobody, "--workers", "2"], check=False, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.count("pollapp cannot start.") == 1
    assert "Worker" not in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_is_said_as_json_where_the_log_is(tmp_path: Path, workers: str) -> None:
    serve = [sys.executable, "-P", "-m", "pollapp", "serve", "--host", "127.0.0.1", "--port", "0", "--data-dir", str(tmp_path / "data")]
    more = ["--redis", f"redis://127.0.0.1:{free_port()}/0", "--workers", workers, "--log-json"]
    ended = subprocess.run([*serve, *more], check=False, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    [said] = [json.loads(line) for line in ended.stderr.splitlines()]
    assert said["message"].startswith("pollapp cannot start. ")
    assert (said["level"], bool(said["worker"])) == ("critical", workers == "2")


def test_the_window_that_it_was_started_in_stops_it_when_it_closes(tmp_path: Path) -> None:
    """As one server does; without a terminal, SIGHUP is a rolling restart."""
    said = tmp_path / "said"
    listen = f"from pollapp.workers.signals import *\nwith told() as t: print(flush=True); open({str(said)!r}, 'wb').write(t.recv(1))"
    ours, theirs = os.openpty()
    window = subprocess.Popen([sys.executable, "-c", LEADING + listen], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    os.read(ours, 1)
    os.close(ours)
    window.wait(10)
    assert said.read_bytes() == b"s"
