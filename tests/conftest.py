"""What tests of pages, wire and browser start from. `app` is what pytest-flask asks for; `server` is a real process."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from pollapp.app import Parts, create_app
from pollapp.config import Config
from tests.e2e.rooms import QUIETLY, quick_chromium
from tests.real_server import RealServer
from tests.redis_servers import Engine, redis_server

# Files whose every test of the app is made on a Redis too: what people do, from the first join to the last deletion. `make test-all`: all.
ON_REDIS_TOO = {
    *("tests.live.test_broadcast", "tests.live.test_connect", "tests.live.test_dots", "tests.live.test_steering"),
    *("tests.web.test_import", "tests.web.test_join", "tests.web.test_keeping", "tests.web.test_next_person"),
    *("tests.web.test_plain_vote", "tests.web.test_recover", "tests.web.test_sessions"),
}

# How long an example takes says how busy the machine is.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

IN_MEMORY = Path("/dev/shm")
ROOM = 2 * 2**30  # bytes that have to be free there


def pytest_configure(config: pytest.Config) -> None:
    """Temporary folders in memory, where Linux has room: thousands of stores are made here, and each would wait for the disk many times.

    What reaches a disk, and when, is watched by its system calls (tests/chaos/test_power.py), which are the same.
    """
    if IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    chosen = metafunc.module.__name__ in ON_REDIS_TOO or "POLLAPP_TEST_ALL" in os.environ
    if chosen and "kept_in" in metafunc.fixturenames and not metafunc.definition.get_closest_marker("in_a_file"):
        metafunc.parametrize("kept_in", ["file", "redis"], indirect=True)


@pytest.fixture
def kept_in(request: pytest.FixtureRequest) -> str:
    """Where the app keeps its sessions: the address of an empty Redis, or "" for a file."""
    if getattr(request, "param", "file") == "file":
        return ""
    redis: Engine = request.getfixturevalue("redis")
    redis.flush()
    return redis.url


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One Redis for every file that a test process runs."""
    with redis_server(tmp_path_factory.mktemp("redis")) as engine:
        yield engine


@pytest.fixture
def app(tmp_path: Path, kept_in: str) -> Iterator[Flask]:
    """The whole product on a store of its own, without a server."""
    app = create_app(Config(host="127.0.0.1", port=8000, data_dir=tmp_path / "data", redis=kept_in))
    app.testing = True
    yield app
    app.extensions["pollapp"].close()


@pytest.fixture
def parts(app: Flask) -> Parts:
    parts: Parts = app.extensions["pollapp"]
    return parts


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RealServer]:
    """A real server on a free port, stopped at the end."""
    server = RealServer(tmp_path / "data")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for every file that a test process runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=quick_chromium(), args=QUIETLY)
        yield browser
        browser.close()
