"""The shipped grid: the slides word for word, complete in English and in Spanish."""

import json
import re
from pathlib import Path
from typing import Any

from pollapp.domain.grid import Grid
from pollapp.grid_file import shipped_grid

SLIDES: dict[str, Any] = json.loads((Path(__file__).parent / "slides_squares.json").read_text())


def test_the_shipped_squares_are_the_slides_word_for_word() -> None:
    book = shipped_grid()
    assert [(square.id, square.text) for square in book.grid.squares] == [(square["id"], square["text"]) for square in SLIDES["squares"]]
    assert len(book.grid.squares) == 30


def test_the_shipped_directions_and_principles_are_the_slides_word_for_word() -> None:
    book = shipped_grid()
    assert book.grid.directions == SLIDES["directions"]
    assert [principle.text for principle in book.grid.principles] == SLIDES["principles"]
    assert [principle.number for principle in book.grid.principles] == list(range(1, 14))


def test_the_shipped_short_principles_lenses_and_steps_are_the_slides() -> None:
    grid = shipped_grid().grid
    assert [principle.short for principle in grid.principles] == SLIDES["principles_in_short"]
    assert [[lens.key, lens.title, lens.text] for lens in grid.lenses] == SLIDES["lenses"]
    assert [[step.key, step.title, step.text] for step in grid.steps] == SLIDES["steps"]


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


# In Spanish

SAME_IN_SPANISH: set[str] = set()  # texts that are rightly the same in both languages, each with its reason
SPANISH_COLOURS = {"green": "verde", "yellow": "amarillo", "red": "rojo"}


def _texts(grid: Grid) -> list[str]:
    choices = [text for choice in grid.choices for text in (choice.name, choice.label)]
    squares = [text for square in grid.squares for text in (square.text, square.short)]
    principles = [text for principle in grid.principles for text in (principle.text, principle.short)]
    prompts = [text for prompt in (*grid.lenses, *grid.steps) for text in (prompt.title, prompt.text)]
    return [grid.title, grid.directions, *choices, *squares, *principles, *prompts]


def test_the_shipped_grid_is_complete_in_english_and_spanish() -> None:
    book = shipped_grid()
    assert book.grid.languages == ("en", "es")
    assert [one.label_languages for one in book.sets] == [("es",)] * len(book.sets)
    assert len(_texts(book.grid.in_language("es"))) == len(_texts(book.grid)) == 2 + 2 * (3 + 30 + 13 + 3 + 6)


def test_no_spanish_text_is_the_english_one() -> None:
    book = shipped_grid()
    both = zip(_texts(book.grid), _texts(book.grid.in_language("es")), strict=True)
    labels = zip(book.sets, book.sets_in("es"), strict=True)
    same = [english for english, spanish in both if english == spanish] + [one.label for one, other in labels if one.label == other.label]
    assert set(same) == SAME_IN_SPANISH


def test_no_two_spanish_texts_of_a_kind_are_the_same() -> None:
    spanish = shipped_grid().grid.in_language("es")
    squares, principles, prompts = spanish.squares, spanish.principles, (*spanish.lenses, *spanish.steps)
    for texts in (
        *([square.text for square in squares], [square.short for square in squares]),
        *([principle.text for principle in principles], [principle.short for principle in principles]),
        *([prompt.title for prompt in prompts], [prompt.text for prompt in prompts]),
    ):
        assert len(set(texts)) == len(texts)


def test_what_the_projector_says_in_short_is_short_in_every_language() -> None:
    grid = shipped_grid().grid
    for one in map(grid.in_language, grid.languages):
        assert all(len(principle.short) < len(principle.text) for principle in one.principles), one.language


def test_the_spanish_labels_fit_a_narrow_card() -> None:
    for square in shipped_grid().grid.in_language("es").squares:
        assert len(square.short) <= 26, square.short
        assert max(map(len, square.short.split())) <= 12, f"a card does not break the longest word of {square.short!r}"


def test_the_spanish_directions_call_the_colours_as_the_choices_do() -> None:
    spanish = shipped_grid().grid.in_language("es")
    assert {choice.key: choice.name for choice in spanish.choices} == SPANISH_COLOURS
    assert re.findall(r"\b[A-Z]{3,}\b", spanish.directions) == [name.upper() for name in SPANISH_COLOURS.values()]
