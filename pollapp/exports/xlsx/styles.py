"""How cells of the workbook look: one format for each kind of content, the same on every sheet."""

import re
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from pollapp.exports.colours import colour
from pollapp.exports.csv_export import safe_cell
from pollapp.exports.xlsx.table import Cell

LINE, HEADER, SOFT = colour("line"), colour("turnout-track"), colour("ink-soft")
_CELL = {"valign": "vcenter", "bottom": 1, "bottom_color": LINE}
_WORDS = {**_CELL, "text_wrap": True, "align": "left", "indent": 1}
_HEADER = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "bg_color": HEADER, "bottom": 2, "bottom_color": SOFT}
_LOOKS: dict[str, dict[str, Any]] = {
    "number": {**_CELL, "align": "center", "bold": True},
    "words": _WORDS,
    # Excel's own mark for "this is text": it goes on being text when somebody edits the cell. No character is added to it.
    "guarded": {**_WORDS, "quote_prefix": True},
    "count": {**_CELL, "align": "center", "num_format": "#,##0"},
    "percent": {**_CELL, "align": "center", "num_format": "0%"},
    "figure": {**_CELL, "align": "center", "num_format": "0.0000"},
    "yes": {**_CELL, "align": "center"},
    "header": _HEADER,
    "header of words": {**_HEADER, "align": "left", "indent": 1},
    "title": {"bold": True, "font_size": 16},
    "line": {"font_color": SOFT},
    "beside": {"font_color": SOFT, "num_format": "0.0000", "align": "left"},
    "heading": {"bold": True, "font_size": 13, "valign": "vcenter", "top": 1, "top_color": LINE},
    "name": {"bold": True, "valign": "top", "text_wrap": True},
    "prose": {"valign": "top", "text_wrap": True},
}
# What XML 1.0 has no place for. Nothing that people type comes this far with such a thing but half of a pair and two nobodies.
_UNWRITABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Styles:
    """The formats of one workbook, and how a cell is written with them."""

    def __init__(self, workbook: Workbook, yes: str, no: str) -> None:
        self._formats = {name: workbook.add_format(look) for name, look in _LOOKS.items()}
        self.yes, self.no = yes, no

    def __getitem__(self, look: str) -> Format:
        return self._formats[look]

    def write(self, sheet: Any, row: int, at: int, value: Cell, look: str) -> None:
        """One cell. Text is always written as text: no formula, link or number is ever made of it.

        So it needs no apostrophe here, as it does in the CSV, and stands as it was typed.
        """
        if value is None or value == "":
            sheet.write_blank(row, at, None, self[look])
        elif isinstance(value, bool):
            sheet.write_string(row, at, self.yes if value else self.no, self[look])
        elif isinstance(value, str):
            sheet.write_string(row, at, writable(value), self["guarded" if look == "words" and safe_cell(value) != value else look])
        else:
            sheet.write_number(row, at, value, self[look])


def writable(text: str) -> str:
    """The text as XML can hold it: what it cannot is told by the sign for that."""
    return _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
