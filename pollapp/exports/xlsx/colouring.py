"""The colours of the workbook's cells, as rules: they go with the numbers when somebody sorts, filters or changes them."""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from pollapp.exports.colours import ChoiceColours, agreement_ramp, colour
from pollapp.exports.xlsx.table import Column, Table

WHITE, BLACK = "#ffffff", "#000000"
_STEP = 10  # percent: as coarse as one can tell the blues apart
Where = tuple[int, int, int, int]  # first row, first column, last row, last column, all from 0


class Colouring:
    """Lays the rules of one workbook over its tables. `yes`: what stands in the column that says that a square is withheld."""

    def __init__(self, workbook: Workbook, choices: list[ChoiceColours], yes: str) -> None:
        self._choices = choices
        self._light = workbook.add_format({"font_color": WHITE})
        self._withheld = workbook.add_format({"font_color": colour("ink-faint"), "bg_color": colour("turnout-track"), "italic": True})
        self._blues = [(floor, workbook.add_format(_blue(floor))) for floor in range(0, 101, _STEP)]
        self._yes = yes

    def lay(self, sheet: Any, table: Table, first: int) -> None:
        """`first`: the row of the sheet, from 0, that the table's first row stands in."""
        last = first + len(table.rows) - 1
        for at, column in enumerate(table.columns):
            where = (first, at, last, at)
            if column.paint == "share":
                self._share(sheet, where, column)
            elif column.paint == "agreement":
                self._agreement(sheet, where)
            elif column.paint == "withheld":
                self._grey(sheet, (first, 0, last, len(table.columns) - 1), at)

    def _share(self, sheet: Any, where: Where, column: Column) -> None:
        """From white to the choice's colour, with white type from where that is easier to read."""
        fill = self._choices[column.place].fill
        scale = {"type": "2_color_scale", "min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}
        sheet.conditional_format(*where, {**scale, "min_color": WHITE, "max_color": fill})
        light_from = _light_from(fill)
        if light_from is not None:
            sheet.conditional_format(*where, {"type": "cell", "criteria": ">=", "value": light_from, "format": self._light})

    def _agreement(self, sheet: Any, where: Where) -> None:
        """The blues of the screens. An empty cell is no nought."""
        cell = xl_rowcol_to_cell(where[0], where[1], col_abs=True)
        for floor, blue in self._blues:
            within = f"=AND(ISNUMBER({cell}),{cell}>={floor / 100},{cell}<{(floor + _STEP) / 100})"
            sheet.conditional_format(*where, {"type": "formula", "criteria": within, "format": blue})

    def _grey(self, sheet: Any, where: Where, at: int) -> None:
        cell = xl_rowcol_to_cell(where[0], at, col_abs=True)
        quoted = self._yes.replace('"', '""')
        sheet.conditional_format(*where, {"type": "formula", "criteria": f'={cell}="{quoted}"', "format": self._withheld})


def _blue(percent: int) -> dict[str, str]:
    """Ground and type for agreement of this percentage."""
    ramp = agreement_ramp()
    at = max(place for place, stop in enumerate(ramp) if stop.percent <= percent)
    here, there = ramp[at], ramp[min(at + 1, len(ramp) - 1)]
    share = (percent - here.percent) / max(there.percent - here.percent, 1)
    return {"bg_color": _mixed(here.fill, there.fill, share), "font_color": here.ink}


def _light_from(fill: str) -> float | None:
    """From which share on white type is easier to read than black on what lies between white and this colour; None: never."""
    for percent in range(1, 101):
        ground = _luminance(_mixed(WHITE, fill, percent / 100))
        if 1.05 / (ground + 0.05) > (ground + 0.05) / 0.05:  # contrast as WCAG counts it: with white, with black
            return percent / 100
    return None


def _mixed(one: str, other: str, share: float) -> str:
    """So much of the other colour in the one, as spreadsheets mix them."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(here + (there - here) * share):02x}" for here, there in pairs)


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (raw / 255 for raw in _parts(colour))]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
