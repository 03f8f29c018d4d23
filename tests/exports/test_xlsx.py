"""The workbook, opened by another program: the numbers of the report, text that stays text, and a sheet that explains it."""

import io
import re
from datetime import datetime
from zipfile import ZipFile

import pytest
from coloraide import Color
from openpyxl import Workbook
from openpyxl.cell import Cell

from pollapp.domain.contributions import cleaned
from pollapp.domain.measures import NAMES
from pollapp.domain.report import Report, report
from pollapp.exports.about import About
from pollapp.exports.colours import choice_colours
from pollapp.exports.csv_export import safe_cell
from pollapp.exports.xlsx.colouring import _blue, _light_from, _mixed
from pollapp.exports.xlsx.export import results_xlsx
from pollapp.exports.xlsx.sheet import height
from pollapp.exports.xlsx.styles import writable
from pollapp.exports.xlsx.table import distinct
from tests.exports.talked import HOSTILE, PEOPLE, talked
from tests.exports.workbooks import ABOUT, HEADER, SESSIONS, exactly, of_choices, opened_again, table, told

EVERY = pytest.mark.parametrize("name", SESSIONS)


def _cells(book: Workbook) -> list[Cell]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row]


def _parts(of: Report) -> dict[str, str]:
    with ZipFile(io.BytesIO(results_xlsx(of, ABOUT))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


# The numbers


@EVERY
def test_the_first_sheet_has_the_numbers_of_the_report(name: str) -> None:
    of = told(name)
    for row, square in zip(opened_again(of).worksheets[0].iter_rows(min_row=HEADER + 1, values_only=True), of.squares, strict=True):
        choices = len(of.choices)
        shares = [count / square.n for count in square.counts] if square.counts and square.n else [None] * choices
        assert row[0] == square.square.id
        assert list(row[3 : 3 + choices]) == list(square.counts or [None] * choices)
        assert row[3 + choices] == square.n
        assert list(row[4 + choices : 4 + 2 * choices]) == list(map(exactly, shares))
        assert row[4 + 2 * choices] == (None if square.percent is None else square.percent / 100)
        assert row[-1] == exactly(square.agreement)
        assert row[-4:-1] == (square.paper, square.placed, "yes" if square.withheld else "no")


@EVERY
def test_the_rounds_have_theirs(name: str) -> None:
    of = told(name)
    book = opened_again(of)
    expected = [(square.square.id, one) for square in of.squares for one in square.rounds]
    rows = list(book["Squares by round"].iter_rows(min_row=HEADER + 1, values_only=True)) if expected else []
    assert ("Squares by round" in book.sheetnames) == bool(expected)
    for row, (id, one) in zip(rows, expected, strict=True):
        moved = [getattr(one.shift, total, None) for total in ("both", "stayed", "toward_first", "toward_last", "left", "new")]
        assert (row[0], row[2], row[-1]) == (id, one.round, exactly(one.agreement))
        assert list(row[3 : 3 + len(of.choices)]) == list(one.counts or [None] * len(of.choices))
        assert list(row[-10:-4]) == moved


@EVERY
def test_researchers_get_every_measure_with_all_its_digits(name: str) -> None:
    of = told(name)
    book, squares = opened_again(of), [square for square in of.squares if square.n]
    rows = table(book["For researchers"]) if squares else []
    for row, square in zip(rows, squares, strict=True):
        assert {measure: row[measure] for measure in NAMES} == {measure: exactly(value) for measure, value in square.measures.items()}
        assert [row["agreement"], row["one_dot_low"], row["one_dot_high"]] == [*map(exactly, (square.agreement, *square.one_dot))]
    if of.alpha is not None:
        assert book["For researchers"]["A3"].value == exactly(of.alpha)


def test_a_talk_as_people_read_it() -> None:
    again, once, withheld, empty = table(opened_again(told("talk"))["Results"])
    assert [again[f"Before: It is {choice}"] for choice in ("fine", "unsure", "wrong")] == [3, 0, 3]
    assert (again["In a word"], again["Could flip"], again["Discussed"], again["Round"]) == ("split", "yes", "no", 2)
    assert (once["In a word"], once["Leading"], once["On paper"]) == ("agreed fine", "fine", 4)
    assert (withheld["In a word"], withheld["Dots placed"], withheld["Withheld"]) == ("fewer than 3 dots", 2, "yes")
    told_of = {"Square", "In short", "Text", "In a word", "Discussed", "Round", "Dots placed", "Withheld"}
    assert {header for header, value in withheld.items() if value is not None} == told_of
    assert (empty["Dots"], empty["It is fine"], empty["Share: It is fine"], empty["Could flip"]) == (0, 0, None, None)


def test_rounds_words_principles_and_notes_of_a_talk() -> None:
    book = opened_again(told("talk"))
    assert [(row["Round"], row["Which"], row["Voted"], row["Recalled"]) for row in table(book["Rounds"])] == [
        (1, "1, 2, 3, 4", 6, None),
        (2, "1", 6, "nothing (fresh eyes)"),
    ]
    assert [(row["Kind"], row["Square"], row["Words"]) for row in table(book["Reasons and takeaways"])] == [
        ("Reason", 1, "I would ask first."),
        ("Takeaway", None, "Ask, then act."),
    ]
    assert [(row["Principle"], row["Text"], row["Cited by"], row["People citing"]) for row in table(book["Principles"])] == [
        (2, "Ask first.", 3, 3),
        (1, "Do no harm.", 1, 3),
    ]
    assert [(row["Square"], row["Note"]) for row in table(book["Notes"])] == [(1, "Ask about the policy."), (3, "Nobody dared.")]


def test_notes_are_there_only_where_they_are_asked_for() -> None:
    without = _parts(report(talked()))
    assert not any("Nobody dared." in part for part in without.values())
    assert "Notes" not in opened_again(report(talked())).sheetnames


@EVERY
def test_nobody_is_named(name: str) -> None:
    texts = [cell.value for cell in _cells(opened_again(told(name))) if isinstance(cell.value, str)]
    assert not any(somebody in text for somebody in PEOPLE for text in texts)


# Text stays text


@EVERY
def test_nothing_in_it_runs(name: str) -> None:
    assert all(cell.data_type != "f" for cell in _cells(opened_again(told(name))))
    parts = _parts(told(name))
    assert not any(re.search(r"<f[ >]|<hyperlink|TargetMode=\"External\"", part) for part in parts.values() if "<c:chart" not in part)
    assert not any(re.search(r"vba|externalLink|connections|customXml", part) for part in parts)


def test_hostile_words_come_back_as_they_were_typed() -> None:
    sheet = opened_again(told("hostile"))["Reasons and takeaways"]
    cells = [row[3] for row in sheet.iter_rows(min_row=HEADER + 1)]
    assert sorted(cell.value for cell in cells) == sorted(map(cleaned, HOSTILE))
    assert {cell.data_type for cell in cells} == {"s"}
    # Whoever edits such a cell has text in it afterwards too: the file says so, without a character more.
    assert all(cell.quotePrefix == (safe_cell(cell.value) != cell.value) for cell in cells)
    assert any(cell.quotePrefix for cell in cells)


def test_a_hostile_grid_stays_text_and_opens() -> None:
    book = opened_again(told("hostile-grid"))
    first, second, third = table(book["Results"])
    assert (first["Text"], second["Text"], third["Text"]) == ('=HYPERLINK("http://evil")', "a\ufffdb\ufffdc\nd", "_x0041_ & <b>")
    headers = [cell.value for cell in book["Results"][HEADER]]
    assert headers[3:7] == ["=1+1", "DOTS", "dots (2)", "Dots (3)"]
    assert book["Results"]["A1"].value == "=1+1"


def test_what_xml_cannot_hold_is_replaced_and_nothing_else() -> None:
    assert writable("a\x00\x1f\ufffe\uffff\ud800") == "a" + "\ufffd" * 5
    assert [writable(text) for text in ("\t\n ~", "é倫👩🏽‍🦰\u202e", "\ud7ff\ue000\U0010ffff")] == [
        "\t\n ~",
        "é倫👩🏽‍🦰\u202e",
        "\ud7ff\ue000\U0010ffff",
    ]


def test_names_of_sheets_and_headers_are_told_apart() -> None:
    assert distinct(["Dots", "dots", "Dots ", "a\n b", "_x0041_"], 255) == ["Dots", "dots (2)", "Dots (3)", "a b", "_ x0041_"]
    assert [len(name) for name in distinct(["x" * 40, "x" * 40], 31)] == [31, 29]


# How it looks


def test_it_opens_on_the_results_and_ends_with_the_read_me() -> None:
    book = opened_again(told("talk"))
    assert book.sheetnames == [
        *("Results", "Chart", "Squares by round", "Rounds", "Reasons and takeaways", "Principles", "Notes", "For researchers", "Read me")
    ]
    assert book.active.title == "Results"
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert not any(sheet.merged_cells.ranges for sheet in book)


def test_every_table_is_one_with_a_filter_and_a_header_that_stays() -> None:
    *sheets, _ = opened_again(told("talk")).worksheets
    for sheet in sheets:
        (only,) = sheet.tables.values()
        assert only.ref == only.autoFilter.ref == sheet.dimensions.replace("A1:", f"A{HEADER}:")
        assert sheet.freeze_panes.endswith(str(HEADER + 1))
    assert sheets[0].freeze_panes == f"C{HEADER + 1}"
    assert [next(iter(sheet.tables)) for sheet in sheets] == [
        *("pollapp_results", "pollapp_chart", "pollapp_squares_by_round", "pollapp_rounds"),
        *("pollapp_said", "pollapp_principles", "pollapp_notes", "pollapp_measures"),
    ]


def test_numbers_have_their_formats() -> None:
    sheet = opened_again(told("talk"))["Results"]
    formats = {header.value: cell.number_format for header, cell in zip(sheet[HEADER], sheet[HEADER + 1], strict=True)}
    assert (formats["Agreement"], formats["Share: It is fine"], formats["Dots"]) == ("0%", "0%", "#,##0")
    assert formats["Agreement, unrounded"] == "0.0000"


@pytest.mark.parametrize("choices", [2, 3, 4, 5])
def test_the_heatmap_is_made_of_rules(choices: int) -> None:
    of = told(f"choices-{choices}")
    sheet = opened_again(of).worksheets[0]
    rules = {str(where.sqref): where.rules for where in sheet.conditional_formatting}
    headers = {cell.value: cell.column_letter for cell in sheet[HEADER]}
    for key, look in zip(of.grid.choice_keys, choice_colours(of.grid.choice_keys), strict=True):
        column = headers[f"Share: It is {key}"]
        scale = rules[f"{column}5:{column}6"][0]
        assert [colour.rgb[2:].lower() for colour in scale.colorScale.color] == ["ffffff", look.fill[1:]]
        assert [end.val for end in scale.colorScale.cfvo] == [0, 1]
    blues = rules["{0}5:{0}6".format(headers["Agreement"])]
    assert len(blues) == 11
    assert {rule.type for rule in blues} == {"expression"}
    (grey,) = rules[f"A5:{sheet[HEADER][-1].column_letter}6"]
    assert grey.formula == [f'${headers["Withheld"]}5="yes"']


@pytest.mark.parametrize("place", range(5))
def test_a_share_can_be_read_on_its_colour(place: int) -> None:
    fill = choice_colours(["a", "b", "c", "d", "e"])[place].fill
    light_from = _light_from(fill)
    for percent in range(101):
        ink = "#ffffff" if light_from is not None and percent / 100 >= light_from else "#000000"
        assert Color(_mixed("#ffffff", fill, percent / 100)).contrast(Color(ink), method="wcag21") >= 4.5


@pytest.mark.parametrize("percent", range(0, 101, 10))
def test_agreement_can_be_read_on_its_blue(percent: int) -> None:
    blue = _blue(percent)
    assert Color(blue["bg_color"]).contrast(Color(blue["font_color"]), method="wcag21") >= 4.5


@pytest.mark.parametrize("choices", [2, 3, 4, 5])
def test_the_chart_has_a_series_for_each_choice_and_says_what_it_shows(choices: int) -> None:
    of = report(of_choices(choices))
    parts = _parts(of)
    chart, drawing = parts["xl/charts/chart1.xml"], parts["xl/drawings/drawing1.xml"]
    assert chart.count("<c:ser>") == choices
    assert chart.count("<a:pattFill") == choices - 1  # a circle is plain
    assert '<c:grouping val="percentStacked"/>' in chart
    assert len(set(re.findall(r'<a:pattFill prst="(\w+)"', chart))) == choices - 1
    assert 'descr="Stacked bars, one for each square: Of 2 squares' in drawing


def test_the_chart_begins_with_the_most_disagreement_and_leaves_out_what_is_not_shown() -> None:
    assert [row["Square"] for row in table(opened_again(told("talk"))["Chart"])] == ["1  A1", "2  A2"]


def test_a_row_is_as_high_as_its_text() -> None:
    one, two, three = height([("short", 20)]), height([("x" * 25, 20)]), height([("a\nb\nc", 20), (None, 20)])
    assert one < two < three
    assert height([("倫" * 15, 20)]) == two
    assert height([]) == one


# What it says of itself


@EVERY
def test_the_read_me_explains_every_column_and_names_every_sheet(name: str) -> None:
    book = opened_again(told(name))
    *sheets, readme = book.worksheets
    explained = {cell.value for cell in readme["A"]}
    for sheet in sheets:
        assert sheet.title in explained
        assert {cell.value for cell in sheet[HEADER]} <= explained


@pytest.mark.parametrize(("name", "says"), [("lobby", "Rehearsal: a simulated class"), ("paper", "Paper poster: dots counted by hand")])
def test_what_is_no_class_says_so_on_every_sheet(name: str, says: str) -> None:
    *sheets, readme = opened_again(told(name)).worksheets
    assert all(sheet["A2"].value.startswith(says) for sheet in sheets)
    assert readme["B4"].value.startswith(says)


def test_a_lobby_has_no_empty_sheets_and_the_read_me_says_so() -> None:
    book = opened_again(told("lobby"))
    assert book.sheetnames == ["Results", "Read me"]
    lines = [cell.value for cell in book["Read me"]["B"]]
    missing = "Chart, Squares by round, Rounds, Reasons and takeaways, Principles, Notes, For researchers"
    assert f"Nothing to tell, so not here: {missing}." in lines


def test_warnings_stand_above_the_results() -> None:
    of = told("empty")
    assert opened_again(of)["Results"]["A3"].value.startswith("The class has not been shown these results")


def test_it_speaks_the_language_of_the_report() -> None:
    book = opened_again(report(talked(), "es", notes=True), About("472918", None, "es", "es-MX"))
    assert len(book.sheetnames) == 9
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in book.sheetnames)
    assert "24 de noviembre de 2026" in book.worksheets[0]["A2"].value


def test_the_same_report_gives_the_same_bytes_and_no_time_of_day() -> None:
    assert results_xlsx(told("talk"), ABOUT) == results_xlsx(told("talk"), ABOUT)
    properties = opened_again(told("talk")).properties
    assert properties.created == properties.modified == datetime(2026, 11, 24)  # noqa: DTZ001 — as openpyxl reads it
    assert (properties.title, properties.creator, properties.lastModifiedBy) == ("Small grid", None, None)
    with ZipFile(io.BytesIO(results_xlsx(told("talk"), ABOUT))) as file:
        assert {part.date_time[0] for part in file.infolist()} == {1980}
