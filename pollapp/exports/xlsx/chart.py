"""The sheet with the chart: a bar for each square that can be shown, most disagreement first, beside the numbers it is drawn from."""

from typing import Any

from xlsxwriter import Workbook

from pollapp.domain.agreement import by_disagreement
from pollapp.domain.report import Report
from pollapp.domain.said import say
from pollapp.exports.colours import ChoiceColours, choice_colours
from pollapp.exports.telling.squares import summary
from pollapp.exports.telling.teller import Teller
from pollapp.exports.xlsx.columns import agreement_columns, count_columns
from pollapp.exports.xlsx.sheet import HEADER
from pollapp.exports.xlsx.table import Column, Table

# As on the screens: colour and pattern, so that it is read in grey too.
_PATTERNS = {"triangle": "percent_20", "square": "wide_upward_diagonal", "diamond": "light_horizontal", "hexagon": "outlined_diamond"}
_BAR, _ROOM, _WIDTH = 26, 130, 760  # pixels: a bar with its gap, title and legend and axis, the whole chart
_TYPE = 9  # points


def chart_table(report: Report, teller: Teller) -> Table:
    """The numbers of the chart."""
    squares = {square.square.id: square for square in report.squares}
    order = by_disagreement({id: square.counts for id, square in squares.items() if square.counts and square.n})

    def named(row: Any) -> str:
        return f"{row.square.id}  {row.square.short}"

    return Table(
        key="pollapp_chart",
        sheet=teller(say("Chart")),
        about=teller(say("The dots as bars, most disagreement first, with the numbers that they are drawn from.")),
        columns=(
            Column(teller(say("Square")), teller(say("Its number and its label on the projector.")), named, "words", 32),
            *count_columns(report, teller, _itself),
            agreement_columns(report, teller, _itself)[0],
        ),
        rows=[squares[id] for id in order],
        frozen=1,
    )


def add_chart(workbook: Workbook, sheet: Any, table: Table, report: Report, teller: Teller) -> None:
    """The chart, right of its table."""
    chart, colours = workbook.add_chart({"type": "bar", "subtype": "percent_stacked"}), choice_colours(report.grid.choice_keys)
    first, last = HEADER + 1, HEADER + len(table.rows)
    for place, (choice, look) in enumerate(zip(report.grid.choices, colours, strict=True), 1):
        chart.add_series(
            {
                "name": [sheet.name, HEADER, place],
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, place, last, place],
                "border": {"color": look.edge, "width": 0.75},
                "gap": 35,
                "data_labels": {"value": True, "num_format": "0;;", "font": {"color": look.ink, "bold": True, "size": _TYPE}},
                **_filled(choice.shape, look),
            }
        )
    title = teller(say("Dots on each square, most disagreement first"))
    chart.set_title({"name": title, "name_font": {"size": 13}, "overlay": False})
    chart.set_x_axis({"num_format": "0%", "major_gridlines": {"visible": False}, "num_font": {"size": _TYPE}})
    chart.set_y_axis({"reverse": True, "num_font": {"size": _TYPE}, "major_tick_mark": "none"})
    chart.set_legend({"position": "top", "font": {"size": 10}})
    chart.set_size({"width": _WIDTH, "height": _ROOM + _BAR * len(table.rows)})
    says = say("Stacked bars, one for each square: %(summary)s The numbers stand in the table beside it.", summary=summary(report, teller))
    sheet.insert_chart(HEADER, len(table.columns) + 1, chart, {"description": teller(says), "object_position": 3})


def _filled(shape: str, look: ChoiceColours) -> dict[str, Any]:
    pattern = _PATTERNS.get(shape)
    if pattern is None:
        return {"fill": {"color": look.fill}}
    return {"pattern": {"pattern": pattern, "fg_color": look.pattern, "bg_color": look.fill}}


def _itself(row: Any) -> Any:
    return row
