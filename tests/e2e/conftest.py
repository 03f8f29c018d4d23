from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.phone_class import PhoneClass
from tests.e2e.prepared import World
from tests.e2e.rooms import Room, room_on
from tests.real_server import RealServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A server that the tests of one file share: each opens sessions of its own there."""
    server = RealServer(tmp_path_factory.mktemp("data"))
    yield server
    server.stop()


@pytest.fixture
def room(browser: Browser, server: RealServer) -> Iterator[Room]:
    if server.process.poll() is not None:  # a test that killed it has failed before it was started again
        server.start()
    yield from room_on(browser, server)


@pytest.fixture(scope="module")
def world(server: RealServer) -> Iterator[World]:
    """Prepared sessions in every stage."""
    world = World(server)
    yield world
    world.close()


@pytest.fixture
def phones(world: World, browser: Browser) -> Iterator[PhoneClass]:
    """Phones in round 1 on a line that can go bad."""
    phones = PhoneClass(world, browser)
    yield phones
    phones.close()
