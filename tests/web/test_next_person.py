"""One phone, passed on: the next person is somebody new, and what the one before placed is out of everybody's reach."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pollapp import access
from pollapp.domain.commands import AdmitOne, LockJoining, OpenRound
from pollapp.domain.views import mine
from pollapp.web import next_person
from tests.web.people import Class, browser, cookies_set, data_block, says


@pytest.fixture
def phone(room: Class) -> FlaskClient:
    """A phone whose owner has placed a dot."""
    phone = room.phone()
    room.says(OpenRound("lobby"))
    _dots(room, phone, **{"square-1": "green"})
    return phone


def _me(room: Class, phone: FlaskClient) -> str:
    me: str = data_block(phone.get(f"/j/{room.code}"))["auth"]["me"]
    return me


def _dots(room: Class, phone: FlaskClient, **form: str) -> TestResponse:
    return phone.post(f"/j/{room.code}/dots", data={"round": "1", **form})


def _pass_on(room: Class, phone: FlaskClient, **form: str) -> TestResponse:
    return phone.post(f"/j/{room.code}/next", data=form)


def test_the_next_person_begins_with_an_empty_grid_and_the_dots_before_stay(room: Class, phone: FlaskClient) -> None:
    ana = room.participant(phone)
    answer = _pass_on(room, phone, me=_me(room, phone), voice=access.new_token())
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/j/{room.code}")
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookies_set(answer)[access.voice_cookie(room.id)].split("; "))
    ben = room.participant(phone)
    assert ana != ben
    assert room.session.participants == {ana, ben} | (room.session.participants - {ana, ben})
    assert data_block(phone.get(f"/j/{room.code}"))["mine"]["dots"] == {}
    assert mine(room.session, ana)["dots"] == {"1": "green"}


def test_a_page_of_the_one_before_can_do_nothing_any_more(room: Class, phone: FlaskClient) -> None:
    """It may still be open in another tab, or come back from the browser's history."""
    before = _me(room, phone)
    _pass_on(room, phone, me=before)
    seq = room.session.seq
    assert says(_dots(room, phone, me=before, **{"square-2": "red"}), "passed_on")
    for what in ("forget", "reason", "takeaway", "principles", "next"):
        assert says(phone.post(f"/j/{room.code}/{what}", data={"me": before, "square": "1", "words": "x"}), "passed_on"), what
    assert room.session.seq == seq


def test_nor_does_its_line_speak_for_the_next_person(room: Class, phone: FlaskClient) -> None:
    auth = data_block(phone.get(f"/j/{room.code}"))["auth"]
    cookie = access.voice_cookie(room.id)

    def seat() -> object:
        held = phone.get_cookie(cookie)
        return access.seat(room.parts.service, auth, {cookie: held.value if held else ""})

    assert isinstance(seat(), access.Seat)
    _pass_on(room, phone, me=auth["me"])
    assert getattr(seat(), "code", None) == "passed_on"


def test_pressed_twice_there_is_one_next_person(room: Class, phone: FlaskClient) -> None:
    form = {"me": _me(room, phone), "voice": access.new_token()}
    _pass_on(room, phone, **form)
    ben, count = room.participant(phone), len(room.session.participants)
    assert _pass_on(room, phone, **form).status_code == 303
    assert (room.participant(phone), len(room.session.participants)) == (ben, count)


def test_a_locked_room_lets_nobody_new_in(room: Class, phone: FlaskClient) -> None:
    ana = room.participant(phone)
    room.says(LockJoining(True))
    answer = _pass_on(room, phone, me=_me(room, phone))
    assert "Joining is locked for this session." in answer.text
    assert "Ask the facilitator to open joining again, then press once more." in answer.text
    assert room.participant(phone) == ana
    assert _dots(room, phone, **{"square-2": "red"}).status_code == 303  # and still has a voice


def test_nor_does_it_use_up_the_place_of_whoever_was_let_in(room: Class, phone: FlaskClient) -> None:
    room.says(LockJoining(True), AdmitOne())
    assert _pass_on(room, phone, me=_me(room, phone)).status_code == 403
    room.phone()  # who was to be let in


def test_passed_on_from_two_tabs_at_once_only_the_first_counts(room: Class, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both looked at the session before either was stored."""
    form, count = {"me": _me(room, phone)}, len(room.session.participants)
    tab, cookie = browser(room.app), phone.get_cookie(access.voice_cookie(room.id))
    assert cookie
    tab.set_cookie(cookie.key, cookie.value)
    looks = next_person._must_be_free

    def meanwhile(*args: Any) -> None:
        looks(*args)
        monkeypatch.setattr(next_person, "_must_be_free", looks)
        assert _pass_on(room, tab, **form).status_code == 303

    monkeypatch.setattr(next_person, "_must_be_free", meanwhile)
    answer = _pass_on(room, phone, **form)
    assert says(answer, "passed_on")
    assert cookies_set(answer) == {}
    assert len(room.session.participants) == count + 1


def test_nobody_passes_a_phone_on_to_a_voice_that_is_gone(room: Class, phone: FlaskClient) -> None:
    gone, voice, ana = browser(room.app), access.new_token(), room.participant(phone)
    gone.post(f"/j/{room.code}", data={"voice": voice})
    gone.post(f"/j/{room.code}/forget")
    assert says(_pass_on(room, phone, me=_me(room, phone), voice=voice), "forgotten")
    assert _dots(room, phone, **{"square-2": "red"}).status_code == 303
    assert room.participant(phone) == ana


def test_only_who_has_joined_can_pass_a_phone_on(room: Class, phone: FlaskClient) -> None:
    assert says(_pass_on(room, browser(room.app)), "not_joined")
    assert says(phone.post(f"/j/{room.code}/next", headers={"Origin": "http://evil.example"}), "other_site")


def test_joins_are_counted(room: Class, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room.parts.site.joins, "left", lambda *_: 0)
    assert says(_pass_on(room, phone, me=_me(room, phone)), "slow_down")


def test_a_phone_that_is_passed_on_without_end_is_slowed_down(room: Class, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each person may say three things on every square: one phone must not be able to be a thousand people."""
    monkeypatch.setattr(room.parts.site.passes, "_now", lambda: 0.0)
    monkeypatch.setattr(room.parts.site.passes, "_burst", 3.0)
    assert {_pass_on(room, phone, me=_me(room, phone)).status_code for _ in range(3)} == {303}
    assert says(_pass_on(room, phone, me=_me(room, phone)), "slow_down")
    assert room.participant(phone) in room.session.participants
    another = Class(room.app, room.fay)
    assert _pass_on(another, another.phone()).status_code == 303  # of another class behind the same address
