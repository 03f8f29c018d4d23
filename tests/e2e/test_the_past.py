"""A poster is counted by hand, brought in, found in the list and looked at beside a class. Also without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.rooms import LAPTOP, PHONE, Room

pytestmark = pytest.mark.e2e

TICK = "input[name=session]"
NOT_SIDEWAYS = "document.documentElement.scrollWidth <= innerWidth"


def brings_in(page: Page, file: Path) -> None:
    """From the start page: the example, filled in with seven, two and one on every square."""
    page.get_by_role("link", name="Bring in a paper poster").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="The 24-square grid").click()
    file.write_text(Path(download.value.path()).read_text("utf-8").replace(",0,0,0", ",7,2,1"), "utf-8")
    page.locator("#counts_file").set_input_files(file)
    page.locator("#held_on").fill("2025-11-20")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.locator("body")).to_contain_text("Paper poster")


def test_last_years_poster_beside_this_years_class(room: Room, tmp_path: Path) -> None:
    fay = room.fay()
    fay.opens_a_session()
    phones = [room.phone(fay.code) for _ in range(3)]
    fay.goes_on("People are voting.")
    for phone in phones:
        phone.votes({1: "red", 2: "green"})
    fay.goes_on("The round is closed and revealed.")
    page = fay.console
    page.goto(fay.url)
    brings_in(page, tmp_path / "poster.csv")

    page.goto(f"{fay.url}/sessions")
    expect(page.locator(".session-row")).to_have_count(2)
    for tick in page.locator(TICK).all():
        tick.check()
    page.get_by_role("button", name="Compare").click()
    squares = page.locator(".comparison")
    expect(squares).to_have_count(24)
    expect(squares.nth(0)).to_contain_text("agreed red")
    expect(squares.nth(0).locator(".comparison-change")).to_contain_text("green −70")
    expect(squares.nth(0).locator(".comparison-change")).to_contain_text("red +90")
    expect(squares.nth(2)).to_contain_text("Too few dots in B to compare.")
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate(NOT_SIDEWAYS)
    page.get_by_role("button", name="Largest difference first").click()
    expect(squares.nth(1)).to_contain_text("under $10")


def test_nobody_brings_in_a_poster_without_passing_the_day_of_the_class(room: Room) -> None:
    page = room.fay().console
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(f"{room.server.url}/import")
        button, *above = (page.locator(one).bounding_box() for one in (".open-button", "#counts_file", "#held_on"))
        assert button
        assert all(one and one["y"] + one["height"] <= button["y"] for one in above)


def test_all_of_it_without_javascript(room: Room, tmp_path: Path) -> None:
    page = room.page(LAPTOP, java_script_enabled=False, accept_downloads=True)
    page.goto(f"{room.server.url}/facilitate")
    page.locator("#key").fill(room.server.key)
    page.get_by_role("button", name="Go on").click()
    for _ in range(2):
        page.goto(room.server.url)
        brings_in(page, tmp_path / "poster.csv")
    page.goto(f"{room.server.url}/sessions")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("[role=alert]")).to_contain_text("Tick two sessions to compare them: none is ticked.")
    for tick in page.locator(TICK).all():
        tick.check()
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".comparison").first.locator(".comparison-change")).to_contain_text("Agreement 0")
