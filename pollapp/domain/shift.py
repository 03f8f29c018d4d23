"""How dots moved between two rounds on a square: people who have a dot in both, as totals.

Change is reported, never called better or worse. Few people who did not vote again (or are new) could be worked out by subtracting,
so totals are told only where such people are none or at least *minimum*; the whole matrix only where every cell is empty or as many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Matrix = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """`cells[i][j]`: people whose dot went from choice i to choice j. `left`: who did not vote again; `new`: who had not voted before."""

    cells: Matrix
    left: int
    new: int

    @property
    def both(self) -> int:
        """People with a dot in both rounds."""
        return sum(map(sum, self.cells))

    @property
    def stayed(self) -> int:
        return sum(row[place] for place, row in enumerate(self.cells))

    @property
    def toward_first(self) -> int:
        """People who moved towards the first choice, by one step or more."""
        return sum(sum(row[:place]) for place, row in enumerate(self.cells))

    @property
    def toward_last(self) -> int:
        """People who moved towards the last choice, by one step or more."""
        return sum(sum(row[place + 1 :]) for place, row in enumerate(self.cells))

    @property
    def net(self) -> tuple[int, ...]:
        """How many dots each choice won (or lost, below 0) among the people who voted in both rounds."""
        after = [sum(column) for column in zip(*self.cells, strict=True)]
        return tuple(now - sum(row) for now, row in zip(after, self.cells, strict=True))

    def may_be_told(self, minimum: int) -> bool:
        """Whether the totals can be told without telling on anybody. Between two choices the totals are the matrix."""
        enough = self.both >= minimum and all(few == 0 or few >= minimum for few in (self.left, self.new))
        return enough and (len(self.cells) > 2 or self._cells_are_many(minimum))

    def matrix_may_be_told(self, minimum: int) -> bool:
        """Whether who moved where can be told cell by cell."""
        return self.may_be_told(minimum) and self._cells_are_many(minimum)

    def _cells_are_many(self, minimum: int) -> bool:
        return all(cell == 0 or cell >= minimum for row in self.cells for cell in row)


def shift_between(before: Mapping[str, str], after: Mapping[str, str], choices: Sequence[str]) -> Shift:
    """The shift of everybody's dots (participant → choice) from one round to the next, on one square."""
    moves = [(before[somebody], now) for somebody, now in after.items() if somebody in before]
    cells = tuple(tuple(moves.count((one, other)) for other in choices) for one in choices)
    return Shift(cells, left=len(before.keys() - after.keys()), new=len(after.keys() - before.keys()))
