"""A class talks all the same: without a phone for everybody, on a server that dies, and with what was revealed hidden again."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.counting import Counts, tally
from tests.e2e.rooms import PROJECTOR, Phone, Room, told
from tests.e2e.talk_class import NOTE, SHOWN, THREE, by_key, exported
from tests.e2e.talk_room import (
    TalkRoom,
    judges,
    numbers_in,
    queued,
    scene,
    sends,
    shows_the_room,
    steers_by_key,
)

pytestmark = pytest.mark.e2e


def test_nobody_is_shut_out_for_want_of_a_phone(room: Room) -> None:
    talk = TalkRoom(room, (1, 2, 3), THREE[:2])
    passes_it_on(talk, talk.phones[1])
    talk.phones[1].votes({**THREE[2], 3: "green"})
    counts_paper(talk, 2, (2, 1, 1))
    counts_paper(talk, 3, (1, 1, 0))
    talk.reveals()
    together = tuple(phones + paper for phones, paper in zip(tally(THREE, 2), (2, 1, 1), strict=True))
    picks_on_the_board(talk, 2)
    shows_the_room(talk.projector, together)
    assert numbers_in(talk.projector.locator(".dot-picture-paper")) == [4]
    report = exported(talk.fay, 2)
    assert (report["counts"], report["paper"]) == (by_key(together), 4)
    assert exported(talk.fay, 1)["counts"] == by_key(tally(THREE, 1))
    # One dot from a phone and two from paper: together they are three, and either could be told from the other.
    assert (exported(talk.fay, 3)["placed"], exported(talk.fay, 3)["counts"]) == (3, None)


def passes_it_on(talk: TalkRoom, phone: Phone) -> None:
    """The next person begins with an empty grid."""
    phone.page.locator("#ask-next").click()
    phone.page.get_by_role("button", name="Pass it on").click()
    expect(phone.page.locator("#next-part")).not_to_have_attribute("open", "")
    expect(phone.page.locator("#count")).to_have_text(re.compile(r"^0\b"))
    expect(phone.page.locator("#squares input:checked")).to_have_count(0)
    expect(talk.console.locator(".turnout [data-joined]")).to_have_text("3")


def counts_paper(talk: TalkRoom, square: int, counts: Counts) -> None:
    row = talk.console.locator("#paper-row")
    if row.get_attribute("open") is None:
        row.locator("summary").click()
    row.locator("#paper-square").select_option(str(square))
    fields = row.locator("[data-count]")
    fields.first.fill("-1")
    row.get_by_role("button", name="Save").click()
    expect(fields.first).to_have_attribute("aria-invalid", "true")
    expect(row.locator("#paper-note")).to_have_attribute("data-status", "refused")
    for field, count in zip(fields.all(), counts, strict=True):
        field.fill(str(count))
    row.get_by_role("button", name="Save").click()
    expect(row.locator("#paper-so-far")).to_contain_text(str(sum(counts)))


def picks_on_the_board(talk: TalkRoom, square: int) -> None:
    """A press on the square itself, in whatever order they stand."""
    talk.console.locator(f'#board [data-square="{square}"] .board-pick').click()
    talk.is_talking_about(square)


def test_a_killed_server_keeps_the_picture_and_hiding_again_purges_it(room: Room) -> None:
    talk = TalkRoom(room, (1, 2), THREE)
    talk.reveals()
    talk.talks_about(2)
    fills_the_screens(talk)
    pictures = what_stands_everywhere(talk)
    dies_and_comes_back(talk)
    assert what_stands_everywhere(talk) == pictures
    comes_anew(talk, pictures)
    hides_again(talk)


def fills_the_screens(talk: TalkRoom) -> None:
    """A reason, a note, a countdown, other prompts."""
    sends(talk.phones[0], "reason", SHOWN)
    judges(talk.console, SHOWN, "approve", "approved")
    judges(talk.console, SHOWN, "up", "up")
    talk.console.locator('[data-prompt="lenses"]').click()
    talk.console.locator('[data-countdown="3"]').click()
    talk.console.locator('[data-countdown="pause"]').click()
    talk.console.locator("#note").fill(NOTE)
    expect(talk.console.locator("#note-status")).to_have_text("Saved")
    expect(talk.projector.locator(".reason-card-words")).to_contain_text(SHOWN)
    expect(talk.projector.locator('[data-prompt="lenses"]')).to_be_visible()
    for page in (talk.projector, *(phone.page for phone in talk.phones)):
        expect(page.locator("#countdown")).to_contain_text("paused")


def what_stands_everywhere(talk: TalkRoom) -> list[str]:
    """The words on each screen, and on the console what is said of the square."""
    console = [talk.console.locator(part).inner_text() for part in ("#now", "#spotlight-heading", "#spotlight-says", ".queue")]
    return [projected(talk.projector), *(phone.page.locator("main").inner_text() for phone in talk.phones), *console]


def projected(projector: Page) -> str:
    return projector.locator("body").inner_text()


def dies_and_comes_back(talk: TalkRoom) -> None:
    """Every screen has a line again: the phones are counted, and the projector follows."""
    server = talk.fay.room.server
    server.kill()
    expect(talk.console.locator("#line")).not_to_have_attribute("data-line", "connected")
    server.start()
    expect(talk.console.locator("#line")).to_have_attribute("data-line", "connected")
    expect(talk.console.locator(".turnout [data-present]")).to_have_text(str(len(talk.phones)))
    for prompt in ("steps", "lenses"):
        talk.console.locator(f'[data-prompt="{prompt}"]').click()
        expect(talk.projector.locator(f'[data-prompt="{prompt}"]')).to_be_visible()
    for page in (talk.projector, *(phone.page for phone in talk.phones)):
        expect(page.locator(":is(#offline, #line)")).to_be_hidden()


def comes_anew(talk: TalkRoom, pictures: list[str]) -> None:
    """A screen that comes only now shows the same; the console has kept the note."""
    late = talk.fay.room.page(PROJECTOR)
    late.goto(talk.projector.url)
    expect(late.locator(".reason-card-words")).to_contain_text(SHOWN)
    assert projected(late) == pictures[0]
    talk.console.reload()
    talk.fay.is_at_the_console()
    expect(talk.console.locator("#note")).to_have_value(NOTE)
    expect(queued(talk.console, SHOWN)).to_have_attribute("data-state", "up")


def hides_again(talk: TalkRoom) -> None:
    """What the class has seen leaves every screen, and is told to nobody any more."""
    heard = [len(phone.received) for phone in talk.phones]
    steers_by_key(talk.console, "PageUp", "#back")
    scene(talk.projector, "board")
    talk.console.locator("#back").click()
    scene(talk.projector, "covered")
    for phone in talk.phones:
        scene(phone.page, "hidden")
        expect(phone.page.locator(":is(.bar, .room, .yours, #spotlight, #my-grid)").filter(visible=True)).to_have_count(0)
        left = phone.page.locator('.room-says, .room [data-part="count"]').all_text_contents()
        assert set("".join(left).replace(" ", "").replace("\n", "")) <= {"0"}
        assert '"counts"' not in phone.page.content()
    wall = talk.projector.content()
    assert SHOWN not in wall
    assert "%" not in str(talk.projector.locator("#board").text_content())
    expect(talk.projector.locator(".dot-picture-dots")).to_have_count(0)
    for phone, before in zip(talk.phones, heard, strict=True):
        last = told(phone.received[before:], "view")[-1]
        assert (last["stage"], last["results"], last["spotlight"]) == ("hidden", None, None)
        phone.page.reload()
        scene(phone.page, "hidden")
        assert "counts" not in phone.page.content()
    assert json.loads(talk.fay.takes_home("json"))["session"]["reveals_taken_back"] == 1
