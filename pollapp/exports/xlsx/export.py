"""Results as an Excel workbook, in words of one language: sheets with one table each, a chart, and a read-me at the end.

It opens on the results. Everything stands in it as a value: there is no formula, no link, no macro and no hidden sheet. The same
report gives the same bytes.
"""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from xlsxwriter import Workbook

from pollapp.domain.report import Report
from pollapp.domain.said import say
from pollapp.exports.about import About
from pollapp.exports.colours import choice_colours
from pollapp.exports.telling.tell import tell
from pollapp.exports.telling.teller import Teller
from pollapp.exports.xlsx.chart import add_chart, chart_table
from pollapp.exports.xlsx.colouring import Colouring
from pollapp.exports.xlsx.measures import measures_table
from pollapp.exports.xlsx.readme import write_readme
from pollapp.exports.xlsx.results import results_table
from pollapp.exports.xlsx.rounds import held_table, squares_table
from pollapp.exports.xlsx.sheet import new_sheet, write_table
from pollapp.exports.xlsx.styles import Styles, writable
from pollapp.exports.xlsx.table import Table, distinct
from pollapp.exports.xlsx.talk import cited_table, notes_table, said_table

_TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST_NAME = 31  # characters of a sheet's name
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")


def results_xlsx(report: Report, about: About) -> bytes:
    """The workbook. Sheets that have nothing to tell are left out, and the read-me says so."""
    file, teller, told = io.BytesIO(), Teller(about.language, about.locale), tell(report, about)
    with Workbook(file, {"in_memory": True, **_TEXT_ONLY}) as workbook:
        _describe(workbook, told, report)
        _write(workbook, report, told, teller)
    return file.getvalue()


def _describe(workbook: Workbook, told: dict[str, Any], report: Report) -> None:
    """The file's properties: nobody's name, and as its day that of the session."""
    opened = datetime.fromisoformat(report.opened_on).replace(tzinfo=UTC)
    workbook.set_properties({"title": writable(report.title), "subject": _subtitle(told), "comments": told["foot"], "created": opened})


def _write(workbook: Workbook, report: Report, told: dict[str, Any], teller: Teller) -> None:
    possible = _tables(report, told, teller)
    tables = [table for table in possible if table.rows]
    styles = Styles(workbook, teller(say("yes")), teller(say("no")))
    colouring = Colouring(workbook, choice_colours(report.grid.choice_keys), styles.yes)
    for name, table in zip(names := _names(tables, teller), tables, strict=False):
        sheet = new_sheet(workbook, name, told["direction"])
        lead = (table.sheet, _subtitle(told, report.title)) if sheet.index else (report.title, _subtitle(told))
        write_table(sheet, table, lead, styles, colouring)
        if table.key == "pollapp_chart":
            add_chart(workbook, sheet, table, report, teller)
    write_readme(new_sheet(workbook, names[-1], told["direction"]), told, possible, teller, styles)


def _tables(report: Report, told: dict[str, Any], teller: Teller) -> list[Table]:
    """Every sheet with a table, in their order; a grid has squares, so the first one always has rows."""
    return [
        results_table(report, teller, " ".join([*told["warnings"], told["summary"]])),
        chart_table(report, teller),
        squares_table(report, teller),
        *([] if report.kind == "paper" else [held_table(report, teller)]),  # of a poster nobody knows who took part
        said_table(report, teller),
        cited_table(report, teller),
        *([notes_table(report, teller)] if report.notes else []),
        measures_table(report, teller, told["researchers"]["alpha_says"]),
    ]


def _names(tables: Sequence[Table], teller: Teller) -> list[str]:
    """The names of the sheets as Excel takes them, the read-me's at the end."""
    names = [*(table.sheet for table in tables), teller(say("Read me"))]
    return distinct([_NOT_IN_A_NAME.sub(" ", name) for name in names], _LONGEST_NAME)


def _subtitle(told: dict[str, Any], *before: str) -> str:
    """What kind of session it is comes first where it is none with people."""
    return " · ".join(part for part in (told["kind_says"], *before, told["subtitle"]) if part)
