"""Results as JSON: the same facts as the CSV, nested. The schema is docs/results.schema.json, and every export is held to it."""

import json
from typing import Any

from pollapp.domain.report import Report, SquareReport
from pollapp.domain.report_rounds import SquareInRound
from pollapp.domain.results import shift_view
from pollapp.domain.shift import Shift
from pollapp.domain.tallied import Tallied
from pollapp.domain.tally import Counts
from pollapp.exports.about import About

FORMAT = "pollapp results"
VERSION = 2  # since 2 notes are null unless they were asked for


def results_json(report: Report, about: About) -> bytes:
    """The report as JSON bytes in UTF-8; null where withheld or undefined, never NaN."""
    return json.dumps(_document(report, about), ensure_ascii=False, allow_nan=False, indent=2).encode()


def _document(report: Report, about: About) -> dict[str, Any]:
    grid = report.grid
    return {
        "format": FORMAT,
        "version": VERSION,
        "session": {
            "code": about.code,
            "kind": report.kind,
            "opened_on": report.opened_on,
            "keep_until": about.keep_until,
            "stage": report.stage,
            "round": report.round,
            "rounds": report.rounds,
            "revealed": report.revealed,
            "reveals_taken_back": report.taken_back,
            "minimum": report.minimum,
            "joined": report.joined,
            "finished": report.finished,
        },
        "grid": {
            "title": grid.title,
            "language": grid.language,
            "directions": grid.directions,
            "choices": [{"key": key, "label": label} for key, label in report.choices],
            "principles": [{"number": principle.number, "text": principle.text} for principle in grid.principles],
            "krippendorff_alpha_ordinal": report.alpha,
        },
        "rounds": [
            {"round": one.number, "squares": list(one.squares), "recall": one.recall, "voted": one.voted, "finished": one.finished}
            for one in report.held
        ],
        "squares": [_square(report, square) for square in report.squares],
        "reasons": [{"square": reason.square, "words": reason.words} for reason in report.reasons],
        "takeaways": list(report.takeaways),
    }


def _square(report: Report, square: SquareReport) -> dict[str, Any]:
    return {
        "id": square.square.id,
        "text": square.square.text,
        "short": square.square.short,
        "principles": list(square.square.principles),
        "round": square.round,
        **_tally(report, square),
        "before": _by_key(report, square.before),
        "shift": _shift(report, square.shift),
        "rounds": [_in_round(report, one) for one in square.rounds],
        "discussed": square.discussed,
        "cited": square.cited,
        "note": square.note,
    }


def _in_round(report: Report, one: SquareInRound) -> dict[str, Any]:
    return {"round": one.round, **_tally(report, one), "shift": _shift(report, one.shift)}


def _tally(report: Report, told: Tallied) -> dict[str, Any]:
    return {
        "placed": told.placed,
        "withheld": told.withheld,
        "counts": _by_key(report, told.counts),
        "n": told.n,
        "paper": told.paper,
        "agreement": told.agreement,
        "agreement_percent": told.percent,
        "word": told.word,
        "leading": [report.choices[place][0] for place in told.leading],
        "one_dot_low": told.one_dot[0],
        "one_dot_high": told.one_dot[1],
        "could_flip_with_one_dot": told.fragile,
        "measures": told.measures,
    }


def _by_key(report: Report, counts: Counts | None) -> dict[str, int] | None:
    return None if counts is None else dict(zip((key for key, _ in report.choices), counts, strict=True))


def _shift(report: Report, shift: Shift | None) -> dict[str, Any] | None:
    """How people moved, as totals; `matrix`, from (rows) and to, null where that would tell on somebody."""
    if shift is None:
        return None
    totals = shift_view(shift, report.minimum)
    return {**totals, "matrix": totals.get("matrix")}
