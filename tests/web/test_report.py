"""The report as a page: everything that was told, for whoever controls the session and for nobody else; private notes when asked for."""

from io import BytesIO

import pytest
import yaml
from flask import Flask

from pollapp.domain.commands import CloseRound, CloseSession, OpenRound, TakeBack
from pollapp.domain.report import report
from pollapp.domain.talk_commands import (
    AskTakeaways,
    CitePrinciples,
    JudgeContribution,
    MoveSpotlight,
    SendReason,
    SendTakeaway,
    WrapUp,
    WriteNote,
)
from pollapp.exports.about import About
from pollapp.exports.telling.tell import tell
from pollapp.room import Counted
from pollapp.service import Order
from tests.exports.pages import Page, missing
from tests.exports.talked import HOSTILE
from tests.exports.test_html import HOSTILE_MARKUP
from tests.web.people import Class, browser, data_block, facilitator, says

NOTE = "Ask the quieter side first."


def talk(room: Class, words: str = "I would ask first.", note: str = NOTE) -> Class:
    """Square 1: three of the first choice, two of the last. Then a reason, a note, principles and a takeaway; the session is over."""
    first, *_, last = room.session.choices
    room.says(OpenRound("lobby"))
    people = [room.somebody(s1=choice, s2=first) for choice in (first, first, first, last, last)]
    room.says(CloseRound("voting"), MoveSpotlight(None, 1))
    heard(room, SendReason(words, people[0], 1), people[0])
    for somebody in people:
        sent(room, CitePrinciples(somebody, 1, (1,)), somebody)
    room.says(WriteNote(note, 1), WrapUp("revealed"), AskTakeaways("wrap_up"))
    heard(room, SendTakeaway(words, people[1]), people[1])
    room.says(CloseSession("takeaways"))
    return room


def sent(room: Class, command: SendReason | SendTakeaway | CitePrinciples, who: str) -> int:
    [answer] = room.parts.service.handle(room.id, [Order(who, f"{type(command).__name__}-{who}", command)])
    assert isinstance(answer, Counted), answer
    return answer.seq


def heard(room: Class, command: SendReason | SendTakeaway, who: str) -> None:
    room.says(JudgeContribution(sent(room, command, who), "approved"))


