"""Results as CSV, plain UTF-8: a row a square; a row for each square in each round; a row a dot. Column names are keys and never
translated.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from pollapp.domain.measures import NAMES
from pollapp.domain.per_dot import DotTable
from pollapp.domain.report import Report, SquareReport
from pollapp.domain.report_rounds import SquareInRound
from pollapp.domain.shift import Shift
from pollapp.domain.tallied import Tallied
from pollapp.domain.tally import Counts
from pollapp.exports.about import About

# A spreadsheet runs a cell that begins like this as a formula; some take the wide forms of East Asian keyboards too.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PREFIX, _BEFORE_PREFIX = "dots_", "before_"
_FIRST = ("id", "text")
_AFTER = ("n", "paper", "agreement", "agreement_percent", "word", "leading", "one_dot_low", "one_dot_high", "could_flip_with_one_dot")
_SHIFT = ("both", "stayed", "toward_first", "toward_last", "left", "new")
_SESSION = ("placed", "withheld", "minimum", "round", "revealed", "reveals_taken_back", "stage", "kind", "opened_on", "code")
_ROUNDS = ("latest", "recall")
_LAST = ("note",)  # there only where it is asked for: nobody's business but the facilitator's


def results_csv(report: Report, about: About) -> bytes:
    """Each square in its latest round; agreement and measures unrounded, empty where withheld or undefined."""
    return csv_of([_row(report, square, about) for square in report.squares])


def rounds_csv(report: Report, about: About) -> bytes:
    """Each square in each round that it was in, by square and round; of a session without rounds the header alone."""
    rows = [_round_row(report, square, one, about) for square in report.squares for one in square.rounds]
    return csv_of(rows, list(rows[0]) if rows else list(_round_row(report, report.squares[0], _NOTHING, about)))


def dots_csv(table: DotTable, about: About) -> bytes:
    """Each dot of the per-dot table."""
    names = ["person", "round", "square", "choice", "code"]
    return csv_of([dict(zip(names, (dot.person, dot.round, dot.square, dot.choice, about.code), strict=True)) for dot in table.dots], names)


def csv_of(rows: Iterable[Mapping[str, Any]], names: list[str] | None = None) -> bytes:
    """The rows as CSV bytes, each cell made harmless; `names`: the columns, else those of the first row."""
    rows = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=names or list(rows[0]))
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


def _row(report: Report, square: SquareReport, about: About) -> dict[str, Any]:
    return {
        "id": square.square.id,
        "text": square.square.text,
        **_tally(report, square),
        **{f"{_BEFORE_PREFIX}{key}": count for key, count in _by_key(report, square.before)},
        **_shift(square.shift),
        "placed": square.placed,
        "withheld": square.withheld,
        "minimum": report.minimum,
        "round": square.round,
        "revealed": report.revealed,
        "reveals_taken_back": report.taken_back,
        "stage": report.stage,
        "kind": report.kind,
        "opened_on": report.opened_on,
        "code": about.code,
        **({"note": square.note} if report.notes else {}),
    }


_NOTHING = SquareInRound(placed=0, counts=None, round=0)


def _round_row(report: Report, square: SquareReport, one: SquareInRound, about: About) -> dict[str, Any]:
    return {
        "id": square.square.id,
        "text": square.square.text,
        "round": one.round,
        "latest": one.round == square.round,
        "recall": next((held.recall for held in report.held if held.number == one.round), None),
        **_tally(report, one),
        **_shift(one.shift),
        "placed": one.placed,
        "withheld": one.withheld,
        "minimum": report.minimum,
        "kind": report.kind,
        "opened_on": report.opened_on,
        "code": about.code,
    }


def _tally(report: Report, told: Tallied) -> dict[str, Any]:
    return {
        **{choice_column(key): count for key, count in _by_key(report, told.counts)},
        "n": told.n,
        "paper": told.paper,
        "agreement": told.agreement,
        "agreement_percent": told.percent,
        "word": told.word or _why_withheld(told.placed, report.minimum),
        "leading": " ".join(report.choices[place][0] for place in told.leading),
        "one_dot_low": told.one_dot[0],
        "one_dot_high": told.one_dot[1],
        "could_flip_with_one_dot": told.fragile,
        **told.measures,
    }


def _by_key(report: Report, counts: Counts | None) -> list[tuple[str, int | None]]:
    return list(zip((key for key, _ in report.choices), counts or (None,) * len(report.choices), strict=True))


def _shift(shift: Shift | None) -> dict[str, Any]:
    return {f"shift_{name}": getattr(shift, name, None) for name in _SHIFT}


def choice_column(key: str) -> str:
    """The column of a choice's dots: its key, or `dots_` + key where that could be another column's name."""
    taken = {*_FIRST, *_AFTER, *NAMES, *(f"shift_{name}" for name in _SHIFT), *_SESSION, *_ROUNDS, *_LAST}
    return f"{_PREFIX}{key}" if key in taken or key.startswith((_PREFIX, _BEFORE_PREFIX)) else key
