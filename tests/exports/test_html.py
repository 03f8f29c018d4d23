"""The report as one file: it says everything, runs nothing, asks for nothing from outside, and takes what people typed as text."""

import re
from dataclasses import replace

import pytest

from pollapp.domain import commands, talk_commands
from pollapp.domain.grid import Grid
from pollapp.domain.grid_parts import Principle
from pollapp.domain.report import Report, report
from pollapp.domain.session import Session
from pollapp.exports.about import About
from pollapp.exports.bars import widths
from pollapp.exports.html_export import report_html
from pollapp.exports.telling.tell import tell
from tests.cast import FINE, crowd, dot, fay, grid, opened, run, voting
from tests.exports.pages import Page, missing
from tests.exports.talked import HOSTILE, approved, says, talked, whole_grid

ABOUT = About("472918", "2026-12-24")
HOSTILE_MARKUP = [
    *("<script>alert(1)</script>", "</style><script>alert(2)</script>", '"><img src=x onerror=alert(3)>', "</title></head><b>", "-->"),
    *("{{ 7*7 }}", "{% include 'base.html' %}", "&lt;i&gt;", "' onclick='alert(4)", "javascript:alert(5)", "مرحبا \u202eabc", "]]>"),
]


def page_of(result: Report, about: About = ABOUT) -> Page:
    return Page(report_html(result, about).decode())


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("notes", [False, True])
def test_it_says_everything_that_was_told(language: str, notes: bool) -> None:
    result, about = report(talked(), language, notes=notes), About("472918", "2026-12-24", language, language)
    page = page_of(result, about)
    assert missing(tell(result, about), page.text) == []
    assert page.named("html") == [{"lang": language, "dir": "ltr"}]


def test_notes_are_in_it_only_where_they_were_asked_for() -> None:
    assert "Ask about the policy." in page_of(report(talked(), notes=True)).text
    without = page_of(report(talked())).text
    assert "Ask about the policy." not in without
    assert "private notes" not in without


def test_what_was_not_approved_is_in_none() -> None:
    page = page_of(report(talked(), notes=True))
    assert not re.search(r"It waits|It is hidden|It waits too", page.text)


def test_nothing_runs_in_it_and_nothing_comes_from_outside() -> None:
    page = page_of(report(talked(), notes=True))
    assert {tag for tag, _ in page.tags} & {"script", "link", "iframe", "object", "embed", "base", "form", "img"} == set()
    said = [one for _, attributes in page.tags for one in attributes.items()]
    addresses = [value for name, value in said if value and name in ("href", "src", "action", "xlink:href")]
    assert {address[0] for address in addresses} == {"#"}
    assert "style" not in dict(said)
    assert set(re.findall(r'url\("?([^)]{5})', page.styles)) == {"data:"}
    assert not re.search("@import|https?:|//", re.sub(r"base64,[\w+/=]+", "", page.styles))


def test_its_policy_forbids_everything_but_its_own_styles_and_type() -> None:
    [policy] = [meta["content"] for meta in page_of(report(talked())).named("meta") if "http-equiv" in meta]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"


def test_every_link_leads_to_something_on_the_page() -> None:
    page = page_of(report(talked(), notes=True))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    wanted = {value for _, attributes in page.tags for name, value in attributes.items() if name in ("href", "aria-labelledby") and value}
    assert {name.lstrip("#") for name in wanted} <= set(ids)


def test_it_brings_the_symbols_that_it_draws_and_no_others() -> None:
    page = page_of(report(talked()))
    used = {attributes["href"] for attributes in page.named("use")}
    assert {f"#{attributes['id']}" for attributes in page.named("symbol")} == used == {"#shape-circle", "#shape-triangle", "#shape-square"}


def hostile_grid(words: str) -> Grid:
    small = grid(2)
    return replace(
        small,
        title=words,
        directions=words,
        choices=tuple(replace(choice, name=f"{words}{at}", label=f"{words}{at}") for at, choice in enumerate(small.choices)),
        squares=tuple(replace(square, text=words, short=words) for square in small.squares),
        principles=(Principle(1, words),),
    )


