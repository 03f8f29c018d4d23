"""Grid files: YAML that a facilitator writes, read into a GridBook, or refused with every problem and its line.

`grid_items.yaml` is the one that is shipped, and its comments say how to write another.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import yaml

from pollapp.domain.grid import FEWEST_CHOICES, MOST_CHOICES, Grid
from pollapp.domain.grid_book import GridBook, GridSet
from pollapp.domain.said import say
from pollapp.grid_entries import (
    ALL,
    LENS,
    LENS_KEY,
    MOST_SQUARES,
    SET_KEY,
    STEP,
    STEP_KEY,
    Draft,
    T,
    read_choice,
    read_principle,
    read_prompt,
    read_set,
    read_square,
)  # fmt: skip
from pollapp.grid_problems import GridFileError, and_maybe_more
from pollapp.grid_words import Texts
from pollapp.yaml_nodes import MOST_BYTES, compose
from pollapp.yaml_reading import Fields, Form, Reading, TooMany

MOST_PRINCIPLES, MOST_PROMPTS, MOST_SETS = 40, 12, 10
LONGEST = {"title": 80, "directions": 1500}
SHIPPED = "grid_items.yaml"

FILE = Form(say("A grid file"), say("a grid file"))


def load_grid_file(path: str | Path) -> GridBook:
    """The grid in this file. Raises OSError when it cannot be read, GridFileError when it is not a good grid."""
    with open(path, "rb") as file:
        return parse_grid(file.read(MOST_BYTES + 1), str(path))


def shipped_grid() -> GridBook:
    """The grid that comes with the product: inside the package when installed, beside it in the source tree."""
    package = Path(__file__).parent
    inside = package / SHIPPED
    return load_grid_file(inside if inside.exists() else package.parent / SHIPPED)


def parse_grid(source: str | bytes, name: str) -> GridBook:
    """The grid in this text or these bytes; `name` is the file's, for messages. Raises GridFileError."""
    root = compose(source, name)
    reading = Reading()
    try:
        book = _grid_file(reading, root)
    except TooMany as error:
        raise GridFileError(name, and_maybe_more(reading.problems)) from error
    if reading.problems:
        raise GridFileError(name, reading.problems)
    return book()


def _grid_file(reading: Reading, root: yaml.Node) -> Callable[[], GridBook]:
    required = ("title", "directions", "choices", "squares")
    parts = reading.fields(root, FILE, required, ("language", "principles", "lenses", "steps", "sets", "default_set"))
    texts = Texts(reading, parts.get("language"))
    grid = _grid(reading, texts, parts)
    sets = [read_set(reading, texts, one) for one in reading.items(parts.get("sets"), say("sets"), 1, MOST_SETS)]
    default = _default(reading, parts)
    texts.close()

    def book() -> GridBook:
        original, *others = texts.languages
        translations = tuple(grid(language).as_translation() for language in others)
        whole = replace(grid(original), translations=translations)
        named = tuple(_labelled(draft, texts.languages) for draft in sets) or (_everything(whole),)
        return GridBook(whole, named, default or named[0].key)

    return book


def _grid(reading: Reading, texts: Texts, parts: Fields) -> Draft[Grid]:
    title = texts.text(parts.get("title"), "title", LONGEST["title"])
    directions = texts.text(parts.get("directions"), "directions", LONGEST["directions"])
    listed = reading.items(parts.get("choices"), say("choices"), FEWEST_CHOICES, MOST_CHOICES)
    choices = [read_choice(reading, texts, one) for one in listed]
    listed = reading.items(parts.get("principles"), say("principles"), 0, MOST_PRINCIPLES)
    principles = [read_principle(reading, texts, one) for one in listed]
    listed = reading.items(parts.get("lenses"), say("lenses"), 0, MOST_PROMPTS)
    lenses = [read_prompt(reading, texts, one, LENS, LENS_KEY) for one in listed]
    listed = reading.items(parts.get("steps"), say("steps"), 0, MOST_PROMPTS)
    steps = [read_prompt(reading, texts, one, STEP, STEP_KEY) for one in listed]
    listed = reading.items(parts.get("squares"), say("squares"), 1, MOST_SQUARES)
    squares = [read_square(reading, texts, one) for one in listed]

    def grid(code: str) -> Grid:
        made = (_made(choices, code), _made(squares, code), _made(principles, code), _made(lenses, code), _made(steps, code))
        return Grid(title[code], directions[code], *made, code)

    return grid


def _made(drafts: Iterable[Draft[T]], language: str) -> tuple[T, ...]:
    return tuple(draft(language) for draft in drafts)


def _labelled(draft: Draft[GridSet], languages: tuple[str, ...]) -> GridSet:
    """The set with its label in all of these, the first being the original."""
    return replace(draft(languages[0]), labels=tuple((code, draft(code).label) for code in languages[1:]))


def _everything(grid: Grid) -> GridSet:
    """The one set of a file that names none. Its label is the product's, which says it in the reader's language."""
    return GridSet(ALL, say("All squares"), tuple(square.id for square in grid.squares))


def _default(reading: Reading, parts: Fields) -> str:
    """The key of the default set, "" when the file names none."""
    if "default_set" not in parts:
        return ""
    keys = [str(key) for key in reading.claimed(SET_KEY)] if "sets" in parts else [ALL]
    return reading.one_of(parts["default_set"], "default_set", say("default set"), keys)
