"""Results as CSV: a row a square, plain UTF-8. Column names are keys and never translated."""

import csv
import io
from typing import Any

from pollapp.domain.measures import NAMES
from pollapp.domain.report import Report, SquareReport

# A spreadsheet runs a cell that begins like this as a formula; some take the wide forms of East Asian keyboards too.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PREFIX, _BEFORE_PREFIX = "dots_", "before_"
_FIRST = ("id", "text")
_AFTER = ("n", "paper", "agreement", "agreement_percent", "word", "leading", "one_dot_low", "one_dot_high", "could_flip_with_one_dot")
_SHIFT = ("both", "stayed", "toward_first", "toward_last", "left", "new")
_SESSION = ("placed", "withheld", "minimum", "round", "revealed", "reveals_taken_back", "stage", "kind", "opened_on", "code")
_LAST = ("note",)  # the one column that is nobody's business but the facilitator's stands where it is cut off easily


def results_csv(report: Report, code: str) -> bytes:
    """The report as CSV bytes; agreement and measures unrounded, empty where withheld or undefined."""
    rows = [_row(report, square, code) for square in report.squares]
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows({name: safe_cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode()


def safe_cell(value: Any) -> Any:
    """The value as a cell that no spreadsheet takes for a formula; None becomes empty, True and False yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and (value.startswith(_FORMULA_STARTS) or value.lstrip().startswith(_FORMULA_STARTS)):
        return f"'{value}"
    return "" if value is None else value


def _why_withheld(placed: int, minimum: int) -> str:
    """There can be as many as the minimum, some on phones and some on paper, and too few of either."""
    return f"fewer than {minimum} dots" if placed < minimum else "too few dots"


def _row(report: Report, square: SquareReport, code: str) -> dict[str, Any]:
    counts = square.counts or (None,) * len(report.choices)
    columns = [choice_column(key) for key, _ in report.choices]
    before = square.before or (None,) * len(report.choices)
    return {
        "id": square.square.id,
        "text": square.square.text,
        **dict(zip(columns, counts, strict=True)),
        "n": square.n,
        "paper": square.paper,
        "agreement": square.agreement,
        "agreement_percent": square.percent,
        "word": square.word or _why_withheld(square.placed, report.minimum),
        "leading": " ".join(report.choices[place][0] for place in square.leading),
        "one_dot_low": square.one_dot[0],
        "one_dot_high": square.one_dot[1],
        "could_flip_with_one_dot": square.fragile,
        **square.measures,
        **{f"{_BEFORE_PREFIX}{key}": count for (key, _), count in zip(report.choices, before, strict=True)},
        **{f"shift_{name}": getattr(square.shift, name, None) for name in _SHIFT},
        "placed": square.placed,
        "withheld": square.withheld,
        "minimum": report.minimum,
        "round": square.round,
        "revealed": report.revealed,
        "reveals_taken_back": report.taken_back,
        "stage": report.stage,
        "kind": report.kind,
        "opened_on": report.opened_on,
        "code": code,
        "note": square.note,
    }


def choice_column(key: str) -> str:
    """The column of a choice's dots: its key, or `dots_` + key where that could be another column's name."""
    taken = {*_FIRST, *_AFTER, *NAMES, *(f"shift_{name}" for name in _SHIFT), *_SESSION, *_LAST}
    return f"{_PREFIX}{key}" if key in taken or key.startswith((_PREFIX, _BEFORE_PREFIX)) else key