def page_of(room: Class, query: str = "", **headers: str) -> Page:
    answer = room.fay.get(f"{room.console_url}/report{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


@pytest.mark.parametrize(("language", "locale"), [("en", "en"), ("es", "es-MX")])
@pytest.mark.parametrize("notes", [False, True])
def test_it_says_everything_that_was_told(room: Class, language: str, locale: str, notes: bool) -> None:
    talk(room)
    page = page_of(room, "?notes=1" if notes else "", **{"Accept-Language": f"{locale},{language}"})
    about = About(room.code, keep_until(room), language, locale)
    assert missing(tell(report(room.session, language, notes=notes), about), page.text) == []
    assert page.named("html")[0]["lang"] == language
    assert {article["lang"] for article in page.named("article")} == {language}


def keep_until(room: Class) -> str:
    """The day that the console tells, too."""
    day = data_block(room.fay.get(room.console_url))["session"]["keep_until"]
    assert isinstance(day, str)
    return day


def test_private_notes_are_on_it_only_when_asked_for_and_it_says_so(room: Class) -> None:
    talk(room)
    without, asked = page_of(room), page_of(room, "?notes=1")
    assert (NOTE in without.text, NOTE in asked.text) == (False, True)
    assert "Your private notes are left out." in without.text
    assert "Your private notes are on this page." in asked.text
    assert f"{room.console_url}/report?notes=1" in addresses(without)
    assert f"{room.console_url}/report" in addresses(asked)
    assert NOTE not in page_of(room, "?notes=0").text


def test_it_does_not_claim_notes_where_there_are_none(room: Class) -> None:
    page = page_of(room, "?notes=1")
    assert "You have written no private notes." in page.text
    assert "notes are on this page" not in page.text
    assert "private notes are left out" not in page_of(room).text


def addresses(page: Page) -> set[str]:
    return {value for tag in ("a", "button") for one in page.named(tag) for value in (one.get("href"), one.get("formaction")) if value}


def test_it_leads_to_everything_else(room: Class) -> None:
    talk(room)
    found = addresses(page_of(room))
    files = {f"{room.console_url}/export/{what}" for what in ("pdf", "xlsx", "csv", "rounds.csv", "json", "html", "dots.csv")}
    assert files | {room.console_url, f"{room.console_url}/replay", "/sessions"} <= found
    assert {room.fay.get(address).status_code for address in found if not address.startswith("#") and "/export/" not in address} == {200}


def test_there_is_no_film_before_the_end(room: Class) -> None:
    assert not [address for address in addresses(page_of(room)) if "replay" in address]


def test_it_says_until_when_it_is_kept(room: Class) -> None:
    assert "The session is kept until" in page_of(room).text
    forever = Class(room.app, room.fay, keep="forever")
    assert "The session is kept until you delete it." in page_of(forever).text


def test_before_the_first_round_it_says_so(room: Class) -> None:
    page = page_of(room)
    assert "No round has been opened yet." in page.text
    assert "Giving a hug" in page.text


def test_a_rehearsal_says_what_it_is(app: Flask) -> None:
    fay = facilitator(app)
    answer = fay.post("/rehearsals", data={"size": "1", "pace": "calm", "mood": "mixed"})
    assert answer.status_code == 302, answer.text
    text = Page(fay.get(f"{answer.headers['Location']}/report").text).text
    assert "Rehearsal: a simulated class, not a real one" in text


# Rights


def test_it_is_for_whoever_controls_this_session(room: Class) -> None:
    somebody, stranger, watching = room.phone(), browser(room.app), browser(room.app)
    talk(room)
    watching.get(f"/projector/{room.token}")
    other = Class(room.app, facilitator(room.app))
    for who in (stranger, somebody, watching, other.fay):
        answer = who.get(f"{room.console_url}/report?notes=1")
        assert answer.status_code == 403
        assert says(answer, "no_control")
        assert NOTE not in answer.text


@pytest.mark.parametrize("what", ["code", "token"])
def test_neither_the_code_nor_the_projectors_token_leads_to_it(room: Class, what: str) -> None:
    answer = room.fay.get(f"/console/{getattr(room, what)}/report")
    assert says(answer, "gone")


def test_of_a_deleted_session_there_is_none(room: Class) -> None:
    room.fay.post(f"{room.console_url}/delete")
    answer = room.fay.get(f"{room.console_url}/report")
    assert says(answer, "gone")


def test_no_browser_keeps_it(room: Class) -> None:
    assert room.fay.get(f"{room.console_url}/report").headers["Cache-Control"] == "no-store"


# Words that people typed


def of_words(app: Flask, words: str) -> Class:
    """A session that is over, in which everything that anybody can type is this, as far as a grid's file takes it."""
    grid = {
        "title": words,
        "directions": words,
        "choices": [
            {"key": "a", "name": f"{words[:20]} 1", "label": f"{words} 1"[:60], "shape": "circle"},
            {"key": "b", "name": "other", "label": f"{words} 2"[:60], "shape": "square"},
        ],
        "squares": [{"id": 1, "text": words, "short": words[:30], "principles": [1]}, {"id": 2, "text": f"{words} 2"}],
        "principles": [{"number": 1, "text": words}],
    }
    room = Class(app, grid_file=(BytesIO(yaml.safe_dump(grid, allow_unicode=True).encode()), "words.yaml"))
    return talk(room, words, words)


TYPED = [words for words in (*HOSTILE, *HOSTILE_MARKUP) if words.strip() == words and words.isprintable()]


def test_whatever_was_typed_stands_there_as_text_and_as_nothing_else(app: Flask) -> None:
    harmless = page_of(of_words(app, "harmless"), "?notes=1")
    for words in TYPED:
        room = of_words(app, words)
        page = page_of(room, "?notes=1")
        assert page.made_of == harmless.made_of, words
        assert len(page.tags) == len(harmless.tags), words
        told = tell(report(room.session, "en", notes=True), About(room.code, keep_until(room)))
        assert missing(told, page.text) == []


def test_what_the_class_has_not_seen_is_covered_until_it_is_asked_for(room: Class) -> None:
    """Many laptops are mirrored to the projector."""
    first, *_ = room.session.choices
    room.says(OpenRound("lobby"))
    for _ in range(3):
        room.somebody(s1=first)
    covered = page_of(room)
    assert "The report is covered" in covered.text
    assert "100%" not in covered.text
    shown = page_of(room, "?peek=1")
    assert "A round is open: these numbers still change." in shown.text
    assert "agreed green" in shown.text
    room.says(CloseRound("voting"))
    assert "The report is covered" not in page_of(room).text
    room.says(TakeBack("revealed"))
    assert "The report is covered" in page_of(room).text
    assert "taken back" in page_of(room, "?peek=1&notes=1").text


def test_a_live_heatmap_is_seen_anyway(app: Flask) -> None:
    live = Class(app, facilitator(app), live="1")
    live.says(OpenRound("lobby"))
    page = page_of(live)
    assert "The report is covered" not in page.text
    assert "has not been shown" not in page.text
