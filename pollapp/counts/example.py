"""A file with counts to begin with: every square of a grid, no dot yet. Whoever has counted a poster fills it in."""

import csv
import io

from pollapp.counts.names import TEXT, choice_columns
from pollapp.domain.grid import Grid
from pollapp.exports.csv_export import choice_column, safe_cell
from pollapp.languages import in_language, known

_MARK = "\ufeff"  # with it, spreadsheets read UTF-8 as such


def example_csv(grid: Grid, separator: str) -> bytes:
    """The squares of this grid in its own language, with noughts; `counts.file.read_counts` reads it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(_heads(grid))
    writer.writerows([square.id, safe_cell(square.text), *[0] * len(grid.choices)] for square in grid.squares)
    return (_MARK + out.getvalue()).encode()


def _heads(grid: Grid) -> list[str]:
    """Choices are called as people call them, unless that would be taken for anything else: then by their keys."""
    first = ["id", in_language(TEXT, known(grid.language))]
    names = [safe_cell(choice.name) for choice in grid.choices]
    understood = [[len(first) + place] for place in range(len(names))]
    return first + (names if choice_columns(grid, first + names) == understood else [*map(choice_column, grid.choice_keys)])
