"""The rows of a file with counts: CSV as spreadsheets write it, whatever it is separated by."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pollapp.counts.quoting import quoted
from pollapp.domain.said import Said, say
from pollapp.domain.tally import MOST_PAPER
from pollapp.exports.csv_export import safe_cell
from pollapp.grid_problems import Problem

MOST_BYTES = 128 * 1024  # with a grid file of 64 kB beside it, it still fits into one form
SEPARATORS = (",", ";", "\t")  # the second where a comma is what stands before decimals
_WHOLE = re.compile(r"-?[0-9]+")
_LONGEST = 20  # digits that a count may be written with, noughts before it included
_NAMED = re.compile(r"sep=([,;\t])(?:\r\n|\r|\n)", re.IGNORECASE)  # Excel's own way to say it, on a line of its own


@dataclass(frozen=True, slots=True)
class Row:
    """`line`: where it begins, from 1. `cells`: without blanks around them."""

    line: int
    cells: list[str]

    @property
    def blank(self) -> bool:
        return not any(self.cells)


class Unreadable(Exception):
    """From here on nothing can be read. `problems`: why, and what else was found just before."""

    def __init__(self, line: int, wrong: Said, right: Said, before: Iterable[Problem] = ()) -> None:
        super().__init__(str(wrong))
        self.problems = [*before, Problem(line, wrong, right)]


def text_of(source: bytes) -> str:
    """The bytes as text. Raises Unreadable."""
    if len(source) > MOST_BYTES:
        right = say("A file with counts may have up to %(most)s kB; leave out what is not counts.", most=MOST_BYTES // 1024)
        raise Unreadable(1, say("The file is too large."), right)
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        right = say("Save it from your spreadsheet as “CSV UTF-8”.")
        raise Unreadable(line, say("This is not text in UTF-8."), right) from error


def rows_of(text: str, known: Callable[[list[str]], int]) -> Iterator[Row]:
    """The rows that are not blank, the header first. It is separated by what lets most cells of the header be `known`.

    Raises Unreadable where it comes to something that is no CSV.
    """
    named = _NAMED.match(text)
    if named:
        return _rows(text[named.end() :], named[1], after=1)
    return _rows(text, max(SEPARATORS, key=lambda separator: _fits(text, separator, known)))


def _fits(text: str, separator: str, known: Callable[[list[str]], int]) -> tuple[int, int]:
    try:
        header = next(_rows(text, separator), Row(1, []))
    except Unreadable:
        return -1, 0
    return known(header.cells), len(header.cells)


def _rows(text: str, separator: str, after: int = 0) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = after + 1
    try:
        for cells in reader:
            row = Row(line, [plain_cell(cell) for cell in cells])
            line = after + reader.line_num + 1
            if not row.blank:
                yield row
    except csv.Error as error:
        right = say("Text that begins with a quotation mark ends with one, and has each one within it twice.")
        raise Unreadable(line, say("The quotation marks do not match."), right) from error


def plain_cell(cell: str) -> str:
    """The cell without blanks around it, and without the apostrophe that an export of ours has put before a formula's first sign."""
    return (cell[1:] if safe_cell(cell[1:]) == cell else cell).strip()


def wrong_count(cell: str) -> Said | None:
    """What is wrong with this cell as a number of dots; None when nothing is. Nothing in it is none."""
    if cell and not _WHOLE.fullmatch(cell):
        return say("%(cell)s is no whole number.", cell=quoted(cell))
    if len(cell) > _LONGEST:
        return say("%(cell)s is too long for a count.", cell=quoted(cell))
    digits = cell.lstrip("-0")
    if cell.startswith("-") and digits:
        return say("%(cell)s is less than no dot at all.", cell=quoted(cell))
    too_many = len(digits) > len(str(MOST_PAPER)) or int(digits or 0) > MOST_PAPER
    return say("%(cell)s is too many.", cell=quoted(cell)) if too_many else None
