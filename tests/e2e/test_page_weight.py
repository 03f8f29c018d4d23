"""A phone on a bad line: the first screen is small, and can be read before its scripts are there."""

from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from pollapp.grid_file import shipped_grid
from pollapp.languages import languages
from tests.e2e.rooms import PHONE, Fay, Room

pytestmark = pytest.mark.e2e

MOST_BYTES = 100_000  # on the wire, heads included
REGIONS = {"en": "en-US", "es": "es-MX"}


@pytest.fixture
def fay(room: Room) -> Fay:
    fay = room.fay()
    fay.opens_a_session()
    fay.goes_on("People are voting.")
    return fay


def joining(room: Room, fay: Fay, language: str, **options: Any) -> Page:
    """A new phone at the invitation."""
    page = room.page(PHONE, is_mobile=True, has_touch=True, locale=REGIONS.get(language, language), **options)
    page.goto(f"{room.server.url}/j/{fay.code}")
    return page


class Scale:
    """Every byte that this page gets, by the address it came from; sockets are counted by what they say."""

    def __init__(self, page: Page) -> None:
        self.bytes: dict[str, float] = {}
        self._asked: dict[str, str] = {}
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", lambda event: self._asked.update({event["requestId"]: event["request"]["url"]}))
        wire.on("Network.loadingFinished", lambda event: self._add(self._asked.get(event["requestId"], "?"), event["encodedDataLength"]))
        wire.on("Network.webSocketFrameReceived", lambda event: self._add("socket", len(event["response"]["payloadData"])))

    def _add(self, what: str, bytes: float) -> None:
        self.bytes[what] = self.bytes.get(what, 0) + bytes

    def report(self) -> str:
        lines = [f"{int(size):>8} {what}" for what, size in sorted(self.bytes.items(), key=lambda one: -one[1])]
        return "\n".join([f"{int(sum(self.bytes.values())):>8} bytes together", *lines])


@pytest.mark.parametrize("language", languages())
def test_the_first_screen_of_a_phone_is_small(room: Room, fay: Fay, language: str) -> None:
    """From the invitation's address to a ballot that has its live connection, with nothing in the cache."""
    page = room.page(PHONE, is_mobile=True, has_touch=True, locale=REGIONS.get(language, language))
    scale = Scale(page)
    page.goto(f"{room.server.url}/j/{fay.code}")
    page.locator("main form button").click()
    expect(page.locator('body[data-scene="ballot"]')).to_be_visible()
    page.locator('[data-square="1"] .target').first.click()
    expect(page.locator('[data-square="1"] [data-part="status"]')).to_have_attribute("data-status", "saved")
    page.wait_for_load_state("networkidle")
    assert len(scale.bytes) > 10, scale.report()
    assert sum(scale.bytes.values()) < MOST_BYTES, scale.report()


@pytest.mark.parametrize("language", languages())
def test_it_can_be_read_before_its_scripts_are_there(room: Room, fay: Fay, language: str) -> None:
    page = joining(room, fay, language)
    blocked: list[str] = []

    def block(route: Any, request: Request) -> None:
        blocked.append(request.url)
        route.abort()

    page.route("**/*.js", block)
    page.locator("main form button").click()
    grid = shipped_grid().grid.in_language(language)
    expect(page.locator("details[open] .directions")).to_have_text(grid.directions)
    first = page.locator('[data-square="1"]')
    expect(first.locator("legend")).to_have_text(grid.squares[0].text)
    expect(first.locator(".target .label")).to_have_text([f"{choice.label} ({choice.name})" for choice in grid.choices])
    for target in first.locator(".target").all():
        expect(target).to_be_visible()
    assert blocked
