"""Everything that the product says is said in every language: no message is missing, stale, or says something else."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from pollapp.domain.refused import REFUSALS
from pollapp.domain.said import Said
from pollapp.languages import ORIGINAL, browser_words, in_language, languages, own_name, spoken_in
from tests.catalogues import ROOT, catalogue_files, gathered, messages, read

# Spanish for these is the same word.
SAME = {
    "es": {"%(minutes)s min", "+1 min", "1 − D. Leik 1966.", "Agenda", "Console", "No", "QR", "no"},
}
PLACE = re.compile(r"%\((\w+)\)s")
TAG = re.compile(r"</?[a-z][^>]*>")
WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture(scope="module")
def said() -> Catalog:
    return gathered()


@pytest.fixture(params=catalogue_files(), ids=lambda file: file.parts[-3])
def file(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_there_is_english_and_spanish() -> None:
    assert {"en", "es"} <= set(languages())
    assert languages()[0] == ORIGINAL
    assert own_name("es") == "Español"


def test_nothing_is_missing_and_nothing_is_stale(said: Catalog, file: Path) -> None:
    wanted, there = dict(messages(said)), dict(messages(read(file)))
    assert [id for id in wanted if id not in there] == [], "New messages: run make messages, then translate them."
    assert [id for id in there if id not in wanted] == [], "Said no more: run make messages."


def test_every_message_is_translated(file: Path) -> None:
    catalog = read(file)
    assert [message.id for message in catalog if message.id and message.fuzzy] == []
    assert [id for id, text in messages(catalog) if not all(_forms(text))] == []
    assert [len(text) for id, text in messages(catalog) if isinstance(id, tuple) and len(text) != catalog.num_plurals] == []


def test_a_translation_keeps_the_places_and_the_tags(file: Path) -> None:
    wrong = []
    for id, text in messages(read(file)):
        originals, forms = _forms(id), _forms(text)
        places = set().union(*map(_places, originals))
        if set().union(*map(_places, forms)) - places or _places(forms[-1]) != _places(originals[-1]):
            wrong.append((id, text))
        if any(sorted(TAG.findall(form)) != sorted(TAG.findall(originals[-1])) for form in forms):
            wrong.append((id, text))
        if any(_percents(form) != _percents(originals[0]) for form in forms):
            wrong.append((id, text))
    assert wrong == []


def test_a_translation_is_one(file: Path) -> None:
    """Words that stay as they are in English were forgotten, or are the same word there."""
    language = file.parts[-3]
    same = [id for id, text in messages(read(file)) if id == text and WORD.search(PLACE.sub("", TAG.sub("", str(id))))]
    assert [id for id in same if id not in SAME.get(language, set())] == []


def test_no_sentence_reaches_people_past_the_catalogue() -> None:
    """Text between the tags of a template is a message, or comes from one."""
    loose = []
    for template in sorted((ROOT / "templates").rglob("*.html")):
        if "styleguide" in template.as_posix():
            continue  # for those who develop: in English
        text = template.read_text("utf-8")
        text = re.sub(r"\{% block (title|body_class) %\}.*?\{% endblock %\}", " ", text)
        text = re.sub(r"\{#.*?#\}|\{%-? *trans.*?endtrans *-?%\}|\{\{.*?\}\}|\{%.*?%\}", " ", text, flags=re.DOTALL)
        text = re.sub(r"<(kbd|code|title)>.*?</\1>|<[^>]*>|[\w-]+=\"[^\"]*\"", " ", text, flags=re.DOTALL)
        loose += [(template.name, words) for words in re.findall(r"[^\W\d_]{3,}(?: [^\W\d_]+)*", text)]
    assert loose == []


@pytest.mark.parametrize("script", sorted((ROOT / "static/js").rglob("*.js")), ids=lambda path: path.name)
def test_scripts_say_nothing_but_what_stands_in_their_words(script: Path) -> None:
    """Calls of t and tn stand in the *_words.js files, where they are gathered."""
    if script.name.endswith("_words.js") or "vendor" in script.parts:
        return
    assert spoken_in(script) == ()


@pytest.mark.parametrize("script", sorted((ROOT / "static/js").rglob("*_words.js")), ids=lambda path: path.name)
def test_every_call_in_them_is_found(script: Path) -> None:
    """Babel reads scripts by its own lights: what it overlooked would stay English."""
    calls = re.findall(r"\btn?\(\s*[\"'`]", script.read_text("utf-8"))
    assert len(spoken_in(script)) == len(calls)


def test_every_refusal_is_said_in_every_language() -> None:
    for language in languages()[1:]:
        for code, sentences in REFUSALS.items():
            for sentence in sentences:
                assert isinstance(sentence, Said), code
                assert in_language(sentence, language) != sentence, code


def test_a_script_gets_what_it_says_in_the_language_of_its_page() -> None:
    script = ROOT / "static/js/lib/phone_words.js"
    assert browser_words("en", (script,))["messages"] == {}
    for language in languages()[1:]:
        words = browser_words(language, (script,))
        keys = {key if isinstance(key, str) else key[0] for key in spoken_in(script)}
        assert set(words["messages"]) == keys
        assert set(words["plurals"].values()) <= {0, 1, 2, 3, 4, 5}


def _forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(map(str, text or ()))  # type: ignore[call-overload]


def _places(text: str) -> set[str]:
    return set(PLACE.findall(text))


def _percents(text: str) -> int:
    return PLACE.sub("", text).count("%")
