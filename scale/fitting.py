"""Least squares: which costs of a unit explain best what was measured, where each measurement is a mix of units."""

from collections.abc import Sequence


def fitted(measured: Sequence[tuple[Sequence[float], float]]) -> list[float]:
    """The cost of each unit, from pairs of how many of each there were and what that took in all. What is off by a tenth counts the same
    in a small measurement and in a large one. A cost that would be negative is none.

    Raises ZeroDivisionError where the measurements do not tell the units apart.
    """
    rows = [[units / took for units in mix] for mix, took in measured]
    size = len(rows[0])
    normal = [[*(sum(row[i] * row[j] for row in rows) for j in range(size)), sum(row[i] for row in rows)] for i in range(size)]
    return [max(0.0, cost) for cost in _solved(normal)]


def _solved(rows: list[list[float]]) -> list[float]:
    """Gauss and Jordan: `rows` are the equations, each with its right side last."""
    for at in range(len(rows)):
        best = max(range(at, len(rows)), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(len(rows)):
            if other != at:
                rows[other] = [value - rows[other][at] * of_this for value, of_this in zip(rows[other], rows[at], strict=True)]
    return [row[-1] for row in rows]
