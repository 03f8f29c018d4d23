"""Grid files: YAML that a facilitator writes, read into a GridBook, or refused with every problem and its line.

`grid_items.yaml` is the one that is shipped, and its comments say how to write another.
"""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar

import yaml

from pollapp.domain.grid import (
    FEWEST_CHOICES,
    KEY,
    MARKS,
    MOST_CHOICES,
    SHAPES,
    Choice,
    Grid,
    GridBook,
    GridSet,
    Principle,
    Square,
)  # fmt: skip
from pollapp.grid_problems import GridFileError, quoted
from pollapp.yaml_nodes import MOST_BYTES, compose
from pollapp.yaml_reading import Fields, Reading

MOST_SQUARES, MOST_PRINCIPLES, MOST_SETS, MOST_NUMBER = 60, 40, 10, 999
LONGEST = {"title": 80, "directions": 1500, "name": 30, "label": 60, "text": 200, "short": 40, "principle": 600, "key": 20}
SHIPPED = "grid_items.yaml"
PICKED = "picked"  # what the page that opens a session calls squares picked by hand: no set may be called so
ALL = "all"  # in place of a list of squares; also the one set of a file that names none

T = TypeVar("T")


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
    draft = _grid_file(reading, root)
    if reading.problems:
        raise GridFileError(name, reading.problems)
    return draft()


# A draft is a constructor with its arguments: nothing is made until the whole file is known to be good.


def _grid_file(reading: Reading, root: yaml.Node) -> Callable[[], GridBook]:
    required = ("title", "directions", "choices", "squares")
    parts = reading.fields(root, "A grid file", required, ("principles", "sets", "default_set"))
    title = reading.text(parts.get("title"), "title", LONGEST["title"])
    directions = reading.text(parts.get("directions"), "directions", LONGEST["directions"])
    choices = [_choice(reading, one) for one in reading.items(parts.get("choices"), "choices", FEWEST_CHOICES, MOST_CHOICES)]
    principles = [_principle(reading, one) for one in reading.items(parts.get("principles"), "principles", 0, MOST_PRINCIPLES)]
    squares = [_square(reading, one) for one in reading.items(parts.get("squares"), "squares", 1, MOST_SQUARES)]
    sets = [_set(reading, one) for one in reading.items(parts.get("sets"), "sets", 1, MOST_SETS)]
    default = _default(reading, parts)

    def book() -> GridBook:
        grid = Grid(title, directions, _made(choices), _made(squares), _made(principles))
        every = tuple(square.id for square in grid.squares)
        named = _made(sets) or (GridSet(ALL, "All squares", every),)
        return GridBook(grid, named, default or named[0].key)

    return book


def _made(drafts: Iterable[Callable[[], T]]) -> tuple[T, ...]:
    return tuple(draft() for draft in drafts)


def _choice(reading: Reading, node: yaml.Node) -> Callable[[], Choice]:
    found = reading.fields(node, "A choice", ("key", "label", "shape"), ("name", "mark"))
    key = _key(reading, found, "choice key")
    label = reading.text(found.get("label"), "label", LONGEST["label"])
    reading.claim(found.get("label"), "choice label", label, "Give every choice its own.")
    shape = reading.one_of(found.get("shape"), "shape", SHAPES)
    reading.claim(found.get("shape"), "shape", shape, f"Choices must differ by more than colour; shapes are: {', '.join(SHAPES)}.")
    name = reading.text(found["name"], "name", LONGEST["name"]) if "name" in found else key
    reading.claim(found.get("name", found.get("key")), "choice name", name, "Give every choice its own.")
    mark = reading.one_of(found["mark"], "mark", MARKS) if "mark" in found else "none"
    return partial(Choice, key, name, label, shape, mark)


def _key(reading: Reading, found: Fields, what: str) -> str:
    """The key of a choice or a set; "" when it is wrong or taken."""
    node = found.get("key")
    before = len(reading.problems)
    key = reading.text(node, "key", LONGEST["key"])
    if node and len(reading.problems) == before and not KEY.fullmatch(key):
        right = "Begin with a small letter, go on with small letters, digits, - or _."
        reading.note(node, f"The {what} {quoted(key)} cannot be used.", right)
    elif reading.claim(node, what, key, "Give each its own key."):
        return key
    return ""


def _principle(reading: Reading, node: yaml.Node) -> Callable[[], Principle]:
    found = reading.fields(node, "A principle", ("number", "text"))
    number = reading.number(found.get("number"), "number", MOST_NUMBER)
    reading.claim(found.get("number"), "principle number", number, "Give every principle its own number.")
    return partial(Principle, number, reading.text(found.get("text"), "text", LONGEST["principle"]))


def _square(reading: Reading, node: yaml.Node) -> Callable[[], Square]:
    found = reading.fields(node, "A square", ("id", "text"), ("short", "principles"))
    id = reading.number(found.get("id"), "id", MOST_NUMBER)
    reading.claim(found.get("id"), "square id", id, "Give every square its own number.")
    text = reading.text(found.get("text"), "text", LONGEST["text"])
    short = reading.text(found["short"], "short", LONGEST["short"]) if "short" in found else text
    if len(short) > LONGEST["short"] and "short" not in found:
        reading.note(node, 'A square with a long text needs a "short".', f'Add a line "short: …" of at most {LONGEST["short"]} characters.')
    principles = _numbers(reading, found.get("principles"), "principle", "principle number", 0)
    return partial(Square, id, text, short, principles)


def _set(reading: Reading, node: yaml.Node) -> Callable[[], GridSet]:
    found = reading.fields(node, "A set", ("key", "label", "squares"))
    key = _key(reading, found, "set key")
    if key == PICKED:
        reading.note(found["key"], f'The set key "{PICKED}" is taken: it means squares picked by hand.', "Choose another word.")
    label = reading.text(found.get("label"), "label", LONGEST["label"])
    squares = found.get("squares")
    if isinstance(squares, yaml.ScalarNode) and squares.value == ALL:
        return partial(GridSet, key, label, tuple(int(id) for id in reading.claimed("square id")))
    return partial(GridSet, key, label, _numbers(reading, squares, "square", "square id", 1))


def _numbers(reading: Reading, node: yaml.Node | None, what: str, known_as: str, fewest: int) -> tuple[int, ...]:
    """A list of numbers that were claimed elsewhere in the file, each at most once."""
    known = reading.claimed(known_as)
    numbers: list[int] = []
    for item in reading.items(node, f"{what} numbers", fewest, MOST_SQUARES):
        number = reading.number(item, what, MOST_NUMBER)
        if number and number not in known:
            reading.note(item, f"There is no {what} {number} in this file.", _there_are(what, known))
        elif number and number in numbers:
            reading.note(item, f"The {what} {number} stands twice in this list.", "Name each one once.")
        numbers.append(number)
    return tuple(numbers)


def _there_are(what: str, known: list[str | int]) -> str:
    if not known:
        return f"Add it under {what}s, or take its number out here."
    return f"There are: {', '.join(str(number) for number in known)}."


def _default(reading: Reading, parts: Fields) -> str:
    """The key of the default set, "" when the file names none."""
    keys = [str(key) for key in reading.claimed("set key")] if "sets" in parts else [ALL]
    return reading.one_of(parts["default_set"], "default set", keys) if "default_set" in parts else ""
