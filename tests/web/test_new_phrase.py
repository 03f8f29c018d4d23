"""A new phrase whose answer is lost, on the way to the browser or on its way out of the store: its facilitator goes on steering."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.test import TestResponse

from pollapp.access import control_cookie, hashed, next_cookie, next_mark
from pollapp.store.log import EventLog, StoreFailed, Trouble
from pollapp.web import control
from tests.live.lines import LiveClass
from tests.web.people import browser, cookies_set, says

Failing = Callable[..., bool]


def stores_and_fails(log: EventLog, trouble: Trouble | None) -> Failing:
    really = log.replace_control

    def replace_control(*args: str, **more: str) -> bool:
        assert really(*args, **more)
        raise StoreFailed("no answer", trouble)

    return replace_control


def fails(log: EventLog, trouble: Trouble | None) -> Failing:
    def replace_control(*args: str, **more: str) -> bool:
        raise StoreFailed("no answer", trouble)

    return replace_control


@pytest.fixture
def room(app: Flask) -> LiveClass:
    return LiveClass(app)


@pytest.fixture
def thief(room: LiveClass) -> FlaskClient:
    """Has got hold of the phrase: it is why there is to be a new one."""
    thief = browser(room.app)
    assert thief.post("/recover", data={"phrase": room.phrase()}).status_code == 302
    return thief


def _cookie(room: LiveClass, name: Callable[[str], str]) -> str | None:
    cookie = room.fay.get_cookie(name(room.id))
    return cookie.value if cookie else None


def _right(room: LiveClass) -> str:
    header = room.parts.log.header(room.id)
    assert header
    return header.control_hash


def _asked_twice(room: LiveClass) -> str:
    """Where the browser asks again, once it has been given the next secret."""
    answer = room.fay.post(f"{room.console_url}/new-phrase")
    assert answer.status_code == 307
    return answer.headers["Location"]


@pytest.mark.parametrize("trouble", ["away", None])
@pytest.mark.parametrize("how", [stores_and_fails, fails])
def test_whatever_became_of_it_page_and_socket_go_on(
    room: LiveClass,
    thief: FlaskClient,
    how: Callable[[EventLog, Trouble | None], Failing],
    trouble: Trouble | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    console, theirs = room.console(), room.console(thief)
    with monkeypatch.context() as failing:
        failing.setattr(room.parts.log, "replace_control", how(room.parts.log, trouble))
        _says_that_nobody_knows(room.new_phrase())
    stored = how is stores_and_fails
    assert not console.is_connected(), "whoever sat there shows once more what they have"
    assert not theirs.is_connected()
    assert room.console().says("open_round", from_="lobby")["ok"]
    assert (room.console(thief).refused is not None) == stored
    assert (thief.get(room.console_url).status_code == 403) == stored
    assert hashed(_phrase_shown(room)) == _right(room)
    assert room.fay.get(room.console_url).status_code == 200
    assert (_cookie(room, next_cookie) is None) == stored, "settled, where it is the next one"
    assert hashed(_cookie(room, control_cookie) or "") == _right(room)
    assert room.new_phrase().status_code == 200
    assert _cookie(room, next_cookie) is None
    assert hashed(_phrase_shown(room)) == _right(room)
    assert room.console(thief).refused["refused"] == "no_control"


def _phrase_shown(room: LiveClass) -> str:
    return room.phrase().replace("-", "")


def _says_that_nobody_knows(answer: TestResponse) -> None:
    assert answer.status_code == 503
    assert str(escape(control._MAY_BE_NEW)) in answer.text
    assert str(escape(control._TRY_AGAIN)) in answer.text
    assert "Nothing was changed" not in answer.text
    assert cookies_set(answer) == {}


def test_the_page_settles_it_by_itself(room: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as failing:
        failing.setattr(room.parts.log, "replace_control", stores_and_fails(room.parts.log, "away"))
        room.new_phrase()
    following = _cookie(room, next_cookie)
    answer = room.fay.get(room.console_url)
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookies_set(answer)[control_cookie(room.id)].split("; "))
    assert (_cookie(room, control_cookie), _cookie(room, next_cookie)) == (following, None)


def test_an_answer_that_is_lost_on_its_way_to_the_browser_shuts_nobody_out(room: LiveClass) -> None:
    """Its cookies never came: the browser has what it had when it asked."""
    again = _asked_twice(room)
    held = {name: _cookie(room, name) for name in (control_cookie, next_cookie)}
    assert room.fay.post(again).status_code == 200
    for name, value in held.items():
        room.fay.set_cookie(name(room.id), value or "")
    assert room.console().says("open_round", from_="lobby")["ok"]
    assert room.fay.get(room.console_url).status_code == 200
    assert _cookie(room, next_cookie) is None


def test_what_arrives_late_in_the_store_still_finds_its_browser(room: LiveClass, thief: FlaskClient) -> None:
    """The network was cut: the old secret is the right one again and again, until what was sent then gets through."""
    _asked_twice(room)
    following = _cookie(room, next_cookie)
    for _ in range(2):
        assert room.fay.get(room.console_url).status_code == 200
        assert room.fay.post(f"{room.console_url}/keep", data={"keep": "24h"}).status_code == 302
        assert _cookie(room, next_cookie) == following
    assert room.parts.log.replace_control(room.id, hashed(following or ""), was=_right(room))
    assert room.fay.get(room.console_url).status_code == 200
    assert thief.get(room.console_url).status_code == 403


def test_a_secret_that_was_never_put_in_force_controls_nothing(room: LiveClass) -> None:
    _asked_twice(room)
    zed = browser(room.app)
    for name in (control_cookie, next_cookie):
        zed.set_cookie(name(room.id), _cookie(room, next_cookie) or "")
        assert zed.get(room.console_url).status_code == 403
        assert room.console(zed).refused["refused"] == "no_control"


def test_only_what_this_server_gave_is_put_in_force(room: LiveClass) -> None:
    """A neighbour in one domain can set a cookie: with a secret of theirs they would steer."""
    again, was = _asked_twice(room), _right(room)
    mine, theirs = _cookie(room, next_cookie), "A" * 25
    for secret, mark in (
        (theirs, again.partition("given=")[2]),
        (theirs, next_mark("made-up", room.header, theirs)),
        (mine, "é"),
        ("", "x"),
    ):
        room.fay.set_cookie(next_cookie(room.id), secret or "")
        answer = room.fay.post(f"{room.console_url}/new-phrase", query_string={"given": mark})
        assert says(answer, "bad_form")
        assert _right(room) == was
    room.fay.set_cookie(next_cookie(room.id), mine or "")
    assert room.fay.post(again).status_code == 200
    assert room.fay.post(again).status_code == 400, "it follows a secret that is over"


def test_with_the_session_both_cookies_go(room: LiveClass) -> None:
    _asked_twice(room)
    answer = room.fay.post(f"{room.console_url}/delete")
    assert set(cookies_set(answer)) == {control_cookie(room.id), next_cookie(room.id)}
    assert _cookie(room, control_cookie) is _cookie(room, next_cookie) is None


def test_the_phrase_typed_again_is_all_that_counts(room: LiveClass) -> None:
    phrase = room.phrase()
    _asked_twice(room)
    assert room.fay.post("/recover", data={"phrase": phrase}).status_code == 302
    assert _cookie(room, next_cookie) is None


def test_who_steers_by_the_next_secret_hands_on_that_one(room: LiveClass) -> None:
    again = _asked_twice(room)
    held = {name: _cookie(room, name) for name in (control_cookie, next_cookie)}
    room.fay.post(again)
    for name, value in held.items():
        room.fay.set_cookie(name(room.id), value or "")
    offer, phone = room.fay.post(f"{room.console_url}/handover").get_json(), browser(room.app)
    path = offer["link"][offer["link"].index("/control/") :]
    assert phone.post(path).status_code == 303
    assert room.fay.post(offer["follow"], data={"confirm": "1"}).get_json()["state"] == "granted"
    assert phone.post(f"{path}/collect").headers["Location"] == room.console_url
    assert phone.get(room.console_url).status_code == 200


def _sends(room: LiveClass, **planted: str) -> dict[str, str]:
    """The Cookie header of Fay's browser, where a neighbour in the same domain has put these before."""
    held = {name(room.id): _cookie(room, name) for name in (control_cookie, next_cookie)}
    pairs = [f"{name}_{room.id}={value}" for name, value in planted.items()] + [f"{name}={value}" for name, value in held.items() if value]
    return {"Cookie": "; ".join(pairs)}


def test_what_a_neighbour_has_planted_shuts_nobody_out(room: LiveClass) -> None:
    fay = room.app.test_client(use_cookies=False)
    assert fay.get(room.console_url, headers=_sends(room, control="x", next="y")).status_code == 200
    again = _asked_twice(room)
    made = fay.post(again, headers=_sends(room, control="x", next="y"))
    assert made.status_code == 200
    assert _right(room) == hashed(made.get_json()["phrase"].replace("-", ""))
    assert fay.get(room.console_url, headers={"Cookie": f"control_{room.id}=x; next_{room.id}=y"}).status_code == 403
