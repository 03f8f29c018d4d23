"""Every error is a sentence, as a page or as JSON, and nothing of a traceback."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pollapp.app import Parts
from pollapp.domain.refused import REFUSALS
from pollapp.store.log import StoreFailed, Trouble
from pollapp.web.refusing import not_stored, refused, status_of
from tests.web.people import Class, says

JSON = {"Accept": "application/json"}


def test_no_such_page(client: FlaskClient) -> None:
    answer = client.get("/nothing")
    assert answer.status_code == 404
    assert says(answer, "not_found")
    assert 'href="/"' in answer.text


def test_as_json_where_a_script_asked(client: FlaskClient) -> None:
    answer = client.get("/nothing", headers=JSON)
    assert answer.status_code == 404
    sentence, hint = REFUSALS["not_found"]
    assert answer.get_json() == {"refused": "not_found", "sentence": sentence, "hint": hint}


def test_a_refusal_is_json_too(client: FlaskClient, room: Class) -> None:
    for url, code, status in (
        (f"{room.console_url}/phrase", "no_control", 403),
        ("/sessions", "no_key", 403),
        ("/console/x/delete", "gone", 410),
    ):
        answer = client.post(url, headers=JSON)
        assert (answer.status_code, answer.get_json()["refused"]) == (status, code)
        assert set(answer.get_json()) == {"refused", "sentence", "hint"}


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    answer = client.get("/join")
    assert answer.status_code == 405
    assert set(answer.allow) == {"POST", "OPTIONS"}
    assert says(answer, "not_found")


def test_a_store_that_does_not_answer_is_503(client: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(code: str) -> None:
        raise StoreFailed("Could not look up a session: disk I/O error")

    monkeypatch.setattr(parts.log, "by_code", fails)
    for answer in (client.get("/j/472918"), client.post("/join", data={"code": "472918"})):
        assert answer.status_code == 503
        assert says(answer, "not_stored")
        assert "disk I/O" not in answer.text


def test_nothing_was_changed_is_said_where_something_was_to_be(room: Class, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(session_id: str) -> None:
        raise StoreFailed("away", "away")

    monkeypatch.setattr(parts.log, "header", fails)
    for what, told in ((room.fay.get, False), (room.fay.post, True)):
        answer = what(f"{room.console_url}/{'phrase' if told else 'export/pdf'}", headers=JSON).get_json()
        assert (answer["sentence"], "Nothing was changed" in answer["hint"]) == ("The store of the sessions does not answer.", told)


@pytest.mark.parametrize("trouble", ["full", "read_only", "failing", "away"])
def test_the_disk_is_named_only_where_there_is_a_file_on_one(trouble: Trouble) -> None:
    in_engine, in_file = (not_stored(trouble, in_engine=kept, changes=True) for kept in (True, False))
    assert "disk" not in f"{in_engine.sentence} {in_engine.hint}"
    assert ("disk" in in_file.sentence) == (trouble != "away")


def test_an_error_of_ours_says_nothing_of_itself(
    client: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(code: str) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(parts.log, "by_code", fails)
    with caplog.at_level(logging.ERROR):
        answer = client.get("/j/472918")
    assert answer.status_code == 500
    assert says(answer, "server_error")
    assert "secret inside" not in answer.text
    assert "Traceback" not in answer.text
    assert "secret inside" in caplog.text  # the operator sees it


def test_a_deleted_session_is_410(room: Class) -> None:
    room.fay.post(f"{room.console_url}/delete")
    answer = room.fay.get(room.console_url)
    assert answer.status_code == 410
    assert says(answer, "gone")


@pytest.mark.parametrize(
    "path", ["STATIC/../pyproject.toml", "STATIC/%2e%2e/pyproject.toml", "STATIC//etc/passwd", "STATIC/", "//", "/%00", "/\\"]
)
def test_nothing_but_our_files_is_served(app: Flask, client: FlaskClient, path: str) -> None:
    answer = client.get(path.replace("STATIC", str(app.static_url_path)))
    assert answer.status_code in (404, 308)
    assert "[project]" not in answer.text


def test_a_form_with_far_too_many_fields_is_refused(client: FlaskClient) -> None:
    answer = client.post("/join", data={f"field-{number}": "x" for number in range(30_000)})
    assert answer.status_code == 413
    assert says(answer, "too_large")


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=", "text/plain", "application/json", "x"])
def test_a_form_that_is_none_is_refused(client: FlaskClient, kind: str) -> None:
    answer = client.post("/join", data=b"\xff\x00garbage", content_type=kind)
    assert answer.status_code == 400
    assert says(answer, "not_a_code") or says(answer, "bad_form")


def test_every_refusal_has_a_status_that_says_error() -> None:
    assert {status_of(refused(code)) for code in REFUSALS} <= {400, 403, 404, 409, 410, 413, 429, 500, 503}
