"""The start page: join by code for everybody, more for a facilitator."""

from flask import Flask
from flask.testing import FlaskClient

from tests.web.people import Class, cookies_set, facilitator, says


def test_a_visitor_sees_where_to_type_the_code_and_no_more(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert 'name="code"' in page.text
    assert 'action="/rehearsals"' not in page.text
    assert "/sessions/new" not in page.text
    assert cookies_set(page) == {}


def test_a_facilitator_can_open_and_rehearse(fay: FlaskClient) -> None:
    page = fay.get("/")
    assert 'href="/sessions/new"' in page.text
    assert 'action="/rehearsals"' in page.text
    assert "None yet" in page.text


def test_a_facilitator_sees_the_own_sessions_only(app: Flask, room: Class) -> None:
    another = Class(app, facilitator(app))
    room.phone()
    page = room.fay.get("/").text
    assert f"/console/{room.id}" in page
    assert "in the lobby · 1 joined" in page
    assert f"/console/{another.id}" not in page


def test_a_deleted_session_is_listed_no_more(room: Class) -> None:
    room.fay.post(f"{room.console_url}/delete")
    assert room.console_url not in room.fay.get("/").text


def test_a_code_that_was_typed_with_spaces_leads_to_its_session(client: FlaskClient, room: Class) -> None:
    for typed in (
        room.code,
        f" {room.code[:3]} {room.code[3:]} ",
        f"{room.code[:3]}-{room.code[3:]}",
        f"{room.code[:2]} {room.code[2:4]}\t{room.code[4:]}",
    ):
        answer = client.post("/join", data={"code": typed})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/j/{room.code}")
        assert cookies_set(answer) == {}


def test_an_unknown_code_is_said_where_it_was_typed(client: FlaskClient, room: Class) -> None:
    wrong = "012345"  # no code begins with 0
    answer = client.post("/join", data={"code": wrong})
    assert answer.status_code == 404
    assert says(answer, "unknown_code")
    assert f'value="{wrong}"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_what_is_no_code_is_said_where_it_was_typed(client: FlaskClient) -> None:
    for typed in ("", "12345", "abcdef", "1" * 13, "12345６", "²²²²²²", "١٢٣٤٥٦", "123456; DROP TABLE sessions", "\x00123456"):
        answer = client.post("/join", data={"code": typed})
        assert answer.status_code == 400
        assert says(answer, "not_a_code")
    assert client.post("/join").status_code == 400


def test_what_was_typed_comes_back_escaped(client: FlaskClient) -> None:
    answer = client.post("/join", data={"code": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text


def test_a_code_of_the_future_with_more_digits_is_a_code(client: FlaskClient) -> None:
    assert client.post("/join", data={"code": "12345678"}).status_code == 404
