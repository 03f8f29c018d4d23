"""Columns that several sheets of the workbook have: which square, and its tally."""

from collections.abc import Callable
from typing import Any

from pollapp.domain.report import Report, SquareReport
from pollapp.domain.said import say
from pollapp.domain.tallied import Tallied
from pollapp.domain.tally import Counts
from pollapp.exports.telling.squares import tallied
from pollapp.exports.telling.teller import Teller
from pollapp.exports.xlsx.table import Cell, Column

SquareOf = Callable[[Any], SquareReport]  # a row of a table → its square
TallyOf = Callable[[Any], Tallied]  # a row of a table → the tally that it tells


def square_columns(teller: Teller, of: SquareOf) -> tuple[Column, ...]:
    """Its number and its short label: by them it is found again on every sheet."""
    return (
        Column(teller(say("Square")), teller(say("The number of the square on the grid.")), lambda row: of(row).square.id, "number", 9),
        Column(teller(say("In short")), teller(say("Its label on the projector.")), lambda row: of(row).square.short, "words", 25),
    )


def count_columns(report: Report, teller: Teller, of: TallyOf) -> tuple[Column, ...]:
    """Dots per choice and all together; empty where withheld."""
    choices = [
        Column(
            choice.label, teller(say("Dots on “%(choice)s”.", choice=choice.name)), _counted(lambda row: of(row).counts, place), width=12
        )
        for place, choice in enumerate(report.grid.choices)
    ]
    meaning = say("All dots that are counted here. Empty where there are too few to be shown.")
    return (*choices, Column(teller(say("Dots")), teller(meaning), lambda row: of(row).n, width=8))


def _counted(of: Callable[[Any], Counts | None], place: int) -> Callable[[Any], Cell]:
    def counted(row: Any) -> Cell:
        counts = of(row)
        return None if counts is None else counts[place]

    return counted


def share_columns(report: Report, teller: Teller, of: TallyOf) -> tuple[Column, ...]:
    """The share of each choice: the heatmap of the sheet."""
    return tuple(
        Column(
            teller(say("Share: %(choice)s", choice=choice.label)),
            teller(say("Share of the dots on “%(choice)s”: the more of them, the stronger its colour.", choice=choice.name)),
            _share(of, place),
            "percent",
            12,
            "share",
            place,
        )
        for place, choice in enumerate(report.grid.choices)
    )


def _share(of: TallyOf, place: int) -> Callable[[Any], Cell]:
    def share(row: Any) -> Cell:
        counts = of(row).counts
        return counts[place] / sum(counts) if counts and any(counts) else None

    return share


def before_columns(report: Report, teller: Teller, before: Callable[[Any], Counts | None]) -> tuple[Column, ...]:
    """Dots per choice in the round before."""
    return tuple(
        Column(
            teller(say("Before: %(choice)s", choice=choice.label)),
            teller(say("Dots on “%(choice)s” in the round before that the square was in.", choice=choice.name)),
            _counted(before, place),
            width=12,
        )
        for place, choice in enumerate(report.grid.choices)
    )


def agreement_columns(report: Report, teller: Teller, of: TallyOf) -> tuple[Column, ...]:
    """Agreement as on the screens, and its word."""

    def percent(row: Any) -> Cell:
        whole = of(row).percent
        return None if whole is None else whole / 100

    def says(row: Any) -> Cell:
        told = tallied(report, of(row), teller)
        return str(told["word_says"] or told["dots_says"])

    shown = say("Agreement as on the screens: whole percent, rounded down. Empty below two dots.")
    word = say("The same in a word, with the choices that lead; or why nothing can be said.")
    return (
        Column(teller(say("Agreement")), teller(shown), percent, "percent", 12, "agreement"),
        Column(teller(say("In a word")), teller(word), says, "words", 22),
    )


def further_columns(teller: Teller, of: TallyOf) -> tuple[Column, ...]:
    """What stands at the right end, for those who calculate."""
    placed = say("Dots that were placed, also where they are too few to be shown.")
    withheld = say("Whether there are too few dots to be shown: then the row is grey, and what is said of its dots is empty.")
    return (
        Column(
            teller(say("On paper")), teller(say("How many of the counted dots were on a paper poster.")), lambda row: of(row).paper, width=9
        ),
        Column(teller(say("Dots placed")), teller(placed), lambda row: of(row).placed, width=9),
        Column(teller(say("Withheld")), teller(withheld), lambda row: of(row).withheld, "yes", 10, "withheld"),
        Column(
            teller(say("Agreement, unrounded")),
            teller(say("Agreement from 0 to 1, with all its digits.")),
            lambda row: of(row).agreement,
            "figure",
            12,
        ),
    )
