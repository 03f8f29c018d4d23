"""One class runs the ethics grid, from the facilitator's link to the exported result, with everything going wrong in between."""

import csv
import io
import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.rooms import Phone, Room, until

pytestmark = pytest.mark.e2e

ANA = {1: "green", 2: "green", 3: "yellow", 4: "red", 24: "green"}
BEN = {1: "green", 2: "red", 3: "yellow", 4: "red"}
CEM = {1: "yellow", 2: "red", 3: "red", 4: "red", 5: "green"}


def place(phone: Phone, dots: dict[int, str]) -> None:
    for square, choice in dots.items():
        phone.places(square, choice)


def test_one_class_from_the_link_to_the_csv(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    projector = fay.opens_the_projector()
    expect(projector.locator("body")).to_contain_text(fay.data["session"]["spoken_code"])

    ana, ben, cem = phones = [room.phone(fay.code) for _ in range(3)]
    expect(projector.locator("body")).to_contain_text("3")
    fay.goes_on("People are voting.")

    place(ana, ANA)
    ana.has_saved_all()
    place(ben, BEN)
    ben.has_saved_all()

    cem.loses_its_connection()
    place(cem, CEM)
    for square in CEM:
        cem.sees(square, "Waiting for connection")

    room.server.kill()
    ben.places(2, "green")  # taps go on while the server is dead
    ben.places(6, "yellow")
    ana.places(24, "red")
    room.server.start()
    cem.comes_back()
    for phone in phones:
        phone.has_saved_all()

    assert_no_colours_reached(phones)
    fay.goes_on("The round is closed and revealed.")
    expect(projector.locator("#board")).to_contain_text("%")
    for phone in phones:
        expect(phone.page.locator("body")).to_have_attribute("data-scene", "results")
    expect(cem.square(4).locator('[data-part="says"]')).to_have_text("agreed red")

    rows = {int(row["id"]): row for row in csv.DictReader(io.StringIO(fay.takes_home("csv").decode()))}
    assert len(rows) == 24
    for square, row in rows.items():
        clicked = [phone.placed[square] for phone in phones if square in phone.placed]
        assert row["placed"] == str(len(clicked))
        for choice in ("green", "yellow", "red"):
            shown = len(clicked) == 0 or len(clicked) >= 3
            assert row[choice] == (str(clicked.count(choice)) if shown else ""), (square, choice)

    nested = json.loads(fay.takes_home("json"))
    assert [square["counts"] for square in nested["squares"][:1]] == [{"green": 2, "yellow": 1, "red": 0}]

    fay.leaves_the_talk()
    expect(ana.page.locator("body")).to_have_attribute("data-scene", "takeaways")
    fay.ends()
    expect(ana.page.locator("body")).to_have_attribute("data-scene", "thanks")


def assert_no_colours_reached(phones: list[Phone]) -> None:
    """On the wire, not only on the screen: no phone has been told anybody else's colour."""
    for phone in phones:
        assert phone.received
        for frame in phone.received:
            assert "counts" not in frame
            assert "turnout" not in frame
            assert not re.search(r'"results":(?!null)', frame)
        told = " ".join(frame for frame in phone.received if '"mine"' in frame)
        others = set().union(*(other.placed for other in phones)) - set(phone.placed)
        for square in others:
            assert f'"{square}":"' not in told


def test_reloading_and_a_second_tab_are_the_same_voice(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    ana = room.phone(fay.code)
    fay.goes_on("People are voting.")
    ana.places(1, "green")
    ana.sees(1, "Saved")
    ana.page.reload()
    ana.sees(1, "Saved")

    tab = ana.page.context.new_page()
    tab.goto(ana.page.url)
    expect(tab.locator('[data-square="1"] input[value="green"]')).to_be_checked()
    tab.locator('[data-square="1"] .target[data-choice="red"]').click()
    expect(ana.page.locator('[data-square="1"] input[value="red"]')).to_be_checked()
    expect(fay.console.locator("body")).to_contain_text("1")
    joined = json.loads(fay.takes_home("json"))["session"]["joined"]
    assert joined == 1


def test_clear_skip_done_and_forget(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    ana = room.phone(fay.code)
    fay.goes_on("People are voting.")
    ana.places(1, "green")
    ana.sees(1, "Saved")
    ana.square(1).get_by_role("button", name="Clear").click()
    ana.sees(1, "")
    ana.square(2).get_by_role("button", name="Skip").click()
    ana.sees(2, "Skipped")
    expect(ana.page.locator("#count")).to_have_text("1 of 24")
    ana.page.locator("#done").click()
    expect(ana.page.locator("body")).to_have_attribute("data-scene", "done")
    until(lambda: json.loads(fay.takes_home("json"))["session"]["finished"] == 1)
    ana.page.locator("#ask-forget").click()
    ana.page.locator("#forget").click()
    expect(ana.page.locator("body")).to_have_attribute("data-scene", "over")
    assert json.loads(fay.takes_home("json"))["session"]["joined"] == 0


def test_a_late_tap_says_that_it_does_not_count(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    ana = room.phone(fay.code)
    fay.goes_on("People are voting.")
    expect(ana.page.locator("body")).to_have_attribute("data-scene", "ballot")
    ana.loses_its_connection()
    ana.places(1, "green")
    fay.goes_on("The round is closed and revealed.")
    ana.comes_back()
    expect(ana.page.locator("#news")).to_contain_text("round had closed")
    assert json.loads(fay.takes_home("json"))["squares"][0]["placed"] == 0


def test_control_moves_to_another_laptop_and_the_old_one_is_shut_out(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    urls = fay.data["urls"]
    made = fay.console.evaluate("url => fetch(url, {method: 'POST'}).then(answer => answer.json())", urls["phrase"])
    other = room.page({"width": 1366, "height": 768})
    other.goto(f"{room.server.url}/recover#phrase={made['phrase'].lower()}")
    expect(other.locator("#next")).to_be_visible()
    assert "#" not in other.url
    other.evaluate("url => fetch(url, {method: 'POST'})", urls["new_phrase"])
    expect(fay.console.locator("#over")).to_be_visible()
    expect(other.locator("#next")).to_be_enabled()
