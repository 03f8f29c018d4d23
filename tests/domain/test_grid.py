"""An illegal grid cannot be made, and what was embedded in a log comes back the same."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain.grid import Grid
from pollapp.domain.grid_book import GridBook, GridSet
from pollapp.domain.grid_parts import Choice, Principle, Prompt, Square
from pollapp.domain.translation import ChoiceWords, SquareWords
from tests.cast import grid, talkative
from tests.domain.grids import JSON, many_tongued, refused_or_made, spoken


def _with_words(**changes: Any) -> Grid:
    """The small grid with a Spanish translation that is changed so."""
    return replace(grid(), translations=(replace(many_tongued("es").translations[0], **changes),))


WORDS = many_tongued("es").translations[0]
HARM = Prompt("harm", "Daño", "¿Quién sufre un daño?")
ILLEGAL: list[tuple[str, Callable[[], object]]] = [
    ("The key of a choice must be words", lambda: Choice("", "a", "A", "circle")),
    ("must match", lambda: Choice("Fine", "fine", "Fine", "circle")),
    ("must match", lambda: Choice("a b", "fine", "Fine", "circle")),
    ("must match", lambda: Choice("a\n", "fine", "Fine", "circle")),
    ("The label of a choice must be words", lambda: Choice("a", "a", " ", "circle")),
    ("The shape 'star' is none of: circle,", lambda: Choice("a", "a", "A", "star")),
    ("The mark 'dot' is none of: check,", lambda: Choice("a", "a", "A", "circle", "dot")),
    ("The number of a principle must be a whole number from 1", lambda: Principle(0, "Do no harm.")),
    ("The text of a principle must be words", lambda: Principle(1, "")),
    ("The short of a principle must be words", lambda: Principle(1, "Do no harm.", " ")),
    ("The short of a principle must be words", lambda: Principle(1, "Do no harm.", cast(str, 0))),
    ("The title of a prompt must be words", lambda: Prompt("harm", "", "Who is harmed?")),
    ("The text of a prompt must be words", lambda: Prompt("harm", "Harm", " ")),
    ("The prompt key 'Harm' must match", lambda: Prompt("Harm", "Harm", "Who is harmed?")),
    ("The lens key 'harm' is used twice", lambda: replace(grid(), lenses=talkative().lenses[:1] * 2)),
    ("The step key 'act' is used twice", lambda: replace(grid(), steps=talkative().steps * 2)),
    ("The id of a square must be a whole number from 1", lambda: Square(True, "Act", "Act")),
    ("The text of a square must be words", lambda: Square(1, "\n", "Act")),
    ("The short of a square must be words", lambda: Square(1, "Act", "")),
    ("principles are whole numbers from 1", lambda: Square(1, "Act", "Act", (0,))),
    ("The principle 2 is used twice", lambda: Square(1, "Act", "Act", (2, 2))),
    ("The title of a grid must be words", lambda: replace(grid(), title="")),
    ("The directions of a grid must be words", lambda: replace(grid(), directions=" ")),
    ("A grid has 2 to 5 choices, not 1", lambda: replace(grid(), choices=grid().choices[:1])),
    ("A grid has 2 to 5 choices, not 6", lambda: replace(grid(), choices=grid().choices * 2)),
    ("A grid has at least one square", lambda: replace(grid(), squares=())),
    ("The choice key 'fine' is used twice", lambda: _with_choice(key="fine")),
    ("The choice shape 'circle' is used twice", lambda: _with_choice(shape="circle")),
    ("The choice label 'It is fine' is used twice", lambda: _with_choice(label="It is fine")),
    ("The choice name 'fine' is used twice", lambda: _with_choice(name="fine")),
    ("The square id 1 is used twice", lambda: replace(grid(), squares=grid().squares[:1] * 2)),
    ("The principle number 1 is used twice", lambda: replace(grid(), principles=grid().principles[:1] * 2)),
    ("This grid has no principle 1", lambda: replace(grid(), principles=grid().principles[1:])),
    ("The language 'English' must match", lambda: replace(grid(), language="English")),
    ("The language 'EN' must match", lambda: replace(grid(), language="EN")),
    ("The language 'es\\n' must match", lambda: replace(grid(), language="es\n")),
    ("The language None must match", lambda: _with_words(language=None)),
    ("The language 'en' is used twice", lambda: _with_words(language="en")),
    ("The language 'es' is used twice", lambda: replace(grid(), translations=(WORDS, WORDS))),
    ("A grid has at most 10 languages", lambda: many_tongued(*(f"x{letter}" for letter in "abcdefghij"))),
    ("The title of a translation must be words", lambda: _with_words(title=" ")),
    ("The directions of a translation must be words", lambda: _with_words(directions="")),
    ("The label of a choicewords must be words", lambda: ChoiceWords("a", "a", "")),
    ("The short of a squarewords must be words", lambda: SquareWords(1, "a", "")),
    ("The id of a squarewords must be a whole number", lambda: SquareWords(0, "a", "a")),
    ("has the words of every part of the grid", lambda: _with_words(lenses=(HARM,))),
    ("has the words of every part of the grid", lambda: replace(talkative(), translations=(WORDS,))),
    ("has the words of every part of the grid", lambda: _with_words(choices=WORDS.choices[1:])),
    ("in its order, each with its key", lambda: _with_words(choices=WORDS.choices[::-1])),
    ("in its order, each with its id", lambda: _with_words(squares=WORDS.squares * 2)),
    ("in its order, each with its number", lambda: _with_words(principles=())),
    ("The choice label 'same' is used twice", lambda: _with_words(choices=tuple(replace(one, label="same") for one in WORDS.choices))),
    ("The choice name 'same' is used twice", lambda: _with_words(choices=tuple(replace(one, name="same") for one in WORDS.choices))),
    ("Pick at least one square", lambda: grid().pick([])),
    ("This grid has no square 7, 9", lambda: grid().pick([9, 1, 7])),
    ("The key of a gridset must be words", lambda: GridSet("", "All", (1,))),
    ("The language 'Spanish' must match", lambda: GridSet("all", "All", (1,), (("Spanish", "Todo"),))),
    ("The label of a gridset must be words", lambda: GridSet("all", "All", (1,), (("es", " "),))),
    ("must have its label in: en, es.", lambda: GridBook(many_tongued("es"), (GridSet("all", "All", (1,), (("fr", "Tout"),)),), "all")),
    ("must have its label in: en.", lambda: GridBook(grid(), (GridSet("all", "All", (1,), (("es", "Todo"),)),), "all")),
    ("The set key 'all' is used twice", lambda: GridBook(grid(), (GridSet("all", "All", (1,)),) * 2, "all")),
    ("This grid has no square 9", lambda: GridBook(grid(), (GridSet("all", "All", (9,)),), "all")),
    ('There is no set "some". The sets are: all.', lambda: GridBook(grid(), (GridSet("all", "All", (1,)),), "some")),
]


def _with_choice(**changes: str) -> Grid:
    first, second, third = grid().choices
    return replace(grid(), choices=(first, replace(second, **changes), third))


@pytest.mark.parametrize(("sentence", "make"), ILLEGAL, ids=[sentence for sentence, _ in ILLEGAL])
def test_an_illegal_grid_cannot_be_made(sentence: str, make: Callable[[], object]) -> None:
    with pytest.raises(ValueError) as refused:
        make()
    assert sentence in str(refused.value)


@pytest.mark.parametrize("choices", ["ab", "abcde"])
def test_two_to_five_choices(choices: str) -> None:
    assert grid(choices=choices).choice_keys == tuple(choices)


def test_square_by_id() -> None:
    assert grid().square(2).text == "Action 2"
    with pytest.raises(KeyError):
        grid().square(9)


def test_a_picked_grid_keeps_its_own_order() -> None:
    picked = grid(5).pick([4, 2, 2])
    assert [square.id for square in picked.squares] == [2, 4]
    assert picked.choices == grid(5).choices


def test_a_book_knows_its_sets() -> None:
    book = GridBook(grid(4), (GridSet("some", "Some", (3, 1)), GridSet("all", "All", (1, 2, 3, 4))), "some")
    assert [square.id for square in book.grid_for("some").squares] == [1, 3]
    assert book.grid_for("all") == grid(4)


@pytest.mark.parametrize("choices", ["ab", "abc", "abcde"])
def test_round_trip_through_json(choices: str) -> None:
    there = grid(4, choices)
    assert Grid.from_dict(json.loads(json.dumps(there.to_dict()))) == there
    assert json.loads(json.dumps(there.to_dict())) == there.to_dict()


@pytest.mark.parametrize("part", ["title", "directions", "choices", "squares", "principles"])
def test_what_is_missing_or_extra_is_no_grid(part: str) -> None:
    whole = grid().to_dict()
    for wrong in ({key: value for key, value in whole.items() if key != part}, {**whole, f"{part}2": 1}):
        with pytest.raises(ValueError, match="A grid holds exactly"):
            Grid.from_dict(wrong)


@given(st.sampled_from(["title", "directions", "choices", "squares", "principles", "lenses", "steps"]), JSON)
def test_a_broken_part_is_a_value_error_and_nothing_else(part: str, junk: Any) -> None:
    refused_or_made({**grid().to_dict(), part: junk})


@given(st.sampled_from(["choices", "squares", "principles", "lenses", "steps"]), st.data())
def test_a_broken_entry_is_a_value_error_and_nothing_else(part: str, data: st.DataObject) -> None:
    whole = talkative().to_dict()
    entry = dict(whole[part][0])
    entry[data.draw(st.sampled_from(sorted(entry)))] = data.draw(JSON)
    refused_or_made({**whole, part: [entry, *whole[part][1:]]})


# What helps a discussion


def test_a_principle_without_a_short_form_is_its_own() -> None:
    assert Principle(1, "Do no harm.").short == "Do no harm."
    assert Principle(1, "Do no harm.", "Do no harm.") == Principle(1, "Do no harm.")


def test_a_picked_grid_keeps_what_helps_a_discussion() -> None:
    picked = many_tongued("es", on=talkative()).pick([2])
    assert (picked.principles, picked.lenses, picked.steps) == (talkative().principles, talkative().lenses, talkative().steps)
    assert picked.in_language("es") == spoken(talkative().pick([2]), "es")


def test_it_is_there_in_each_language() -> None:
    spanish = many_tongued("es", on=talkative()).in_language("es")
    assert spanish == spoken(talkative(), "es")
    assert [principle.short for principle in spanish.principles] == ["No harm. (es)", "Ask first. (es)"]
    assert spanish.lenses[0] == Prompt("harm", "Harm (es)", "Who is harmed? (es)")


def test_what_it_looks_like_in_a_log() -> None:
    logged = many_tongued("es", on=talkative()).to_dict()
    (words,) = logged["translations"]
    assert logged["principles"] == [{"number": 1, "text": "Do no harm.", "short": "No harm."}, {"number": 2, "text": "Ask first."}]
    assert logged["steps"] == [{"key": "act", "title": "Act", "text": "Act on your choice."}]
    assert [principle.get("short") for principle in words["principles"]] == ["No harm. (es)", None]
    assert words["lenses"][1] == {"key": "codes", "title": "Codes (es)", "text": "Which principles apply? (es)"}


def test_a_grid_without_it_is_logged_to_the_letter_as_before_there_was_any() -> None:
    def principles(after: str) -> str:
        return f'"principles": [{{"number": 1, "text": "Do no harm.{after}"}}, {{"number": 2, "text": "Ask first.{after}"}}]'

    written = json.dumps(many_tongued("es", squares=1).to_dict())
    assert written.startswith('{"title": "Small grid", "directions": "Place a dot.", "choices": [{"key": "fine", "name": "fine", "label"')
    assert f'"squares": [{{"id": 1, "text": "Action 1", "short": "A1", "principles": [1]}}], {principles("")}, "translations": [' in written
    assert written.endswith(f'"squares": [{{"id": 1, "text": "Action 1 (es)", "short": "A1 (es)"}}], {principles(" (es)")}}}]}}')
