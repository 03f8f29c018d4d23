"""Grid files in several languages: all or nothing, and what is missing is named in its place."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain.grid_book import GridSet
from pollapp.domain.grid_parts import Prompt
from pollapp.domain.said import Said
from tests.domain.mistakes import Mistake, each_of, is_answered
from tests.grid_files import BOTH, GOOD, PROMPTS_IN_BOTH, YAMLISH, answers, book_of, problems_in


def test_a_file_in_two_languages() -> None:
    book = book_of(BOTH)
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


def test_what_helps_a_discussion_is_in_both_languages_too() -> None:
    both = BOTH.replace("Do no harm.}", "Do no harm.}\n    short: {en: No harm., es: Sin daño.}") + PROMPTS_IN_BOTH
    spanish = book_of(both).grid.in_language("es")
    assert [principle.short for principle in spanish.principles] == ["Sin daño."]
    assert spanish.lenses == (Prompt("harm", "Daño", "A quién se daña"),)
    assert spanish.steps == (Prompt("act", "Actuar", "Actúen."),)
    assert book_of(both).grid.in_language("en").lenses == (Prompt("harm", "Harm", "Who is harmed"),)


def test_a_principle_without_a_short_form_has_none_in_any_language() -> None:
    assert [principle.short for principle in book_of(BOTH).grid.in_language("es").principles] == ["No hagas daño."]


def test_its_original_is_what_a_file_of_one_language_says() -> None:
    alone = re.sub(r"\{en: ([^,{}]*), es: [^{}]*\}|\{es: [^,{}]*, en: ([^{}]*)\}", r"\1\2", BOTH)
    alone = re.sub(r":\n +en: (.*)\n +es: .*", r": \1", alone)
    assert not re.search(r"\b(en|es): ", alone)
    assert book_of(alone).grid == book_of(BOTH).grid.in_language("en")
    assert book_of("language: es\n" + alone).grid.languages == ("es",)


def test_the_original_may_be_another_language() -> None:
    book = book_of("language: es\n" + BOTH)
    assert book.grid.languages == ("es", "en")
    assert book.grid.in_language("fr").title == "Cuadrícula"
    assert book.grid.in_language("en") == book_of(BOTH).grid.in_language("en")


def test_the_products_own_set_is_called_by_the_product() -> None:
    book = book_of(BOTH[: BOTH.index("sets:")])
    assert book.sets == (GridSet("all", "All squares", (1, 7)),)
    assert isinstance(book.sets_in("es")[0].label, Said)


@pytest.mark.parametrize("code", ["es", "es-419", "pt-BR", "zh-Hant", "zh-Hant-TW", "haw", "no"])  # Norwegian is no pitfall
def test_a_language_with_its_script_and_region(code: str) -> None:
    assert book_of(re.sub(r"\bes: ", f"{code}: ", BOTH)).grid.languages == ("en", code)
    assert book_of(f'language: "{code}"\n{GOOD}').grid.languages == (code,)


UNTRANSLATED: list[Mistake] = [
    (", es: Cuadrícula}", "}", 1, '"title" is missing in "es".', 'Add a line "es: …", or take "es" out of the file (first on line 4).'),
    ("{en: Small grid, es: Cuadrícula}", "Small grid", 1, '"title" is missing in "es".', 'Write it as "en: …" and "es: …", or take'),
    ("  es: Pongan un punto.\n", "", 3, '"directions" is missing in "es".', 'Add a line "es: …"'),
    ("  en: Place a dot.\n", "", 3, '"directions" is missing in "en".', 'as in "language: es"'),
    ("{en: Usually fine, es: Bien}", "{en: Usually fine}", 7, '"label" is missing in "es".', 'Add a line "es: …"'),
    ("name: {en: not right, es: mal}", "name: not right", 10, '"name" is missing in "es".', 'Write it as "en: …" and "es: …"'),
    ("{es: No hagas daño., en: Do no harm.}", "Do no harm.", 15, '"text" is missing in "es".', "(first on line 1)"),
    ("Do no harm.}", "Do no harm.}\n    short: No harm.", 16, '"short" is missing in "es".', "Write it as"),
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


@each_of(UNTRANSLATED)
def test_what_is_missing_in_a_language_is_named_in_its_place(mistake: Mistake) -> None:
    is_answered(mistake, BOTH)


# The same in what is put after it
IN_PROMPTS: list[Mistake] = [
    ("{en: Harm, es: Daño}", "Harm", 31, '"title" is missing in "es".', 'Write it as "en: …" and "es: …", or take'),
    (", es: A quién se daña", "", 32, '"text" is missing in "es".', 'Add a line "es: …"'),
    ("      es: Actuar\n", "", 36, '"title" is missing in "es".', "(first on line 1)"),
    ("en: Act on your choice., ", "", 38, '"text" is missing in "en".', "or name the original at the top"),
    ("es: Daño", f"es: {'x' * 61}", 31, '"es" has 61 characters.', "at most 60"),
    ("es: Actúen.", "es: ''", 38, '"es" is empty.', "Write at least one word."),
    ("key: act", "key: {en: act, es: actuar}", 34, '"key" must be words', 'Write it as key: "…".'),
]  # fmt: skip


@each_of(IN_PROMPTS)
def test_what_is_missing_in_a_lens_or_a_step_is_named_too(mistake: Mistake) -> None:
    is_answered(mistake, PROMPTS_IN_BOTH, before=BOTH)


def test_only_what_is_missing_is_named() -> None:
    assert len(problems_in(BOTH.replace("{en: Hug, es: Abrazo}", "Hug"))) == 1
    assert len(problems_in(BOTH.replace("es: Abrazo", "Spanish: Abrazo"))) == 1
    assert len(problems_in("language: Spanish\n" + BOTH)) == 1


def test_the_same_word_in_two_languages_is_no_repetition() -> None:
    assert book_of(BOTH.replace("es: No está bien", "es: Usually fine")).grid.choices[1].label == "Wrong"


def test_one_text_in_another_language_wants_all_the_others() -> None:
    problems = problems_in(GOOD.replace("title: Small grid", "title: {en: Small grid, es: Cuadrícula}"))
    assert [problem.line for problem in problems] == [2, 5, 9, 10, 14, 16, 19, 20, 23, 26, 29]
    assert all('is missing in "es"' in problem.wrong for problem in problems)


def test_ten_languages_at_most() -> None:
    codes = [f"x{letter}" for letter in "abcdefghi"]
    more = ", ".join(f"{code}: Abrazo" for code in codes)
    (problem,) = problems_in(BOTH.replace("es: Abrazo", f"es: Abrazo, {more}"))
    assert str(problem) == "Line 19: The texts are in 11 languages. Keep to at most 10."


# Whatever comes in, the answer is a grid or a GridFileError


@given(st.integers(0, len(BOTH + PROMPTS_IN_BOTH)), st.integers(0, 12), YAMLISH)
def test_fuzz_a_damaged_grid_in_two_languages(at: int, cut: int, pieces: list[str]) -> None:
    whole = BOTH + PROMPTS_IN_BOTH
    answers(whole[:at] + "".join(pieces[:6]) + whole[at + cut :])


WRITTEN = st.dictionaries(st.sampled_from(["en", "es", "fr"]), st.sampled_from(["fine", "Bien", "Wrong", "no"]), max_size=3)


@given(st.lists(WRITTEN, min_size=4, max_size=4), st.sampled_from(["", "language: es\n", "language: fr\n"]))
def test_fuzz_texts_in_any_languages(written: list[dict[str, str]], original: str) -> None:
    """Names and labels of choices that are the same, missing or read as something else in some language."""
    places = ("es: Bien", "es: No está bien", "es: mal", "es: Abrazo")
    changed = BOTH
    for place, words in zip(places, written, strict=True):
        changed = re.sub(r"\{[^{}]*" + place + r"\}", json.dumps(words).replace('"', ""), changed)
    answers(original + changed)
