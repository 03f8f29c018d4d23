"""Two sessions beside each other on a page: A, the one, above B, the other, square by square."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from pollapp.domain.comparison import Comparison, Pair
from pollapp.domain.grid_parts import Choice
from pollapp.domain.report import Report, SquareReport

LETTERS = ("A", "B")
_MINUS = "\N{MINUS SIGN}"


def lines(compared: Comparison, pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """What the page shows of each of these squares."""
    return [_line(compared, pair) for pair in pairs]


def _line(compared: Comparison, pair: Pair) -> dict[str, Any]:
    sides = (_side(compared.one, pair.one), _side(compared.other, pair.other))
    return {
        "square": pair.square,
        "sides": list(zip(LETTERS, sides, strict=True)),
        "missing": [letter for letter, side in zip(LETTERS, sides, strict=True) if not side["segments"]],
        "points": None if pair.points is None else signed(pair.points),
        "shares": _shares(compared.choices, pair.shares),
    }


def _side(report: Report, square: SquareReport) -> dict[str, Any]:
    """`result`: as templates/partials/room.html says it in words; `segments`: of its bar, none while there is nothing to be shown."""
    n = square.n or 0
    counted = enumerate(zip(report.grid.choices, square.counts or (), strict=False), 1)
    return {
        "result": {
            "n": square.placed if square.withheld else n,
            "withheld": square.withheld,
            "word": square.word,
            "leading": square.leading,
            "paper": square.paper if report.kind != "paper" else None,
        },
        "n": n,
        "minimum": report.minimum,
        "percent": square.percent,
        "segments": [(choice, place, count, max(1, round(20 * count / n))) for place, (choice, count) in counted if count],
    }


def _shares(choices: Sequence[Choice], shares: Sequence[Fraction] | None) -> list[tuple[Choice, int, str]]:
    """Each choice with its place, and by how many points of a hundred its share is another."""
    told = enumerate(zip(choices, shares or (), strict=False), 1)
    return [(choice, place, signed(round(100 * share))) for place, (choice, share) in told]


def signed(points: int) -> str:
    """+12, −3, 0."""
    return f"+{points}" if points > 0 else f"{_MINUS}{-points}" if points < 0 else "0"
