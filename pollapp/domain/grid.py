"""The board: directions, choices, squares, principles. All of it is data, and an illegal grid cannot be made.

Choices are ordered, and nothing here knows how any of them is called. Each has a shape of its own, because a choice
is never told by colour alone; its pattern follows from the shape and is a matter of styles. A grid may carry its texts
in more languages: sessions keep it whole, and whoever shows it asks for `in_language`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self, TypeVar

from pollapp.domain.checks import counted, distinct, each, exactly, is_count, listed, must, unknown, words
from pollapp.domain.said import say
from pollapp.domain.translation import (
    MOST_LANGUAGES,
    ORIGINAL,
    ChoiceWords,
    PrincipleWords,
    SquareWords,
    Translation,
    must_be_language,
    nearest,
)  # fmt: skip

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
        words(self, "key", "name", "label")
        must(KEY.fullmatch(self.key), f"The choice key {self.key!r} must match {KEY.pattern}.")
        must(self.shape in SHAPES, f"The shape {self.shape!r} is none of: {', '.join(SHAPES)}.")
        must(self.mark in MARKS, f"The mark {self.mark!r} is none of: {', '.join(MARKS)}.")


@dataclass(frozen=True, slots=True)
class Principle:
    number: int  # from 1
    text: str

    def __post_init__(self) -> None:
        words(self, "text")
        counted(self, "number")


@dataclass(frozen=True, slots=True)
class Square:
    """One action on the grid. `short` labels it on the projector, `principles` are numbers, most relevant first."""

    id: int  # from 1
    text: str
    short: str
    principles: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        words(self, "text", "short")
        counted(self, "id")
        must(all(is_count(number) for number in self.principles), "A square's principles are whole numbers from 1.")
        distinct("principle", self.principles)


@dataclass(frozen=True, slots=True)
class Grid:
    """What a session is opened on: two to five choices with distinct shapes, at least one square.

    `language` is that of its own texts; `translations` are the same texts in others. Raises ValueError with a sentence
    for a grid that breaks a rule in any of them.
    """

    title: str
    directions: str
    choices: tuple[Choice, ...]
    squares: tuple[Square, ...]
    principles: tuple[Principle, ...] = ()
    language: str = ORIGINAL
    translations: tuple[Translation, ...] = ()
    # One plain grid a language, made once: a page is shown far more often than a grid is opened, and a translation that
    # makes no legal grid is refused here.
    _editions: tuple["Grid", ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        words(self, "title", "directions")
        few = FEWEST_CHOICES <= len(self.choices) <= MOST_CHOICES
        must(few, f"A grid has {FEWEST_CHOICES} to {MOST_CHOICES} choices, not {len(self.choices)}.")
        must(self.squares, "A grid has at least one square.")
        for name in ("key", "shape", "label", "name"):
            distinct(f"choice {name}", (getattr(choice, name) for choice in self.choices))
        distinct("square id", (square.id for square in self.squares))
        distinct("principle number", (principle.number for principle in self.principles))
        named = {number for square in self.squares for number in square.principles}
        missing = unknown(named, (principle.number for principle in self.principles))
        must(not missing, f"This grid has no principle {missing}.")
        must_be_language(self.language)
        distinct("language", self.languages)
        must(len(self.languages) <= MOST_LANGUAGES, f"A grid has at most {MOST_LANGUAGES} languages.")
        object.__setattr__(self, "_editions", self._in_each_language())

    def _in_each_language(self) -> tuple["Grid", ...]:
        """The plain grids of all languages, the original first; none for a grid that is one already."""
        if not self.translations:
            return ()
        return (replace(self, translations=()), *map(self._translated, self.translations))

    def _translated(self, translation: Translation) -> "Grid":
        return Grid(
            translation.title,
            translation.directions,
            _spoken(self.choices, translation.choices, "key"),
            _spoken(self.squares, translation.squares, "id"),
            _spoken(self.principles, translation.principles, "number"),
            translation.language,
        )

    @property
    def choice_keys(self) -> tuple[str, ...]:
        """The keys of the choices, in their order."""
        return tuple(choice.key for choice in self.choices)

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages it can be shown in, the original first."""
        return (self.language, *(translation.language for translation in self.translations))

    def in_language(self, code: str) -> "Grid":
        """This grid with its texts in the language nearest to `code`, else in its original one; without translations.

        Always the same object for the same language: it costs a look-up.
        """
        if not self._editions:
            return self
        found = nearest(code, self.languages) or self.language
        return self._editions[self.languages.index(found)]

    def as_translation(self) -> Translation:
        """The texts of this grid in its own language: `translations` of a grid with the same parts may hold it."""
        return Translation(
            self.language,
            self.title,
            self.directions,
            tuple(ChoiceWords(choice.key, choice.name, choice.label) for choice in self.choices),
            tuple(SquareWords(square.id, square.text, square.short) for square in self.squares),
            tuple(PrincipleWords(principle.number, principle.text) for principle in self.principles),
        )

    def square(self, id: int) -> Square:
        """The square of this id. Raises KeyError when the grid has none."""
        for square in self.squares:
            if square.id == id:
                return square
        raise KeyError(id)

    def pick(self, ids: Iterable[int]) -> "Grid":
        """This grid with only these squares, in its own order. Raises ValueError for an unknown id or none at all."""
        wanted = set(ids)
        must(wanted, say("Pick at least one square."))
        missing = unknown(wanted, (square.id for square in self.squares))
        must(not missing, say("This grid has no square %(ids)s.", ids=missing))
        squares = tuple(square for square in self.squares if square.id in wanted)
        return replace(self, squares=squares, translations=tuple(one.pick(wanted) for one in self.translations))

    def to_dict(self) -> dict[str, Any]:
        """The grid as plain JSON values: dicts, lists, text and whole numbers.

        A language that is the default and translations that are none are left out: logs from before there were any are
        written as they were read.
        """
        values = {one.name: getattr(self, one.name) for one in fields(self) if one.init}
        return {name: _plain(value) for name, value in values.items() if name not in _LEFT_OUT or value != _LEFT_OUT[name]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The grid that `to_dict` wrote. Raises ValueError for anything else."""
        values = {**_LEFT_OUT, **exactly(cls, data, _LEFT_OUT)}
        squares = (exactly(Square, square) for square in listed(values["squares"]))
        return cls(
            values["title"],
            values["directions"],
            each(Choice, values["choices"]),
            tuple(Square(**{**square, "principles": tuple(listed(square["principles"]))}) for square in squares),
            each(Principle, values["principles"]),
            values["language"],
            tuple(map(Translation.from_dict, listed(values["translations"]))),
        )


_LEFT_OUT: Mapping[str, Any] = {"language": ORIGINAL, "translations": ()}


@dataclass(frozen=True, slots=True)
class GridSet:
    """A named part of a grid: the ids of its squares. `labels` are its label in other languages, as (code, label)."""

    key: str
    label: str
    squares: tuple[int, ...]
    labels: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        words(self, "key", "label")
        for code, label in self.labels:
            must_be_language(code)
            must(label.strip(), "The label of a gridset must be words.")

    @property
    def label_languages(self) -> tuple[str, ...]:
        """The codes of the languages its label is translated to."""
        return tuple(code for code, _ in self.labels)

    def in_language(self, code: str) -> "GridSet":
        """This set with its label in exactly this language, else with the original one; without `labels`."""
        return replace(self, label=dict(self.labels).get(code, self.label), labels=())


@dataclass(frozen=True, slots=True)
class GridBook:
    """What a grid file holds: the whole grid, and the named sets a session can be opened on.

    A set has its label in every language of the grid, or is called the same in all.
    """

    grid: Grid
    sets: tuple[GridSet, ...]
    default_set: str

    def __post_init__(self) -> None:
        distinct("set key", (one.key for one in self.sets))
        for one in self.sets:
            self.grid.pick(one.squares)
            complete = one.label_languages in ((), self.grid.languages[1:])
            must(complete, f"The set {one.key!r} must have its label in: {', '.join(self.grid.languages)}.")
        self.grid_for(self.default_set)

    def grid_for(self, set_key: str) -> Grid:
        """The grid with the squares of this set, in all its languages. Raises ValueError for a set the book does not have."""
        for one in self.sets:
            if one.key == set_key:
                return self.grid.pick(one.squares)
        keys = ", ".join(one.key for one in self.sets)
        raise ValueError(say('There is no set "%(key)s". The sets are: %(keys)s.', key=set_key, keys=keys))

    def sets_in(self, code: str) -> tuple[GridSet, ...]:
        """The sets with their labels in the language that `grid.in_language(code)` is in."""
        language = self.grid.in_language(code).language
        return tuple(one.in_language(language) for one in self.sets)


Part = TypeVar("Part", Choice, Square, Principle)


def _spoken(parts: tuple[Part, ...], translated: Iterable[Any], name: str) -> tuple[Part, ...]:
    """The parts with their translated words, which must be those of the same parts in the same order, told by `name`."""
    by_name = [(getattr(one, name), one) for one in translated]
    same = [getattr(part, name) for part in parts] == [key for key, _ in by_name]
    must(same, f"A translation has the words of every part of the grid, in its order, each with its {name}.")
    return tuple(replace(part, **asdict(one)) for part, (_, one) in zip(parts, by_name, strict=True))


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Choice | Square | Principle | Translation):
        return _plain(asdict(value))
    return {name: _plain(one) for name, one in value.items()} if isinstance(value, dict) else value
