"""How pages are shown: in which language, light or dark; chosen by the browser, by the person, or in the address."""

import pytest
from flask.testing import FlaskClient

from pollapp.domain.commands import OpenRound
from pollapp.languages import languages
from tests.web.people import Class, data_block

SPANISH = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("es-MX,es;q=0.9", "es"),
        ("es", "es"),
        ("en-GB", "en"),
        ("fr,es;q=0.5", "es"),
        ("fr", "en"),
        ("", "en"),
        ("*", "en"),
        ("; q=x", "en"),
    ],
)
def test_the_browser_says_which_language(client: FlaskClient, accepted: str, language: str) -> None:
    page = client.get("/", headers={"Accept-Language": accepted}).text
    assert f'<html lang="{language}" dir="ltr">' in page


def test_a_browser_that_wants_thousands_of_languages_is_not_listened_to(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparing them for each sentence of a page would hold up everybody."""
    asked = []
    monkeypatch.setattr("werkzeug.datastructures.LanguageAccept.best_match", lambda accepted, *_: asked.append(len(accepted)))
    many = ",".join(["a"] * 4000) + ",es"
    assert '<html lang="en" dir="ltr">' in client.get("/guide", headers={"Accept-Language": many}).text
    assert '<html lang="es" dir="ltr">' in client.get("/guide?lang=es", headers={"Accept-Language": many}).text
    assert asked == [0]  # and once a page, not once a sentence


def test_a_choice_is_kept_and_beats_the_browser(client: FlaskClient) -> None:
    answer = client.post("/display", data={"language": "es", "back": "/facilitate"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/facilitate")
    cookie = answer.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    assert '<html lang="es" dir="ltr">' in client.get("/", headers={"Accept-Language": "en"}).text
    assert '<html lang="en" dir="ltr">' in client.get("/?lang=en").text
    assert '<html lang="es" dir="ltr">' in client.get("/").text


@pytest.mark.parametrize(
    "back", ["//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere.example", "", "/\r\nX: y", "javascript:1"]
)
def test_it_leads_back_to_a_page_of_this_site_only(client: FlaskClient, back: str) -> None:
    assert client.post("/display", data={"theme": "dark", "back": back}).headers["Location"] == "/"


def test_what_is_not_offered_changes_nothing(client: FlaskClient) -> None:
    answer = client.post("/display", data={"language": "xx", "theme": "loud", "back": "/"})
    assert "Set-Cookie" not in answer.headers
    assert '<html lang="en" dir="ltr">' in client.get("/?lang=../../etc").text


def test_light_dark_and_automatic(client: FlaskClient) -> None:
    def media() -> str:
        [sheet] = [line for line in client.get("/").text.splitlines() if "dark.css" in line]
        return sheet.split('media="')[1].split('"')[0]

    assert media() == "screen and (prefers-color-scheme: dark)"
    for theme, expected in (("dark", "screen"), ("light", "not all"), ("auto", "screen and (prefers-color-scheme: dark)")):
        client.post("/display", data={"theme": theme, "back": "/"})
        assert media() == expected


def test_a_projector_is_light_unless_it_was_made_dark_there(room: Class) -> None:
    room.fay.post("/display", data={"theme": "dark", "back": "/"})
    address = f"/projector/{room.token}"
    assert 'media="not all"' in room.fay.get(address).text
    room.fay.set_cookie("projector_theme", "dark", path="/projector")
    assert 'media="screen"' in room.fay.get(address).text


def test_one_session_is_seen_in_every_language_at_once(room: Class) -> None:
    room.says(OpenRound("lobby"))
    grids = {language: data_block(room.fay.get(f"/projector/{room.token}?lang={language}"))["grid"] for language in languages()}
    assert grids["en"]["squares"][2]["text"] == "Giving a hug"
    assert grids["es"]["squares"][2]["text"] == "Dar un abrazo"
    ana, ben = room.phones(2)
    english = data_block(ana.get(f"/j/{room.code}"))
    spanish = data_block(ben.get(f"/j/{room.code}", headers=SPANISH))
    assert english["grid"]["choices"] == grids["en"]["choices"]
    assert spanish["grid"]["choices"] == grids["es"]["choices"]
    assert ">Dar un abrazo<" in ben.get(f"/j/{room.code}", headers=SPANISH).text
    assert [square["id"] for square in english["grid"]["squares"]] == [square["id"] for square in spanish["grid"]["squares"]]
    assert (english["auth"]["language"], spanish["auth"]["language"]) == ("en", "es")
    assert "translations" not in spanish["grid"]


def test_dates_and_file_names_follow_the_language_and_keys_do_not(room: Class) -> None:
    assert "de 20" in room.fay.get(room.console_url, headers=SPANISH).text  # 24 de diciembre de 2026
    english, spanish = room.fay.get(f"{room.console_url}/export/csv"), room.fay.get(f"{room.console_url}/export/csv", headers=SPANISH)
    assert "ethics-grid-" in english.headers["Content-Disposition"]
    assert "cuadricula-de-etica-" in spanish.headers["Content-Disposition"]
    assert english.text.splitlines()[0] == spanish.text.splitlines()[0]
    assert "Dar un abrazo" in spanish.text


def test_a_refusal_is_said_in_the_language_of_who_reads_it(client: FlaskClient) -> None:
    english, spanish = client.get("/nowhere"), client.get("/nowhere", headers=SPANISH)
    assert "There is no such page." in english.text
    assert "There is no such page." not in spanish.text
    answer = client.get("/nowhere", headers={**SPANISH, "Accept": "application/json"}).get_json()
    assert answer["refused"] == "not_found"
    assert answer["sentence"] in spanish.text
