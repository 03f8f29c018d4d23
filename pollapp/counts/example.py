"""A file with counts to begin with: every square of a grid, no dot yet. Whoever has counted a poster fills it in."""

import csv
import io

from pollapp.domain.grid import Grid
from pollapp.exports.csv_export import choice_column, safe_cell

_MARK = "\ufeff"  # with it, spreadsheets read UTF-8 as such


def example_csv(grid: Grid, separator: str) -> bytes:
    """The squares of this grid in its own language, with noughts; `counts_file.read_counts` reads it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(["id", "text", *map(choice_column, grid.choice_keys)])
    writer.writerows([square.id, safe_cell(square.text), *[0] * len(grid.choices)] for square in grid.squares)
    return (_MARK + out.getvalue()).encode()
