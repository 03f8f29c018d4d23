"""The second look of the class that talks: with fresh eyes, and then what moved, as far as it may be told."""

import json
from dataclasses import asdict
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.counting import MINIMUM, most_disagreement_first, moved, tally
from tests.e2e.rooms import Phone, told
from tests.e2e.talk_class import AGAIN, DIVIDED, FIVE, TWICE, by_key, exported
from tests.e2e.talk_room import (
    TalkRoom,
    has_the_bar,
    numbers_in,
    opens_more,
    scene,
    sees_dot_and_room,
    shows_nothing_of_the_room,
    shows_the_room,
)


def looks_again(talk: TalkRoom) -> None:
    """On the squares that divide the room, and on one more; then the room talks about what has moved, and about what may not be told."""
    heard_before = [len(phone.received) for phone in talk.phones]
    opens_a_second_look(talk, also=next(square for square in TWICE if square not in DIVIDED))
    for phone, dots in zip(talk.phones, AGAIN, strict=True):
        looks_with_fresh_eyes(phone, TWICE)
        phone.votes(dots)
    has_no_colours(talk.projector, TWICE)
    for phone, heard in zip(talk.phones, heard_before, strict=True):
        assert_nothing_of_before(told(phone.received[heard:], "view"))

    talk.reveals()
    all_again, one_missing, few_again = most_disagreement_first(AGAIN, TWICE)
    talk.talks_about(all_again)
    before_and_after(talk, all_again)
    talk.talks_about(one_missing, "Next")
    before_and_after(talk, one_missing)
    talk.talks_about(few_again, "Next")
    few_voted_again(talk, few_again)


def opens_a_second_look(talk: TalkRoom, also: int) -> None:
    """On the squares that are suggested, which are those that divide the room, and on this one."""
    opens_more(talk.console)
    talk.console.locator("#ask-second-look").click()
    dialog = talk.console.locator("#second-look-dialog")
    suggested = dialog.locator("input:checked[type=checkbox]").evaluate_all("boxes => boxes.map(one => Number(one.value))")
    assert suggested == DIVIDED
    dialog.locator(f'input[type=checkbox][value="{also}"]').check()
    dialog.locator("#second-look-start").click()
    expect(dialog).to_be_hidden()


def looks_with_fresh_eyes(phone: Phone, squares: list[int]) -> None:
    """These squares and no others, with no dot on any of them, and nothing of what was before."""
    scene(phone.page, "ballot")
    shown = phone.page.locator(".square[data-square]").filter(visible=True)
    assert shown.evaluate_all("all => all.map(one => Number(one.dataset.square))") == squares
    expect(phone.page.locator("#squares input:checked")).to_have_count(0)
    expect(phone.page.locator("#squares :is(.bar, .room, .yours, .outcome-before)").filter(visible=True)).to_have_count(0)


def has_no_colours(projector: Page, squares: list[int]) -> None:
    """Turnout, and nothing of how people voted: not now, and not before."""
    shown = projector.locator("#board [data-square]").filter(visible=True)
    expect(shown).to_have_count(len(squares))
    expect(projector.locator('#board [data-state="votes"]')).to_have_count(0)  # nor on those that are out of the round
    for square in shown.all():
        expect(square).to_have_attribute("data-state", "turnout")
        expect(square).not_to_contain_text("%")
        expect(square.locator(".segment").filter(visible=True)).to_have_count(0)


def assert_nothing_of_before(views: list[Any]) -> None:
    again = [view for view in views if view["round"] == 2]
    assert again
    for view in again:
        assert (view["stage"], view["results"], view["before"], view["spotlight"]) == ("voting", None, None, None)
        assert "counts" not in json.dumps(view)


def before_and_after(talk: TalkRoom, square: int) -> None:
    """Both pictures, and who moved as totals, where these tell on nobody."""
    earlier, now, how = tally(FIVE, square), tally(AGAIN, square), moved(FIVE, AGAIN, square)
    totals = [how.both, how.stayed, how.toward_first, how.toward_last] if how.may_be_told else []
    shows_the_room(talk.projector, now)
    has_the_bar(talk.projector.locator(".spotlight-before"), earlier)
    expect(talk.projector.locator(".spotlight-shift")).not_to_be_empty()
    assert numbers_in(talk.projector.locator(".spotlight-shift")) == totals
    for phone, before, after in zip(talk.phones, FIVE, AGAIN, strict=True):
        sees_dot_and_room(phone, after.get(square), now)
        then = phone.page.locator("#spot-outcome .outcome-before")
        expect(then.locator(f'[data-yours="{before.get(square, "")}"]')).to_be_visible()
        has_the_bar(then, earlier)
        expect(phone.page.locator('#spot-outcome [data-part="shift"]')).not_to_be_empty()
        assert numbers_in(phone.page.locator('#spot-outcome [data-part="shift"]')) == totals
    report = exported(talk.fay, square)
    assert (report["before"], report["counts"]) == (by_key(earlier), by_key(now))
    # Who moved from where to where would tell on somebody: no more than two did the same.
    assert report["shift"] == ({**asdict(how), "matrix": None} if how.may_be_told else None)


def few_voted_again(talk: TalkRoom, square: int) -> None:
    """Of the new dots nothing is told; what was before stays told, and nobody can write a reason that would have an author."""
    assert 0 < sum(tally(AGAIN, square)) < MINIMUM
    shows_nothing_of_the_room(talk.projector)
    has_the_bar(talk.projector.locator(".spotlight-before"), tally(FIVE, square))
    for phone in talk.phones:
        expect(phone.page.locator("#say-reason")).to_be_hidden()
        expect(phone.page.locator("#spot-outcome .outcome-now .bar")).to_be_hidden()
    report = exported(talk.fay, square)
    assert (report["counts"], report["shift"], report["before"]) == (None, None, by_key(tally(FIVE, square)))
    views = [view for view in (data["results"] for data in told(talk.everybody_received(), "view") if data["round"] == 2) if view]
    assert all(view[str(square)]["withheld"] and "counts" not in view[str(square)] for view in views)
    assert views
