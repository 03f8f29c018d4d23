"""Writes one table on a sheet of its own: three lines, a header that stays, and the rows."""

from collections.abc import Iterable
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from pollapp.exports.xlsx.colouring import Colouring
from pollapp.exports.xlsx.styles import Styles, writable
from pollapp.exports.xlsx.table import Cell, Table

HEADER = 3  # the row, from 0, of every table's header
_HEADER_HEIGHT, _TITLE_HEIGHT = 48, 24  # points: three lines of a header, one of a title
_PADDING, _LINE, _INDENT = 5, 15, 2  # points above and below, points of a line, characters
_LETTER = 0.86  # of a digit: how wide a letter is on average, widths being told in digits
_A4 = 9


def new_sheet(workbook: Workbook, name: str, direction: str) -> Any:
    """An empty one, ready for paper: as wide as a page, its pages numbered."""
    sheet = workbook.add_worksheet(name)
    if direction == "rtl":
        sheet.right_to_left()
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    return sheet


def write_table(sheet: Any, table: Table, lead: tuple[str, str], styles: Styles, colouring: Colouring) -> None:
    """`lead`: the first two lines; the table's notice is the third."""
    title, subtitle = lead
    sheet.write_string(0, 0, writable(title), styles["title"])
    sheet.set_row(0, _TITLE_HEIGHT)
    sheet.write_string(1, 0, writable(subtitle), styles["line"])
    if table.figure is not None:
        sheet.write_number(2, 0, table.figure, styles["beside"])
    sheet.write_string(2, 0 if table.figure is None else 1, writable(table.notice or table.about), styles["line"])
    _cells(sheet, table, styles)
    _frame(sheet, table, styles)
    colouring.lay(sheet, table, HEADER + 1)


def _cells(sheet: Any, table: Table, styles: Styles) -> None:
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width)
        for row, one in enumerate(table.rows, HEADER + 1):
            styles.write(sheet, row, at, column.of(one), column.look)
    for row, one in enumerate(table.rows, HEADER + 1):
        sheet.set_row(row, height([(column.of(one), column.width) for column in table.columns if column.look == "words"]))


def height(cells: Iterable[tuple[Cell, float]]) -> float:
    """Points that a row needs for these texts in columns of this width: not every program finds that out by itself."""
    return _PADDING + _LINE * max((_lines(str(text or ""), width - _INDENT) for text, width in cells), default=1)


def _lines(text: str, width: float) -> int:
    """About how many lines the text takes when it is wrapped; letters of East Asia and emoji are twice as wide."""
    return sum(max(1, ceil(_LETTER * sum(1 + (east_asian_width(one) in "WF") for one in line) / width)) for line in text.split("\n"))


def _frame(sheet: Any, table: Table, styles: Styles) -> None:
    """A real table, so that its header is one to a screen reader, with a filter; header and first columns stay in sight."""
    columns = [
        {"header": writable(header), "header_format": styles["header of words" if column.look == "words" else "header"]}
        for header, column in zip(table.headers, table.columns, strict=True)
    ]
    options = {"name": table.key, "style": None, "columns": columns, "description": table.about, "title": table.sheet}
    sheet.add_table(HEADER, 0, HEADER + len(table.rows), len(table.columns) - 1, options)
    sheet.set_row(HEADER, _HEADER_HEIGHT)
    sheet.freeze_panes(HEADER + 1, table.frozen)
    sheet.repeat_rows(HEADER)
    last = xl_rowcol_to_cell(HEADER + len(table.rows), len(table.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{last}"})  # somebody may have typed a number: that is no mistake
    sheet.hide_gridlines(2)
