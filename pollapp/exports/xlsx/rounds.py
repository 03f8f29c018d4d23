"""Two sheets about rounds: who took part in each; and each square in each round, with how people moved."""

from collections.abc import Callable

from pollapp.domain.report import Report, SquareReport
from pollapp.domain.report_rounds import RoundHeld, SquareInRound
from pollapp.domain.said import say
from pollapp.exports.telling.teller import Teller
from pollapp.exports.xlsx.columns import agreement_columns, count_columns, further_columns, square_columns
from pollapp.exports.xlsx.table import Cell, Column, Table

Row = tuple[SquareReport, SquareInRound]

_RECALL = {
    "nothing": say("nothing (fresh eyes)"),
    "own": say("their own earlier dot"),
    "room": say("their own dot and the room’s"),
}


def held_table(report: Report, teller: Teller) -> Table:
    """A row for each round."""
    return Table(
        key="pollapp_rounds",
        sheet=teller(say("Rounds")),
        about=teller(say("A row for each round: on which squares, and how many took part.")),
        columns=_held_columns(teller),
        rows=report.held,
        frozen=1,
    )


def _held_columns(teller: Teller) -> tuple[Column, ...]:
    def recall(row: RoundHeld) -> Cell:
        return None if row.number == 1 else teller(_RECALL[row.recall])

    finished = say("People who placed or skipped every square of the round, or said that they were done.")
    shown = say("What phones showed of the round before, while people looked again.")
    return (
        Column(teller(say("Round")), teller(say("Its number.")), lambda row: row.number, "number", 9),
        Column(teller(say("Squares")), teller(say("How many squares it was about.")), lambda row: len(row.squares), width=10),
        Column(teller(say("Which")), teller(say("Their numbers.")), lambda row: ", ".join(map(str, row.squares)), "words", 60),
        Column(teller(say("Voted")), teller(say("People with a dot in it.")), lambda row: row.voted, width=10),
        Column(teller(say("Finished")), teller(finished), lambda row: row.finished, width=10),
        Column(teller(say("Recalled")), teller(shown), recall, "words", 30),
    )


def squares_table(report: Report, teller: Teller) -> Table:
    """A row for each square in each round that it was in."""
    return Table(
        key="pollapp_squares_by_round",
        sheet=teller(say("Squares by round")),
        about=teller(say("A row for each square in each round that it was in, with how people moved since the round before.")),
        columns=_columns(report, teller),
        rows=[(square, one) for square in report.squares for one in square.rounds],
        frozen=3,
    )


def _columns(report: Report, teller: Teller) -> tuple[Column, ...]:
    return (
        *square_columns(teller, lambda row: row[0]),
        Column(teller(say("Round")), teller(say("The number of the round.")), lambda row: row[1].round, width=8),
        *count_columns(report, teller, _tally),
        *agreement_columns(report, teller, _tally),
        *_shift_columns(report, teller),
        *further_columns(teller, _tally),
    )


def _tally(row: Row) -> SquareInRound:
    return row[1]


def _shift_columns(report: Report, teller: Teller) -> tuple[Column, ...]:
    """People as totals; empty in a first round, and where too few people would be told of."""
    first, last = report.grid.choices[0].name, report.grid.choices[-1].name
    told = (
        ("both", say("Voted twice"), say("People with a dot in both rounds. Empty where too few people would be told of.")),
        ("stayed", say("Stayed"), say("Of them, those who chose the same again.")),
        ("toward_first", say("Towards %(choice)s", choice=first), say("Of them, those who moved towards “%(choice)s”.", choice=first)),
        ("toward_last", say("Towards %(choice)s", choice=last), say("Of them, those who moved towards “%(choice)s”.", choice=last)),
        ("left", say("Not again"), say("People with a dot in the round before and none in this one.")),
        ("new", say("New"), say("People with a dot in this round and none in the one before.")),
    )  # fmt: skip
    return tuple(Column(teller(header), teller(meaning), _moved(name), width=11) for name, header, meaning in told)


def _moved(name: str) -> Callable[[Row], Cell]:
    def moved(row: Row) -> Cell:
        return None if row[1].shift is None else int(getattr(row[1].shift, name))

    return moved
