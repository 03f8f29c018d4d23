"""The console: for whoever holds this session's control secret, and for nobody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pollapp.access import control_cookie, from_phrase
from tests.web.people import Class, browser, cookies_set, data_block, facilitator, says

SECRETS = ("phrase", "new-phrase", "delete")


def test_fay_gets_the_console_with_its_data(room: Class) -> None:
    page = data_block(room.fay.get(room.console_url))
    assert page["auth"] == {"role": "console", "session": room.id, "wire": 2, "language": "en", "home": room.parts.site.home}
    assert page["view"]["next"] == {"command": "open_round", "from": "lobby"}
    assert page["in_engine"] is bool(room.parts.site.config.redis)
    assert page["urls"] == {
        "projector": f"/projector/{room.token}",
        "report": f"{room.console_url}/report",
        "replay": f"{room.console_url}/replay",
        **{what: f"{room.console_url}/export/{what}" for what in ("pdf", "html", "xlsx", "csv", "rounds.csv", "json", "dots.csv")},
        "phrase": f"{room.console_url}/phrase",
        "new_phrase": f"{room.console_url}/new-phrase",
        "new_projector": f"{room.console_url}/new-projector",
        "handover": f"{room.console_url}/handover",
        "keep": f"{room.console_url}/keep",
        "delete": f"{room.console_url}/delete",
        "recover": "/recover",
    }
    assert page["session"]["join_address"] == f"http://127.0.0.1:8000/j/{room.code}"


@pytest.mark.parametrize(
    ("way", "says_so"),
    [
        ("network", "in the same network as this laptop"),
        ("public", "It has to be online"),
        ("named", "--public-url"),
        ("bound", "Start it without <code>--host</code>"),
        ("alone", "It is in no network"),
    ],
)
def test_how_phones_get_there_is_said_as_it_is(room: Class, monkeypatch: pytest.MonkeyPatch, way: str, says_so: str) -> None:
    monkeypatch.setattr("pollapp.web.console.way_for_phones", lambda config: way)
    page = room.fay.get(room.console_url).text
    assert says_so in page
    assert ("it means “this computer”" in page) == (way in ("named", "bound", "alone"))
    assert ("<code>--host</code>" in page) == (way == "bound")


def test_the_page_does_not_show_the_phrase_before_it_is_asked_for(room: Class) -> None:
    """Many laptops are mirrored to the projector."""
    phrase = room.phrase()
    page = room.fay.get(room.console_url).text
    assert phrase not in page
    assert from_phrase(phrase) not in page


def test_the_console_starts_covered(room: Class) -> None:
    assert data_block(room.fay.get(room.console_url))["view"]["results"] is None


def test_others_are_asked_for_the_phrase(room: Class) -> None:
    for other in (browser(room.app), facilitator(room.app), room.phone()):
        page = other.get(room.console_url)
        assert page.status_code == 403
        assert "This browser does not control that session." in page.text
        assert 'id="page"' not in page.text
        assert room.code not in page.text
        assert room.token not in page.text


@pytest.mark.parametrize("secret", SECRETS)
def test_others_can_do_nothing(room: Class, secret: str) -> None:
    for other in (browser(room.app), facilitator(room.app), room.phone()):
        answer = other.post(f"{room.console_url}/{secret}")
        assert answer.status_code == 403
        assert says(answer, "no_control")
    assert room.parts.log.header(room.id) == room.header


def test_neither_join_code_nor_projector_token_nor_voice_is_control(room: Class) -> None:
    ana = room.phone()
    voice = ana.get_cookie(f"voice_{room.id}")
    assert voice
    for value in (room.code, room.token, voice.value, room.header.control_hash, room.id, "", "é"):
        zed = browser(room.app)
        zed.set_cookie(control_cookie(room.id), value)
        assert zed.get(room.console_url).status_code == 403
        assert zed.post("/recover", data={"phrase": value}).status_code == 403


def test_another_sessions_control_is_none_here(room: Class) -> None:
    another = Class(room.app, facilitator(room.app))
    theirs = another.fay.get_cookie(control_cookie(another.id))
    assert theirs
    another.fay.set_cookie(control_cookie(room.id), theirs.value)
    assert another.fay.get(room.console_url).status_code == 403
    assert another.fay.post(f"{room.console_url}/delete").status_code == 403
    assert room.fay.get(room.console_url).status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nothing_secret_or_final_happens_by_a_link(room: Class, method: str) -> None:
    for secret in SECRETS:
        assert room.fay.open(f"{room.console_url}/{secret}", method=method).status_code == 405
    assert room.parts.log.header(room.id) == room.header


def test_deleting_leaves_nothing(room: Class) -> None:
    ana = room.phone()
    answer = room.fay.post(f"{room.console_url}/delete")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/?deleted=1")
    assert room.parts.log.headers() == []
    assert room.parts.service.session(room.id) is None
    for url in (room.console_url, f"{room.console_url}/export/csv", f"/projector/{room.token}"):
        assert room.fay.get(url).status_code == 410
    assert ana.get(f"/j/{room.code}").status_code == 404


def test_deleting_leaves_other_sessions_alone(room: Class) -> None:
    another = Class(room.app, room.fay)
    another.somebody()
    room.fay.post(f"{room.console_url}/delete")
    assert room.fay.get(another.console_url).status_code == 200
    assert len(another.session.participants) == 1


@pytest.mark.parametrize("session_id", ["nothing", "0" * 32, "%00", "..", "é", "x" * 3000])
def test_what_never_was_is_gone_for_everybody(client: FlaskClient, fay: FlaskClient, session_id: str) -> None:
    for somebody in (client, fay):
        assert somebody.get(f"/console/{session_id}").status_code in (404, 410)
        assert somebody.post(f"/console/{session_id}/delete").status_code in (404, 410)


def test_looking_sets_no_cookie(app: Flask, room: Class) -> None:
    for page in (room.fay.get(room.console_url), browser(app).get(room.console_url), browser(app).get("/recover")):
        assert cookies_set(page) == {}
