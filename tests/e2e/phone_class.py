"""A class of phones on a bad line: a prepared session, its console as a socket, and what the server has counted in the end."""

import json
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from pollapp.domain.fold import apply, open_session
from pollapp.domain.stages import Stage
from pollapp.room import decode_body
from pollapp.store.log import Entry
from pollapp.store.sqlite_log import SESSIONS_FILE
from pollapp.store.sqlite_reader import reading
from tests.e2e.bad_line import BadLine
from tests.e2e.prepared import Prepared, World
from tests.e2e.rooms import PATIENCE, PHONE, frames_of, told
from tests.live.over_the_network import Socket

OUTBOX = "Object.keys(localStorage).find(key => key.startsWith('pollapp outbox'))"  # what a phone keeps it under


class PhoneClass:
    """One session, in round 1, with small groups shown. `line`: what its phones are connected by."""

    def __init__(self, world: World, browser: Browser, stage: Stage = Stage.VOTING) -> None:
        self.session: Prepared = world.fresh(stage, dots=({},), minimum_off="1")
        self.line = BadLine(world.server)
        self.url = f"{self.line.url}/j/{self.session.code}"
        self.console: Socket = self.session.steers()
        self.connected = 0  # people
        self.complaints: list[str] = []
        self._browser, self._server = browser, world.server
        self._contexts: list[BrowserContext] = []

    def somebody(self, **options: Any) -> Page:
        """A phone at the invitation. The time that passes on its next pages can be hurried on."""
        context = self._browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, **options)  # type: ignore[arg-type]
        self._contexts.append(context)
        page = self.opens(context)
        if options.get("java_script_enabled", True):
            page.clock.install()
        return page

    def opens(self, context: BrowserContext) -> Page:
        """One more tab of this browser, at the class."""
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.goto(self.url)
        return page

    def joins(self, **options: Any) -> Page:
        """A phone at the ballot, with a live connection: the console is told of one more person, and of no more."""
        page = self.somebody(**options)
        received = frames_of(page)
        page.get_by_role("button", name="Join").click()
        self.connected += 1
        self.are_present(self.connected)
        until_true(page, lambda: bool(told(received, "view")))
        return page

    def are_present(self, people: int) -> None:
        view = self.console.until("view", lambda view: view["turnout"]["present"] >= people)
        assert view["turnout"]["present"] == people

    def steers(self, event: str, **fields: Any) -> None:
        answer = self.console.send(event, **fields)
        assert answer["ok"], answer

    def counted(self) -> dict[int, dict[str, int]]:
        """Square → choice → dots, where there are any, in the round that is open or was the last."""
        session = open_session(decode_body(self._entries()[0].body))
        for entry in self._entries()[1:]:
            apply(session, decode_body(entry.body), entry.words)
        assert session.round
        return {id: dict(Counter(square.dots.values())) for id, square in session.round.squares.items() if square.dots}

    def typed(self) -> list[str]:
        """All words that people have sent."""
        return [entry.words for entry in self._entries() if entry.words]

    def _entries(self) -> list[Entry]:
        with reading(self._server.data_dir / SESSIONS_FILE) as store:
            return store.read(self.session.id) or []

    def close(self) -> None:
        self.line.close()
        for context in self._contexts:
            context.close()
        assert self.complaints == [], "A page raised an error."


def taps(page: Page, square: int, choice: str) -> None:
    page.locator(f'[data-square="{square}"] .target[data-choice="{choice}"]').click()


def sees(page: Page, square: int, status: str) -> None:
    expect(page.locator(f'[data-square="{square}"] [data-part="status"]')).to_have_text(status)


def has(page: Page, square: int, choice: str) -> None:
    """This dot is what the phone shows."""
    expect(page.locator(f'[data-square="{square}"] input[value="{choice}"]')).to_be_checked()


def says(page: Page, where: str, words: str) -> None:
    """These words stand there, for eyes too."""
    expect(page.locator(where)).to_have_text(words)
    expect(page.locator(where)).to_be_visible()


def goes_offline(page: Page, line: str) -> None:
    """Long enough for the phone to say so, in these words."""
    page.context.set_offline(True)
    page.clock.fast_forward(4000)
    says(page, "#line", line)


def wakes(page: Page) -> None:
    """The phone is taken out of the pocket."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def kept(page: Page) -> list[Any]:
    """The dots that wait in this browser."""
    found: list[Any] = json.loads(page.evaluate(f"localStorage.getItem({OUTBOX})"))["dots"]
    return found


def until_true(page: Page, true: Callable[[], bool]) -> None:
    """Wait for what no page shows, while the browser goes on telling what it does."""
    end = time.monotonic() + PATIENCE / 1000
    while not true():
        assert time.monotonic() < end, "It did not come about."
        page.wait_for_timeout(20)
