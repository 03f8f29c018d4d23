"""A class talks: from the reveal to the last takeaway, with a second look in between. What screens say is counted from what was clicked."""

import csv
import io
import json
import re
from collections import Counter

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.counting import MINIMUM, agrees, most_disagreement_first, tally
from tests.e2e.rooms import Phone, Room, told, until
from tests.e2e.second_look import looks_again
from tests.e2e.talk_class import AGAIN, DELETED, DIVIDED, FIVE, HIDDEN, LATEST, NOTE, ORDER, SHOWN, SQUARES, TWICE, exported
from tests.e2e.talk_room import (
    TalkRoom,
    cites,
    deletes,
    grid_labels,
    has_the_bar,
    is_refused,
    judges,
    listed,
    opens_more,
    queued,
    scene,
    sees_dot_and_room,
    sends,
    shows_principles,
    shows_the_room,
    steers_by_key,
    writes,
)

pytestmark = pytest.mark.e2e
TOO_LONG = "Nobody reads this aloud in one breath. " * 10
TAKEAWAY, OTHER_TAKEAWAY = "Review the codes before I act.", "Lunch was good."


def test_a_talk_from_the_reveal_to_the_last_takeaway(room: Room) -> None:
    talk = TalkRoom(room, SQUARES, FIVE)
    talk.reveals()
    orders_the_board(talk)
    first, second, *_ = DIVIDED
    talk.talks_about(first)
    expect(talk.console.locator(".agenda-about").filter(visible=True).last).to_have_text("A tick: discussed.")
    everybody_sees_the_square(talk, first)
    goes_to_and_fro_by_key(talk, first, second)
    reasons_go_past_the_facilitator(talk, second)
    principles_are_ranked_once_enough_have_cited(talk, second)
    a_note_stays_private(talk, second)
    a_countdown_runs_on_every_screen(talk)
    looks_again(talk)
    wraps_up(talk)
    takes_away(talk)


def orders_the_board(talk: TalkRoom) -> None:
    talk.console.locator('[data-order="disagreement"]').click()
    for page in (talk.console, talk.projector):
        shown = page.locator("#board [data-square]").filter(visible=True)
        expect(shown.first).to_have_attribute("data-square", str(ORDER[0]))
        until(lambda shown=shown: shown.evaluate_all("all => all.map(one => Number(one.dataset.square))") == ORDER)  # type: ignore[misc]


def everybody_sees_the_square(talk: TalkRoom, square: int) -> None:
    counts = tally(FIVE, square)
    shows_the_room(talk.projector, counts)
    for phone in talk.phones:
        sees_dot_and_room(phone, phone.placed.get(square), counts)


def goes_to_and_fro_by_key(talk: TalkRoom, first: int, second: int) -> None:
    steers_by_key(talk.console, "PageDown", "#next")
    talk.is_talking_about(second)
    everybody_sees_the_square(talk, second)
    steers_by_key(talk.console, "ArrowLeft", "#back")
    talk.is_talking_about(first)
    steers_by_key(talk.console, "PageUp", "#back")
    scene(talk.projector, "board")
    steers_by_key(talk.console, "ArrowRight", "#next")
    talk.is_talking_about(second)  # the first one was talked about when the talk went on from it


def reasons_go_past_the_facilitator(talk: TalkRoom, square: int) -> None:
    ana, ben, cem, *_ = talk.phones
    refuses_what_is_no_reason(ana)
    for phone, words in ((ana, SHOWN), (ben, HIDDEN), (cem, DELETED)):
        sends(phone, "reason", words)
    carry_no_colour(talk)
    judges(talk.console, SHOWN, "approve", "approved")
    judges(talk.console, SHOWN, "up", "up")
    expect(talk.projector.locator(".reason-card-words")).to_contain_text(SHOWN)
    judges(talk.console, HIDDEN, "hide", "hidden")
    judges(talk.console, DELETED, "approve", "approved")
    deletes(talk.console, DELETED)

    document = json.loads(talk.fay.takes_home("json"))
    assert document["reasons"] == [{"square": square, "words": SHOWN}]
    reached_nobody(talk, HIDDEN, DELETED)
    assert not any(SHOWN in frame for phone in talk.phones for frame in phone.received)  # beside their own dot it would have an author
    assert_not_on_the_disk(talk, DELETED)


def refuses_what_is_no_reason(phone: Phone) -> None:
    """Nothing is sent of an empty field; what only looks empty, and what is too long, the server refuses."""
    writes(phone, "reason", " ")
    expect(phone.page.locator("#reason-words")).to_be_focused()
    expect(phone.page.locator('#say-reason [data-part="says"]')).to_have_text("Write a sentence, then send it.")
    is_refused(phone, "reason", "\u200b")
    phone.page.locator("#reason-words").evaluate("field => field.removeAttribute('maxlength')")  # a page can be changed by whoever has it
    is_refused(phone, "reason", TOO_LONG)
    expect(phone.page.locator('#say-reason [data-part="says"]')).to_contain_text("280")


def carry_no_colour(talk: TalkRoom) -> None:
    """The queue has all three, without anything that tells a choice; and so has what came over the wire."""
    for words in (SHOWN, HIDDEN, DELETED):
        expect(queued(talk.console, words)).to_have_attribute("data-state", "waiting")
        row = queued(talk.console, words).evaluate("row => row.outerHTML")
        assert not [label for label in grid_labels(talk.console) if label in row]
    came = told(talk.fay.received, "typed")
    assert len(came[-1]["reasons"]) == 3
    for typed in came:
        assert all(reason.keys() == {"id", "square", "words", "state"} for reason in typed["reasons"])


