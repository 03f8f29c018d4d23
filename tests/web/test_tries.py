"""Guessing is slowed down, and shuts out nobody who does not guess."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pollapp.access import source
from pollapp.app import Parts
from pollapp.store.shelf import MemoryShelf
from pollapp.web.found import Found
from pollapp.web.tries import BURST
from tests.web.people import Class, browser, facilitator, says

AWAY = "10.8.8.8"  # an address at which nobody guesses
NOBODYS = "012345"  # a code that no session can have: none begins with 0


@pytest.fixture
def elsewhere(app: Flask) -> Class:
    """A session that was opened far from where everybody else is."""
    gil = facilitator(app)
    gil.environ_base["REMOTE_ADDR"] = AWAY
    return Class(app, gil)


@pytest.fixture(autouse=True)
def clock(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that the credits go by, in seconds; it stands still unless a test moves it."""
    now = [1000.0]
    monkeypatch.setattr(parts.site.tries, "_now", lambda: now[0])
    return now


def _until_too_many(guess: FlaskClient, url: str, **form: str) -> TestResponse:
    for _ in range(BURST + 1):
        answer = guess.post(url, data=form) if form else guess.get(url)
        if answer.status_code == 429:
            return answer
    raise AssertionError("Nothing slowed this down.")


@pytest.mark.parametrize(
    ("url", "form"),
    [("/join", {"code": NOBODYS}), (f"/j/{NOBODYS}", {}), ("/facilitate", {"key": "wrong"}), ("/recover", {"phrase": "WRONG"})],
)
def test_too_many_wrong_tries_are_refused_with_a_sentence(zed: FlaskClient, url: str, form: dict[str, str]) -> None:
    answer = _until_too_many(zed, url, **form)
    assert says(answer, "too_many_tries")


def test_after_a_while_one_may_try_again(zed: FlaskClient, clock: list[float]) -> None:
    _until_too_many(zed, "/join", code=NOBODYS)
    clock[0] += 6
    assert zed.post("/join", data={"code": NOBODYS}).status_code == 404
    assert zed.post("/join", data={"code": NOBODYS}).status_code == 429


def test_a_right_guess_does_not_help_when_it_is_too_late(zed: FlaskClient, parts: Parts) -> None:
    _until_too_many(zed, "/facilitate", key="wrong")
    assert zed.post("/facilitate", data={"key": parts.site.opening_key}).status_code == 429


def test_wrong_codes_do_not_shut_out_those_who_have_joined(zed: FlaskClient, room: Class) -> None:
    ana = room.phone()
    _until_too_many(zed, "/join", code=NOBODYS)
    assert ana.get(f"/j/{room.code}").status_code == 200
    assert ana.get(f"/j/{room.code}", environ_base={"REMOTE_ADDR": "10.1.1.1"}).status_code == 200


def test_wrong_codes_do_not_shut_out_facilitators(app: Flask, zed: FlaskClient, room: Class) -> None:
    _until_too_many(zed, "/join", code=NOBODYS)
    fay = facilitator(app)
    assert fay.post("/recover", data={"phrase": room.phrase()}).status_code == 302
    assert fay.get(room.console_url).status_code == 200


def test_other_addresses_are_not_meant(zed: FlaskClient) -> None:
    _until_too_many(zed, "/join", code=NOBODYS)
    assert zed.post("/join", data={"code": NOBODYS}, environ_base={"REMOTE_ADDR": "192.168.1.7"}).status_code == 404


def test_an_address_that_was_made_up_is_not_believed(zed: FlaskClient) -> None:
    _until_too_many(zed, "/join", code=NOBODYS)
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "True-Client-IP"):
        assert zed.post("/join", data={"code": NOBODYS}, headers={name: "192.168.1.7"}).status_code == 429


def test_a_room_of_500_behind_one_address_is_never_locked_out(room: Class) -> None:
    """One in five mistypes the code once, and those are the first of all; then everybody gets in."""
    people = [browser(room.app) for _ in range(500)]
    for person in people[:100]:
        assert person.post("/join", data={"code": NOBODYS}).status_code == 404
    assert {person.post("/join", data={"code": room.code}).status_code for person in people} == {302}


def test_a_code_that_was_found_stays_open_whatever_else_is_guessed_from_there(
    app: Flask, zed: FlaskClient, room: Class, elsewhere: Class
) -> None:
    assert browser(app).get(f"/j/{room.code}").status_code == 200
    _until_too_many(zed, "/join", code=NOBODYS)
    assert browser(app).get(f"/j/{room.code}").status_code == 200
    assert browser(app).post("/join", data={"code": room.code}).status_code == 302
    assert browser(app).get(f"/j/{elsewhere.code}").status_code == 429  # nobody has found it from here
    assert browser(app).get(f"/j/{room.code}", environ_base={"REMOTE_ADDR": "10.1.1.1"}).status_code == 200


