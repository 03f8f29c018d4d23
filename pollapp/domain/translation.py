"""A grid's texts in one more language. They find their places by what never changes: a choice's key, a square's id, a
principle's number, a prompt's key.

Languages are named by their codes (BCP 47): es, pt-BR, es-419, zh-Hant.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from pollapp.domain.checks import counted, each, exactly, must, words
from pollapp.domain.grid_parts import Principle, Prompt

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")  # a language, its script, its region
ORIGINAL = "en"  # the language of a grid that names none
MOST_LANGUAGES = 10


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    key: str
    name: str
    label: str

    def __post_init__(self) -> None:
        words(self, "key", "name", "label")


@dataclass(frozen=True, slots=True)
class SquareWords:
    id: int
    text: str
    short: str

    def __post_init__(self) -> None:
        counted(self, "id")
        words(self, "text", "short")


@dataclass(frozen=True, slots=True)
class Translation:
    """All texts of a grid in `language`, each part in the grid's order. Raises ValueError for one that breaks a rule.

    Whether it is the translation of a certain grid, with a text for each of its parts, the `Grid` checks that holds it.
    """

    language: str
    title: str
    directions: str
    choices: tuple[ChoiceWords, ...]
    squares: tuple[SquareWords, ...]
    principles: tuple[Principle, ...] = ()  # a principle and a prompt are nothing but words
    lenses: tuple[Prompt, ...] = ()
    steps: tuple[Prompt, ...] = ()

    def __post_init__(self) -> None:
        must_be_language(self.language)
        words(self, "title", "directions")

    def pick(self, ids: Collection[int]) -> "Translation":
        """This translation with the texts of only these squares."""
        return replace(self, squares=tuple(square for square in self.squares if square.id in ids))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The translation that is in a grid's `to_dict`. Raises ValueError for anything else."""
        values = exactly(cls, data, ("lenses", "steps"))
        return cls(
            values["language"],
            values["title"],
            values["directions"],
            each(ChoiceWords, values["choices"]),
            each(SquareWords, values["squares"]),
            each(Principle, values["principles"], ("short",)),
            each(Prompt, values.get("lenses", ())),
            each(Prompt, values.get("steps", ())),
        )


def must_be_language(code: object) -> None:
    """Raises ValueError for what is no language code."""
    must(isinstance(code, str) and LANGUAGE.fullmatch(code), f"The language {code!r} must match {LANGUAGE.pattern}.")


def nearest(wanted: str, offered: Iterable[str]) -> str | None:
    """The offered language for a reader of `wanted`: itself, else without its region and script, else one with another region.

    So es-MX finds es, and es finds es-419. None when nothing is near.
    """
    codes = list(offered)
    primary = wanted.partition("-")[0]
    of_another_region = (code for code in codes if code.partition("-")[0] == primary)
    return next((code for code in (wanted, primary) if code in codes), None) or next(of_another_region, None)
