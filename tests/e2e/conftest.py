from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.prepared import World
from tests.e2e.rooms import QUIETLY, Room, chromium
from tests.real_server import RealServer


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIETLY)
        yield browser
        browser.close()


@pytest.fixture
def room(browser: Browser, server: RealServer) -> Iterator[Room]:
    room = Room(browser, server)
    yield room
    room.close()
    assert room.complaints == [], "A page raised an error."


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Prepared sessions in every stage, on a server that the tests of one file share."""
    server = RealServer(tmp_path_factory.mktemp("data"))
    world = World(server)
    yield world
    world.close()
    server.stop()
