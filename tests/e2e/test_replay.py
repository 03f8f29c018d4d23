"""The film of a class that is over: on the console, and on the projector's window that follows it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pollapp.domain.stages import Stage
from tests.e2e.prepared import FILMED, Prepared, World
from tests.e2e.rooms import LAPTOP, PROJECTOR, Room

pytestmark = pytest.mark.e2e
LOOKS = """() => {
  const count = segment => segment.hidden ? 0 : Number(segment.querySelector('[data-part=count]').textContent);
  return [...document.querySelectorAll('#board .board-square:not([hidden])')].map(square => [
    square.dataset.square, square.dataset.state, ...[...square.querySelectorAll('[data-part=bar] .segment')].map(count),
  ]);
}"""


def goes(room: Room, world: World, path: str, size: dict[str, int] = LAPTOP, *, control: bool = True) -> Page:
    """A window in a browser of its own, with Fay's cookies if it controls."""
    page = room.page(size)
    if control:
        jar = world.fay.web.cookies
        page.context.add_cookies([{"name": one.name, "value": one.value, "domain": one.domain, "path": one.path} for one in jar])  # type: ignore[list-item]
    page.goto(world.server.url + path)
    return page


def film(room: Room, world: World, session: Prepared) -> Page:
    page = goes(room, world, f"{session.console}/replay")
    expect(page.locator("#at")).to_be_visible()
    return page


def looks(page: Page) -> list[Any]:
    """Every square that is on the board: its id, its state, its counts."""
    return page.evaluate(LOOKS)


def test_it_plays_and_ends_with_the_board_that_the_class_saw(room: Room, world: World) -> None:
    session = world.filmed
    live = goes(room, world, session.projector, PROJECTOR, control=False)
    live.locator('body[data-scene="board"]').wait_for()
    page = film(room, world, session)
    expect(page.locator("#sentence")).to_have_text("Round 1 is open · 0 dots")
    assert {state for _, state, *_ in looks(page)} == {"withheld"}

    page.get_by_role("button", name="4×").click()
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator('body[data-end="true"]')).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()  # it has stopped
    expect(page.locator("#sentence")).to_have_text("The end: each square as it was last")
    assert looks(page) == looks(live)

    page.get_by_role("button", name="Play", exact=True).click()  # anew
    expect(page.locator('body[data-end="false"]')).to_be_visible()


def test_by_slider_and_by_keys(room: Room, world: World) -> None:
    page = film(room, world, world.filmed)
    slider, step = page.locator("#at"), page.locator("#step")
    last = int(slider.get_attribute("max") or 0)
    of = f"of {last + 1}"
    assert last > 2
    slider.fill(str(last))
    expect(step).to_have_text(f"Step {last + 1} {of}")
    for key, at in (("PageUp", last - 1), ("Home", 0), ("ArrowRight", 1), ("PageDown", 2), ("ArrowLeft", 1), ("End", last)):
        page.keyboard.press(key)
        expect(step).to_have_text(f"Step {at + 1} {of}")
    slider.fill("0")
    page.get_by_role("button", name="One step on").click()
    page.get_by_role("button", name="One step back").click()
    expect(step).to_have_text(f"Step 1 {of}")
    assert slider.get_attribute("aria-valuetext") == f"step 1 {of}, round 1, 0 dots: Round 1 is open"
    page.keyboard.press("PageDown")  # the clicker, while a button has the focus
    expect(step).to_have_text(f"Step 2 {of}")
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()


def test_the_projectors_window_follows_the_console(room: Room, world: World) -> None:
    session = world.filmed
    page = film(room, world, session)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Show it on the projector").click()
    wall = opened.value
    expect(wall.locator("#step")).to_have_text("Step 1 of " + (page.locator("#step").text_content() or "").rsplit(" ", 1)[1])
    page.locator("#at").fill("2")
    page.get_by_role("button", name="Agreement").click()
    expect(wall.locator("#step")).to_have_text(page.locator("#step").text_content() or "")
    expect(wall.locator('#board[data-layer="agreement"]')).to_be_visible()
    page.get_by_role("button", name="Play", exact=True).click()
    expect(wall.locator('body[data-end="true"]')).to_be_visible()
    assert looks(wall) == looks(page)
    wall.get_by_role("link", name="Back to the projector view").click()
    expect(wall.locator("#board .board-square").first).to_be_visible()


def test_the_projector_alone_plays_too_and_says_what_it_is(room: Room, world: World) -> None:
    wall = goes(room, world, f"{world.filmed.projector}/replay", PROJECTOR, control=False)
    wall.get_by_role("button", name="Play", exact=True).click()
    expect(wall.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    expect(wall.locator(".replay-what")).to_contain_text("There are no times on dots.")


def test_without_a_line_it_says_so_and_comes_when_the_line_is_back(room: Room, world: World) -> None:
    page = goes(room, world, "/")
    page.route("**/film.json", lambda route: route.abort())
    page.goto(f"{world.server.url}{world.filmed.console}/replay")
    expect(page.locator("#waiting-heading")).to_have_text("No connection to the server.")
    page.unroute("**/film.json")
    expect(page.locator("#at")).to_be_visible()


def test_what_was_deleted_leaves_the_page(room: Room, world: World) -> None:
    session = world.fresh(Stage.CLOSED, dots=FILMED)
    page = film(room, world, session)
    page.locator('body[data-line="connected"]').wait_for(state="attached")
    session.delete()
    expect(page.locator("#waiting-heading")).to_have_text("This session was deleted.")
    assert page.locator("#board > *").count() == 0
    expect(page.get_by_role("link", name="Show it on the projector")).to_be_hidden()
    expect(page.locator(".replay-what")).to_be_hidden()


def test_when_somebody_forgets_their_dots_the_film_that_is_open_does_too(room: Room, world: World) -> None:
    session = world.fresh(Stage.CLOSED, dots=FILMED)
    page = film(room, world, session)
    page.locator('body[data-line="connected"]').wait_for(state="attached")
    before = page.locator("#at").get_attribute("max") or ""
    assert session.voters[0].post(f"{session.phone}/forget").ok  # in the first pictures, which have moved on since
    expect(page.locator("#at")).not_to_have_attribute("max", before)
    expect(page.locator("#sentence")).to_have_text("Round 1 is open · 0 dots")


def test_a_session_that_is_opened_again_has_no_film_and_the_projector_goes_back_to_it(room: Room, world: World) -> None:
    session = world.fresh(Stage.CLOSED, dots=FILMED)
    page = film(room, world, session)
    wall = goes(room, world, f"{session.projector}/replay", PROJECTOR, control=False)
    for window in (page, wall):
        window.locator('body[data-line="connected"]').wait_for(state="attached")
    assert session.steers().send("reopen_session", from_="closed")["ok"]
    expect(page.locator("#waiting-heading")).to_have_text("The session has been opened again.")
    expect(wall.locator('body[data-scene="board"][data-stage="revealed"]')).to_be_visible()
