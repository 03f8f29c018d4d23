"""Grid files: every kind of mistake is answered with its line, what is wrong and what would be right."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain.grid import Grid, GridBook, GridSet
from pollapp.domain.said import Said
from pollapp.grid_file import load_grid_file, parse_grid, shipped_grid
from pollapp.grid_problems import GridFileError, Problem

SLIDES: dict[str, Any] = json.loads((Path(__file__).parent / "slides_squares.json").read_text())

GOOD = """\
title: Small grid
directions: Place a dot.
choices:
  - key: fine
    label: Usually fine
    shape: circle
    mark: check
  - key: wrong
    name: not right
    label: Wrong
    shape: square
principles:
  - number: 1
    text: Do no harm.
  - number: 2
    text: Ask first.
squares:
  - id: 1
    text: Giving a hug
    short: Hug
    principles: [2, 1]
  - id: 7
    text: Taking a gift
sets:
  - key: all-of-it
    label: Everything
    squares: all
  - key: one
    label: Only one
    squares: [7]
default_set: one
"""


def _problems(source: str | bytes) -> list[Problem]:
    with pytest.raises(GridFileError) as refused:
        parse_grid(source, "my_grid.yaml")
    return refused.value.problems


def _good(source: str) -> GridBook:
    return parse_grid(source, "my_grid.yaml")


# The shipped grid


def test_the_shipped_squares_are_the_slides_word_for_word() -> None:
    book = shipped_grid()
    assert [(square.id, square.text) for square in book.grid.squares] == [(square["id"], square["text"]) for square in SLIDES["squares"]]
    assert len(book.grid.squares) == 30


def test_the_shipped_directions_and_principles_are_the_slides_word_for_word() -> None:
    book = shipped_grid()
    assert book.grid.directions == SLIDES["directions"]
    assert [principle.text for principle in book.grid.principles] == SLIDES["principles"]
    assert [principle.number for principle in book.grid.principles] == list(range(1, 14))


def test_the_shipped_sets() -> None:
    book = shipped_grid()
    first = [square["id"] for square in SLIDES["squares"] if square["in_24_set"]]
    assert [square.id for square in book.grid_for(book.default_set).squares] == first == list(range(1, 25))
    assert book.grid_for("all") == book.grid


def test_every_shipped_square_has_a_short_label_and_principles() -> None:
    for square in shipped_grid().grid.squares:
        assert 0 < len(square.short) <= 24, square
        assert square.principles, square


def test_every_shipped_choice_has_a_shape_and_a_mark_of_its_own() -> None:
    choices = shipped_grid().grid.choices
    assert [(choice.shape, choice.mark) for choice in choices] == [("circle", "check"), ("triangle", "question"), ("square", "cross")]


# The shipped grid in Spanish

SAME_IN_SPANISH: set[str] = set()  # texts that are rightly the same in both languages, each with its reason
SPANISH_COLOURS = {"green": "verde", "yellow": "amarillo", "red": "rojo"}


def _texts(grid: Grid) -> list[str]:
    choices = [text for choice in grid.choices for text in (choice.name, choice.label)]
    squares = [text for square in grid.squares for text in (square.text, square.short)]
    return [grid.title, grid.directions, *choices, *squares, *(principle.text for principle in grid.principles)]


def test_the_shipped_grid_is_complete_in_english_and_spanish() -> None:
    book = shipped_grid()
    assert book.grid.languages == ("en", "es")
    assert [one.label_languages for one in book.sets] == [("es",)] * len(book.sets)
    assert len(_texts(book.grid.in_language("es"))) == len(_texts(book.grid)) == 2 + 2 * 3 + 2 * 30 + 13


def test_no_spanish_text_is_the_english_one() -> None:
    book = shipped_grid()
    both = zip(_texts(book.grid), _texts(book.grid.in_language("es")), strict=True)
    labels = zip(book.sets, book.sets_in("es"), strict=True)
    same = [english for english, spanish in both if english == spanish] + [one.label for one, other in labels if one.label == other.label]
    assert set(same) == SAME_IN_SPANISH


def test_no_two_spanish_texts_of_a_kind_are_the_same() -> None:
    spanish = shipped_grid().grid.in_language("es")
    for texts in ([square.text for square in spanish.squares], [square.short for square in spanish.squares]):
        assert len(set(texts)) == len(texts)


def test_the_spanish_labels_fit_a_narrow_card() -> None:
    for square in shipped_grid().grid.in_language("es").squares:
        assert len(square.short) <= 26, square.short
        assert max(map(len, square.short.split())) <= 12, f"a card does not break the longest word of {square.short!r}"


def test_the_spanish_directions_call_the_colours_as_the_choices_do() -> None:
    spanish = shipped_grid().grid.in_language("es")
    assert {choice.key: choice.name for choice in spanish.choices} == SPANISH_COLOURS
    assert re.findall(r"\b[A-Z]{3,}\b", spanish.directions) == [name.upper() for name in SPANISH_COLOURS.values()]


# A good file


def test_a_good_file() -> None:
    book = _good(GOOD)
    first, last = book.grid.choices
    assert (first.key, first.name, first.label, first.shape, first.mark) == ("fine", "fine", "Usually fine", "circle", "check")
    assert (last.name, last.mark) == ("not right", "none")
    assert (book.grid.squares[0].short, book.grid.squares[0].principles) == ("Hug", (2, 1))
    assert (book.grid.squares[1].short, book.grid.squares[1].principles) == ("Taking a gift", ())
    assert [one.squares for one in book.sets] == [(1, 7), (7,)]
    assert book.default_set == "one"


def test_a_file_without_sets_has_one_with_everything() -> None:
    book = _good(GOOD[: GOOD.index("sets:")])
    assert [(one.key, one.squares) for one in book.sets] == [("all", (1, 7))]
    assert book.grid_for(book.default_set) == book.grid


def test_without_a_default_the_first_set_is_it() -> None:
    assert _good(GOOD.replace("default_set: one\n", "")).default_set == "all-of-it"


def test_text_may_run_over_lines_and_hold_any_script() -> None:
    book = _good(GOOD.replace("text: Giving a hug", "text: >-\n      Dar un\n      abrazo — ¿sí?  拥抱"))
    assert book.grid.squares[0].text == "Dar un abrazo — ¿sí? 拥抱"


@pytest.mark.parametrize("changed", [GOOD.replace("\n", "\r\n"), "\ufeff" + GOOD, GOOD.rstrip("\n"), "# mine\n---\n" + GOOD])
def test_what_editors_do_to_a_file_does_not_matter(changed: str) -> None:
    assert _good_bytes(changed.encode()) == _good(GOOD)


def _good_bytes(source: bytes) -> GridBook:
    return parse_grid(source, "my_grid.yaml")


# Mistakes: a change to the good file → the line, what is wrong, what would be right

MISTAKES: list[tuple[str, str, int, str, str]] = [
    # keys
    ("title: Small grid\n", "", 1, 'A grid file here has no "title".', 'Add a line "title: …".'),
    ("    text: Taking a gift\n", "", 22, 'A square here has no "text".', 'Add a line "text: …".'),
    ("    shape: square\n", "", 8, 'A choice here has no "shape".', 'Add a line "shape: …".'),
    ("short: Hug", "shrot: Hug", 20, 'The key "shrot" is unknown.', 'Did you mean "short"?'),
    ("short: Hug", "colour: blue", 20, 'The key "colour" is unknown.', "The keys of a square are: id, text, short, principles."),
    ("short: Hug", "short: Hug\n    short: Hugs", 21, 'The key "short" stands here twice (first on line 20).', "Keep one of them."),
    ("short: Hug", "[a, b]: Hug", 20, "is unknown.", "The keys of a square are:"),
    ("    text: Do no harm.", "    txt: Do no harm.", 14, 'The key "txt" is unknown.', 'Did you mean "text"?'),
    # forms
    ("title: Small grid", "title: [Small, grid]", 1, '"title" must be words, not a list or keys and values.', 'title: "…"'),
    ("  - id: 7\n    text: Taking a gift\n", "  - Taking a gift\n", 22, "A square must be written as keys and values.", "id, text"),
    ("squares: [7]", "squares: 7", 30, "The square numbers must be a list.", 'Begin each entry with "- "'),
    ("principles: [2, 1]", "principles: 2", 21, "The principle numbers must be a list.", "Begin each entry"),
    # words
    ("title: Small grid", "title:", 1, '"title" is empty.', "Write at least one word."),
    ("title: Small grid", "title: ' '", 1, '"title" is empty.', "Write at least one word."),
    ("title: Small grid", "title: '\u200b'", 1, '"title" is empty.', "Write at least one word."),
    ("title: Small grid", "title: ~", 1, '"title" is empty.', "Write at least one word."),
    ("label: Wrong", "label: no", 10, '"label" is read as yes or no, not as words: no.', 'Put it in quotes: label: "no".'),
    ("label: Wrong", "label: 12", 10, '"label" is read as a number, not as words: 12.', 'label: "12"'),
    ("label: Wrong", "label: 1.5", 10, '"label" is read as a number', 'label: "1.5"'),
    ("label: Wrong", "label: 2026-11-24", 10, '"label" is read as a date', 'label: "2026-11-24"'),
    ("label: Wrong", "label: =", 10, '"label" is read as a sign of its own', "Put it in quotes"),
    ("label: Wrong", "label: <<", 10, '"label" is read as a sign of its own', "Put it in quotes"),
    ("title: Small grid", f"title: {'long ' * 17}", 1, '"title" has 84 characters.', "Shorten it to at most 80."),
    ("directions: Place a dot.", f"directions: {'x' * 1501}", 2, '"directions" has 1501 characters.', "at most 1500"),
    ("label: Wrong", f"label: {'x' * 61}", 10, '"label" has 61 characters.', "at most 60"),
    ("name: not right", f"name: {'x' * 31}", 9, '"name" has 31 characters.', "at most 30"),
    ("text: Giving a hug", f"text: {'x' * 201}", 19, '"text" has 201 characters.', "at most 200"),
    ("short: Hug", f"short: {'x' * 41}", 20, '"short" has 41 characters.', "at most 40"),
    ("text: Do no harm.", f"text: {'x' * 601}", 14, '"text" has 601 characters.', "at most 600"),
    ("text: Taking a gift", f"text: {'x' * 41}", 22, 'A square with a long text needs a "short".', 'Add a line "short: …" of at most 40'),
    ("title: Small grid", 'title: "Small \\x07 grid"', 1, '"title" holds the control character U+0007.', "Remove it."),
    ("title: Small grid", 'title: "Small \\u202E grid"', 1, '"title" holds the control character U+202E.', "Remove it."),
    # keys of choices and sets
    ("key: fine", "key: Fine", 4, 'The choice key "Fine" cannot be used.', "Begin with a small letter"),
    ("key: fine", "key: 'fine!'", 4, 'The choice key "fine!" cannot be used.', "small letters, digits, - or _"),
    ("key: fine", f"key: {'x' * 21}", 4, '"key" has 21 characters.', "at most 20"),
    ("key: wrong\n", "key: fine\n", 8, 'choice key "fine" is used twice (first on line 4)', "own key"),
    ("label: Wrong", "label: Usually fine", 10, 'The choice label "Usually fine" is used twice (first on line 5).', "its own"),
    ("name: not right", "name: fine", 9, 'The choice name "fine" is used twice (first on line 4).', "its own"),
    ("shape: square", "shape: circle", 11, 'The shape "circle" is used twice (first on line 6).', "must differ by more than colour"),
    ("shape: square", "shape: sqare", 11, 'The shape "sqare" is unknown.', 'Did you mean "square"? It can be: circle, triangle'),
    ("mark: check", "mark: tick", 7, 'The mark "tick" is unknown.', "It can be: check, question, cross, plus, minus, none."),
    ("key: one\n", "key: all-of-it\n", 28, 'The set key "all-of-it" is used twice (first on line 25).', "its own key"),
    ("key: one\n", "key: picked\n", 28, 'The set key "picked" is taken', "Choose another word."),
    # numbers
    ("id: 7", "id: 1", 22, "The square id 1 is used twice (first on line 18).", "its own number"),
    ("id: 7", "id: 0", 22, '"id" must be a whole number, not "0".', "Write a whole number from 1 to 999"),
    ("id: 7", "id: -7", 22, '"id" must be a whole number, not "-7".', "from 1 to 999"),
    ("id: 7", "id: 1000", 22, '"id" must be a whole number, not "1000".', "from 1 to 999"),
    ("id: 7", "id: seven", 22, '"id" must be a whole number, not "seven".', "from 1 to 999"),
    ("id: 7", "id: 007", 22, '"id" must be a whole number, not "007".', "such as 7, without quotes or leading zeros"),
    ("id: 7", "id: '7'", 22, '"id" must be a whole number, not "7".', "such as 7, without quotes"),
    ("id: 7", "id: 7.0", 22, '"id" must be a whole number, not "7.0".', "from 1 to 999"),
    ("id: 7", "id: 0x7", 22, '"id" must be a whole number, not "0x7".', "from 1 to 999"),
    ("id: 7", "id: [7]", 22, '"id" must be a whole number.', "from 1 to 999"),
    ("number: 2", "number: 1", 15, "The principle number 1 is used twice (first on line 13).", "its own number"),
    # references
    ("principles: [2, 1]", "principles: [2, 3]", 21, "There is no principle 3 in this file.", "There are: 1, 2."),
    ("principles: [2, 1]", "principles: [2, 2]", 21, "The principle 2 stands twice in this list.", "Name each one once."),
    ("squares: [7]", "squares: [2]", 30, "There is no square 2 in this file.", "There are: 1, 7."),
    ("squares: [7]", "squares: []", 30, "There are 0 square numbers.", "1 to 60"),
    ("default_set: one", "default_set: on e", 31, 'The default set "on e" is unknown.', 'Did you mean "one"? It can be: all-of-it, one.'),
    # how many
    (GOOD[GOOD.index("  - key: wrong") : GOOD.index("principles:")], "", 4, "There are 1 choices.", "2 to 5"),
    # YAML that a grid does not need
    ("short: Hug", "short: &hug Hug", 20, "Anchors (&hug) are not used", "Leave it out, or quote the text."),
    ("title: Small grid", "title: *hug", 1, "Aliases (*hug) are not used", "Write the text out, or quote it."),
    ("title: Small grid", "title: !!str Small grid", 1, "Tags (with !) are not used", "Leave it out, or quote the text."),
    ("title: Small grid", "title: !!python/object:os.system ls", 1, "Tags (with !) are not used", "Leave it out"),
    ("sets:", "---\nsets:", 24, "A second document begins here.", 'with no "---" in it'),
    ("title: Small grid", "title: [[[[[[[[[]]]]]]]]]", 1, "nested too deeply", "Keep to the form of a grid file."),
    # no YAML at all
    ("    short: Hug", "\tshort: Hug", 20, "This is not YAML", "Indent with spaces, never with tabs."),
    ("text: Giving a hug", "text: Giving: a hug", 19, "This is not YAML", 'Put a text that holds ": " in quotes'),
    ('text: Giving a hug', 'text: "Giving" a hug', 19, "This is not YAML", "in single quotes"),
    ("text: Giving a hug", "text: @hug", 19, "This is not YAML", "Put a text that begins with a special character in quotes."),
    ("default_set: one", 'default_set: "one', 32, "This is not YAML", "Close every quotation mark"),
    ("    text: Taking a gift", "    text Taking a gift", 24, "This is not YAML", "Write a colon and a space after each key"),
    ("title: Small grid", 'title: "\\UFFFFFFFF"', 1, "a character in it cannot be read", "Remove escapes"),
    ("title: Small grid", "title: Small\x07grid", 1, "This line holds the control character U+0007.", "Remove it."),
    ("title: Small grid", "title: Small\u202egrid", 1, "This line holds the control character U+202E.", "Remove it."),
    ("title: Small grid", "title: Small\u2028grid", 1, "This line holds the control character U+2028.", "Remove it."),
    # the original's language
    ("title: Small grid", "language: English\ntitle: Small grid", 1, 'The language "English" cannot be used.', "such as es"),
    ("title: Small grid", "language: no\ntitle: Small grid", 1, '"language" is read as yes or no', 'language: "no"'),
    ("title: Small grid", "language: [en]\ntitle: Small grid", 1, '"language" must be words', 'Write it as language: "…".'),
    ("default_set: one", "default_set: [one]", 31, '"default_set" must be words', 'Write it as default_set: "…".'),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "line", "wrong", "right"), MISTAKES, ids=[f"{bad[:40]!r}" for _, bad, *_ in MISTAKES])
def test_a_mistake_is_answered_in_its_place(good: str, bad: str, line: int, wrong: str, right: str) -> None:
    assert GOOD.count(good) == 1
    problems = _problems(GOOD.replace(good, bad))
    assert any(one.line == line and wrong in one.wrong and right in one.right for one in problems), "\n".join(map(str, problems))


def test_a_problem_can_be_said_in_another_language() -> None:
    (problem,) = _problems(GOOD.replace("shape: square", "shape: sqare"))
    assert str(problem) == problem.said() == f"Line 11: {problem.wrong} {problem.right}"
    assert problem.said().message == "Line %(line)s: %(wrong)s %(right)s"
    assert (problem.wrong.message, problem.wrong.values) == ("The %(what)s %(word)s is unknown.", {"what": "shape", "word": '"sqare"'})
    assert problem.right.values["right"].message == "It can be: %(words)s."


@pytest.mark.parametrize(
    ("source", "line", "wrong", "right"),
    [
        (b"", 1, "The file is empty.", "Copy the shipped grid_items.yaml"),
        (b"# only a comment\n", 1, "The file is empty.", "Copy the shipped"),
        (b"title: a\nlabel: \xff\xfe", 2, "The file is not UTF-8 text here.", 'the encoding "UTF-8"'),
        (b"x" * (64 * 1024 + 1), 1, "The file is too large.", "up to 64 kB"),
        (b"- a\n- b\n", 1, "A grid file must be written as keys and values.", "Its keys are: title, directions, choices, squares"),
        (b"just words", 1, "A grid file must be written as keys and values.", "Its keys are: title"),
        (b"[" * 5000, 1, "nested too deeply", "Keep to the form"),
        (b"a: [" + b"1," * 9000 + b"]", 1, "holds far too much", "Keep to the form"),
        ("title: \ud800", 1, "This line holds the control character U+D800.", "Remove it."),
    ],
)
def test_what_is_no_grid_file_at_all(source: str | bytes, line: int, wrong: str, right: str) -> None:
    problem = _problems(source)[0]
    assert (problem.line, wrong in problem.wrong, right in problem.right) == (line, True, True), problem


@pytest.mark.parametrize(
    ("entry", "key", "most"),
    [
        ("  - {{key: k{0}, label: L{0}, shape: circle}}", "choices", 5),
        ("  - {{id: {0}, text: Action {0}}}", "squares", 60),
        ("  - {{number: {0}, text: Principle {0}}}", "principles", 40),
        ("  - {{key: k{0}, label: L{0}, squares: all}}", "sets", 10),
    ],
)
def test_too_many_of_something(entry: str, key: str, most: int) -> None:
    blocks = dict(re.findall(r"^(\w+):\n((?:  .*\n)+)", GOOD, re.M))
    many = "".join(entry.format(number) + "\n" for number in range(1, most + 2))
    problems = _problems(GOOD.replace(f"{key}:\n{blocks[key]}", f"{key}:\n{many}"))
    assert any(one.wrong == f"There are {most + 1} {key}." and f"to {most} of them" in one.right for one in problems)


def test_one_look_is_enough_to_repair_a_whole_file() -> None:
    broken = GOOD.replace("title: Small grid", "title: no").replace("shape: square", "shape: round").replace("id: 7", "id: x")
    assert [problem.line for problem in _problems(broken)] == [1, 11, 22, 30]  # the set names a square that is not one now


def test_one_mistake_is_not_reported_twice() -> None:
    assert len(_problems(GOOD.replace("principles: [2, 1]", "principles: [x, y]"))) == 2


def test_messages_are_for_editors_to_jump_to() -> None:
    with pytest.raises(GridFileError, match=r"^my_grid\.yaml:1: .title. is empty\. Write at least one word\.$"):
        parse_grid(GOOD.replace("Small grid", ""), "my_grid.yaml")


def test_messages_steer_no_terminal() -> None:
    (problem,) = _problems(GOOD.replace("mark: check", 'mark: "\\e[31m"'))
    assert "\x1b" not in str(problem)


def test_a_file_that_cannot_be_read_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        load_grid_file(tmp_path / "nowhere.yaml")


def test_a_file_on_disk(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD)
    assert load_grid_file(tmp_path / "mine.yaml") == _good(GOOD)


# Files in several languages

BOTH = """\
title: {en: Small grid, es: Cuadrícula}
directions:
  en: Place a dot.
  es: Pongan un punto.
