"""What the style guide makes up of a report: a paper poster with a square in every state, told as any session is."""

from datetime import date

from pollapp.domain.fold import fold
from pollapp.domain.grid import Grid
from pollapp.domain.report import report
from pollapp.exports.about import About
from pollapp.exports.telling.tell import Told, tell
from pollapp.importing import Poster, what_happened
from pollapp.opening import Settings

COUNTS = ((24, 0, 0), (18, 5, 1), (2, 20, 2), (9, 8, 7), (12, 0, 12), (2, 0, 1), (1, 1, 0), (240, 3, 118))


def told(grid: Grid) -> Told:
    """The report of that poster, in the grid's language; its last square was never counted. A grid of other than three choices gets as
    many of the counts as it has places for.
    """
    missing = (0,) * len(grid.choices)
    counted = {square.id: (*counts, *missing)[: len(grid.choices)] for square, counts in zip(grid.squares, COUNTS, strict=False)}
    poster = Poster(grid, {**counted, grid.squares[len(counted)].id: None}, date(2026, 11, 24))
    about = About("472918", "2026-12-24", grid.language, grid.language)
    return tell(report(fold(what_happened(poster, Settings("paper"))), grid.language), about)
