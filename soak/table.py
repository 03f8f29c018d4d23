"""What was seen, as tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from soak.watched import Figures

MUST_RETURN = {
    *("open files", "greenlets", "lines", "lines without a seat", "lines closed and kept", "packets waiting", "requests remembered"),
    *("seats", "sessions watched", "screens", "sessions shown to phones", "confirmations awaited", "Socket.IO rooms"),
}


@dataclass(frozen=True, slots=True)
class Attacked:
    """`quiet`, `during`: p50 and p99 of the neighbours' acks, ms. `memory`: of the server, MB: before, most, after."""

    kind: str
    did: str
    quiet: tuple[float, float]
    during: tuple[float, float]
    refused: int
    memory: tuple[float, float, float]

    @property
    def times(self) -> float:
        return self.during[1] / self.quiet[1]


def not_back(start: Figures, end: Figures) -> list[str]:
    """What is not down again to what it was at the start."""
    return [name for name in end if name in MUST_RETURN and end[name] > start[name]]


def inside(start: Figures, peak: Figures, end: Figures) -> list[str]:
    held = set(not_back(start, end))
    rows = [(name, *(_figure(figures, name) for figures in (start, peak, end)), "not back" if name in held else "") for name in end]
    return lines(("", "at the start", "at the peak", "after everyone left", ""), rows)


def _figure(figures: Figures, name: str) -> str:
    return f"{figures[name]:,.0f}" if name in figures else "–"


def attacks(rows: Sequence[Attacked]) -> list[str]:
    head = (
        "attack",
        "quiet p50 / p99, ms",
        "meanwhile p50 / p99, ms",
        "times",
        "refused",
        "memory, MB: before, most, after",
        "what they did",
    )
    return lines(head, [_attacked(row) for row in rows])


def _attacked(row: Attacked) -> tuple[str, ...]:
    acks = [f"{p50:.1f} / {p99:.1f}" for p50, p99 in (row.quiet, row.during)]
    memory = " · ".join(f"{mb:.0f}" for mb in row.memory)
    return (row.kind, *acks, f"{row.times:.1f}", str(row.refused), memory, row.did)


def lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table as Markdown that is aligned in a terminal too: names on the left, everything else on the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    ruler = ["-" * width if at == 0 else "-" * (max(width, 2) - 1) + ":" for at, width in enumerate(widths)]
    return [_line(row, widths) for row in (head, ruler, *rows)]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(zip(cells, widths, strict=True)))
    return f"| {' | '.join((first, *rest))} |"
