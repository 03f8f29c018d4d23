"""What people see when the server cannot store: Fay what it is and what to do, phones that their dots wait, and then that all is well."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from chaos.disk import Disk, ill_disk, why_not
from tests.e2e.rooms import Room
from tests.real_server import RealServer

pytestmark = pytest.mark.e2e
KIND = "read only"
SAYS = "The disk cannot be written to: dots wait on the phones. Make it writable on the server’s computer; nothing else is needed."
WAITS = "Not saved yet: the server could not store it. It is tried again."


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    if why_not(KIND):
        pytest.skip(why_not(KIND))
    with ill_disk(KIND, tmp_path) as disk:
        yield disk


@pytest.fixture
def server(disk: Disk) -> Iterator[RealServer]:
    server = RealServer(disk.folder)
    yield server
    server.stop()


def test_the_console_says_it_and_dots_get_through_once_it_is_over(room: Room, disk: Disk, browser: Browser) -> None:
    fay = room.fay()
    fay.opens_a_session()
    ana = room.phone(fay.code)
    fay.goes_on("People are voting.")
    ana.votes({1: "green"})
    banner = fay.console.locator("#trouble")
    expect(banner).to_be_hidden()

    disk.strike()
    ana.places(2, "red")
    expect(banner).to_have_text(SAYS)
    expect(banner).to_have_attribute("role", "alert")
    ana.sees(2, WAITS)
    ana.sees(1, "Saved")
    close = fay.console.locator("#next")
    expect(close).to_have_attribute("aria-disabled", "true")
    expect(fay.console.locator("#next-waiting")).to_have_text(
        "Wait until the server can store again: phones still hold dots that would not count."
    )

    fay.console.locator("#more > summary").click()
    fay.console.locator("#reveal-open").click()
    refused = fay.console.locator("#next-refused")
    expect(refused).to_have_text("This step was not done: the server could not store it. Press again once it can.")

    disk.heal()
    ana.has_saved_all()
    ana.sees(2, "Saved")
    expect(banner).to_be_hidden()
    expect(refused).to_have_text("This step was not done: the server could not store it. Now it can: press again.")
    expect(fay.console.locator("#next-waiting")).to_have_text("")
    expect(close).not_to_have_attribute("aria-disabled", "true")
