"""Guessing is slowed down, and shuts out nobody who does not guess."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pollapp.app import Parts
from tests.web.people import Class, browser, facilitator, says


@pytest.fixture(autouse=True)
def clock(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that the credits go by, in seconds; it stands still unless a test moves it."""
    now = [1000.0]
    monkeypatch.setattr(parts.site.tries, "_now", lambda: now[0])
    return now


def _until_too_many(guess: FlaskClient, url: str, **form: str) -> TestResponse:
    for _ in range(61):
        answer = guess.post(url, data=form) if form else guess.get(url)
        if answer.status_code == 429:
            return answer
    raise AssertionError("Nothing slowed this down.")


@pytest.mark.parametrize(
    ("url", "form"),
    [("/join", {"code": "100000"}), ("/j/100000", {}), ("/facilitate", {"key": "wrong"}), ("/recover", {"phrase": "WRONG"})],
)
def test_too_many_wrong_tries_are_refused_with_a_sentence(zed: FlaskClient, url: str, form: dict[str, str]) -> None:
    answer = _until_too_many(zed, url, **form)
    assert says(answer, "too_many_tries")


def test_after_a_while_one_may_try_again(zed: FlaskClient, clock: list[float]) -> None:
    _until_too_many(zed, "/join", code="100000")
    clock[0] += 6
    assert zed.post("/join", data={"code": "100000"}).status_code == 404
    assert zed.post("/join", data={"code": "100000"}).status_code == 429


def test_a_right_guess_does_not_help_when_it_is_too_late(zed: FlaskClient, parts: Parts) -> None:
    _until_too_many(zed, "/facilitate", key="wrong")
    assert zed.post("/facilitate", data={"key": parts.site.opening_key}).status_code == 429


def test_wrong_codes_do_not_shut_out_those_who_have_joined(zed: FlaskClient, room: Class) -> None:
    ana = room.phone()
    _until_too_many(zed, "/join", code="100000")
    assert zed.get(f"/j/{room.code}").status_code == 429
    assert ana.get(f"/j/{room.code}").status_code == 200


def test_wrong_codes_do_not_shut_out_facilitators(app: Flask, zed: FlaskClient, room: Class) -> None:
    _until_too_many(zed, "/join", code="100000")
    fay = facilitator(app)
    assert fay.post("/recover", data={"phrase": room.phrase()}).status_code == 302
    assert fay.get(room.console_url).status_code == 200


def test_other_addresses_are_not_meant(zed: FlaskClient) -> None:
    _until_too_many(zed, "/join", code="100000")
    assert zed.post("/join", data={"code": "100000"}, environ_base={"REMOTE_ADDR": "192.168.1.7"}).status_code == 404


def test_an_address_that_was_made_up_is_not_believed(zed: FlaskClient) -> None:
    _until_too_many(zed, "/join", code="100000")
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "True-Client-IP"):
        assert zed.post("/join", data={"code": "100000"}, headers={name: "192.168.1.7"}).status_code == 429


def test_right_codes_cost_nothing(room: Class) -> None:
    somebody = browser(room.app)
    assert {somebody.get(f"/j/{room.code}").status_code for _ in range(100)} == {200}
