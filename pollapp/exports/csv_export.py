"""Results as CSV: a row a square, plain UTF-8. Column names are keys and never translated."""

import csv
import io
from typing import Any

from pollapp.domain.measures import NAMES
from pollapp.domain.report import Report, SquareReport

# A spreadsheet runs a cell that begins like this as a formula; some take the wide forms of East Asian keyboards too.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PREFIX = "dots_"
_BEFORE = ("id", "text")
_AFTER = ("n", "agreement", "agreement_percent", "word", "leading", "one_dot_low", "one_dot_high", "could_flip_with_one_dot")
_SESSION = ("placed", "withheld", "minimum", "round", "revealed", "reveals_taken_back", "stage", "kind", "opened_on", "code")


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


def _row(report: Report, square: SquareReport, code: str) -> dict[str, Any]:
    counts = square.counts or (None,) * len(report.choices)
    columns = [choice_column(key) for key, _ in report.choices]
    return {
        "id": square.square.id,
        "text": square.square.text,
        **dict(zip(columns, counts, strict=True)),
        "n": square.n,
        "agreement": square.agreement,
        "agreement_percent": square.percent,
        "word": square.word or f"fewer than {report.minimum} dots",
        "leading": " ".join(report.choices[place][0] for place in square.leading),
        "one_dot_low": square.one_dot[0],
        "one_dot_high": square.one_dot[1],
        "could_flip_with_one_dot": square.fragile,
        **square.measures,
        "placed": square.placed,
        "withheld": square.withheld,
        "minimum": report.minimum,
        "round": report.round,
        "revealed": report.revealed,
        "reveals_taken_back": report.taken_back,
        "stage": report.stage,
        "kind": report.kind,
        "opened_on": report.opened_on,
        "code": code,
    }


def choice_column(key: str) -> str:
    """The column of a choice's dots: its key, or `dots_` + key where that could be another column's name."""
    taken = {*_BEFORE, *_AFTER, *NAMES, *_SESSION}
    return f"{_PREFIX}{key}" if key in taken or key.startswith(_PREFIX) else key
