"""A whole facilitation by keyboard alone, checked at every step for what a screen reader is told."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.by_keyboard import hears_said, now, opens_a_session
from tests.e2e.keyboard import Heard, Keyboard
from tests.e2e.rooms import LAPTOP, Room, data_block
from tests.live.over_the_network import Person

pytestmark = pytest.mark.e2e
SPLIT = 2  # the square that divides those who vote here


def votes_over_http(room: Room, code: str) -> list[Person]:
    """Three who have joined."""
    people = [Person(room.server) for _ in range(3)]
    for person in people:
        assert person.post(f"/j/{code}").ok
    return people


def vote(people: list[Person], code: str) -> None:
    for person, choice in zip(people, ("green", "red", "red"), strict=True):
        assert person.post(f"/j/{code}/dots", **{"round": "1", "square-1": "green", "square-2": choice}).ok


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
