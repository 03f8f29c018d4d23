"""What a grid file holds: a whole grid, and the named parts of it that a session can be opened on."""

from dataclasses import dataclass, replace

from pollapp.domain.checks import distinct, must, words
from pollapp.domain.grid import Grid
from pollapp.domain.said import say
from pollapp.domain.translation import must_be_language


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
