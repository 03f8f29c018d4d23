"""Grid files: YAML that a facilitator writes, read into a GridBook, or refused with every problem and its line.

`grid_items.yaml` is the one that is shipped, and its comments say how to write another.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
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
from pollapp.domain.said import Said, say
from pollapp.grid_problems import GridFileError, quoted
from pollapp.grid_words import Text, Texts
from pollapp.yaml_nodes import MOST_BYTES, compose
from pollapp.yaml_reading import Fields, Form, Reading

MOST_SQUARES, MOST_PRINCIPLES, MOST_SETS, MOST_NUMBER = 60, 40, 10, 999
LONGEST = {"title": 80, "directions": 1500, "name": 30, "label": 60, "text": 200, "short": 40, "principle": 600, "key": 20}
SHIPPED = "grid_items.yaml"
PICKED = "picked"  # what the page that opens a session calls squares picked by hand: no set may be called so
ALL = "all"  # in place of a list of squares; also the one set of a file that names none

FILE = Form(say("A grid file"), say("a grid file"))
CHOICE = Form(say("A choice"), say("a choice"))
PRINCIPLE = Form(say("A principle"), say("a principle"))
SQUARE = Form(say("A square"), say("a square"))
SET = Form(say("A set"), say("a set"))
CHOICE_KEY, SET_KEY = say("choice key"), say("set key")  # what is claimed: each value may stand in a file once
SQUARE_ID, PRINCIPLE_NUMBER = say("square id"), say("principle number")

T = TypeVar("T")
Draft = Callable[[str], T]  # makes its part in the language it is told: nothing is made until the whole file is known to be good


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
    book = _grid_file(reading, root)
    if reading.problems:
        raise GridFileError(name, reading.problems)
    return book()


def _grid_file(reading: Reading, root: yaml.Node) -> Callable[[], GridBook]:
    required = ("title", "directions", "choices", "squares")
    parts = reading.fields(root, FILE, required, ("language", "principles", "sets", "default_set"))
    texts = Texts(reading, parts.get("language"))
    grid = _grid(reading, texts, parts)
    sets = [_set(reading, texts, one) for one in reading.items(parts.get("sets"), say("sets"), 1, MOST_SETS)]
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
    choices = [_choice(reading, texts, one) for one in listed]
    listed = reading.items(parts.get("principles"), say("principles"), 0, MOST_PRINCIPLES)
    principles = [_principle(reading, texts, one) for one in listed]
    listed = reading.items(parts.get("squares"), say("squares"), 1, MOST_SQUARES)
    squares = [_square(reading, texts, one) for one in listed]
    return lambda code: Grid(title[code], directions[code], _made(choices, code), _made(squares, code), _made(principles, code), code)


def _made(drafts: Iterable[Draft[T]], language: str) -> tuple[T, ...]:
    return tuple(draft(language) for draft in drafts)


def _labelled(draft: Draft[GridSet], languages: tuple[str, ...]) -> GridSet:
    """The set with its label in all of these, the first being the original."""
    return replace(draft(languages[0]), labels=tuple((code, draft(code).label) for code in languages[1:]))


def _everything(grid: Grid) -> GridSet:
    """The one set of a file that names none. Its label is the product's, which says it in the reader's language."""
    return GridSet(ALL, say("All squares"), tuple(square.id for square in grid.squares))


def _choice(reading: Reading, texts: Texts, node: yaml.Node) -> Draft[Choice]:
    found = reading.fields(node, CHOICE, ("key", "label", "shape"), ("name", "mark"))
    key = _key(reading, found, CHOICE_KEY)
    label = texts.text(found.get("label"), "label", LONGEST["label"])
    texts.claim(say("choice label"), label, say("Give every choice its own."))
    shape = _shape(reading, found.get("shape"))
    name = texts.text(found["name"], "name", LONGEST["name"]) if "name" in found else Text(found.get("key"), otherwise=key)
    texts.claim(say("choice name"), name, say("Give every choice its own."))
    mark = reading.one_of(found["mark"], "mark", say("mark"), MARKS) if "mark" in found else "none"
    return lambda code: Choice(key, name[code], label[code], shape, mark)


def _shape(reading: Reading, node: yaml.Node | None) -> str:
    shape = reading.one_of(node, "shape", say("shape"), SHAPES)
    right = say("Choices must differ by more than colour; shapes are: %(shapes)s.", shapes=", ".join(SHAPES))
    reading.claim(node, say("shape"), shape, right)
    return shape


def _key(reading: Reading, found: Fields, what: Said) -> str:
    """The key of a choice or a set; "" when it is wrong or taken."""
    node = found.get("key")
    before = len(reading.problems)
    key = reading.text(node, "key", LONGEST["key"])
    if node and len(reading.problems) == before and not KEY.fullmatch(key):
        right = say("Begin with a small letter, go on with small letters, digits, - or _.")
        reading.note(node, say("The %(what)s %(word)s cannot be used.", what=what, word=quoted(key)), right)
    elif reading.claim(node, what, key, say("Give each its own key.")):
        return key
    return ""


def _principle(reading: Reading, texts: Texts, node: yaml.Node) -> Draft[Principle]:
    found = reading.fields(node, PRINCIPLE, ("number", "text"))
    number = reading.number(found.get("number"), "number", MOST_NUMBER)
    reading.claim(found.get("number"), PRINCIPLE_NUMBER, number, say("Give every principle its own number."))
    text = texts.text(found.get("text"), "text", LONGEST["principle"])
    return lambda code: Principle(number, text[code])


def _square(reading: Reading, texts: Texts, node: yaml.Node) -> Draft[Square]:
    found = reading.fields(node, SQUARE, ("id", "text"), ("short", "principles"))
    id = reading.number(found.get("id"), "id", MOST_NUMBER)
    reading.claim(found.get("id"), SQUARE_ID, id, say("Give every square its own number."))
    text = texts.text(found.get("text"), "text", LONGEST["text"])
    short = texts.text(found["short"], "short", LONGEST["short"]) if "short" in found else text
    if "short" not in found and any(len(words) > LONGEST["short"] for words in text.words.values()):
        right = say('Add a line "short: …" of at most %(most)s characters.', most=LONGEST["short"])
        reading.note(node, say('A square with a long text needs a "short".'), right)
    principles = _numbers(reading, found.get("principles"), "principle", 0)
    return lambda code: Square(id, text[code], short[code], principles)


def _set(reading: Reading, texts: Texts, node: yaml.Node) -> Draft[GridSet]:
    found = reading.fields(node, SET, ("key", "label", "squares"))
    key = _key(reading, found, SET_KEY)
    if key == PICKED:
        wrong = say('The set key "%(key)s" is taken: it means squares picked by hand.', key=PICKED)
        reading.note(found["key"], wrong, say("Choose another word."))
    label = texts.text(found.get("label"), "label", LONGEST["label"])
    squares = _squares(reading, found.get("squares"))
    return lambda code: GridSet(key, label[code], squares)


def _squares(reading: Reading, node: yaml.Node | None) -> tuple[int, ...]:
    if isinstance(node, yaml.ScalarNode) and node.value == ALL:
        return tuple(int(id) for id in reading.claimed(SQUARE_ID))
    return _numbers(reading, node, "square", 1)


_NUMBERS = {  # key in the file → what such numbers are, one of them, and as what they were claimed
    "square": (say("square numbers"), say("square"), SQUARE_ID),
    "principle": (say("principle numbers"), say("principle"), PRINCIPLE_NUMBER),
}


def _numbers(reading: Reading, node: yaml.Node | None, key: str, fewest: int) -> tuple[int, ...]:
    """A list of numbers that were claimed elsewhere in the file, each at most once."""
    all_of_them, what, known_as = _NUMBERS[key]
    known = reading.claimed(known_as)
    numbers: list[int] = []
    for item in reading.items(node, all_of_them, fewest, MOST_SQUARES):
        number = reading.number(item, key, MOST_NUMBER)
        if number and number not in known:
            wrong = say("There is no %(what)s %(number)s in this file.", what=what, number=number)
            reading.note(item, wrong, _there_are(f"{key}s", known))
        elif number and number in numbers:
            wrong = say("The %(what)s %(number)s stands twice in this list.", what=what, number=number)
            reading.note(item, wrong, say("Name each one once."))
        numbers.append(number)
    return tuple(numbers)


def _there_are(key: str, known: list[str | int]) -> Said:
    if not known:
        return say("Add it under %(key)s, or take its number out here.", key=key)
    return say("There are: %(numbers)s.", numbers=", ".join(str(number) for number in known))


def _default(reading: Reading, parts: Fields) -> str:
    """The key of the default set, "" when the file names none."""
    if "default_set" not in parts:
        return ""
    keys = [str(key) for key in reading.claimed(SET_KEY)] if "sets" in parts else [ALL]
    return reading.one_of(parts["default_set"], "default_set", say("default set"), keys)
