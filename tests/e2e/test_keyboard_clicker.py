"""A presenter's clicker, and the keys of one letter, which somebody may switch off."""

import pytest
from playwright.sync_api import expect

from tests.e2e.by_keyboard import now, opens_a_session
from tests.e2e.keyboard import Keyboard
from tests.e2e.rooms import LAPTOP, Room

pytestmark = pytest.mark.e2e


def test_a_clicker_and_the_keys_of_one_letter(room: Room) -> None:
    page = room.page(LAPTOP)
    fay = Keyboard(page)
    opens_a_session(fay, room)
    clicks_through(fay)
    asks_for_the_keys(fay)


def clicks_through(fay: Keyboard) -> None:
    """What a presenter's clicker sends; each press once the stage has stood for a moment."""
    ready = fay.page.locator('#next[aria-disabled="false"], #next:not([aria-disabled])')
    for key, sentence in (
        ("PageDown", "People are voting."),
        ("PageDown", "The round is closed and revealed."),
        ("PageUp", "The round is closed. Nothing is revealed."),
    ):
        if key == "PageDown":
            expect(ready).to_be_visible()
        else:
            expect(fay.page.locator("#back")).not_to_have_attribute("aria-disabled", "true")
        fay.press(key)
        now(fay, sentence)


def asks_for_the_keys(fay: Keyboard) -> None:
    """`?` opens the list of keys, until somebody switches such keys off there; its button opens it always."""
    page, dialog = fay.page, fay.page.locator("#keys-dialog")
    before = fay.goes_to("How to join", "button")
    fay.press("?")
    expect(dialog).to_be_visible()
    fay.press("PageDown")  # in a dialog it steers nothing
    fay.press("Escape")
    expect(dialog).to_be_hidden()
    assert fay.hears() == before
    now(fay, "The round is closed. Nothing is revealed.")

    fay.press("?")
    if fay.hears().role != "checkbox":
        fay.goes_to("Use the single keys.*", "checkbox")
    fay.press("Space")
    fay.press("Escape", "?")
    expect(dialog).to_be_hidden()
    page.reload()
    expect(page.locator("#line")).to_have_attribute("data-line", "connected")
    fay.press("?")
    expect(dialog).to_be_hidden()
    fay.presses(r"Keys and clicker \(\?\)")
    expect(dialog).to_be_visible()
    fay.goes_to("Close")
    fay.press("Space")
    assert fay.hears().name == "Keys and clicker (?)"
