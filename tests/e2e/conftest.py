from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.phone_class import PhoneClass
from tests.e2e.prepared import World
from tests.e2e.rooms import Room, room_on
from tests.real_server import RealServer


@pytest.fixture
def room(browser: Browser, server: RealServer) -> Iterator[Room]:
    yield from room_on(browser, server)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Prepared sessions in every stage, on a server that the tests of one file share."""
    server = RealServer(tmp_path_factory.mktemp("data"))
    world = World(server)
    yield world
    world.close()
    server.stop()


@pytest.fixture
def phones(world: World, browser: Browser) -> Iterator[PhoneClass]:
    """Phones in round 1 on a line that can go bad."""
    phones = PhoneClass(world, browser)
    yield phones
    phones.close()
