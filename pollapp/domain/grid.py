"""The board: directions, choices, squares, principles. All of it is data, and an illegal grid cannot be made.

Choices are ordered, and nothing here knows how any of them is called. Each has a shape of its own, because a choice
is never told by colour alone; its pattern follows from the shape and is a matter of styles.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

SHAPES = ("circle", "triangle", "square", "diamond", "hexagon")
MARKS = ("check", "question", "cross", "plus", "minus", "none")
FEWEST_CHOICES, MOST_CHOICES = 2, 5
KEY = re.compile(r"[a-z][a-z0-9_-]{0,19}")  # of a choice or a set: safe in CSS, in file names and as a column's name


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer the grid offers. `name` is how it is spoken in a sentence, `label` what it means."""

    key: str
    name: str
    label: str
    shape: str
    mark: str = "none"

    def __post_init__(self) -> None:
        _words(self, "key", "name", "label")
        _must(KEY.fullmatch(self.key), f"The choice key {self.key!r} must match {KEY.pattern}.")
        _must(self.shape in SHAPES, f"The shape {self.shape!r} is none of: {', '.join(SHAPES)}.")
        _must(self.mark in MARKS, f"The mark {self.mark!r} is none of: {', '.join(MARKS)}.")


@dataclass(frozen=True, slots=True)
class Principle:
    number: int  # from 1
    text: str

    def __post_init__(self) -> None:
        _words(self, "text")
        _counted(self, "number")


@dataclass(frozen=True, slots=True)
class Square:
    """One action on the grid. `short` labels it on the projector, `principles` are numbers, most relevant first."""

    id: int  # from 1
    text: str
    short: str
    principles: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        _words(self, "text", "short")
        _counted(self, "id")
        _must(all(_is_count(number) for number in self.principles), "A square's principles are whole numbers from 1.")
        _distinct("principle", self.principles)


@dataclass(frozen=True, slots=True)
class Grid:
    """What a session is opened on: two to five choices with distinct shapes, at least one square.

    Raises ValueError with a sentence for a grid that breaks a rule.
    """

    title: str
    directions: str
    choices: tuple[Choice, ...]
    squares: tuple[Square, ...]
    principles: tuple[Principle, ...] = ()

    def __post_init__(self) -> None:
        _words(self, "title", "directions")
        few = FEWEST_CHOICES <= len(self.choices) <= MOST_CHOICES
        _must(few, f"A grid has {FEWEST_CHOICES} to {MOST_CHOICES} choices, not {len(self.choices)}.")
        _must(self.squares, "A grid has at least one square.")
        for name in ("key", "shape", "label", "name"):
            _distinct(f"choice {name}", (getattr(choice, name) for choice in self.choices))
        _distinct("square id", (square.id for square in self.squares))
        _distinct("principle number", (principle.number for principle in self.principles))
        named = {number for square in self.squares for number in square.principles}
        _all_known("principle", named, (principle.number for principle in self.principles))

    @property
    def choice_keys(self) -> tuple[str, ...]:
        """The keys of the choices, in their order."""
        return tuple(choice.key for choice in self.choices)

    def square(self, id: int) -> Square:
        """The square of this id. Raises KeyError when the grid has none."""
        for square in self.squares:
            if square.id == id:
                return square
        raise KeyError(id)

    def pick(self, ids: Iterable[int]) -> "Grid":
        """This grid with only these squares, in its own order. Raises ValueError for an unknown id or none at all."""
        wanted = set(ids)
        _must(wanted, "Pick at least one square.")
        _all_known("square", wanted, (square.id for square in self.squares))
        return replace(self, squares=tuple(square for square in self.squares if square.id in wanted))

    def to_dict(self) -> dict[str, Any]:
        """The grid as plain JSON values: dicts, lists, text and whole numbers."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The grid that `to_dict` wrote. Raises ValueError for anything else."""
        values = _exactly(cls, data)
        squares = (_exactly(Square, square) for square in _listed(values["squares"]))
        return cls(
            values["title"],
            values["directions"],
            tuple(Choice(**_exactly(Choice, choice)) for choice in _listed(values["choices"])),
            tuple(Square(**{**square, "principles": tuple(_listed(square["principles"]))}) for square in squares),
            tuple(Principle(**_exactly(Principle, principle)) for principle in _listed(values["principles"])),
        )


@dataclass(frozen=True, slots=True)
class GridSet:
    """A named part of a grid: the ids of its squares."""

    key: str
    label: str
    squares: tuple[int, ...]

    def __post_init__(self) -> None:
        _words(self, "key", "label")


@dataclass(frozen=True, slots=True)
class GridBook:
    """What a grid file holds: the whole grid, and the named sets a session can be opened on."""

    grid: Grid
    sets: tuple[GridSet, ...]
    default_set: str

    def __post_init__(self) -> None:
        _distinct("set key", (one.key for one in self.sets))
        for one in self.sets:
            self.grid.pick(one.squares)
        self.grid_for(self.default_set)

    def grid_for(self, set_key: str) -> Grid:
        """The grid with the squares of this set. Raises ValueError for a set the book does not have."""
        for one in self.sets:
            if one.key == set_key:
                return self.grid.pick(one.squares)
        raise ValueError(f'There is no set "{set_key}". The sets are: {", ".join(one.key for one in self.sets)}.')


def _must(holds: object, sentence: str) -> None:
    if not holds:
        raise ValueError(sentence)


def _words(owner: object, *names: str) -> None:
    for name in names:
        value = getattr(owner, name)
        _must(isinstance(value, str) and value.strip(), f"The {name} of a {type(owner).__name__.lower()} must be words.")


def _counted(owner: object, name: str) -> None:
    sentence = f"The {name} of a {type(owner).__name__.lower()} must be a whole number from 1."
    _must(_is_count(getattr(owner, name)), sentence)


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 1  # True is an int to Python, never to us


def _distinct(what: str, values: Iterable[object]) -> None:
    seen: list[object] = []  # a list, because what came in may not be hashable
    for value in values:
        _must(value not in seen, f"The {what} {value!r} is used twice.")
        seen.append(value)


def _all_known(what: str, wanted: set[int], known: Iterable[int]) -> None:
    missing = wanted - set(known)
    _must(not missing, f"This grid has no {what} {', '.join(str(id) for id in sorted(missing))}.")


def _exactly(kind: type, data: object) -> Mapping[str, Any]:
    names = {field.name for field in fields(kind)}
    if not isinstance(data, Mapping) or set(data) != names:
        raise ValueError(f"A {kind.__name__.lower()} holds exactly: {', '.join(sorted(names))}.")
    return data


def _listed(value: object) -> Iterable[Any]:
    if not isinstance(value, list | tuple):
        raise ValueError("A grid's choices, squares and principles are lists.")
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return {name: _plain(one) for name, one in value.items()} if isinstance(value, dict) else value