def test_nobody_is_kept_out_of_a_class_that_is_opened_after_all_the_guessing(app: Flask, zed: FlaskClient, fay: FlaskClient) -> None:
    _until_too_many(zed, "/join", code=NOBODYS)
    room = Class(app, fay)
    assert browser(app).get(f"/j/{room.code}").status_code == 200
    assert browser(app).post("/join", data={"code": room.code}).status_code == 302
    assert browser(app).post(f"/j/{room.code}").status_code == 302


@pytest.mark.parametrize("what", ["console", "projector"])
def test_nor_out_of_one_that_was_opened_at_home_once_its_screen_is_there(app: Flask, zed: FlaskClient, elsewhere: Class, what: str) -> None:
    _until_too_many(zed, "/join", code=NOBODYS)
    assert zed.get(f"/j/{elsewhere.code}").status_code == 429
    assert zed.get(elsewhere.console_url).status_code == 403  # whoever may not see it makes nothing known
    assert zed.get(f"/j/{elsewhere.code}").status_code == 429
    gil, url = (elsewhere.fay, elsewhere.console_url) if what == "console" else (browser(app), f"/projector/{elsewhere.token}")
    assert gil.get(url, environ_base={"REMOTE_ADDR": "127.0.0.1"}).status_code == 200
    assert browser(app).get(f"/j/{elsewhere.code}").status_code == 200


def test_out_of_credits_a_session_is_not_even_looked_at(elsewhere: Class, zed: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """How long it takes to fold one would tell that it is there."""
    room = elsewhere
    _until_too_many(zed, "/join", code=NOBODYS)
    monkeypatch.setattr(room.parts.service, "session", lambda session_id: 1 / 0)
    assert zed.get(f"/j/{room.code}").status_code == 429


def test_forms_of_the_phones_page_are_no_second_try(zed: FlaskClient) -> None:
    _until_too_many(zed, "/join", code=NOBODYS)
    for form in ("dots", "forget", "reason", "takeaway", "principles", "next"):
        assert zed.post(f"/j/{NOBODYS}/{form}").status_code == 429, form


def test_the_right_phrase_is_never_kept_out_and_the_right_key_is(zed: FlaskClient, room: Class) -> None:
    """No phrase can be guessed, so that nobody in the room may keep Fay from hers. A key may be one that somebody wrote."""
    phrase = room.phrase()
    _until_too_many(zed, "/recover", phrase="WRONG")
    assert browser(room.app).post("/recover", data={"phrase": phrase}).status_code == 302
    _until_too_many(zed, "/projector/made-up")
    assert zed.get(f"/projector/{room.token}").status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.168.1.7", "::ffff:192.168.1.7", True),
        ("192.168.1.7", "192.168.1.8", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("", None, True),
        ("unix:", "unix:", True),
        ("192.168.1.7:4711", "192.168.1.7:4712", True),
        ("192.168.1.7:4711", "192.168.1.7", True),
        ("192.168.1.7:4711", "192.168.1.8:4711", False),
        ("[2001:db8:1:2::1]:4711", "2001:db8:1:2::9", True),
        ("[2001:db8:1:2::1]", "[2001:db8:1:2::9]:80", True),
        ("[2001:db8:1:2::1]:4711", "[2001:db8:1:3::1]:4711", False),
        ("[made up]:4711", "[made up]:4712", False),
    ],
)
def test_an_ipv6_source_is_its_network(one: str, other: str, same: bool) -> None:
    assert (source(one) == source(other)) is same


def test_another_address_of_the_same_network_brings_no_new_tries(zed: FlaskClient) -> None:
    for number in range(BURST):
        zed.post("/join", data={"code": NOBODYS}, environ_base={"REMOTE_ADDR": f"2001:db8::{number:x}"})
    assert zed.post("/join", data={"code": NOBODYS}, environ_base={"REMOTE_ADDR": "2001:db8::aaaa"}).status_code == 429
    assert zed.post("/join", data={"code": NOBODYS}, environ_base={"REMOTE_ADDR": "2001:db8:0:1::1"}).status_code == 404


def test_what_is_known_is_bounded() -> None:
    found = Found(MemoryShelf(), "key", most=3)
    for number in range(10):
        found.add("here", str(number))
    assert [str(number) for number in range(10) if found.has("here", str(number))] == ["7", "8", "9"]


def test_right_codes_cost_nothing(room: Class) -> None:
    somebody = browser(room.app)
    assert {somebody.get(f"/j/{room.code}").status_code for _ in range(100)} == {200}
