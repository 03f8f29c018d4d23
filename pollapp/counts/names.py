"""How a file with counts may call what a grid is made of: by key or number, or in words of any of its languages."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from pollapp.domain.grid import Grid
from pollapp.domain.grid_parts import Choice, Square
from pollapp.domain.said import say
from pollapp.exports.csv_export import choice_column
from pollapp.languages import in_language, languages

TEXT = say("text")  # the head of a column of squares' texts
_SQUARE_COLUMNS = ("id", say("square"), TEXT, "short")
_QUOTES = str.maketrans("‘’“”", "''\"\"")  # as spreadsheets correct them
_LONGEST = 100  # letters that are compared, in search of what was meant
_ALIKE = 0.5  # of the groups of three letters


def same_words(text: str) -> str:
    """The text as it is compared: case, blanks, kinds of quotation marks do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold().split())


def names_squares(title: str) -> bool:
    """Whether a column with this head says which square a row is about."""
    return same_words(title) in _square_columns()


@cache
def _square_columns() -> frozenset[str]:
    return frozenset(same_words(in_language(head, code)) for head in _SQUARE_COLUMNS for code in languages())


@dataclass(slots=True)
class SquareNames:
    """Which squares a name can mean. `shown`: the texts to suggest, with the groups of three letters that they are made of."""

    ids: dict[str, set[int]] = field(default_factory=dict)
    shown: list[tuple[str, frozenset[str]]] = field(default_factory=list)

    @classmethod
    def of(cls, grid: Grid) -> "SquareNames":
        names = cls()
        for square in _in_all_languages(grid):
            for name in (str(square.id), square.text, square.short):
                names.ids.setdefault(same_words(name), set()).add(square.id)
            names.shown += [(name, _threes(name)) for name in dict.fromkeys((square.text, square.short))]
        return names

    def find(self, name: str) -> set[int]:
        """The ids of the squares that are called so."""
        return self.ids.get(same_words(name), set())

    def nearest(self, name: str) -> str | None:
        """The text most like this one (Dice's coefficient of their groups of three letters), None when nothing is like it."""
        letters = _threes(name)
        alike = ((2 * len(letters & one) / (len(letters) + len(one)), text) for text, one in self.shown)
        likeness, text = max(alike, key=lambda pair: pair[0], default=(0.0, ""))
        return text if likeness >= _ALIKE else None


def choice_columns(grid: Grid, header: Iterable[str]) -> list[list[int]]:
    """For each choice the places of the columns that are for it, by the header's cells; as our exports call it, else as people do."""
    places: dict[str, list[int]] = {}
    for at, cell in enumerate(header):
        places.setdefault(same_words(cell), []).append(at)
    return [_columns_of(place, grid, places) for place in range(len(grid.choices))]


def _columns_of(place: int, grid: Grid, places: dict[str, list[int]]) -> list[int]:
    key = grid.choices[place].key
    if exported := places.get(choice_column(key)):
        return exported
    names = {same_words(name) for choice in _choice(grid, place) for name in (choice.key, choice.name, choice.label)}
    return sorted(at for name in names for at in places.get(name, ()))


def _choice(grid: Grid, place: int) -> Iterator[Choice]:
    return (grid.in_language(code).choices[place] for code in grid.languages)


def _in_all_languages(grid: Grid) -> Iterator[Square]:
    return (square for code in grid.languages for square in grid.in_language(code).squares)


def _threes(text: str) -> frozenset[str]:
    letters = f"  {same_words(text[:_LONGEST])} "
    return frozenset(letters[at : at + 3] for at in range(len(letters) - 2))
