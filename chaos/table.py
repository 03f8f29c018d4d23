"""A fault's row: what was tried, and what became of the dots."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Wanted:
    """What a fault is run with. `folder`: empty, its own, gone afterwards. `say` tells whoever waits how far it is.

    `rounds` counts kills of a server; faults that have no rounds take from it how long they may go on. `seed`: of all that is random.
    """

    rounds: int
    folder: Path
    seed: int = 1
    say: Callable[[str], None] = lambda sentence: None

    def chance(self) -> random.Random:
        """Randomness that comes out the same under the same seed."""
        return random.Random(self.seed)


class NotHere(Exception):
    """This machine lacks what the fault takes; the text says what, in a sentence."""


@dataclass(frozen=True)
class Row:
    """`tried`: times that the fault struck. `acked`: dots that a phone was told are counted. `seen`: one short phrase with figures.

    `lost`: acked, and not what is counted. `doubled`: in the log more than once.
    """

    fault: str
    tried: int
    acked: int
    lost: int
    doubled: int
    seen: str

    @property
    def kept(self) -> bool:
        """Whether the promise held."""
        return not self.lost and not self.doubled


_HEAD = ("fault", "tried", "dots acked", "lost", "doubled", "seen")
_NUMBERS = range(1, 5)  # columns


def lines(rows: Sequence[Row]) -> list[str]:
    """The table as Markdown that is aligned in a terminal too."""
    cells = [(row.fault, f"{row.tried:,}", f"{row.acked:,}", f"{row.lost:,}", f"{row.doubled:,}", row.seen) for row in rows]
    widths = [max(map(len, column)) for column in zip(_HEAD, *cells, strict=True)]
    ruler = ["-" * (width - 1) + (":" if at in _NUMBERS else "-") for at, width in enumerate(widths)]
    return [_line(line, widths) for line in (_HEAD, ruler, *cells)]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    both = enumerate(zip(cells, widths, strict=True))
    return f"| {' | '.join(cell.rjust(width) if at in _NUMBERS else cell.ljust(width) for at, (cell, width) in both)} |"
