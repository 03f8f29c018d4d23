"""The last sheet of the workbook: what it is, what every column means, and how agreement is to be read."""

from collections.abc import Iterator, Sequence
from typing import Any

from pollapp.domain.said import say
from pollapp.exports.telling.teller import Teller
from pollapp.exports.xlsx.sheet import height
from pollapp.exports.xlsx.styles import Styles, writable
from pollapp.exports.xlsx.table import Table

Told = dict[str, Any]
Section = tuple[str, list[tuple[str, str]]]  # its heading, and lines of a name and a text

NAMES, TEXTS = 34, 112  # characters: how wide the two columns are
_HEADING_HEIGHT = 28  # points


def write_readme(sheet: Any, told: Told, tables: Sequence[Table], teller: Teller, styles: Styles) -> None:
    """Two columns, a name and what is said of it: no merged cell, so that a screen reader reads it from top to bottom.

    `tables`: also those without rows, which have no sheet.
    """
    sheet.set_column(0, 0, NAMES, styles["name"])
    sheet.set_column(1, 1, TEXTS, styles["prose"])
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, writable(told["title"]), styles["title"])
    row = 1
    for heading, lines in _sections(told, tables, teller):
        row += 1
        sheet.set_row(row, _HEADING_HEIGHT)
        sheet.write_string(row, 0, heading, styles["heading"])
        sheet.write_blank(row, 1, None, styles["heading"])
        for name, text in lines:
            row += 1
            styles.write(sheet, row, 0, name, "name")
            styles.write(sheet, row, 1, text, "prose")
            sheet.set_row(row, height([(name, NAMES), (text, TEXTS)]))
        row += 1


def _sections(told: Told, possible: Sequence[Table], teller: Teller) -> Iterator[Section]:
    headings, tables = told["headings"], [table for table in possible if table.rows]
    left_out = [table.sheet for table in possible if not table.rows]
    yield told["subtitle"], _session(told, teller)
    yield headings["how_to_read"], _reading(told["how_to_read"], teller)
    yield teller(say("The sheets of this file")), [*((table.sheet, table.about) for table in tables), *_of_the_file(left_out, teller)]
    yield from _columns(tables, teller)
    researchers = told["researchers"]
    yield headings["researchers"], [("", line) for line in (researchers["alpha_says"], *researchers["sources"], told["foot"])]


def _columns(tables: Sequence[Table], teller: Teller) -> Iterator[Section]:
    """By sheet; a column that means the same on several sheets is explained on the first of them."""
    known: set[tuple[str, str]] = set()
    for table in tables:
        means = [(header, column.meaning) for header, column in zip(table.headers, table.columns, strict=True)]
        fresh = [one for one in means if one not in known]
        known.update(fresh)
        if fresh:
            yield teller(say("Columns of “%(sheet)s”", sheet=table.sheet)), fresh


def _session(told: Told, teller: Teller) -> list[tuple[str, str]]:
    kind = [(teller(say("Please note")), told["kind_says"])] if told["kind_says"] else []
    warnings = [(teller(say("Please note")), warning) for warning in told["warnings"]]
    facts = [(fact["name"], fact["says"]) for fact in told["facts"]]
    return [*kind, *warnings, *facts, (teller(say("In a sentence")), told["summary"])]


def _of_the_file(left_out: Sequence[str], teller: Teller) -> list[tuple[str, str]]:
    programs = say("Programs read the CSV and JSON files of the session, not this one: their names never change and are in no language.")
    words = say(
        "What people typed stands here as it was typed, and as text. Saved from here as CSV, a line that begins with = could run as a "
        "formula elsewhere: rather take the CSV of the session, which is made safe."
    )
    empty = say("A withheld number is an empty cell, never a nought.")
    names = teller(say("Nothing to tell, so not here: %(sheets)s.", sheets=", ".join(left_out)))
    lines = [teller(sentence) for sentence in (empty, programs, words)]
    return [("", line) for line in ([*lines, names] if left_out else lines)]


def _reading(told: Told, teller: Teller) -> list[tuple[str, str]]:
    return [
        *(("", sentence) for sentence in told["sentences"]),
        (teller(say("Formula")), told["formula"]),
        ("", told["formula_says"]),
        (teller(say("Source")), told["source"]),
    ]
