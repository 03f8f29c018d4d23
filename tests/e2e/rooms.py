"""A class in real browsers: Fay's laptop, the projector, and phones. Tests say what people do; this says how."""

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.real_server import RealServer

SHELL = "chromium-headless-shell"  # the same engine without a browser window around each page, which cost more than most pages
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
QUIETLY = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync"]  # fmt: skip
PHONE = {"width": 390, "height": 844}
PROJECTOR = {"width": 1920, "height": 1080}
LAPTOP = {"width": 1366, "height": 768}
PATIENCE = 20_000  # milliseconds that a page gets for what it should show
expect.set_options(timeout=PATIENCE)


def chromium() -> str:
    """The browser on this machine. Raises AssertionError with what to do when there is none."""
    found = [path for name in NAMES if (path := shutil.which(name))] + [path for path in ON_A_MAC if Path(path).exists()]
    assert found, "No Chromium here: make test installs it or says how."
    return found[0]


def quick_chromium() -> str:
    """The browser without its windows, where that is here. `make test-all` looks with the whole one."""
    return (None if os.environ.get("POLLAPP_TEST_ALL") else shutil.which(SHELL)) or chromium()


class Room:
    """One server and every browser that looks at it. `complaints`: errors that any page has raised."""

    def __init__(self, browser: Browser, server: RealServer) -> None:
        self.server, self._browser = server, browser
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def page(self, size: dict[str, int], **options: Any) -> Page:
        """A page in a browser profile of its own."""
        context = self._browser.new_context(viewport=size, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def fay(self) -> "Fay":
        return Fay(self)

    def phone(self, code: str) -> "Phone":
        return Phone(self, code)


def room_on(browser: Browser, server: RealServer) -> Iterator["Room"]:
    """A room on this server, for a fixture to pass on; afterwards no page may have raised an error."""
    room = Room(browser, server)
    yield room
    room.close()
    assert room.complaints == [], "A page raised an error."


class Fay:
    """The facilitator: a console on a laptop, and a projector. `received`, `projector_received`: what came in on their websockets."""

    def __init__(self, room: Room) -> None:
        self.room, self.url = room, room.server.url
        self.console = room.page(LAPTOP, accept_downloads=True)
        self.received = frames_of(self.console)
        self.console.goto(f"{self.url}/facilitate#key={room.server.key}")
        expect(self.console.get_by_role("link", name="Open a session")).to_be_visible()

    def opens_a_session(self, choose: Callable[[Page], None] = lambda form: None) -> None:
        self.console.get_by_role("link", name="Open a session").click()
        choose(self.console)
        self.console.get_by_role("button", name="Open the session").click()
        self.is_at_the_console()

    def is_at_the_console(self) -> None:
        expect(self.console.locator("#next")).to_be_visible()
        expect(self.console.locator("#now")).not_to_be_empty()  # its script runs: presses count from here on
        self.data = data_block(self.console)
        self.code = self.data["session"]["code"]

    def opens_the_projector(self, language: str = "en") -> Page:
        self.projector = self.room.page(PROJECTOR)
        self.projector_received = frames_of(self.projector)
        self.projector.goto(f"{self.url}{self.data['urls']['projector']}?lang={language}")
        return self.projector

    def goes_on(self, to: str) -> None:
        """Presses the one next button; `to` is what the console then says."""
        self.console.locator("#next").click()
        expect(self.console.locator("#now")).to_have_text(to)

    def leaves_the_talk(self) -> None:
        """Wraps up, whatever is left on the agenda; then the class is asked what it takes with it."""
        self.console.locator("#more > summary").click()
        self.console.locator("#wrap-now").click()
        self.presses_next("Ask for takeaways")

    def presses_next(self, name: str) -> None:
        """Presses the one next button, once it says this."""
        expect(self.console.locator("#next")).to_have_text(name)
        self.console.locator("#next").click()

    def ends(self) -> None:
        """From the takeaways on."""
        self.presses_next("Close the session")
        expect(self.console.locator("#now")).to_have_text("The session is closed.")

    def takes_home(self, what: str) -> bytes:
        """What the console's export downloads, with the facilitator's notes."""
        with self.console.expect_download() as download:
            address = f"{self.data['urls'][what]}?notes=1"
            self.console.evaluate("url => { const a = document.createElement('a'); a.href = url; a.click(); }", address)
        return Path(download.value.path()).read_bytes()


class Phone:
    """A participant's phone. `received`: every frame that came in on its websockets."""

    def __init__(self, room: Room, code: str) -> None:
        self.page = room.page(PHONE, is_mobile=True, has_touch=True)
        self.received = frames_of(self.page)
        self.page.goto(f"{room.server.url}/j/{code}")
        self.page.get_by_role("button", name="Join").click()
        expect(self.page.locator("#title")).to_be_visible()
        self.placed: dict[int, str] = {}  # what was clicked, as the person remembers it

    def square(self, id: int) -> Any:
        return self.page.locator(f'[data-square="{id}"]')

    def places(self, square: int, choice: str) -> None:
        self.square(square).locator(f'.target[data-choice="{choice}"]').click()
        self.placed[square] = choice

    def votes(self, dots: Mapping[int, str]) -> None:
        """Places these dots in the round that is open, and waits until they are saved."""
        self.placed = {}
        for square, choice in dots.items():
            self.places(square, choice)
        self.has_saved_all()

    def sees(self, square: int, status: str) -> None:
        expect(self.square(square).locator('[data-part="status"]')).to_have_text(status)

    def has_saved_all(self) -> None:
        for square in self.placed:
            self.sees(square, "Saved")

    def loses_its_connection(self) -> None:
        self.page.context.set_offline(True)
        expect(self.page.locator("#line")).to_be_visible()

    def comes_back(self) -> None:
        self.page.context.set_offline(False)
        expect(self.page.locator("#line")).to_be_hidden()


def frames_of(page: Page) -> list[str]:
    """What comes in on the websockets of this page from now on, frame by frame."""
    received: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(str(frame))))
    return received


def told(frames: Sequence[str], event: str) -> list[Any]:
    """The payloads of this event among the frames."""
    heard = [json.loads(found[1]) for frame in frames if (found := re.match(r"42\d*(\[.*)", frame, re.DOTALL))]
    return [payload for name, payload, *_ in heard if name == event]


def data_block(page: Page) -> dict[str, Any]:
    """The data block that every live page carries."""
    block: dict[str, Any] = json.loads(page.locator("#page").text_content() or "{}")
    return block


def until(true: Callable[[], bool], seconds: float = 10, every: float = 0.05) -> None:
    """Wait for something that no page shows, looking every so many seconds. Raises AssertionError."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It did not come about."
        time.sleep(every)