def reached_nobody(talk: TalkRoom, *secrets: str) -> None:
    """On the wire, not only on the screens."""
    assert talk.fay.projector_received
    assert all(phone.received for phone in talk.phones)
    pages = [talk.projector.content(), *(phone.page.content() for phone in talk.phones)]
    for secret in secrets:
        assert not [told for told in (*talk.everybody_received(), *pages) if secret in told]


def assert_not_on_the_disk(talk: TalkRoom, words: str) -> None:
    data = talk.fay.room.server.data_dir
    until(lambda: not [path for path in data.rglob("*") if path.is_file() and words.encode() in path.read_bytes()])


def principles_are_ranked_once_enough_have_cited(talk: TalkRoom, square: int) -> None:
    bearing = talk.squares[square]["principles"]
    other = next(number for number in range(1, 14) if number not in bearing)
    cited = ((bearing[0],), (bearing[0], bearing[1]), (other,))  # by fewer than the minimum until the third person does
    for phone, principles in zip(talk.phones, cited, strict=False):
        for principle in principles:
            cites(phone, principle)
    ranking = Counter(principle for principles in cited for principle in principles)
    shows_principles(talk.projector, ranking, len(cited))
    people = [int(n) for frame in talk.everybody_received() for n in re.findall(r'"cited":\{"n":(\d+)', frame)]
    assert people
    assert min(people) >= MINIMUM
    assert exported(talk.fay, square)["cited"] == {"n": len(cited), "ranking": ranked(ranking)}


def ranked(ranking: Counter[int]) -> list[list[int]]:
    """Most cited first, then in the order of the code."""
    return [[number, count] for number, count in sorted(ranking.items(), key=lambda one: (-one[1], one[0]))]


def a_note_stays_private(talk: TalkRoom, square: int) -> None:
    talk.console.locator("#note").fill(NOTE)
    expect(talk.console.locator("#note-status")).to_have_text("Saved")
    assert exported(talk.fay, square)["note"] == NOTE
    rows = {int(row["id"]): row for row in csv.DictReader(io.StringIO(talk.fay.takes_home("csv").decode()))}
    assert {id: row["note"] for id, row in rows.items() if row["note"]} == {square: f"'{NOTE}"}
    reached_nobody(talk, NOTE)


def a_countdown_runs_on_every_screen(talk: TalkRoom) -> None:
    console, wall = talk.console, talk.projector
    console.locator('[data-countdown="2"]').click()
    expect(wall.locator("#countdown")).to_have_attribute("data-state", "running")
    expect(wall.locator(".countdown-figures")).to_have_text(re.compile(r"2:00|1:\d\d"))
    console.locator('[data-countdown="pause"]').click()
    expect(wall.locator("#countdown")).to_have_attribute("data-state", "paused")
    left = console.locator("#countdown-left").inner_text()
    expect(wall.locator(".countdown-figures")).to_have_text(left)
    for phone in talk.phones:
        expect(phone.page.locator("#countdown")).to_contain_text(left)
    console.locator('[data-countdown="end"]').click()
    expect(wall.locator("#countdown")).to_be_hidden()


def wraps_up(talk: TalkRoom) -> None:
    """Each square as it was last seen; what may not be shown stands nowhere."""
    opens_more(talk.console)
    talk.console.locator("#wrap-now").click()
    scene(talk.projector, "wrap_up")
    order = [square for square in most_disagreement_first(LATEST, SQUARES) if sum(tally(LATEST, square)) >= MINIMUM]
    agreed = [talk.short(square) for square in reversed(order) if agrees(tally(LATEST, square))]
    differ = [talk.short(square) for square in order if not agrees(tally(LATEST, square))]
    column = {name: talk.projector.locator(f'[data-column="{name}"]') for name in ("agree", "differ", "moved", "reasons")}
    assert listed(column["agree"]) == agreed
    assert listed(column["differ"]) == differ
    expect(column["reasons"].locator(".reason-card-words")).to_contain_text([SHOWN])
    says_what_moved(talk, column["moved"], [square for square in TWICE if square in order])


def says_what_moved(talk: TalkRoom, column: Locator, squares: list[int]) -> None:
    assert listed(column) == [talk.short(square) for square in squares]
    for square in squares:
        item = column.locator("li", has_text=talk.short(square))
        has_the_bar(item.locator(".shift").first, tally(FIVE, square))
        has_the_bar(item.locator(".shift").last, tally(AGAIN, square))


def takes_away(talk: TalkRoom) -> None:
    talk.fay.presses_next("Ask for takeaways")
    scene(talk.projector, "takeaways")
    for phone, words in zip(talk.phones, (TAKEAWAY, OTHER_TAKEAWAY), strict=False):
        scene(phone.page, "takeaways")
        sends(phone, "takeaway", words)
    expect(queued(talk.console, OTHER_TAKEAWAY)).to_have_attribute("data-state", "waiting")
    judges(talk.console, TAKEAWAY, "approve", "approved")
    judges(talk.console, OTHER_TAKEAWAY, "hide", "hidden")
    expect(talk.projector.locator(".takeaways-list li")).to_contain_text([TAKEAWAY])
    talk.fay.ends()
    for phone in talk.phones:
        scene(phone.page, "thanks")
    expect(talk.projector.locator(".takeaways-list li")).to_contain_text([TAKEAWAY])
    assert json.loads(talk.fay.takes_home("json"))["takeaways"] == [TAKEAWAY]
    reached_nobody(talk, OTHER_TAKEAWAY)
