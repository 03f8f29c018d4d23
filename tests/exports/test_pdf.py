"""The report as a PDF: it says all that was told, is tagged for screen readers, and is set on the paper that is at hand."""

import io
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from pollapp.domain import commands, talk_commands
from pollapp.domain.grid_parts import SHAPES, Choice
from pollapp.domain.report import report
from pollapp.exports.about import About
from pollapp.exports.colours import agreement_ramp, choice_colours, colour
from pollapp.exports.pdf.export import Paper, report_pdf
from pollapp.exports.telling.tell import tell
from pollapp.files import PRINT_FONTS
from tests.cast import FINE, UNSURE, WRONG, crowd, dot, fay, grid, opened, run, voting
from tests.exports.pdfs import Pdf, squeezed
from tests.exports.printed import ABOUT, everything, missing, pdf_of
from tests.exports.talked import talked, whole_grid
from tests.golden.test_golden import LOGS, session_of

# What it says


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("notes", [False, True])
def test_it_says_everything_that_was_told(language: str, notes: bool) -> None:
    result, about = report(talked(), language, notes=notes), About("472918", "2026-12-24", language, language)
    assert missing(result, about, pdf_of(result, about)) == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.stem)
def test_it_says_everything_of_every_session_there_was(log: Any, language: str) -> None:
    result = report(session_of(log), language, notes=True)
    about = About("472918", None, language, "es-MX" if language == "es" else language)
    assert missing(result, about, pdf_of(result, about)) == []


def test_parts_have_their_headings_where_there_is_something_to_say() -> None:
    told, pdf = tell(everything(), ABOUT), pdf_of(everything())
    assert [name for name, heading in told["headings"].items() if not pdf.says(heading)] == ["contents", "facts"]
    lobby = pdf_of(report(opened(grid(3), minimum=3)))
    there = [name for name, heading in told["headings"].items() if lobby.says(heading)]
    assert there == ["by_agreement", "asked", "how_to_read"]


def test_notes_are_in_it_only_where_they_were_asked_for() -> None:
    assert pdf_of(everything()).says("Ask about the policy.")
    without = pdf_of(report(talked()))
    assert not without.says("Ask about the policy.")
    assert not without.says(tell(everything(), ABOUT)["headings"]["notes"])


def test_what_was_not_approved_is_in_none() -> None:
    pdf = pdf_of(everything())
    assert not any(map(pdf.says, ("It waits.", "It is hidden.", "It waits too.")))


def test_pages_are_numbered_and_say_whose_they_are() -> None:
    pages = pdf_of(everything()).reader.pages
    texts = [squeezed(page.extract_text()) for page in pages]
    assert all(f"{at}/{len(pages)}" in text for at, text in enumerate(texts, 1))
    assert len(pages) > 1
    assert all("Smallgrid472918" in text for text in texts[1:])


def test_a_rehearsal_is_called_one_on_every_page() -> None:
    result = replace(everything(), kind="rehearsal")
    texts = [squeezed(page.extract_text()) for page in pdf_of(result).reader.pages]
    assert all(squeezed(tell(result, ABOUT)["kind_says"]) in text for text in texts)


def test_one_of_three_hundred_still_has_its_number() -> None:
    people = crowd(300)
    session = voting(*people, on=grid(1), minimum=3)
    run(session, *[dot(somebody, UNSURE if at else WRONG) for at, somebody in enumerate(people)])
    fay(session, commands.CloseRound)
    pdf = pdf_of(report(session))
    assert pdf.alternatives[:2] == ["fine 0, unsure 299, wrong 1"] * 2  # on the heatmap, and by agreement
    assert "2991" in squeezed(pdf.text)


@pytest.mark.parametrize("many", [2, 3, 4, 5])
def test_any_grid_of_two_to_five_choices_has_its_bars(many: int) -> None:
    marks = ("check", "question", "cross", "plus", "minus")
    choices = tuple(
        Choice(f"c{at}", f"c{at}", f"{at}: a long label that says what a choice means", SHAPES[at], marks[at]) for at in range(many)
    )
    session = voting(*crowd(20), on=replace(grid(2), choices=choices), minimum=3)
    run(session, *[dot(somebody, choices[at % many].key) for at, somebody in enumerate(crowd(20))])
    run(session, talk_commands.CountPaper(1, 1, (1234,) * many))
    fay(session, commands.CloseRound)
    assert missing(report(session), ABOUT, pdf_of(report(session))) == []


# How it is made


