"""What more than one test does by keyboard: open a session, and look for the focus, for what is said and for where the session stands."""

from playwright.sync_api import Page, expect

from tests.e2e.keyboard import Keyboard
from tests.e2e.rooms import Room, data_block


def has_the_focus(page: Page, field: str) -> None:
    """A browser gives `autofocus` in its own time, after the page has loaded."""
    expect(page.locator(field)).to_be_focused()


def hears_said(page: Page, text: str) -> None:
    """What the polite live region says."""
    expect(page.get_by_role("status").filter(has_text=text).first).to_be_attached()
    expect(page.locator("#said")).to_have_text(text)


def opens_a_session(fay: Keyboard, room: Room) -> str:
    """From the key to the console, all by keyboard: the session's code."""
    fay.page.goto(f"{room.server.url}/facilitate")
    has_the_focus(fay.page, "#key")
    assert fay.hears().name == "Opening key"
    fay.page.keyboard.type(room.server.key)
    fay.press("Enter")
    expect(fay.page.get_by_role("link", name="Open a session")).to_be_visible()
    fay.presses("Open a session")
    expect(fay.page.get_by_role("button", name="Open the session")).to_be_visible()
    fay.presses("Open the session")
    expect(fay.page.locator("#line")).to_have_attribute("data-line", "connected")
    return str(data_block(fay.page)["session"]["code"])


def now(fay: Keyboard, sentence: str) -> None:
    expect(fay.page.locator("#now")).to_have_text(sentence)
