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
from pollapp.domain.said import Said
from pollapp.domain.translation import ChoiceWords, SquareWords, Translation, nearest
from tests.cast import grid, talkative

SCALARS = st.none() | st.booleans() | st.integers(-2, 9) | st.text(max_size=5)
JSON = SCALARS | st.lists(SCALARS | st.lists(SCALARS, max_size=2), max_size=3) | st.dictionaries(st.text(max_size=5), SCALARS, max_size=3)


def spoken(on: Grid, language: str) -> Grid:
    """The grid with every text in a made-up language."""

    def told(*parts: Any, **names: str) -> Any:
        return tuple(replace(part, **{name: f"{getattr(part, name)} ({language})" for name in names}) for part in parts)

    return Grid(
        f"{on.title} ({language})",
        f"{on.directions} ({language})",
        told(*on.choices, name="", label=""),
        told(*on.squares, text="", short=""),
        told(*on.principles, text="", short=""),
        told(*on.lenses, title="", text=""),
        told(*on.steps, title="", text=""),
        language,
    )


def many_tongued(*languages: str, squares: int = 3, on: Grid | None = None) -> Grid:
    """The small grid, or this one, translated to these."""
    on = on or grid(squares)
    return replace(on, translations=tuple(spoken(on, language).as_translation() for language in languages))


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
    _refused_or_made({**grid().to_dict(), part: junk})


@given(st.sampled_from(["choices", "squares", "principles", "lenses", "steps"]), st.data())
def test_a_broken_entry_is_a_value_error_and_nothing_else(part: str, data: st.DataObject) -> None:
    whole = talkative().to_dict()
    entry = dict(whole[part][0])
    entry[data.draw(st.sampled_from(sorted(entry)))] = data.draw(JSON)
    _refused_or_made({**whole, part: [entry, *whole[part][1:]]})


def _refused_or_made(data: dict[str, Any]) -> None:
    try:
        made = Grid.from_dict(data)
    except ValueError:
        return
    assert Grid.from_dict(made.to_dict()) == made


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


# More languages


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
    _refused_or_made({**whole, "translations": [{**whole["translations"][0], part: junk}]})


@given(st.sampled_from(["language", "translations"]), JSON)
def test_broken_languages_are_a_value_error_and_nothing_else(part: str, junk: Any) -> None:
    _refused_or_made({**many_tongued("es").to_dict(), part: junk})


@given(st.sampled_from(["choices", "squares", "principles", "lenses", "steps"]), st.data())
def test_a_broken_entry_of_a_translation_is_a_value_error_and_nothing_else(part: str, data: st.DataObject) -> None:
    whole = many_tongued("es", on=talkative()).to_dict()
    words = whole["translations"][0]
    entry = dict(words[part][0])
    entry[data.draw(st.sampled_from(sorted(entry)))] = data.draw(JSON)
    _refused_or_made({**whole, "translations": [{**words, part: [entry, *words[part][1:]]}]})


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
