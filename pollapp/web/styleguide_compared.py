"""Two sessions beside each other for the style guide: posters, which are over as soon as they are made up."""

from datetime import date
from typing import Any

from pollapp.counts.file import Counted
from pollapp.domain.comparison import comparison, same_squares
from pollapp.domain.fold import fold
from pollapp.domain.grid import Grid
from pollapp.domain.report import Report, report
from pollapp.domain.tally import Counts
from pollapp.importing import Poster, what_happened
from pollapp.opening import Settings
from pollapp.web.comparing import lines

# Of three choices: much is different; thin segments; one withholds what it has; nobody has a dot.
_ONE = ((8, 2, 0), (1, 20, 1), (1, 0, 0), (0, 0, 0))
_OTHER = ((4, 2, 4), (0, 18, 6), (9, 8, 7), (0, 0, 0))


def compared(grid: Grid) -> list[dict[str, Any]]:
    """Lines of the comparison's page, on the first squares of the grid."""
    both = comparison(_report(grid, _ONE), _report(grid, _OTHER), same_squares(grid, grid))
    return lines(both, both.pairs)


def _report(grid: Grid, counts: tuple[Counts, ...]) -> Report:
    """A grid of other than three choices gets as many of the counts as it has places for."""
    none = (0,) * len(grid.choices)
    counted: Counted = {square.id: (*one, *none)[: len(none)] for square, one in zip(grid.squares, counts, strict=False)}
    return report(fold(what_happened(Poster(grid, counted, date(2026, 3, 2)), Settings("paper"))))
