"""What a grid is made of: choices, squares, principles and prompts. An illegal one cannot be made.

Each keeps for ever what it is found by, a key or a number; its words may be improved and translated (`translation`).
"""

import re
from dataclasses import dataclass

from pollapp.domain.checks import counted, distinct, is_count, must, text_if_left_out, words

SHAPES = ("circle", "triangle", "square", "diamond", "hexagon")
MARKS = ("check", "question", "cross", "plus", "minus", "none")
KEY = re.compile(r"[a-z][a-z0-9_-]{0,19}")  # of a choice, a prompt or a set: safe in CSS, in file names and as a column's name


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
    """A rule that squares are discussed with. `short` says it on the projector; left out or "", it is the text."""

    number: int  # from 1
    text: str
    short: str = ""

    def __post_init__(self) -> None:
        text_if_left_out(self, "short")
        words(self, "text", "short")
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
class Prompt:
    """Something to ask or to do in the talk: a lens to look at a square through, or a step of resolving a dilemma."""

    key: str
    title: str
    text: str

    def __post_init__(self) -> None:
        words(self, "key", "title", "text")
        must(KEY.fullmatch(self.key), f"The prompt key {self.key!r} must match {KEY.pattern}.")
