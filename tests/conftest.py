"""What tests of pages, wire and browser start from. `app` is what pytest-flask asks for; `server` is a real process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from pollapp.app import Parts, create_app
from pollapp.config import Config
from tests.e2e.rooms import QUIETLY, chromium
from tests.real_server import RealServer


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The whole product on a store of its own, without a server."""
    app = create_app(Config(host="127.0.0.1", port=8000, data_dir=tmp_path / "data"))
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
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIETLY)
        yield browser
        browser.close()
