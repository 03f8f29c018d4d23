"""The entries of a grid file's lists: a choice, a principle, a lens or a step, a square, a set.

Each is read into a draft, which makes its part in the language it is told: nothing is made until the whole file is known to be
good. What is wrong is noted in `reading`, with its line.
"""

from collections.abc import Callable
from typing import TypeVar

import yaml

from pollapp.domain.grid_book import GridSet
from pollapp.domain.grid_parts import KEY, MARKS, SHAPES, Choice, Principle, Prompt, Square
from pollapp.domain.said import Said, say
from pollapp.grid_problems import quoted
from pollapp.grid_words import Text, Texts
from pollapp.yaml_reading import Fields, Form, Reading

MOST_SQUARES, MOST_NUMBER = 60, 999
LONGEST = {"key": 20, "name": 30, "label": 60, "text": 200, "short": 40, "principle": 600, "in short": 240, "heading": 60, "prompt": 300}
PICKED = "picked"  # what the page that opens a session calls squares picked by hand: no set may be called so
ALL = "all"  # in place of a list of squares; also the one set of a file that names none

CHOICE = Form(say("A choice"), say("a choice"))
PRINCIPLE = Form(say("A principle"), say("a principle"))
LENS = Form(say("A lens"), say("a lens"))
STEP = Form(say("A step"), say("a step"))
SQUARE = Form(say("A square"), say("a square"))
SET = Form(say("A set"), say("a set"))
# What is claimed: each value may stand in a file once.
CHOICE_KEY, LENS_KEY, STEP_KEY, SET_KEY = say("choice key"), say("lens key"), say("step key"), say("set key")
SQUARE_ID, PRINCIPLE_NUMBER = say("square id"), say("principle number")

T = TypeVar("T")
Draft = Callable[[str], T]


def read_choice(reading: Reading, texts: Texts, node: yaml.Node) -> Draft[Choice]:
    """A choice; its key, name, label and shape are claimed."""
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


def read_principle(reading: Reading, texts: Texts, node: yaml.Node) -> Draft[Principle]:
    """A principle; without a short form its text is that too."""
    found = reading.fields(node, PRINCIPLE, ("number", "text"), ("short",))
    number = reading.number(found.get("number"), "number", MOST_NUMBER)
    reading.claim(found.get("number"), PRINCIPLE_NUMBER, number, say("Give every principle its own number."))
    text = texts.text(found.get("text"), "text", LONGEST["principle"])
    short = texts.text(found["short"], "short", LONGEST["in short"]) if "short" in found else text
    return lambda code: Principle(number, text[code], short[code])


def read_prompt(reading: Reading, texts: Texts, node: yaml.Node, form: Form, what: Said) -> Draft[Prompt]:
    """A lens or a step, as `form` says; its key is claimed as `what`."""
    found = reading.fields(node, form, ("key", "title", "text"))
    key = _key(reading, found, what)
    title = texts.text(found.get("title"), "title", LONGEST["heading"])
    text = texts.text(found.get("text"), "text", LONGEST["prompt"])
    return lambda code: Prompt(key, title[code], text[code])


def read_square(reading: Reading, texts: Texts, node: yaml.Node) -> Draft[Square]:
    """A square; a text that is too long for the projector needs a short one. Principles must have been read before it."""
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


def read_set(reading: Reading, texts: Texts, node: yaml.Node) -> Draft[GridSet]:
    """A set of squares, which must have been read before it."""
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