choices:
  - key: fine
    label: {en: Usually fine, es: Bien}
    shape: circle
  - key: wrong
    name: {en: not right, es: mal}
    label: {en: Wrong, es: No está bien}
    shape: square
principles:
  - number: 1
    text: {es: No hagas daño., en: Do no harm.}
squares:
  - id: 1
    text: {en: Giving a hug, es: Dar un abrazo}
    short: {en: Hug, es: Abrazo}
    principles: [1]
  - id: 7
    text:
      en: Taking a gift
      es: Aceptar un regalo
sets:
  - key: all-of-it
    label: {en: Everything, es: Todo}
    squares: all
"""


def test_a_file_in_two_languages() -> None:
    book = _good(BOTH)
    assert book.grid.languages == ("en", "es")
    spanish = book.grid.in_language("es")
    assert (spanish.title, spanish.directions) == ("Cuadrícula", "Pongan un punto.")
    assert [(choice.key, choice.name, choice.label) for choice in spanish.choices] == [
        ("fine", "fine", "Bien"),
        ("wrong", "mal", "No está bien"),
    ]
    assert [(square.text, square.short, square.principles) for square in spanish.squares] == [
        ("Dar un abrazo", "Abrazo", (1,)),
        ("Aceptar un regalo", "Aceptar un regalo", ()),
    ]
    assert [principle.text for principle in spanish.principles] == ["No hagas daño."]
    assert [one.label for one in book.sets_in("es")] == ["Todo"]


def test_its_original_is_what_a_file_of_one_language_says() -> None:
    alone = re.sub(r"\{en: ([^,{}]*), es: [^{}]*\}|\{es: [^,{}]*, en: ([^{}]*)\}", r"\1\2", BOTH)
    alone = re.sub(r":\n +en: (.*)\n +es: .*", r": \1", alone)
    assert not re.search(r"\b(en|es): ", alone)
    assert _good(alone).grid == _good(BOTH).grid.in_language("en")
    assert _good("language: es\n" + alone).grid.languages == ("es",)


def test_the_original_may_be_another_language() -> None:
    book = _good("language: es\n" + BOTH)
    assert book.grid.languages == ("es", "en")
    assert book.grid.in_language("fr").title == "Cuadrícula"
    assert book.grid.in_language("en") == _good(BOTH).grid.in_language("en")


def test_the_products_own_set_is_called_by_the_product() -> None:
    book = _good(BOTH[: BOTH.index("sets:")])
    assert book.sets == (GridSet("all", "All squares", (1, 7)),)
    assert isinstance(book.sets_in("es")[0].label, Said)


@pytest.mark.parametrize("code", ["es", "es-419", "pt-BR", "zh-Hant", "zh-Hant-TW", "haw", "no"])  # Norwegian is no pitfall
def test_a_language_with_its_script_and_region(code: str) -> None:
    assert _good(re.sub(r"\bes: ", f"{code}: ", BOTH)).grid.languages == ("en", code)
    assert _good(f'language: "{code}"\n{GOOD}').grid.languages == (code,)


# A change to the file in two languages → the line, what is wrong, what would be right
UNTRANSLATED: list[tuple[str, str, int, str, str]] = [
    (", es: Cuadrícula}", "}", 1, '"title" is missing in "es".', 'Add a line "es: …", or take "es" out of the file (first on line 4).'),
    ("{en: Small grid, es: Cuadrícula}", "Small grid", 1, '"title" is missing in "es".', 'Write it as "en: …" and "es: …", or take'),
    ("  es: Pongan un punto.\n", "", 3, '"directions" is missing in "es".', 'Add a line "es: …"'),
    ("  en: Place a dot.\n", "", 3, '"directions" is missing in "en".', 'as in "language: es"'),
    ("{en: Usually fine, es: Bien}", "{en: Usually fine}", 7, '"label" is missing in "es".', 'Add a line "es: …"'),
    ("name: {en: not right, es: mal}", "name: not right", 10, '"name" is missing in "es".', 'Write it as "en: …" and "es: …"'),
    ("{es: No hagas daño., en: Do no harm.}", "Do no harm.", 15, '"text" is missing in "es".', "(first on line 1)"),
    ("en: Giving a hug, es: Dar", "es: Dar", 18, '"text" is missing in "en".', 'Add a line "en: …", or name the original at the top'),
    ("{en: Hug, es: Abrazo}", "Hug", 19, '"short" is missing in "es".', "Write it as"),
    ("      es: Aceptar un regalo\n", "", 23, '"text" is missing in "es".', 'Add a line "es: …"'),
    ("{en: Everything, es: Todo}", "Everything", 27, '"label" is missing in "es".', "Write it as"),
    ("{en: Hug, es: Abrazo}", "{}", 19, '"short" is missing in "en".', 'as in "language: es"'),
    ("{en: Hug, es: Abrazo}", "{en: Hug, es: Abrazo, fr: Câlin}", 1, '"title" is missing in "fr".', "(first on line 19)"),
    # each language keeps the rules
    ("es: Abrazo", "es: ''", 19, '"es" is empty.', "Write at least one word."),
    ("es: Abrazo", "es: no", 19, '"es" is read as yes or no, not as words: no.', 'Put it in quotes: es: "no".'),
    ("es: Abrazo", "es: [Abrazo]", 19, '"es" must be words', 'Write it as es: "…".'),
    ("es: Abrazo", "es: {es: Abrazo}", 19, '"es" must be words', 'Write it as es: "…".'),
    ("es: Abrazo", f"es: {'x' * 41}", 19, '"es" has 41 characters.', "at most 40"),
    ("es: Abrazo", 'es: "\\a"', 19, '"es" is empty.', "Write at least one word."),
    ("es: Abrazo", 'es: "Abrazo\\a"', 19, '"es" holds the control character U+0007.', "Remove it."),
    ("es: Aceptar un regalo", f"es: {'x' * 41}", 21, 'A square with a long text needs a "short".', "of at most 40"),
    ("es: No está bien", "es: Bien", 11, 'The choice label "Bien" is used twice (first on line 7).', "its own"),
    ("es: mal", "es: fine", 10, 'The choice name "fine" is used twice (first on line 6).', "its own"),
    # codes
    ("es: Abrazo", "Spanish: Abrazo", 19, 'The language "Spanish" cannot be used.', "two or three small letters, such as es"),
    ("es: Abrazo", "ES: Abrazo", 19, 'The language "ES" cannot be used.', "small letters"),
    ("es: Abrazo", "es_MX: Abrazo", 19, 'The language "es_MX" cannot be used.', "as in pt-BR"),
    ("es: Abrazo", "[es]: Abrazo", 19, 'The language "" cannot be used.', "Write a language's code"),
    ("es: Abrazo", "es: Abrazo, es: Abrazos", 19, 'The language "es" stands here twice (first on line 19).', "Keep one of them."),
    # only texts have languages
    ("key: all-of-it", "key: {en: all, es: todo}", 26, '"key" must be words', 'Write it as key: "…".'),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "line", "wrong", "right"), UNTRANSLATED, ids=[f"{bad[:40]!r}" for _, bad, *_ in UNTRANSLATED])
def test_what_is_missing_in_a_language_is_named_in_its_place(good: str, bad: str, line: int, wrong: str, right: str) -> None:
    assert BOTH.count(good) == 1
    problems = _problems(BOTH.replace(good, bad))
    assert any(one.line == line and wrong in one.wrong and right in one.right for one in problems), "\n".join(map(str, problems))


def test_only_what_is_missing_is_named() -> None:
    assert len(_problems(BOTH.replace("{en: Hug, es: Abrazo}", "Hug"))) == 1
    assert len(_problems(BOTH.replace("es: Abrazo", "Spanish: Abrazo"))) == 1
    assert len(_problems("language: Spanish\n" + BOTH)) == 1


def test_the_same_word_in_two_languages_is_no_repetition() -> None:
    assert _good(BOTH.replace("es: No está bien", "es: Usually fine")).grid.choices[1].label == "Wrong"


def test_one_text_in_another_language_wants_all_the_others() -> None:
    problems = _problems(GOOD.replace("title: Small grid", "title: {en: Small grid, es: Cuadrícula}"))
    assert [problem.line for problem in problems] == [2, 5, 9, 10, 14, 16, 19, 20, 23, 26, 29]
    assert all('is missing in "es"' in problem.wrong for problem in problems)


def test_ten_languages_at_most() -> None:
    codes = [f"x{letter}" for letter in "abcdefghi"]
    more = ", ".join(f"{code}: Abrazo" for code in codes)
    (problem,) = _problems(BOTH.replace("es: Abrazo", f"es: Abrazo, {more}"))
    assert str(problem) == "Line 19: The texts are in 11 languages. Keep to at most 10."


# Whatever comes in, the answer is a grid or a GridFileError


def _answers(source: str | bytes) -> None:
    try:
        parse_grid(source, "fuzz.yaml")
    except GridFileError as error:
        refused = error
    else:
        return
    assert refused.problems
    assert all(one.line >= 1 and one.wrong and one.right for one in refused.problems)
    assert all(isinstance(sentence, Said) for one in refused.problems for sentence in (one.wrong, one.right, one.said()))


@given(st.binary(max_size=60) | st.text(max_size=60))
def test_fuzz_anything(source: str | bytes) -> None:
    _answers(source)


YAMLISH = st.lists(st.sampled_from([*"-:[]{}&*!|>'\"%@`,?#~<=\n\t \\0", "\n  ", "- ", ": ", "---", "...", "\\U", "key", "id", "é", "\x85"]))


@given(YAMLISH)
def test_fuzz_what_looks_like_yaml(pieces: list[str]) -> None:
    _answers("".join(pieces))


@given(st.integers(0, len(GOOD)), st.integers(0, 12), YAMLISH)
def test_fuzz_a_damaged_grid(at: int, cut: int, pieces: list[str]) -> None:
    _answers(GOOD[:at] + "".join(pieces[:6]) + GOOD[at + cut :])


@given(st.data())
def test_fuzz_a_grid_with_values_moved_about(data: st.DataObject) -> None:
    lines = GOOD.splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        here, there = data.draw(st.integers(0, len(lines) - 1)), data.draw(st.integers(0, len(lines) - 1))
        key, colon, _ = lines[here].partition(":")
        lines[here] = key + colon + lines[there].rpartition(":")[2]
    _answers("\n".join(lines))


@given(st.integers(0, len(BOTH)), st.integers(0, 12), YAMLISH)
def test_fuzz_a_damaged_grid_in_two_languages(at: int, cut: int, pieces: list[str]) -> None:
    _answers(BOTH[:at] + "".join(pieces[:6]) + BOTH[at + cut :])


WRITTEN = st.dictionaries(st.sampled_from(["en", "es", "fr"]), st.sampled_from(["fine", "Bien", "Wrong", "no"]), max_size=3)


@given(st.lists(WRITTEN, min_size=4, max_size=4), st.sampled_from(["", "language: es\n", "language: fr\n"]))
def test_fuzz_texts_in_any_languages(written: list[dict[str, str]], original: str) -> None:
    """Names and labels of choices that are the same, missing or read as something else in some language."""
    places = ("es: Bien", "es: No está bien", "es: mal", "es: Abrazo")
    changed = BOTH
    for place, words in zip(places, written, strict=True):
        changed = re.sub(r"\{[^{}]*" + place + r"\}", json.dumps(words).replace('"', ""), changed)
    _answers(original + changed)
