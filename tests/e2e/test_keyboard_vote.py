"""A whole vote by keyboard alone, checked at every step for what a screen reader is told."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.by_keyboard import has_the_focus, hears_said
from tests.e2e.keyboard import Heard, Keyboard
from tests.e2e.rooms import LAPTOP, Room

pytestmark = pytest.mark.e2e


def scene(page: Page, name: str) -> None:
    expect(page.locator(f'body[data-scene="{name}"]')).to_be_visible()


def test_a_whole_vote(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    texts = [square["text"] for square in fay.data["grid"]["squares"]]
    page = room.page(LAPTOP)
    ana = Keyboard(page)

    page.goto(f"{room.server.url}/")
    has_the_focus(page, "#code")
    assert ana.hears() == Heard("textbox", "The code on the screen in front", "")
    page.keyboard.type(fay.code)
    ana.press("Enter")
    expect(page).to_have_url(f"{room.server.url}/j/{fay.code}")
    ana.presses("Join")
    scene(page, "lobby")
    fay.goes_on("People are voting.")
    scene(page, "ballot")

    places_two(ana, texts)
    keeps_the_focus_when_a_view_arrives(ana, fay)
    skips_and_clears(ana, texts)

    ana.presses("I’m done", key="Space")
    scene(page, "done")
    assert ana.hears().role == "heading"  # the ballot has gone, and the focus is not lost with it
    ana.presses("Change my dots")
    scene(page, "ballot")
    ana.presses("I’m done")
    scene(page, "done")
    fay.goes_on("The round is closed and revealed.")
    scene(page, "results")
    assert ana.hears().role == "heading"
    expect(page.get_by_role("heading", name=texts[0])).to_be_visible()


def places_two(ana: Keyboard, texts: list[str]) -> None:
    """Square 1 with the space bar, square 2 with an arrow."""
    page = ana.page
    assert ana.goes_to(r"Usually ethical \(green\)", "radio").name
    assert (ana.group().role, ana.group().name) == ("radiogroup", texts[0])
    ana.press("Space")
    hears_said(page, "Saved: green, square 1 of 24")
    assert ana.hears().name == "Usually ethical (green)"

    assert ana.goes_to("Clear", "button").description == texts[0]
    ana.goes_to(r"Usually ethical \(green\)", "radio")
    assert (ana.group().role, ana.group().name) == ("radiogroup", texts[1])
    ana.press("ArrowDown")
    assert ana.hears().role == "radio"
    hears_said(page, "Saved: yellow, square 2 of 24")


def keeps_the_focus_when_a_view_arrives(ana: Keyboard, fay: Any) -> None:
    """The facilitator reveals while the round is open: what had the focus has it, in its place on the screen."""
    before, place = ana.hears(), ana.page.locator(":focus").bounding_box()
    fay.console.locator("#more > summary").click()
    fay.console.locator("#reveal-open").click()
    expect(ana.page.locator("#then")).to_contain_text("revealed")
    assert ana.hears() == before
    assert ana.page.locator(":focus").bounding_box() == place


def skips_and_clears(ana: Keyboard, texts: list[str]) -> None:
    page = ana.page
    assert ana.goes_to("Skip", "button").description == texts[2]
    ana.press("Enter")
    hears_said(page, "Skipped: square 3 of 24")
    assert ana.hears() == Heard("button", "Don’t skip", texts[2])
    assert ana.goes_to("Clear", "button", key="Shift+Tab").description == texts[1]
    ana.press("Space")
    expect(page.locator('[data-square="2"] [data-part="status"]')).to_have_text("")
    assert ana.hears() == Heard("button", "Skip", texts[1])