def said_on(on: Grid, words: str) -> Session:
    """A session in which everything that anybody can type is this."""
    people = crowd(4)
    session = voting(*people, on=on, minimum=1)
    run(session, *[dot(somebody, FINE, square) for somebody in people for square in (1, 2)])
    fay(session, commands.CloseRound)
    run(session, talk_commands.MoveSpotlight(None, 1))
    approved(session, talk_commands.SendReason(words, people[0], 1))
    run(session, *[talk_commands.CitePrinciples(somebody, 1, (1,)) for somebody in people])
    says(session, talk_commands.WriteNote(words, 1))
    fay(session, talk_commands.WrapUp, talk_commands.AskTakeaways)
    approved(session, talk_commands.SendTakeaway(words, people[1]))
    return session


@pytest.mark.parametrize("words", [*HOSTILE, *HOSTILE_MARKUP])
def test_whatever_was_typed_stands_there_as_text_and_as_nothing_else(words: str) -> None:
    harmless = page_of(report(said_on(hostile_grid("harmless"), "harmless"), notes=True))
    result = report(said_on(hostile_grid(words), words), notes=True)
    page = page_of(result)
    assert page.made_of == harmless.made_of
    assert len(page.tags) == len(harmless.tags)
    assert page.styles == harmless.styles
    assert missing(tell(result, ABOUT), page.text) == []


def test_a_session_without_a_round_says_so_and_shows_no_empty_heatmap() -> None:
    page = page_of(report(opened()))
    assert "No round has been opened yet." in page.text
    assert "The heatmap" not in page.text
    assert "Action 1" in page.text


@pytest.mark.parametrize(("kind", "says"), [("class", ""), ("rehearsal", "a simulated class"), ("paper", "counted by hand")])
def test_it_is_marked_with_what_kind_of_session_it_was(kind: str, says: str) -> None:
    page = page_of(replace(report(talked()), kind=kind))
    assert ("report-kind" in {attributes.get("class") for attributes in page.named("p")}) == bool(says)
    assert says in page.text


def test_bars_are_divided_as_the_dots_are_and_what_was_chosen_can_be_seen() -> None:
    assert widths((9, 0, 1)) == [9, 0, 1]
    assert widths((20, 20, 20)) == [20, 20, 20]
    assert widths((40, 1, 0)) == [20, 1, 0]  # one of forty would round to nothing
    assert widths((21, 42)) == [10, 20]
    assert widths((0, 0)) == [0, 0]


def test_a_word_that_one_dot_could_change_has_a_star_in_the_heatmap() -> None:
    told = tell(report(whole_grid()), ABOUT)
    text = page_of(report(whole_grid())).text
    fragile = [one for one in told["squares"] if one["fragile_says"]]
    assert fragile
    assert text.count("* could flip with one dot") == len(fragile) + 1  # each for those who hear it, and once for all


def test_the_table_for_researchers_can_be_scrolled_without_a_mouse_and_says_that_it_scrolls() -> None:
    page = page_of(report(talked()))
    [scrolls] = [attributes for attributes in page.named("div") if attributes.get("class") == "report-scroll"]
    assert scrolls == {"class": "report-scroll", "role": "group", "aria-labelledby": "researchers", "tabindex": "0"}
    assert tell(report(talked()), ABOUT)["researchers"]["scrolls_says"] in page.text


def test_a_bar_has_a_part_for_each_choice_that_somebody_made() -> None:
    told = tell(report(talked()), ABOUT)
    page = page_of(report(talked()))
    parts = [attributes for attributes in page.named("span") if attributes.get("class") == "segment" and "data-twentieths" in attributes]
    dotted = [*told["squares"], *told["squares"], *(step[when] for step in told["shifts"] for when in ("before", "after"))]
    assert len(parts) == sum(sum(map(bool, one["counts"] or ())) for one in dotted)
    assert {part["data-shape"] for part in parts} <= {"circle", "triangle", "square"}
