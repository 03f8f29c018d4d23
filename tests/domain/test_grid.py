"""An illegal grid cannot be made, and what was embedded in a log comes back the same."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain.grid import Choice, Grid, GridBook, GridSet, Principle, Square
from tests.cast import grid

SCALARS = st.none() | st.booleans() | st.integers(-2, 9) | st.text(max_size=5)
JSON = SCALARS | st.lists(SCALARS | st.lists(SCALARS, max_size=2), max_size=3) | st.dictionaries(st.text(max_size=5), SCALARS, max_size=3)

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
    ("Pick at least one square", lambda: grid().pick([])),
    ("This grid has no square 7, 9", lambda: grid().pick([9, 1, 7])),
    ("The key of a gridset must be words", lambda: GridSet("", "All", (1,))),
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


@given(st.sampled_from(["title", "directions", "choices", "squares", "principles"]), JSON)
def test_a_broken_part_is_a_value_error_and_nothing_else(part: str, junk: Any) -> None:
    _refused_or_made({**grid().to_dict(), part: junk})


@given(st.sampled_from(["choices", "squares", "principles"]), st.data())
def test_a_broken_entry_is_a_value_error_and_nothing_else(part: str, data: st.DataObject) -> None:
    whole = grid().to_dict()
    entry = dict(whole[part][0])
    entry[data.draw(st.sampled_from(sorted(entry)))] = data.draw(JSON)
    _refused_or_made({**whole, part: [entry, *whole[part][1:]]})


def _refused_or_made(data: dict[str, Any]) -> None:
    try:
        made = Grid.from_dict(data)
    except ValueError:
        return
    assert Grid.from_dict(made.to_dict()) == made
