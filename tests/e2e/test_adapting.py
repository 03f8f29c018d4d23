"""Every page adapts to who looks: zoomed in to 400 %, in forced colours, without motion, by keyboard. One class for the whole file."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.rooms import LAPTOP, PHONE, Fay, Phone, Room
from tests.real_server import RealServer

pytestmark = pytest.mark.e2e

ZOOMED = {"width": 320, "height": 256}  # 1280 × 1024 at 400 %
# Two frames after the window has changed, when the board has fitted its type.
NOT_SIDEWAYS = """() => new Promise(told => requestAnimationFrame(() => requestAnimationFrame(() =>
  told(document.documentElement.scrollWidth <= innerWidth))))"""
# A focused control that does not have itself in its middle lies under something, or outside of the window.
COVERED = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return '';
  const target = focused.closest('.target') || focused;
  const box = target.getBoundingClientRect();
  const middle = Math.max(0, box.top) + (Math.min(innerHeight, box.bottom) - Math.max(0, box.top)) / 2;
  const there = document.elementFromPoint(box.left + Math.min(box.width / 2, innerWidth - box.left - 1), middle);
  const named = one => one ? one.outerHTML.slice(0, 90) : 'nothing';
  return there && target.contains(there) ? '' : `${named(focused)} at ${box.top} under ${named(there)}`;
}"""
MOVING = "() => document.getAnimations().filter(one => one.playState === 'running' && one.effect.getTiming().duration > 0).length"
# Buttons and links to tap that are lower than `least`; a link inside a sentence may be.
TOO_LOW = """least => [...document.querySelectorAll('button, summary, a, select, input:not([type=radio], [type=checkbox], [type=hidden])')]
  .filter(one => one.checkVisibility() && !one.closest('.visually-hidden') && getComputedStyle(one).display !== 'inline')
  .filter(one => one.getBoundingClientRect().height < least).map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def room(browser: Browser, server: RealServer) -> Iterator[Room]:
    room = Room(browser, server)
    yield room
    room.close()
    assert room.complaints == [], "A page raised an error."


@pytest.fixture(scope="module")
def fay(room: Room) -> Fay:
    fay = room.fay()
    fay.opens_a_session()
    fay.opens_the_projector()
    return fay


@pytest.fixture(scope="module")
def phones(room: Room, fay: Fay) -> list[Phone]:
    return [room.phone(fay.code) for _ in range(3)]


def reflows(page: Page, usual: dict[str, int]) -> bool:
    """Whether everything fits a window of 320 × 256 without scrolling sideways; then the window is as usual again."""
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    fits = bool(page.evaluate(NOT_SIDEWAYS))
    page.set_viewport_size(usual)  # type: ignore[arg-type]
    return fits


def covered_on_the_way(page: Page, steps: int) -> list[str]:
    """What lies over what is focused, on so many presses of Tab."""
    found = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        found.append(page.evaluate(COVERED))
    return [one for one in found if one]


def test_pages_without_a_session_reflow(room: Room, fay: Fay) -> None:
    page = room.page(ZOOMED)
    for path in ("/", "/facilitate", "/recover", f"/j/{fay.code}", "/nothing-here"):
        page.goto(fay.url + path)
        assert page.evaluate(NOT_SIDEWAYS), path
        assert covered_on_the_way(page, 4) == [], path
    form = fay.console.context.new_page()
    for path in ("/", "/sessions/new"):
        form.goto(fay.url + path)
        form.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        assert reflows(form, LAPTOP), path
    form.close()


def test_the_lobby_reflows_and_is_large_enough_to_tap(fay: Fay, phones: list[Phone]) -> None:
    assert reflows(fay.console, LAPTOP)
    assert reflows(fay.projector, {"width": 1920, "height": 1080})
    assert reflows(phones[0].page, PHONE)
    assert phones[0].page.evaluate(TOO_LOW, 48) == []
    assert fay.console.evaluate(TOO_LOW, 24) == []


def test_voting_by_keyboard_zoomed_in_hides_no_focus(fay: Fay, phones: list[Phone]) -> None:
    fay.goes_on("People are voting.")
    page = phones[0].page
    expect(page.locator(".target").first).to_be_visible()
    assert page.evaluate(TOO_LOW, 48) == []
    for size in (ZOOMED, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate(NOT_SIDEWAYS)
        page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
        assert covered_on_the_way(page, 12) == [], size
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(COVERED) == ""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]


BORDER = "face => (style => `${style.borderTopWidth} ${style.borderTopColor}`)(getComputedStyle(face))"


def test_forced_colours_leave_every_state_to_be_seen(fay: Fay, phones: list[Phone]) -> None:
    ana, console = phones[0], fay.console
    ana.places(1, "green")
    ana.sees(1, "Saved")
    for page in (ana.page, console):
        page.emulate_media(forced_colors="active")
    faces = ana.square(1).locator(".face")
    assert faces.nth(0).evaluate(BORDER) != faces.nth(1).evaluate(BORDER)
    fill = "(one, part) => getComputedStyle(one, part).backgroundColor"
    progress = ana.page.locator("#progress")
    part_way = progress.screenshot()
    progress.evaluate("one => { one.value = 0; }")
    assert progress.screenshot() != part_way
    tabs = console.locator(".choose [data-tab]")
    assert tabs.nth(0).evaluate(fill) != tabs.nth(1).evaluate(fill)
    now = console.locator('.rail [data-state="now"]')
    assert now.evaluate("one => getComputedStyle(one, '::after').borderTopColor") == now.evaluate("one => getComputedStyle(one).color")
    for page in (ana.page, console):
        page.emulate_media(forced_colors="none")


def test_nothing_moves_for_who_asked_for_no_motion(fay: Fay, phones: list[Phone]) -> None:
    screens = [fay.console, fay.projector, *(phone.page for phone in phones)]
    for screen in screens:
        screen.emulate_media(reduced_motion="reduce")
    for phone in phones:
        phone.places(1, "green")
        phone.places(2, "red")
        phone.has_saved_all()
    assert [screen.evaluate(MOVING) for screen in screens] == [0] * len(screens)
    fay.goes_on("The round is closed and revealed.")
    expect(fay.projector.locator("#board")).to_contain_text("%")
    assert [screen.evaluate(MOVING) for screen in screens] == [0] * len(screens)


def test_results_reflow(fay: Fay, phones: list[Phone]) -> None:
    expect(phones[0].square(1).locator('[data-part="room"]')).to_be_visible()
    assert reflows(phones[0].page, PHONE)
    assert reflows(fay.projector, {"width": 1920, "height": 1080})
    fay.console.evaluate("document.querySelectorAll('details').forEach(part => { part.removeAttribute('name'); part.open = true; })")
    assert reflows(fay.console, LAPTOP)
