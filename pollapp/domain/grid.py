"""The board: directions, choices, squares, principles, prompts. All of it is data, and an illegal grid cannot be made.

Choices are ordered, and nothing here knows how any of them is called. Each has a shape of its own, because a choice
is never told by colour alone; its pattern follows from the shape and is a matter of styles. A grid may carry its texts
in more languages: sessions keep it whole, and whoever shows it asks for `in_language`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from typing import Any, Self, TypeVar

from pollapp.domain.checks import distinct, each, exactly, listed, must, unknown, words
from pollapp.domain.grid_parts import Choice, Principle, Prompt, Square
from pollapp.domain.said import say
from pollapp.domain.translation import MOST_LANGUAGES, ORIGINAL, ChoiceWords, SquareWords, Translation, must_be_language, nearest

FEWEST_CHOICES, MOST_CHOICES = 2, 5


@dataclass(frozen=True, slots=True)
class Grid:
    """What a session is opened on: two to five choices with distinct shapes, at least one square.

    `lenses` are ways to look at a square in the talk, `steps` those of resolving a dilemma. `language` is that of its own
    texts; `translations` are the same texts in others. Raises ValueError with a sentence for a grid that breaks a rule in
    any of them.
    """

    title: str
    directions: str
    choices: tuple[Choice, ...]
    squares: tuple[Square, ...]
    principles: tuple[Principle, ...] = ()
    lenses: tuple[Prompt, ...] = ()
    steps: tuple[Prompt, ...] = ()
    language: str = ORIGINAL
    translations: tuple[Translation, ...] = ()
    # One plain grid a language, made once: a page is shown far more often than a grid is opened, and a translation that
    # makes no legal grid is refused here.
    _editions: tuple["Grid", ...] = field(init=False, repr=False, compare=False)
    choice_keys: tuple[str, ...] = field(init=False, repr=False, compare=False)  # of the choices, in their order: every dot asks for them

    def __post_init__(self) -> None:
        words(self, "title", "directions")
        few = FEWEST_CHOICES <= len(self.choices) <= MOST_CHOICES
        must(few, f"A grid has {FEWEST_CHOICES} to {MOST_CHOICES} choices, not {len(self.choices)}.")
        must(self.squares, "A grid has at least one square.")
        for name in ("key", "shape", "label", "name"):
            distinct(f"choice {name}", (getattr(choice, name) for choice in self.choices))
        distinct("square id", (square.id for square in self.squares))
        distinct("principle number", (principle.number for principle in self.principles))
        distinct("lens key", (lens.key for lens in self.lenses))
        distinct("step key", (step.key for step in self.steps))
        named = {number for square in self.squares for number in square.principles}
        missing = unknown(named, (principle.number for principle in self.principles))
        must(not missing, f"This grid has no principle {missing}.")
        must_be_language(self.language)
        distinct("language", self.languages)
        must(len(self.languages) <= MOST_LANGUAGES, f"A grid has at most {MOST_LANGUAGES} languages.")
        object.__setattr__(self, "choice_keys", tuple(choice.key for choice in self.choices))
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
            _spoken(self.lenses, translation.lenses, "key"),
            _spoken(self.steps, translation.steps, "key"),
            translation.language,
        )

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
            self.principles,
            self.lenses,
            self.steps,
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

        What older grids do not know is left out where it says nothing (`_absent`): a log is written as it was read.
        """
        return {name: _plain(value) for name, value in _written(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The grid that `to_dict` wrote. Raises ValueError for anything else."""
        values = {**_OPTIONAL, **exactly(cls, data, _OPTIONAL)}
        squares = (exactly(Square, square) for square in listed(values["squares"]))
        return cls(
            values["title"],
            values["directions"],
            each(Choice, values["choices"]),
            tuple(Square(**{**square, "principles": tuple(listed(square["principles"]))}) for square in squares),
            each(Principle, values["principles"], ("short",)),
            each(Prompt, values["lenses"]),
            each(Prompt, values["steps"]),
            values["language"],
            tuple(map(Translation.from_dict, listed(values["translations"]))),
        )


_OPTIONAL: Mapping[str, Any] = {"language": ORIGINAL, "translations": (), "lenses": (), "steps": ()}
Part = TypeVar("Part", Choice, Square, Principle, Prompt)


def _spoken(parts: tuple[Part, ...], translated: Iterable[Any], name: str) -> tuple[Part, ...]:
    """The parts with their translated words, which must be those of the same parts in the same order, told by `name`."""
    by_name = [(getattr(one, name), one) for one in translated]
    same = [getattr(part, name) for part in parts] == [key for key, _ in by_name]
    must(same, f"A translation has the words of every part of the grid, in its order, each with its {name}.")
    return tuple(replace(part, **asdict(one)) for part, (_, one) in zip(parts, by_name, strict=True))


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return {name: _plain(one) for name, one in _written(value)} if is_dataclass(value) else value


def _written(part: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a grid or of a part of it that go into JSON, in their order."""
    absent = _absent(part)
    for one in fields(part):
        value = getattr(part, one.name) if one.init else None
        if one.init and (one.name not in absent or value != absent[one.name]):
            yield one.name, value


def _absent(part: Any) -> Mapping[str, Any]:
    """What of this part is left out of JSON, by name, with the value that its absence means."""
    match part:
        case Grid():
            return _OPTIONAL
        case Translation():
            return {"lenses": (), "steps": ()}
        case Principle():
            return {"short": part.text}
    return {}
