"""Fay moves control to her phone: the QR code while she holds the button, the number on both, and what a quicker phone gets."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.rooms import PHONE, Fay, Room

pytestmark = pytest.mark.e2e


def opens_the_row(fay: Fay) -> None:
    fay.console.locator("#phrase-row > summary").click()
    expect(fay.console.locator("#handover-hold")).to_be_visible()


def holds(fay: Fay) -> str:
    """Holds the button until the code is there, and lets go: the address that the code means."""
    with fay.console.expect_response(lambda answer: answer.url.endswith("/handover")) as answer:
        fay.console.locator("#handover-hold").hover()
        fay.console.mouse.down()
    expect(fay.console.locator(".handover-sheet svg")).to_be_visible()
    fay.console.mouse.up()
    expect(fay.console.locator(".handover-sheet")).to_have_count(0)
    offer: dict[str, Any] = answer.value.json()
    assert offer["link"].rsplit("/", 1)[1] not in fay.console.content()
    return f"{fay.url}/control/{offer['link'].rsplit('/', 1)[1]}"


def scans(room: Room, address: str, **options: Any) -> Page:
    phone = room.page(PHONE, is_mobile=True, has_touch=True, **options)
    phone.goto(address)
    return phone


def claims(phone: Page) -> str:
    """Presses the button there: the number that the phone shows then."""
    phone.get_by_role("button", name="Steer from this phone").click()
    number = phone.locator("#number")
    expect(number).to_be_visible()
    return number.text_content() or ""


def test_fay_steers_from_her_phone(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    opens_the_row(fay)
    address = holds(fay)
    fays_phone, curious = scans(room, address), scans(room, address)
    number = claims(fays_phone)

    dialog = fay.console.locator("#handover-dialog")
    expect(dialog).to_contain_text(f"Does yours show {number}?")
    expect(fay.console.locator("#handover-no")).to_be_focused()
    for key in ("PageDown", "ArrowRight", "PageUp"):
        fay.console.keyboard.press(key)
    expect(dialog).to_be_visible()
    expect(fay.console.locator("#now")).to_have_text("People are joining.")
    expect(fays_phone.locator("#number")).to_have_text(number)

    curious.get_by_role("button", name="Steer from this phone").click()
    expect(curious.locator("h1")).to_have_text("Another phone was quicker.")

    fay.console.get_by_role("button", name="Yes, let it steer").click()
    expect(fay.console.locator("#handover-note")).to_have_text("Your phone steers too now.")
    expect(dialog).to_be_hidden()
    expect(fays_phone.locator("#line")).to_have_attribute("data-line", "connected")  # a press before its script runs does nothing
    fays_phone.locator("#next").click()
    expect(fay.console.locator("#now")).to_have_text("People are voting.")

    curious.goto(address)
    expect(curious.locator("h1")).to_have_text("Another phone was quicker.")


def test_a_quicker_phone_is_refused_and_fay_offers_again(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    opens_the_row(fay)
    address = holds(fay)
    curious, fays_phone = scans(room, address), scans(room, address)
    claims(curious)
    fays_phone.get_by_role("button", name="Steer from this phone").click()
    expect(fays_phone.locator("h1")).to_have_text("Another phone was quicker.")
    expect(fay.console.locator("#handover-dialog")).to_be_visible()
    fay.console.keyboard.press("Enter")  # what somebody presses who did not read
    expect(curious.locator("h1")).to_have_text("The console refused this phone.")
    expect(fay.console.locator("#handover-note")).to_contain_text("Refused: that phone steers nothing.")

    number = claims(scans(room, holds(fay)))
    expect(fay.console.locator("#handover-dialog")).to_contain_text(number)
    fay.console.keyboard.press("Escape")
    expect(fay.console.locator("#handover-note")).to_contain_text("Refused")
    expect(fay.console.locator("#handover-hold")).to_be_focused()


def test_the_code_is_there_only_while_a_key_is_held_too(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    opens_the_row(fay)
    button, sheet = fay.console.locator("#handover-hold"), fay.console.locator(".handover-sheet")
    for key in ("Space", "Enter"):
        button.focus()
        fay.console.keyboard.down(key)
        expect(sheet).to_be_visible()
        fay.console.keyboard.down(key)  # as a held key repeats
        fay.console.keyboard.up(key)
        expect(sheet).to_have_count(0)

    with fay.console.expect_response(lambda answer: answer.url.endswith("/handover")) as answer:
        fay.console.keyboard.down("Enter")
    expect(sheet).to_be_visible()
    claims(scans(room, f"{fay.url}/control/{answer.value.json()['link'].rsplit('/', 1)[1]}"))
    expect(sheet).to_have_count(0)  # claimed: of no use to anybody any more
    expect(fay.console.locator("#handover-dialog")).to_be_visible()
    fay.console.keyboard.down("Enter")  # still held when the question comes
    expect(fay.console.locator("#handover-dialog")).to_be_visible()
    fay.console.keyboard.up("Enter")
    expect(fay.console.locator("#handover-dialog")).to_be_visible()


def test_slipping_off_and_a_mere_click_show_nothing(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    opens_the_row(fay)
    sheet = fay.console.locator(".handover-sheet")
    fay.console.locator("#handover-hold").hover()
    fay.console.mouse.down()
    expect(sheet).to_be_visible()
    fay.console.mouse.move(5, 5)
    expect(sheet).to_have_count(0)
    fay.console.mouse.up()

    fay.console.route("**/handover", lambda route: (fay.console.wait_for_timeout(300), route.continue_()))
    fay.console.locator("#handover-hold").click()
    expect(fay.console.locator("#handover-note")).to_contain_text("Keep holding it")
    expect(sheet).to_have_count(0)


def test_the_phone_needs_no_javascript(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    opens_the_row(fay)
    phone = scans(room, holds(fay), java_script_enabled=False)
    claims(phone)
    phone.get_by_role("link", name="Look again").click()
    expect(phone.locator("#number")).to_be_visible()
    fay.console.get_by_role("button", name="Yes, let it steer").click()
    expect(fay.console.locator("#handover-note")).to_have_text("Waiting for the phone to come to the console.")
    phone.get_by_role("link", name="Look again").click()
    phone.get_by_role("button", name="Go to the console").click()
    expect(fay.console.locator("#handover-note")).to_have_text("Your phone steers too now.")
    assert phone.url.endswith(fay.data["auth"]["session"])


def test_a_console_that_loses_control_asks_nothing_more(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    opens_the_row(fay)
    claims(scans(room, holds(fay)))
    expect(fay.console.locator("#handover-dialog")).to_be_visible()
    fay.console.context.clear_cookies()
    room.server.kill()
    room.server.start()
    expect(fay.console.locator("#over")).to_be_visible()
    expect(fay.console.locator("#handover-dialog")).to_have_count(0)
