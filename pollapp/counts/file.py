"""Files with counts per square, of a poster whose dots somebody has counted: CSV, read into counts, or refused with every problem
and its line.

A row a square. One column or more names it (`id`, `square`, `text`, `short`), one for each choice says how many dots it has there;
other columns are left alone. So what we export ourselves can be read again: a square that was withheld is then one nobody counted.
"""

from dataclasses import dataclass, field

from pollapp.counts.header import Columns, known_columns, read_header
from pollapp.counts.names import SquareNames
from pollapp.counts.quoting import quoted
from pollapp.counts.rows import Row, Unreadable, rows_of, text_of, wrong_count
from pollapp.domain.grid import Grid
from pollapp.domain.grid_parts import Square
from pollapp.domain.said import Said, say, say_many
from pollapp.domain.tally import MOST_PAPER, Counts
from pollapp.grid_problems import Problem

MOST_PROBLEMS = 50

Counted = dict[int, Counts | None]  # square → its counts in the order of the choices; None: nobody has counted it


class CountsFileError(ValueError):
    """A file with counts that cannot be used. `problems`: all that is wrong, in the order of the lines; of very many the first ones.

    `str()` gives a line for each, as in "poster.csv:12: …".
    """

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(f"{name}:{one.line}: {one.wrong} {one.right}" for one in self.problems))


def read_counts(source: bytes, grid: Grid, name: str = "counts.csv") -> Counted:
    """The counts in these bytes for squares of this grid, in its order; `name` is the file's, for messages. Raises CountsFileError."""
    reading = _Reading(grid)
    try:
        reading.read(source)
    except Unreadable as error:
        reading.problems += error.problems
    if reading.problems:
        raise CountsFileError(name, reading.problems)
    return {square.id: reading.found[square.id] for square in grid.squares if square.id in reading.found}


@dataclass(slots=True)
class _Reading:
    """What was found so far, and what is wrong with it."""

    grid: Grid
    problems: list[Problem] = field(default_factory=list)
    found: Counted = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)  # square → the line that it stands on
    columns: Columns = field(default_factory=lambda: Columns([], [], []))
    squares: SquareNames = field(default_factory=SquareNames)

    def read(self, source: bytes) -> None:
        rows = rows_of(text_of(source), lambda titles: known_columns(self.grid, titles))
        header = next(rows, None)
        if header is None:
            raise Unreadable(1, say("The file is empty."), say("Give it a header, and a row for each square below it."))
        self.columns, problems = read_header(self.grid, header)
        self.problems += problems
        self.squares = SquareNames.of(self.grid)
        for row in rows:  # each is a square of the grid or a problem: there are not many
            if len(self.problems) >= MOST_PROBLEMS:
                raise Unreadable(row.line, say("From here on there may be more that is wrong."), say("Correct the rest first."))
            self._read_row(row)
        if not self.lines and not self.problems:
            self._note(header.line, say("There is no row below the header."), say("Write a row for each square."))
        elif not any(any(counts or ()) for counts in self.found.values()) and not self.problems:
            self._note(header.line, say("There is no dot in the whole file."), say("Write how many dots each choice has on each square."))

    def _note(self, line: int, wrong: Said, right: Said) -> None:
        self.problems.append(Problem(line, wrong, right))

    def _read_row(self, row: Row) -> None:
        columns = len(self.columns.titles)
        if len(row.cells) < columns or any(row.cells[columns:]):
            wrong = say_many(
                "This row has %(n)s cell, the header has %(columns)s.",
                "This row has %(n)s cells, the header has %(columns)s.",
                len(row.cells),
                columns=columns,
            )
            self._note(row.line, wrong, say("Give it as many. Text with a separator in it stands in quotation marks."))
            return
        square = self._square(row)
        counts = self._counts(row)
        if square in self.lines:
            wrong = say("The square %(square)s stands here twice (first on line %(line)s).", square=square, line=self.lines[square])
            self._note(row.line, wrong, say("Keep one of them."))
        elif square is not None:
            self.lines[square], self.found[square] = row.line, counts

    def _square(self, row: Row) -> int | None:
        """The one square that all names in this row mean."""
        named = [row.cells[at] for at in self.columns.names if row.cells[at]]
        if not named:
            self._note(row.line, say("This row names no square."), say("Write its number or its text."))
            return None
        meant = [self.squares.find(name) for name in named]
        for name, ids in zip(named, meant, strict=True):
            if not ids:
                self._note(row.line, say("There is no square %(square)s in this grid.", square=quoted(name)), self._instead(name, meant))
                return None
        one = set.intersection(*meant)
        if len(one) != 1:
            wrong = say("These name several squares: %(names)s.", names=", ".join(map(quoted, named)))
            self._note(row.line, wrong, say("Name one, by its number: take out what else names a square."))
        return one.pop() if len(one) == 1 else None

    def _instead(self, name: str, meant: list[set[int]]) -> Said:
        """What to write where this name means nothing; other cells of the row may mean a square."""
        for ids in meant:
            if len(ids) == 1:
                return _or_mend(name, self.grid.square(next(iter(ids))))
        near = self.squares.nearest(name)
        if near:
            return say("Did you mean %(text)s?", text=quoted(near))
        numbers = [square.id for square in self.grid.squares]
        return say("Write a square’s text, or its number: they go from %(first)s to %(last)s.", first=min(numbers), last=max(numbers))

    def _counts(self, row: Row) -> Counts | None:
        """What is counted in this row. An empty cell beside others is a nought; nothing but empty ones were not counted."""
        cells = [(at, row.cells[at]) for at in self.columns.choices if at is not None]
        return tuple(self._count(row.line, at, cell) for at, cell in cells) if any(cell for _, cell in cells) else None

    def _count(self, line: int, at: int, cell: str) -> int:
        if wrong := wrong_count(cell):
            column = quoted(self.columns.titles[at])
            self._note(
                line, wrong, say("Write a whole number from 0 to %(most)s in the column %(column)s.", most=MOST_PAPER, column=column)
            )
            return 0
        return int(cell or 0)


def _or_mend(name: str, square: Square) -> Said:
    """What to write instead of this name, a number or words, where the rest of its row means this square."""
    told = {"number": square.id, "text": quoted(square.text)}
    if name.isdecimal():
        return say("Square %(number)s is %(text)s. Correct the number, or choose the grid it is from.", **told)
    return say("Square %(number)s is %(text)s. Correct the words, or choose the grid they are from.", **told)
