"""Two sessions beside each other as CSV: a row a square that both have. Column names are keys and never translated."""

from fractions import Fraction
from typing import Any

from pollapp.domain.comparison import Comparison, Pair
from pollapp.domain.report import Report, SquareReport
from pollapp.exports.csv_export import choice_column, csv_of


def comparison_csv(compared: Comparison, codes: tuple[str, str]) -> bytes:
    """The comparison as CSV bytes; empty where a square is withheld in either. `codes`: of the one session and of the other."""
    return csv_of([_row(compared, pair, codes) for pair in compared.pairs])


def _row(compared: Comparison, pair: Pair, codes: tuple[str, str]) -> dict[str, Any]:
    shares = pair.shares or (None,) * len(compared.choices)
    return {
        "id": pair.square.id,
        "text": pair.square.text,
        **_side("one", codes[0], compared.one, pair.one),
        **_side("other", codes[1], compared.other, pair.other),
        "agreement_points": pair.points,
        **{f"share_{choice.key}": _float(share) for choice, share in zip(compared.choices, shares, strict=True)},
        "difference": _float(pair.difference),
    }


def _side(name: str, code: str, report: Report, square: SquareReport) -> dict[str, Any]:
    columns = [choice_column(key) for key in report.grid.choice_keys]
    side = {
        "code": code,
        "opened_on": report.opened_on,
        "kind": report.kind,
        **dict(zip(columns, square.counts or (None,) * len(columns), strict=True)),
        "n": square.n,
        "agreement_percent": square.percent,
        "word": square.word,
        "withheld": square.withheld,
    }
    return {f"{name}_{column}": value for column, value in side.items()}


def _float(share: Fraction | None) -> float | None:
    return None if share is None else float(share)
