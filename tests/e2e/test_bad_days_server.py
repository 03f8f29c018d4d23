"""Bad days with the server: it is upgraded between two rounds, put to sleep, closed with its window, started twice or in another folder."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pollapp.access import WIRE_VERSION
from pollapp.domain.stages import Stage
from pollapp.store.sqlite_log import SESSIONS_FILE
from tests.e2e.bad_days import Laptop, lend, phone_of, projector_of
from tests.e2e.prepared import World
from tests.e2e.rooms import PHONE, Room
from tests.real_server import RealServer, free_port

pytestmark = pytest.mark.e2e

ANOTHER = "chaos.another_version"


@pytest.fixture
def as_it_is(world: World) -> Iterator[RealServer]:
    """The server; afterwards it is what it was before."""
    server = world.server
    before = server.data_dir, server.port, server.module
    yield server
    server.stop()
    server.data_dir, server.port, server.module = before
    os.environ.pop("CHAOS_WIRE", None)
    server.start()


def _upgrade(server: RealServer) -> None:
    os.environ["CHAOS_WIRE"] = str(WIRE_VERSION + 1)
    server.module = ANOTHER
    server.start()


def _loads(page: Page) -> list[str]:
    """Every time that this page is loaded from now on."""
    loads: list[str] = []
    page.on("framenavigated", lambda frame: frame.parent_frame is None and loads.append(frame.url))
    return loads


def test_an_upgrade_in_the_middle_of_a_round(room: Room, world: World, as_it_is: RealServer) -> None:
    """Every open page reloads once, by itself; the dots that waited are sent by the new page, and counted."""
    session = world.fresh(Stage.VOTING)
    fay, projector = Laptop(room, session), projector_of(room, session)
    phones = [phone_of(room, session, voter) for voter in session.voters[:2]]
    as_it_is.stop()
    for phone in phones:
        phone.locator('[data-square="6"] .target[data-choice="red"]').click()
        expect(phone.locator('[data-square="6"] [data-part="status"]')).not_to_have_text("Saved")
    loads = [_loads(page) for page in (fay.page, projector, *phones)]
    _upgrade(as_it_is)
    for phone in phones:
        expect(phone.locator('[data-square="6"] [data-part="status"]')).to_have_text("Saved", timeout=30_000)
    fay.is_connected()
    fay.now("People are voting.")
    expect(projector.locator("#offline")).to_be_hidden()
    assert session.steers().send("close_round", from_="voting")["ok"]
    fay.now("The round is closed and revealed.")
    expect(projector.locator("#board")).to_contain_text("%")
    assert [len(each) for each in loads] == [1, 1, 1, 1]


def test_a_page_that_came_just_before_the_upgrade(room: Room, world: World, as_it_is: RealServer) -> None:
    """Its scripts and styles are asked for at the old address: it gets the new ones, and reloads once to fit them."""
    session = world.fresh(Stage.VOTING)
    page = room.page(PHONE)
    lend(page, session.voters[0])
    loads = _loads(page)
    address = re.search(r'src="(/static/\w+)/', world.somebody().get("/").text)
    assert address
    as_it_is.stop()
    _upgrade(as_it_is)
    page.route("**/j/*", lambda route: _as_it_was(route, address[1]), times=1)
    page.goto(as_it_is.url + session.phone)
    page.locator("body[data-scene]").wait_for()
    page.wait_for_function("before => !document.querySelector('script[type=module]').src.includes(before)", arg=address[1])
    expect(page.locator('[data-square="1"]')).to_be_visible()
    assert len(loads) == 2  # it was opened, and has reloaded itself


def _as_it_was(route: object, address: str) -> None:
    """The page, with the addresses that the old server wrote into it."""
    answer = route.fetch()  # type: ignore[attr-defined]
    body = re.sub(r"/static/\w+", address, answer.text())
    route.fulfill(response=answer, body=body)  # type: ignore[attr-defined]


def test_a_window_that_is_closed_and_a_machine_that_sleeps(room: Room, world: World, as_it_is: RealServer) -> None:
    """SIGHUP is what a terminal says when its window is closed; a sleeping machine is a process that stands still."""
    session = world.fresh(Stage.VOTING)
    phone = phone_of(room, session, session.voters[0])
    as_it_is.process.send_signal(signal.SIGHUP)
    assert as_it_is.process.wait(10) == 0
    phone.locator('[data-square="6"] .target[data-choice="green"]').click()
    os.environ["CHAOS_HEARTBEAT"] = "1"
    as_it_is.module = ANOTHER
    as_it_is.start()
    os.environ.pop("CHAOS_HEARTBEAT")
    expect(phone.locator('[data-square="6"] [data-part="status"]')).to_have_text("Saved")

    as_it_is.process.send_signal(signal.SIGSTOP)
    phone.locator('[data-square="6"] .target[data-choice="red"]').click()
    expect(phone.locator("#line")).to_be_visible()  # it has noticed
    as_it_is.process.send_signal(signal.SIGCONT)
    expect(phone.locator('[data-square="6"] [data-part="status"]')).to_have_text("Saved")
    expect(phone.locator("#line")).to_be_hidden()
    phone.reload()
    expect(phone.locator('[data-square="6"] input[value="red"]')).to_be_checked()


def test_a_server_that_was_started_in_another_folder(room: Room, world: World, as_it_is: RealServer, tmp_path: Path) -> None:
    """It does not call the sessions deleted: pages wait for the right one, and keep the dots that wait on them."""
    session = world.fresh(Stage.VOTING)
    fay, phone = Laptop(room, session), phone_of(room, session, session.voters[0])
    as_it_is.stop()
    phone.locator('[data-square="6"] .target[data-choice="green"]').click()
    right, as_it_is.data_dir = as_it_is.data_dir, tmp_path / "elsewhere"
    as_it_is.start()
    assert as_it_is.wait_for("No session is in this folder yet.")
    expect(fay.page.locator("#offline")).to_have_text(
        "This session is not on this server: it was started with another folder. "
        "Stop it, and start it in the folder where it was before. This page then goes on by itself."
    )
    as_it_is.stop()
    as_it_is.data_dir = right
    as_it_is.start()
    expect(phone.locator('[data-square="6"] [data-part="status"]')).to_have_text("Saved")
    fay.now("People are voting.")


def _started(folder: Path, *arguments: str) -> str:
    """What a server says that cannot start."""
    command = [sys.executable, "-P", "-m", "pollapp", "serve", "--host", "127.0.0.1", "--data-dir", str(folder), *arguments]
    done = subprocess.run(command, check=False, timeout=60, capture_output=True, text=True)
    assert done.returncode == 1
    return done.stderr


def test_a_second_server_says_why_it_cannot_be(world: World, tmp_path: Path) -> None:
    server = world.server
    assert f"Another pollapp already works on {server.data_dir}." in _started(server.data_dir, "--port", "0")
    taken = _started(tmp_path / "new", "--port", str(server.port))
    assert f"port {server.port}: Address already in use." in taken
    assert f"--port {server.port + 1}" in taken


def test_an_older_version_does_not_touch_what_a_newer_one_wrote(world: World, tmp_path: Path) -> None:
    world.at(Stage.REVEALED)
    newer = tmp_path / "newer"
    shutil.copytree(world.server.data_dir, newer)
    db = sqlite3.connect(newer / SESSIONS_FILE)
    db.execute("PRAGMA user_version = 99")
    db.close()
    assert "was written by another version of pollapp (its schema is 99)" in _started(newer, "--port", "0")


def test_a_server_on_another_port_says_where_open_pages_look(world: World, as_it_is: RealServer) -> None:
    before = as_it_is.port
    as_it_is.stop()
    as_it_is.port = free_port()
    as_it_is.start()
    assert as_it_is.wait_for(f"To go on with them: --port {before}")
