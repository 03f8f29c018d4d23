"""The first sheet of the workbook: a row for each square, in its latest round."""

from typing import Any

from pollapp.domain.report import Report
from pollapp.domain.said import say
from pollapp.exports.telling.teller import Teller
from pollapp.exports.xlsx.columns import (
    agreement_columns,
    before_columns,
    count_columns,
    further_columns,
    share_columns,
    square_columns,
)
from pollapp.exports.xlsx.table import Cell, Column, Table


def results_table(report: Report, teller: Teller, notice: str) -> Table:
    """Its columns fit the session: what was before a second look is there only where there was one."""
    return Table(
        key="pollapp_results",
        sheet=teller(say("Results")),
        about=teller(say("A row for each square, in the latest round that it was in.")),
        columns=_columns(report, teller),
        rows=report.squares,
        notice=notice,
    )


def _columns(report: Report, teller: Teller) -> tuple[Column, ...]:
    again = any(square.before for square in report.squares)
    return (
        *square_columns(teller, _itself),
        Column(teller(say("Text")), teller(say("The square as people read it.")), lambda row: row.square.text, "words", 42),
        *count_columns(report, teller, _itself),
        *share_columns(report, teller, _itself),
        *agreement_columns(report, teller, _itself),
        *_talk(teller),
        *(before_columns(report, teller, lambda row: row.before) if again else ()),
        *_further(report, teller),
        *further_columns(teller, _itself),
    )


def _talk(teller: Teller) -> tuple[Column, ...]:
    flip = say("Whether one dot could change the word; only said below twelve dots.")
    return (
        Column(teller(say("Could flip")), teller(flip), lambda row: row.fragile if row.n else None, "yes", 9),
        Column(teller(say("Discussed")), teller(say("Whether the square was talked about.")), lambda row: row.discussed, "yes", 11),
    )


def _further(report: Report, teller: Teller) -> tuple[Column, ...]:
    def leading(row: Any) -> Cell:
        return teller.both([report.grid.choices[place].name for place in row.leading])

    round_says = say("The round that the row is about: the latest one that the square was in.")
    return (
        Column(
            teller(say("Leading")),
            teller(say("The choices with the most dots, where the word is agreed or leaning.")),
            leading,
            "words",
            14,
        ),
        Column(teller(say("Round")), teller(round_says), lambda row: row.round, width=8),
    )


def _itself(row: Any) -> Any:
    return row
