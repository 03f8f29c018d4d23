"""Results as JSON: the same facts as the CSV, nested."""

import json
from typing import Any

from pollapp.domain.report import Report, SquareReport
from pollapp.domain.results import shift_view
from pollapp.domain.tally import Counts

FORMAT = "pollapp results"
VERSION = 1  # still: whoever reads it finds all there was before, where it was, and the talk beside it


def results_json(report: Report, code: str) -> bytes:
    """The report as JSON bytes in UTF-8; null where withheld or undefined, never NaN."""
    return json.dumps(_document(report, code), ensure_ascii=False, allow_nan=False, indent=2).encode()


def _document(report: Report, code: str) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "session": {
            "code": code,
            "kind": report.kind,
            "opened_on": report.opened_on,
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
            "title": report.title,
            "directions": report.directions,
            "choices": [{"key": key, "label": label} for key, label in report.choices],
            "principles": [{"number": number, "text": text} for number, text in report.principles],
            "krippendorff_alpha_ordinal": report.alpha,
        },
        "squares": [_square(report, square) for square in report.squares],
        "reasons": [{"square": reason.square, "words": reason.words} for reason in report.reasons],
        "takeaways": list(report.takeaways),
    }


def _square(report: Report, square: SquareReport) -> dict[str, Any]:
    keys = [key for key, _ in report.choices]
    return {
        "id": square.square.id,
        "text": square.square.text,
        "short": square.square.short,
        "principles": list(square.square.principles),
        "placed": square.placed,
        "withheld": square.withheld,
        "round": square.round,
        "counts": _by_key(keys, square.counts),
        "n": square.n,
        "paper": square.paper,
        "agreement": square.agreement,
        "agreement_percent": square.percent,
        "word": square.word,
        "leading": [keys[place] for place in square.leading],
        "one_dot_low": square.one_dot[0],
        "one_dot_high": square.one_dot[1],
        "could_flip_with_one_dot": square.fragile,
        "measures": square.measures,
        "before": _by_key(keys, square.before),
        "shift": _shift(report, square),
        "cited": square.cited,
        "note": square.note,
    }


def _by_key(keys: list[str], counts: Counts | None) -> dict[str, int] | None:
    return None if counts is None else dict(zip(keys, counts, strict=True))


def _shift(report: Report, square: SquareReport) -> dict[str, Any] | None:
    """How people moved, as totals; `matrix`, from (rows) and to, null where that would tell on somebody."""
    if square.shift is None:
        return None
    totals = shift_view(square.shift, report.minimum)
    return {**totals, "matrix": totals.get("matrix")}