def test_it_is_tagged_for_screen_readers() -> None:
    told, pdf = tell(everything(), ABOUT), pdf_of(everything())
    assert pdf.root["/MarkInfo"]["/Marked"]
    assert pdf.root["/Lang"] == "en"
    assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.root["/Metadata"].get_object().get_data()
    assert (pdf.named("H1"), pdf.named("Formula")) == (1, 1)
    assert pdf.named("H2") == len(told["headings"]) - 2
    assert pdf.named("H3") >= len(told["groups"])
    assert (pdf.named("Table"), pdf.named("LI")) == (len(told["groups"]) + 2, len(told["how_to_read"]["sentences"]) + 6)
    assert pdf.named("TH") == 2 * 4 + 2 * 2 + 2 + len(told["researchers"]["columns"])


def test_every_bar_is_read_aloud_from_its_numbers() -> None:
    told, pdf = tell(everything(), ABOUT), pdf_of(everything())
    bars = [said for name, said in pdf.tags if name == "Figure"]
    shown = [square for square in told["squares"] if square["bar_says"]]
    by_word = [square for group in told["groups"] for id in group["squares"] for square in shown if square["id"] == id]
    steps = [step[when] for step in told["shifts"] for when in ("before", "after")]
    assert bars == [tally["bar_says"] for tally in (*shown, *by_word, *steps)]


def test_it_knows_its_title_its_author_and_its_day() -> None:
    known = pdf_of(everything()).reader.metadata
    assert known is not None
    assert (known.title, known.author) == ("Small grid – Report of the session on November 24, 2026", "pollapp")
    assert known.creation_date is not None
    assert known.creation_date.isoformat() == "2026-11-24T00:00:00+00:00"


def test_the_same_report_is_the_same_file() -> None:
    assert report_pdf(everything(), ABOUT) == report_pdf(everything(), ABOUT)


def test_type_is_in_the_file_and_comes_from_no_computer() -> None:
    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for page in pdf_of(everything()).reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    ours = {file.stem.partition("_")[0] for file in PRINT_FONTS.glob("*.ttf")}
    brought = {"DejaVuSansMono", "NewCMMath", "NewComputerModernMath"}
    assert all(font.partition("-")[0] in ours | brought for font in fonts), fonts


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("us-letter", (612, 792))])
def test_it_comes_on_the_paper_of_the_country(paper: Paper, size: tuple[int, int]) -> None:
    page = Pdf(report_pdf(everything(), ABOUT, paper)).reader.pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size


@pytest.mark.parametrize(("locale", "paper"), [("en", "a4"), ("es", "a4"), ("en-US", "us-letter"), ("es-MX", "us-letter"), ("en-GB", "a4")])
def test_it_is_set_on_the_paper_that_lies_in_the_printers_there(locale: str, paper: str) -> None:
    width = {"a4": 595, "us-letter": 612}[paper]
    sheet = PdfReader(io.BytesIO(report_pdf(report(talked()), About("472918", None, locale[:2], locale)))).pages[0]
    assert round(sheet.mediabox.width) == width


# Its pages


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_a_heatmap_of_24_squares_stands_on_the_first_page(language: str, paper: Paper) -> None:
    """Even with all that may have to be said above it."""
    result = replace(report(whole_grid(), language), kind="rehearsal", seen=False, taken_back=1)
    about = About("472918", "2026-12-24", language, language)
    told, first = tell(result, about), PdfReader(io.BytesIO(report_pdf(result, about, paper))).pages[0].extract_text()
    assert [one["short"] for one in told["squares"] if squeezed(one["short"]) not in squeezed(first)] == []
    assert told["star_says"]
    assert squeezed(told["star_says"]) in squeezed(first)
    starred = sum(bool(one["fragile_says"]) for one in told["squares"])
    assert first.count("*") == starred + 1


@pytest.mark.parametrize("lines", range(1, 45, 4))
def test_of_the_table_for_researchers_three_rows_stand_together(lines: int) -> None:
    whole = report(whole_grid())
    result = replace(whole, grid=replace(whole.grid, directions="\n\n".join(["A line."] * lines)))
    texts = [page.extract_text() for page in pdf_of(result).reader.pages]
    rows = tell(result, ABOUT)["researchers"]["rows"]
    ends = {" ".join(row["cells"][-2:]) for row in rows}
    found = [sum(" ".join(text.split()).count(end) for end in ends) for text in texts]
    assert sum(found) == len(rows)
    assert all(number == 0 or number >= 3 for number in found), found
    assert sum("Entropy (bits)" in text for text in texts) == sum(map(bool, found))


# Its colours


def test_colours_are_those_of_the_screens() -> None:
    assert choice_colours([FINE, "x", "red"])[0] == choice_colours(["green"])[0]
    by_place, by_key = choice_colours(["a", "b", "c", "d", "e"]), choice_colours(["red", "yellow", "green"])
    assert by_key == list(reversed(by_place[:3]))
    assert len({one.fill for one in by_place}) == 5
    assert [one.percent for one in agreement_ramp()] == [0, 25, 49, 50, 75, 100]
    with pytest.raises(KeyError):
        colour("nothing")
