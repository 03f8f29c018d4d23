"""Voting where JavaScript is off, and where pages get through but no live connection does. The export equals what was clicked."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.rooms import PHONE, Fay, Phone, Room
from tests.live.over_the_network import Person

pytestmark = pytest.mark.e2e

OFFERED_WITHIN = 30_000  # milliseconds; the page waits ten seconds for a line, then looks whether pages get through


@pytest.fixture
def fay(room: Room) -> Fay:
    fay = room.fay()
    fay.opens_a_session()
    return fay


@pytest.fixture
def ana(room: Room, fay: Fay) -> Page:
    """A phone without JavaScript that has joined."""
    page = room.page(PHONE, is_mobile=True, has_touch=True, java_script_enabled=False)
    page.goto(f"{room.server.url}/j/{fay.code}")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="You’re in.")).to_be_visible()
    return page


def square(page: Page, id: int) -> Any:
    return page.locator(f'[data-square="{id}"]')


def chooses(page: Page, dots: dict[int, str]) -> None:
    for id, choice in dots.items():
        square(page, id).locator(f'.target[data-choice="{choice}"]').click()


def saves(page: Page) -> None:
    page.get_by_role("button", name="Save my dots").click()


def sees(page: Page, id: int, status: str) -> None:
    expect(square(page, id).locator('[data-part="status"]')).to_have_text(status)


def looks_again(page: Page) -> None:
    page.get_by_role("link", name="Look again").click()


def placed(fay: Fay) -> dict[int, int]:
    """Dots on each square that has some, as they stand in the export."""
    return {one["id"]: one["placed"] for one in json.loads(fay.takes_home("json"))["squares"] if one["placed"]}


def two_more_vote(room: Room, code: str, choose: Callable[[int], str]) -> None:
    """Two who place a dot on square 1, so that its colours may be shown."""
    for place in range(2):
        person = Person(room.server)
        assert person.post(f"/j/{code}").ok
        assert person.post(f"/j/{code}/dots", **{"round": "1", "square-1": choose(place)}).ok
        person.close()


def test_a_whole_vote_with_javascript_off(room: Room, fay: Fay, ana: Page) -> None:
    fay.goes_on("People are voting.")
    looks_again(ana)
    chooses(ana, {1: "green", 2: "yellow", 3: "red"})
    saves(ana)
    for id in (1, 2, 3):
        sees(ana, id, "Saved")
    square(ana, 2).get_by_role("button", name="Clear").click()
    sees(ana, 2, "")
    square(ana, 4).get_by_role("button", name="Skip").click()
    sees(ana, 4, "Skipped")
    expect(ana.locator("#count")).to_have_text("3 of 24")

    ana.get_by_role("button", name="I’m done").click()
    expect(ana.get_by_role("heading", name="You’re done. Thank you.")).to_be_visible()
    assert json.loads(fay.takes_home("json"))["session"]["finished"] == 1
    ana.get_by_role("button", name="Change my dots").click()
    chooses(ana, {1: "yellow"})
    saves(ana)
    sees(ana, 1, "Saved")
    assert placed(fay) == {1: 1, 3: 1}

    two_more_vote(room, fay.code, lambda place: ("green", "yellow")[place])
    fay.goes_on("The round is closed and revealed.")
    ana.get_by_role("button", name="Save and look again").click()
    reads_the_result(ana)
    first = json.loads(fay.takes_home("json"))["squares"][0]
    assert first["counts"] == {"green": 1, "yellow": 2, "red": 0}
    forgets(fay, ana)


def reads_the_result(ana: Page) -> None:
    """Your dot and the room's, in words and numbers."""
    expect(ana.get_by_role("heading", name="The room’s dots")).to_be_visible()
    expect(square(ana, 1).locator('[data-yours="yellow"]')).to_be_visible()
    shown = {choice: square(ana, 1).locator(f'[data-segment][data-choice="{choice}"]') for choice in ("green", "yellow", "red")}
    expect(shown["green"].locator("[data-part=count]")).to_have_text("1")
    expect(shown["yellow"].locator("[data-part=count]")).to_have_text("2")
    expect(shown["red"]).to_be_hidden()
    expect(square(ana, 1).locator('[data-part="agreement"]')).to_contain_text("%")
    expect(square(ana, 3).locator('[data-part="says"]')).to_contain_text("Fewer than 3 dots")


def forgets(fay: Fay, ana: Page) -> None:
    ana.locator("#ask-forget").click()
    ana.get_by_role("button", name="Forget them").click()
    expect(ana.get_by_role("button", name="Join")).to_be_visible()
    assert json.loads(fay.takes_home("json"))["session"]["joined"] == 2


def test_a_form_that_comes_after_the_round_says_so(fay: Fay, ana: Page) -> None:
    fay.goes_on("People are voting.")
    looks_again(ana)
    chooses(ana, {1: "green", 2: "red"})
    fay.goes_on("The round is closed and revealed.")
    saves(ana)
    expect(ana.locator("#news")).to_have_text("2 of your dots arrived after their round had closed. They are not counted.")
    assert placed(fay) == {}


def test_where_no_live_connection_gets_through_the_taps_go_as_a_form(room: Room, fay: Fay) -> None:
    ana = Phone(room, fay.code).page
    fay.goes_on("People are voting.")
    ana.route("**/socket.io/**", lambda route: route.abort())
    ana.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    ana.reload()
    chooses(ana, {1: "green", 2: "red"})
    sees(ana, 1, "Waiting for connection")
    offer = ana.get_by_role("button", name="Vote without the live connection")
    expect(offer).to_be_visible(timeout=OFFERED_WITHIN)
    offer.click()
    expect(ana).to_have_url(f"{room.server.url}/j/{fay.code}?plain=1")
    sees(ana, 1, "Saved")
    assert placed(fay) == {1: 1, 2: 1}

    chooses(ana, {3: "yellow"})
    saves(ana)
    sees(ana, 3, "Saved")
    expect(ana).to_have_url(f"{room.server.url}/j/{fay.code}?plain=1")
    ana.get_by_role("button", name="I’m done").click()
    expect(ana.get_by_role("heading", name="You’re done. Thank you.")).to_be_visible()
    assert placed(fay) == {1: 1, 2: 1, 3: 1}
