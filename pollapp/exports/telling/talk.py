"""The talk of a report in words: how people moved, what they said once it was approved, which principles they cited, and notes."""

from typing import Any

from pollapp.domain.report import Report, SquareReport
from pollapp.domain.report_rounds import SquareInRound
from pollapp.domain.said import say, say_many
from pollapp.domain.shift import Shift
from pollapp.exports.telling.squares import tallied
from pollapp.exports.telling.teller import Teller

Told = dict[str, Any]


def shifts(report: Report, teller: Teller) -> list[Told]:
    """Each step from one round of a square to the next. Change is reported, and never called better or worse."""
    return [
        _step(report, square, before, after, teller)
        for square in report.squares
        for before, after in zip(square.rounds, square.rounds[1:], strict=False)
    ]


def _step(report: Report, square: SquareReport, before: SquareInRound, after: SquareInRound, teller: Teller) -> Told:
    return {
        "square": square.square.id,
        "short": square.square.short,
        "rounds_say": teller(say("Round %(before)s → round %(after)s", before=before.round, after=after.round)),
        "before": tallied(report, before, teller),
        "after": tallied(report, after, teller),
        "says": [teller(sentence) for sentence in _moved(report, after.shift)],
    }


def _moved(report: Report, shift: Shift | None) -> list[str]:
    """As on phones and projector (static/js/lib/shift_words.js)."""
    if shift is None:
        return [say("Who moved is not shown: too few.")]
    left = [say_many("%(n)s did not vote again.", "%(n)s did not vote again.", shift.left)] if shift.left else []
    new = [say_many("%(n)s is new.", "%(n)s are new.", shift.new)] if shift.new else []
    return [_both(report, shift), *left, *new]


def _both(report: Report, shift: Shift) -> str:
    if shift.both == shift.stayed:
        return say("All %(both)s who voted twice stayed.", both=shift.both)
    return say(
        "Of %(both)s who voted twice, %(stayed)s stayed, %(first)s moved towards %(one)s, %(last)s towards %(other)s.",
        both=shift.both,
        stayed=shift.stayed,
        first=shift.toward_first,
        last=shift.toward_last,
        one=report.grid.choices[0].name,
        other=report.grid.choices[-1].name,
    )


def reasons(report: Report) -> list[Told]:
    """By square, in grid order; only squares of which something was approved."""
    said = [
        {
            "square": square.square.id,
            "short": square.square.short,
            "words": [reason.words for reason in report.reasons if reason.square == square.square.id],
        }
        for square in report.squares
    ]
    return [one for one in said if one["words"]]


def cited(report: Report, teller: Teller) -> list[Told]:
    """By square: each principle that was cited there, and by how many."""
    texts = {principle.number: principle.text for principle in report.grid.principles}
    return [
        {
            "square": square.square.id,
            "short": square.square.short,
            "people_say": teller(say_many("cited by %(n)s person", "cited by %(n)s people", square.cited["n"])),
            "ranking": [{"number": number, "text": texts[number], "people": people} for number, people in square.cited["ranking"]],
        }
        for square in report.squares
        if square.cited
    ]


def notes(report: Report) -> list[Told] | None:
    """The facilitator's own, in grid order; None where they are left out."""
    if not report.notes:
        return None
    return [{"square": one.square.id, "short": one.square.short, "words": one.note} for one in report.squares if one.note]
