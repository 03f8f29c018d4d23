"""A grid in more than one language: it is found under the nearest one, stays translated, and a broken translation cannot be made."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain.grid import Grid
from pollapp.domain.grid_book import GridBook, GridSet
from pollapp.domain.grid_parts import Square
from pollapp.domain.said import Said
from pollapp.domain.translation import Translation, nearest
from tests.cast import grid, talkative
from tests.domain.grids import JSON, many_tongued, refused_or_made, spoken


def test_a_grid_of_one_language_is_that_grid_in_every_language() -> None:
    on = grid()
    assert on.languages == ("en",)
    assert on.in_language("es") is on


def test_a_grid_in_another_language_is_a_plain_grid_with_its_texts() -> None:
    on = many_tongued("es", "fr")
    assert on.languages == ("en", "es", "fr")
    assert on.in_language("fr") == spoken(grid(), "fr")
    assert on.in_language("en") == grid()
    assert on.in_language("fr").languages == ("fr",)
    assert on.in_language("es").square(2) == Square(2, "Action 2 (es)", "A2 (es)", (1,))


def test_it_is_made_once_and_not_for_each_page() -> None:
    on = many_tongued("es")
    assert on.in_language("es") is on.in_language("es-MX")
    assert on.in_language("en") is on.in_language("de")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("es", "es"), ("es-MX", "es"), ("es-419", "es"), ("pt", "pt-BR"), ("pt-PT", "pt-BR"), ("zh-Hant-TW", "zh-Hant"),
        ("de", None), ("", None), ("-", None), ("e", None), ("ES", None), ("est", None), ("p", None),
    ],
)  # fmt: skip
def test_the_nearest_language(wanted: str, found: str | None) -> None:
    assert nearest(wanted, ("en", "es-AR", "es", "pt-BR", "zh-Hant")) == found
    assert many_tongued("es-AR", "es", "pt-BR", "zh-Hant").in_language(wanted).language == (found or "en")


def test_picked_squares_stay_translated() -> None:
    picked = many_tongued("es", squares=5).pick([4, 2])
    assert [square.id for square in picked.translations[0].squares] == [2, 4]
    assert picked.in_language("es") == spoken(grid(5).pick([2, 4]), "es")


def test_a_logged_grid_says_no_more_than_before_there_were_languages() -> None:
    assert grid().to_dict().keys() == {"title", "directions", "choices", "squares", "principles"}
    assert many_tongued("es").to_dict().keys() == grid().to_dict().keys() | {"translations"}
    assert spoken(grid(), "es").to_dict().keys() == grid().to_dict().keys() | {"language"}


def test_what_a_translation_looks_like_in_a_log() -> None:
    (words,) = many_tongued("es", squares=1).to_dict()["translations"]
    assert words["language"] == "es"
    assert words["choices"][0] == {"key": "fine", "name": "fine (es)", "label": "It is fine (es)"}
    assert words["squares"] == [{"id": 1, "text": "Action 1 (es)", "short": "A1 (es)"}]
    assert words["principles"][0] == {"number": 1, "text": "Do no harm. (es)"}


CODES = st.lists(st.from_regex(r"[a-z]{2,3}(-[A-Z]{2})?", fullmatch=True).filter(lambda code: code != "en"), max_size=4, unique=True)


@given(CODES, st.integers(1, 4), st.sampled_from([grid, talkative]), st.data())
def test_languages_survive_json_and_picking(codes: list[str], squares: int, small: Callable[[int], Grid], data: st.DataObject) -> None:
    on = many_tongued(*codes, on=small(squares))
    ids = data.draw(st.sets(st.integers(1, squares), min_size=1))
    back = Grid.from_dict(json.loads(json.dumps(on.to_dict())))
    assert (back, back.to_dict(), hash(back)) == (on, on.to_dict(), hash(on))
    for code in on.languages:
        assert back.in_language(code).language == code
        assert on.pick(ids).in_language(code) == on.in_language(code).pick(ids)
        assert Grid.from_dict(on.in_language(code).to_dict()) == on.in_language(code)
    assert tuple(on.in_language(code).as_translation() for code in codes) == on.translations


@given(st.sampled_from(["language", "title", "directions", "choices", "squares", "principles", "lenses", "steps", "more"]), JSON)
def test_a_broken_translation_is_a_value_error_and_nothing_else(part: str, junk: Any) -> None:
    whole = many_tongued("es").to_dict()
    refused_or_made({**whole, "translations": [{**whole["translations"][0], part: junk}]})


@given(st.sampled_from(["language", "translations"]), JSON)
def test_broken_languages_are_a_value_error_and_nothing_else(part: str, junk: Any) -> None:
    refused_or_made({**many_tongued("es").to_dict(), part: junk})


@given(st.sampled_from(["choices", "squares", "principles", "lenses", "steps"]), st.data())
def test_a_broken_entry_of_a_translation_is_a_value_error_and_nothing_else(part: str, data: st.DataObject) -> None:
    whole = many_tongued("es", on=talkative()).to_dict()
    words = whole["translations"][0]
    entry = dict(words[part][0])
    entry[data.draw(st.sampled_from(sorted(entry)))] = data.draw(JSON)
    refused_or_made({**whole, "translations": [{**words, part: [entry, *words[part][1:]]}]})


@pytest.mark.parametrize("part", ["language", "title", "directions", "choices", "squares", "principles"])
def test_what_is_missing_or_extra_is_no_translation(part: str) -> None:
    words = many_tongued("es").to_dict()["translations"][0]
    for wrong in ({key: value for key, value in words.items() if key != part}, {**words, f"{part}2": 1}):
        with pytest.raises(ValueError, match="A translation holds exactly"):
            Translation.from_dict(wrong)


def test_a_books_sets_are_called_by_their_labels_in_the_grids_language() -> None:
    labels = (("es-MX", "Todo"), ("fr", "Tout"))
    book = GridBook(many_tongued("es-MX", "fr"), (GridSet("all", "All", (1,), labels), GridSet("one", "1", (1,))), "all")
    assert [one.label for one in book.sets_in("fr")] == ["Tout", "1"]
    assert [one.label for one in book.sets_in("es")] == ["Todo", "1"]
    assert [one.label for one in book.sets_in("de")] == ["All", "1"]
    assert book.sets_in("fr")[0] == GridSet("all", "Tout", (1,))
    assert book.grid_for("all").languages == ("en", "es-MX", "fr")


@pytest.mark.parametrize("ask", [lambda: grid().pick([]), lambda: grid().pick([9]), lambda: GridBook(grid(), (), "all")])
def test_what_people_are_told_can_be_said_in_their_language(ask: Callable[[], object]) -> None:
    with pytest.raises(ValueError) as refused:
        ask()
    assert isinstance(refused.value.args[0], Said)
