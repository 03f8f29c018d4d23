"""Grid files: every kind of mistake is answered with its line, what is wrong and what would be right."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain.grid_parts import Prompt
from pollapp.grid_file import load_grid_file, parse_grid
from pollapp.grid_problems import GridFileError
from tests.domain.mistakes import Mistake, each_of, is_answered
from tests.grid_files import GOOD, PROMPTS, YAMLISH, answers, book_of, problems_in

# A good file


def test_a_good_file() -> None:
    book = book_of(GOOD)
    first, last = book.grid.choices
    assert (first.key, first.name, first.label, first.shape, first.mark) == ("fine", "fine", "Usually fine", "circle", "check")
    assert (last.name, last.mark) == ("not right", "none")
    assert (book.grid.squares[0].short, book.grid.squares[0].principles) == ("Hug", (2, 1))
    assert (book.grid.squares[1].short, book.grid.squares[1].principles) == ("Taking a gift", ())
    assert [one.squares for one in book.sets] == [(1, 7), (7,)]
    assert book.default_set == "one"


def test_a_good_file_may_hold_what_helps_a_discussion() -> None:
    grid = book_of(GOOD.replace("text: Do no harm.", "text: Do no harm.\n    short: No harm.") + PROMPTS).grid
    assert [principle.short for principle in grid.principles] == ["No harm.", "Ask first."]
    assert grid.lenses == (Prompt("harm", "Harm", "Who is harmed?"), Prompt("codes", "Codes", "Which principles apply?"))
    assert grid.steps == (Prompt("act", "Act", "Act on your choice."),)


def test_a_lens_and_a_step_may_have_the_same_key() -> None:
    assert book_of(GOOD + PROMPTS.replace("key: act", "key: harm")).grid.steps[0].key == "harm"


def test_lenses_and_steps_may_be_left_out_or_none() -> None:
    assert book_of(GOOD + "lenses: []\nsteps: []\n") == book_of(GOOD)


def test_a_file_without_sets_has_one_with_everything() -> None:
    book = book_of(GOOD[: GOOD.index("sets:")])
    assert [(one.key, one.squares) for one in book.sets] == [("all", (1, 7))]
    assert book.grid_for(book.default_set) == book.grid


def test_without_a_default_the_first_set_is_it() -> None:
    assert book_of(GOOD.replace("default_set: one\n", "")).default_set == "all-of-it"


def test_text_may_run_over_lines_and_hold_any_script() -> None:
    book = book_of(GOOD.replace("text: Giving a hug", "text: >-\n      Dar un\n      abrazo — ¿sí?  拥抱"))
    assert book.grid.squares[0].text == "Dar un abrazo — ¿sí? 拥抱"


@pytest.mark.parametrize("changed", [GOOD.replace("\n", "\r\n"), "\ufeff" + GOOD, GOOD.rstrip("\n"), "# mine\n---\n" + GOOD])
def test_what_editors_do_to_a_file_does_not_matter(changed: str) -> None:
    assert book_of(changed.encode()) == book_of(GOOD)


# Mistakes: a change to the good file → the line, what is wrong, what would be right

MISTAKES: list[Mistake] = [
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
    ("text: Do no harm.", f"text: Do no harm.\n    short: {'x' * 241}", 15, '"short" has 241 characters.', "at most 240"),
    ("text: Do no harm.", "text: Do no harm.\n    short:", 15, '"short" is empty.', "Write at least one word."),
    ("text: Do no harm.", "text: Do no harm.\n    shrt: No harm.", 15, 'The key "shrt" is unknown.', 'Did you mean "short"?'),
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


@each_of(MISTAKES)
def test_a_mistake_is_answered_in_its_place(mistake: Mistake) -> None:
    is_answered(mistake, GOOD)


IN_PROMPTS: list[Mistake] = [
    ("    title: Harm\n", "", 33, 'A lens here has no "title".', 'Add a line "title: …".'),
    ("    text: Act on your choice.\n", "", 40, 'A step here has no "text".', 'Add a line "text: …".'),
    ("  - key: act\n    title", "  - title", 40, 'A step here has no "key".', 'Add a line "key: …".'),
    ("title: Harm", "tilte: Harm", 34, 'The key "tilte" is unknown.', 'Did you mean "title"? The keys of a lens are: key, title, text.'),
    ("title: Act", "label: Act", 41, 'The key "label" is unknown.', "The keys of a step are: key, title, text."),
    ("lenses:", "lens:", 32, 'The key "lens" is unknown.', 'Did you mean "lenses"?'),
    ("title: Harm", f"title: {'x' * 61}", 34, '"title" has 61 characters.', "Shorten it to at most 60."),
    ("text: Act on your choice.", f"text: {'x' * 301}", 42, '"text" has 301 characters.', "Shorten it to at most 300."),
    ("title: Harm", "title:", 34, '"title" is empty.', "Write at least one word."),
    ("title: Act", "title: on", 41, '"title" is read as yes or no, not as words: on.', 'title: "on"'),
    ("key: codes", "key: harm", 36, 'The lens key "harm" is used twice (first on line 33).', "Give each its own key."),
    ("key: act", "key: Act!", 40, 'The step key "Act!" cannot be used.', "Begin with a small letter"),
    ("key: act", f"key: {'x' * 21}", 40, '"key" has 21 characters.', "at most 20"),
    ("  - key: act\n    title: Act\n    text: Act on your choice.", "  - Act", 40, "A step must be written as keys", "key, title"),
    (PROMPTS[PROMPTS.index("lenses:") + 7 : PROMPTS.index("steps:")], " Harm\n", 32, "The lenses must be a list.", "Begin each entry"),
]  # fmt: skip


@each_of(IN_PROMPTS)
def test_a_mistake_in_a_lens_or_a_step_is_answered_in_its_place(mistake: Mistake) -> None:
    is_answered(mistake, PROMPTS, before=GOOD)


def test_a_problem_can_be_said_in_another_language() -> None:
    (problem,) = problems_in(GOOD.replace("shape: square", "shape: sqare"))
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
    problem = problems_in(source)[0]
    assert (problem.line, wrong in problem.wrong, right in problem.right) == (line, True, True), problem


@pytest.mark.parametrize(
    ("entry", "key", "most"),
    [
        ("  - {{key: k{0}, label: L{0}, shape: circle}}", "choices", 5),
        ("  - {{id: {0}, text: Action {0}}}", "squares", 60),
        ("  - {{number: {0}, text: Principle {0}}}", "principles", 40),
        ("  - {{key: k{0}, title: T{0}, text: Ask {0}}}", "lenses", 12),
        ("  - {{key: k{0}, title: T{0}, text: Do {0}}}", "steps", 12),
        ("  - {{key: k{0}, label: L{0}, squares: all}}", "sets", 10),
    ],
)
def test_too_many_of_something(entry: str, key: str, most: int) -> None:
    whole = GOOD + PROMPTS
    blocks = dict(re.findall(r"^(\w+):\n((?:  .*\n)+)", whole, re.M))
    many = "".join(entry.format(number) + "\n" for number in range(1, most + 2))
    problems = problems_in(whole.replace(f"{key}:\n{blocks[key]}", f"{key}:\n{many}"))
    assert any(one.wrong == f"There are {most + 1} {key}." and f"to {most} of them" in one.right for one in problems)


def test_one_look_is_enough_to_repair_a_whole_file() -> None:
    broken = GOOD.replace("title: Small grid", "title: no").replace("shape: square", "shape: round").replace("id: 7", "id: x")
    assert [problem.line for problem in problems_in(broken)] == [1, 11, 22, 30]  # the set names a square that is not one now


def test_one_mistake_is_not_reported_twice() -> None:
    assert len(problems_in(GOOD.replace("principles: [2, 1]", "principles: [x, y]"))) == 2


def test_messages_are_for_editors_to_jump_to() -> None:
    with pytest.raises(GridFileError, match=r"^my_grid\.yaml:1: .title. is empty\. Write at least one word\.$"):
        parse_grid(GOOD.replace("Small grid", ""), "my_grid.yaml")


def test_messages_steer_no_terminal() -> None:
    (problem,) = problems_in(GOOD.replace("mark: check", 'mark: "\\e[31m"'))
    assert "\x1b" not in str(problem)


def test_a_file_that_cannot_be_read_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        load_grid_file(tmp_path / "nowhere.yaml")


def test_a_file_on_disk(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD)
    assert load_grid_file(tmp_path / "mine.yaml") == book_of(GOOD)


# Whatever comes in, the answer is a grid or a GridFileError


@given(st.binary(max_size=60) | st.text(max_size=60))
def test_fuzz_anything(source: str | bytes) -> None:
    answers(source)


@given(YAMLISH)
def test_fuzz_what_looks_like_yaml(pieces: list[str]) -> None:
    answers("".join(pieces))


@given(st.integers(0, len(GOOD + PROMPTS)), st.integers(0, 12), YAMLISH)
def test_fuzz_a_damaged_grid(at: int, cut: int, pieces: list[str]) -> None:
    whole = GOOD + PROMPTS
    answers(whole[:at] + "".join(pieces[:6]) + whole[at + cut :])


@given(st.data())
def test_fuzz_a_grid_with_values_moved_about(data: st.DataObject) -> None:
    lines = (GOOD + PROMPTS).splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        here, there = data.draw(st.integers(0, len(lines) - 1)), data.draw(st.integers(0, len(lines) - 1))
        key, colon, _ = lines[here].partition(":")
        lines[here] = key + colon + lines[there].rpartition(":")[2]
    answers("\n".join(lines))
