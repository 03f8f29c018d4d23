"""Any number of languages later: a catalogue that is put beside the others is a language, with its own plurals and its direction."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from flask.testing import FlaskClient

from pollapp import languages
from pollapp.domain.said import say, say_many
from tests.catalogues import ROOT, gathered, write

KEPT = (languages.languages, languages.locale_of, languages.own_name, languages.catalogue, languages._messages, languages._plurals)


def _strange(text: str) -> str:
    return f"⟦{text}⟧"


@pytest.fixture(params=["pl", "pt-BR", "ar"])
def another(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language in which everything stands in brackets: of three plural forms, of a region, of six forms and from right to left."""
    language = str(request.param)
    catalog = Catalog(locale=language.replace("-", "_"), fuzzy=False)
    for message in gathered():
        if message.id:
            many = isinstance(message.id, tuple)
            forms = tuple(_strange(f"{form}:{message.id[-1]}") for form in range(catalog.num_plurals))
            catalog.add(message.id, forms if many else _strange(str(message.id)))
    folder = tmp_path / language.replace("-", "_") / "LC_MESSAGES"
    folder.mkdir(parents=True)
    write(catalog, folder / "messages.po")
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    for kept in KEPT:
        kept.cache_clear()
    yield language
    monkeypatch.undo()
    for kept in KEPT:
        kept.cache_clear()


def test_it_is_offered_and_spoken(another: str, client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Language": f"{another},en;q=0.5"}).text
    assert f'<html lang="{another}" dir="{"rtl" if another == "ar" else "ltr"}">' in page
    assert "⟦Join a session⟧" in page
    assert f'value="{another}"' in page
    assert languages.own_name(another) in page


def test_its_plurals_are_the_catalogues(another: str) -> None:
    forms = {languages.in_language(say_many("%(n)s rehearsal", "%(n)s rehearsals", n), another) for n in range(30)}
    assert len(forms) == 30  # unknown to the catalogue: said as it stands, with its number
    words = languages.browser_words(another, (ROOT / "static/js/lib/screen_words.js",))
    assert set(words["plurals"].values()) == set(range({"pl": 3, "pt-BR": 2, "ar": 6}[another]))
    assert words["messages"]["%(n)s person has joined"][0].startswith("⟦0:")


def test_a_sentence_within_a_sentence_is_said_too(another: str) -> None:
    outer = say("%(what)s: square %(at)s of %(all)s", what=say("Skipped"), at=1, all=2)
    assert languages.in_language(outer, another) == "⟦⟦Skipped⟧: square 1 of 2⟧"
    assert str(outer) == "Skipped: square 1 of 2"


def test_what_people_typed_is_never_taken_for_a_message(another: str) -> None:
    typed = "Join a session %(n)s %s {0}"
    assert languages.in_language(typed, another) == typed
    assert languages.in_language(say("%(what)s: square %(at)s of %(all)s", what=typed, at=1, all=2), another) == f"⟦{typed}: square 1 of 2⟧"
