"""The sheets about the talk: what people said, which principles they cited, and the facilitator’s notes."""

from pollapp.domain.report import Report, SquareReport
from pollapp.domain.said import say
from pollapp.exports.telling.teller import Teller
from pollapp.exports.xlsx.columns import square_columns
from pollapp.exports.xlsx.table import Cell, Column, Table

Said = tuple[SquareReport | None, str]  # a reason with its square, or a takeaway
Cited = tuple[SquareReport, int, int]  # a square, a principle's number, how many people


def said_table(report: Report, teller: Teller) -> Table:
    """Reasons by square, then takeaways: what was approved, and nothing of who said it."""
    by_id = {square.square.id: square for square in report.squares}
    reasons: list[Said] = [(by_id[reason.square], reason.words) for reason in report.reasons]
    takeaways: list[Said] = [(None, words) for words in report.takeaways]
    return Table(
        key="pollapp_said",
        sheet=teller(say("Reasons and takeaways")),
        about=teller(say("What people typed and the facilitator approved, in their own words and without names.")),
        columns=_said_columns(teller),
        rows=[*reasons, *takeaways],
        frozen=0,
    )


def _said_columns(teller: Teller) -> tuple[Column, ...]:
    kind = say("A reason is about one square; a takeaway is about the whole session.")

    def square(row: Said) -> Cell:
        return row[0].square.id if row[0] else None

    def short(row: Said) -> Cell:
        return row[0].square.short if row[0] else None

    return (
        Column(teller(say("Kind")), teller(kind), lambda row: teller(say("Reason") if row[0] else say("Takeaway")), "words", 14),
        Column(teller(say("Square")), teller(say("The number of the square on the grid.")), square, "number", 9),
        Column(teller(say("In short")), teller(say("Its label on the projector.")), short, "words", 25),
        Column(teller(say("Words")), teller(say("As they were typed.")), lambda row: row[1], "words", 90),
    )


def cited_table(report: Report, teller: Teller) -> Table:
    """A row for each principle that was cited on a square."""
    texts = {principle.number: principle.text for principle in report.grid.principles}
    rows: list[Cited] = [(square, *ranked) for square in report.squares if square.cited for ranked in square.cited["ranking"]]
    return Table(
        key="pollapp_principles",
        sheet=teller(say("Principles")),
        about=teller(say("A row for each principle that people cited on a square.")),
        columns=_cited_columns(teller, texts),
        rows=rows,
    )


def _cited_columns(teller: Teller, texts: dict[int, str]) -> tuple[Column, ...]:
    def people(row: Cited) -> Cell:
        return int(row[0].cited["n"]) if row[0].cited else None

    return (
        *square_columns(teller, lambda row: row[0]),
        Column(teller(say("Principle")), teller(say("Its number.")), lambda row: row[1], "number", 10),
        Column(teller(say("Text")), teller(say("The principle.")), lambda row: texts[row[1]], "words", 80),
        Column(teller(say("Cited by")), teller(say("People who said that it decided the square for them.")), lambda row: row[2], width=10),
        Column(
            teller(say("People citing")),
            teller(say("People who cited any principle on this square; one may cite several.")),
            people,
            width=10,
        ),
    )


def notes_table(report: Report, teller: Teller) -> Table:
    """The facilitator’s own; no row unless the report has them."""
    note = say("As the facilitator wrote it.")
    rows = [square for square in report.squares if square.note]
    return Table(
        key="pollapp_notes",
        sheet=teller(say("Notes")),
        about=teller(say("What the facilitator wrote down; nobody else has seen it.")),
        columns=(*square_columns(teller, lambda row: row), Column(teller(say("Note")), teller(note), lambda row: row.note, "words", 90)),
        rows=rows,
    )
