"""The tables of the workbook, before anybody writes them: what a column is called, what it means, and what stands in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Cell = str | int | float | bool | None  # None: an empty cell, never a nought
Look = Literal["number", "words", "count", "percent", "figure", "yes"]  # see xlsx_styles
Paint = Literal["", "share", "agreement", "withheld"]  # see xlsx_colouring


@dataclass(frozen=True, slots=True)
class Column:
    """`of`: a row of the table → what stands there. `meaning`: a sentence for the read-me. `width`: in characters.
    `place`: of the choice that a share is of, from 0.
    """

    header: str
    meaning: str
    of: Callable[[Any], Cell]
    look: Look = "count"
    width: float = 10
    paint: Paint = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with one table. `key`: the table's name in the workbook, the same in every language; `about`: what a row is;
    `frozen`: columns that stay when one scrolls sideways; `notice`: what stands above it, else that is `about`; `figure`: a number
    that belongs to the notice.
    """

    key: str
    sheet: str
    about: str
    columns: tuple[Column, ...]
    rows: Sequence[Any]
    frozen: int = 2
    notice: str = ""
    figure: float | None = None

    @property
    def headers(self) -> list[str]:
        """As they are written: each in one line, and no two the same, which Excel refuses to open."""
        return distinct([column.header for column in self.columns], 255)


def distinct(names: Sequence[str], longest: int) -> list[str]:
    """The names in one line each and no longer than that; whatever comes again, in capitals or not, gets a number."""
    found: list[str] = []
    for name in names:
        line = " ".join(name.split()).replace("_x", "_ x")[:longest]  # to Excel _x0041_ is a letter
        taken, again = {one.lower() for one in found}, 2
        numbered = line
        while numbered.lower() in taken:
            numbered, again = f"{line[: longest - 6]} ({again})", again + 1
        found.append(numbered)
    return found
