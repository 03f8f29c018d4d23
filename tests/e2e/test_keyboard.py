"""A whole vote and a whole facilitation by keyboard alone, checked at every step for what a screen reader is told."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.keyboard import Heard, Keyboard
from tests.e2e.rooms import LAPTOP, Room, data_block
from tests.live.over_the_network import Person

pytestmark = pytest.mark.e2e
SPLIT = 2  # the square that divides those who vote here


def scene(page: Page, name: str) -> None:
    expect(page.locator(f'body[data-scene="{name}"]')).to_be_visible()


def has_the_focus(page: Page, field: str) -> None:
    """A browser gives `autofocus` in its own time, after the page has loaded."""
    expect(page.locator(field)).to_be_focused()


def hears_said(page: Page, text: str) -> None:
    """What the polite live region says."""
    expect(page.get_by_role("status").filter(has_text=text).first).to_be_attached()
    expect(page.locator("#said")).to_have_text(text)


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


def votes_over_http(room: Room, code: str) -> list[Person]:
    """Three who have joined."""
    people = [Person(room.server) for _ in range(3)]
    for person in people:
        assert person.post(f"/j/{code}").ok
    return people


def vote(people: list[Person], code: str) -> None:
    for person, choice in zip(people, ("green", "red", "red"), strict=True):
        assert person.post(f"/j/{code}/dots", **{"round": "1", "square-1": "green", "square-2": choice}).ok


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


def test_a_whole_facilitation(room: Room) -> None:
    page = room.page(LAPTOP, accept_downloads=True)
    fay = Keyboard(page)
    code = opens_a_session(fay, room)
    people = votes_over_http(room, code)
    fay.presses("Open round 1")
    now(fay, "People are voting.")
    hears_said(page, "People are voting. The class sees how many have voted, never how.")
    assert fay.hears().name == "Close the round and reveal"  # the focus stays on the one next button
    vote(people, code)

    peeks_and_covers(fay)
    closes_takes_back_and_reveals(fay)
    fay.presses("Most disagreement")
    expect(page.locator('[data-order="disagreement"]')).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#board [data-square]").first).to_have_attribute("data-square", "2")
    at_rest(page)
    takes_the_results(fay)
    talks_about_it(fay, people[0], code)
    ends(fay)
    deletes(fay)
    for person in people:
        person.close()


def peeks_and_covers(fay: Keyboard) -> None:
    fay.presses("Peek at the heatmap")
    expect(fay.page.locator("#board")).to_contain_text("%")
    assert fay.hears().name == "Cover again"
    fay.press("Escape")
    expect(fay.page.locator("#board")).not_to_contain_text("%")
    assert fay.hears().name == "Peek at the heatmap"


def closes_takes_back_and_reveals(fay: Keyboard) -> None:
    fay.presses("Close the round and reveal", way="Shift+Tab")
    now(fay, "The round is closed and revealed.")
    assert fay.hears().name == f"Talk about: {short(fay, SPLIT)}"
    fay.presses("Take back the reveal")
    now(fay, "The round is closed. Nothing is revealed.")
    assert fay.hears() == Heard("heading", "The round is closed. Nothing is revealed.", "")  # its button has gone
    fay.presses("Reveal")
    now(fay, "The round is closed and revealed.")


def short(fay: Keyboard, square: int) -> str:
    """How the console calls this square."""
    return next(str(one["short"]) for one in data_block(fay.page)["grid"]["squares"] if one["id"] == square)


def talks_about_it(fay: Keyboard, person: Person, code: str) -> None:
    """Everything that a square in the spotlight has, in the order of the page, and on to the next square and back."""
    fay.presses("Talk about: .*", way="Shift+Tab")
    now(fay, f"Talking about: {short(fay, SPLIT)}")
    hears_said(fay.page, f"Talking about: {short(fay, SPLIT)} The class sees this square, large. Phones show it too.")
    assert fay.hears().name.startswith("Next: ")  # the focus stays on the one next button
    asks_for_a_second_look_and_thinks_better_of_it(fay)
    sets_the_screen(fay)
    notes(fay)
    brings_up_a_reason(fay, person, code)
    fay.presses("Next: .*", way="Shift+Tab")
    expect(fay.page.locator("#now")).not_to_have_text(f"Talking about: {short(fay, SPLIT)}")
    fay.presses(re.escape(f"Back to: {short(fay, SPLIT)}"))
    now(fay, f"Talking about: {short(fay, SPLIT)}")


def asks_for_a_second_look_and_thinks_better_of_it(fay: Keyboard) -> None:
    fay.presses("More")
    fay.presses("Second look…")
    assert fay.hears("document.activeElement.closest('dialog')").name == "A second look"
    assert fay.hears().role == "radio"
    assert fay.goes_to(re.escape(short(fay, SPLIT)) + " split", "checkbox", key="Shift+Tab").name
    expect(fay.page.locator(":focus")).to_be_checked()  # it divides the room: it is suggested
    fay.press("Escape")
    assert fay.hears().name == "Second look…"


def sets_the_screen(fay: Keyboard) -> None:
    """A countdown, paused, and other prompts beside the square. A control that changes under the finger keeps the focus near."""
    countdown = fay.page.locator("#countdown")
    fay.presses("2 min")
    expect(countdown).to_have_attribute("data-state", "running")
    assert fay.hears().name == "Pause"
    fay.press("Enter")
    expect(countdown).to_have_attribute("data-state", "paused")
    assert fay.hears().name == "Go on"
    fay.presses("Lenses")
    expect(fay.page.locator('[data-prompt="lenses"]')).to_have_attribute("aria-pressed", "true")


def notes(fay: Keyboard) -> None:
    """Arrows and Page Down steer nothing while somebody types."""
    assert fay.goes_to("Your private note", "textbox").description
    fay.page.keyboard.type("Ask the quieter side first.")
    fay.press("ArrowRight", "PageDown")
    expect(fay.page.locator("#note-status")).to_have_text("Saved")
    now(fay, f"Talking about: {short(fay, SPLIT)}")


def brings_up_a_reason(fay: Keyboard, person: Person, code: str) -> None:
    """It is said that one waits; whoever judges it does not lose the place."""
    assert person.post(f"/j/{code}/reason", square=str(SPLIT), words="It depends on who asks.").ok
    expect(fay.page.locator("#queue-said")).to_have_text("1 reason or takeaway waits for you.")
    assert fay.goes_to("Approve", "button").description == "It depends on who asks."
    fay.press("Enter")
    expect(fay.page.locator("#queue-approved [data-words]")).to_have_count(1)
    assert fay.hears() == Heard("heading", "Reasons", "")  # nothing else waits
    fay.presses("On the projector")
    expect(fay.page.locator('[data-words][data-state="up"]')).to_have_count(1)
    assert fay.hears().name == "Take it off"


def ends(fay: Keyboard) -> None:
    fay.presses("Wrap up now")  # "More" is still unfolded
    hears_said(
        fay.page, "Wrapping up: where the room agrees, and where not. The class sees where the room agrees, where not, and what has moved."
    )
    assert fay.hears().role == "heading"  # its button has gone
    fay.presses("Ask for takeaways")
    now(fay, "People write what they take with them.")
    fay.presses("Close the session")
    now(fay, "The session is closed.")


def at_rest(page: Page) -> None:
    """Cards glide to their places: on their way one may lie over another."""
    page.wait_for_function("() => document.getAnimations().every(({ playState }) => playState !== 'running')")


def takes_the_results(fay: Keyboard) -> None:
    fay.presses("Results to take home.*")
    assert fay.goes_to(r"Results \(CSV\)").role == "button"
    with fay.page.expect_download() as download:
        fay.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")


def deletes(fay: Keyboard) -> None:
    """The question comes with the focus on the harmless answer; Escape gives it back to where it was."""
    page = fay.page
    fay.presses("Keeping and deleting until.*")
    fay.presses("Delete the session…")
    assert fay.hears() == Heard("button", "Keep it", "")
    assert fay.hears("document.activeElement.closest('dialog')").name.startswith("Delete session ")
    fay.press("Escape")
    assert fay.hears().name == "Delete the session…"
    fay.press("Enter")
    fay.presses("Delete it for good")
    expect(page.get_by_role("status")).to_have_text("The session was deleted, with everything in it.")


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
