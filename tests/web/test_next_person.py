"""One phone, passed on: the next person is somebody new, and what the one before placed is out of everybody's reach."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pollapp import access
from pollapp.domain.commands import LockJoining, OpenRound
from pollapp.domain.views import mine
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
    assert says(_pass_on(room, phone, me=_me(room, phone)), "locked")
    assert room.participant(phone) == ana


def test_only_who_has_joined_can_pass_a_phone_on(room: Class, phone: FlaskClient) -> None:
    assert says(_pass_on(room, browser(room.app)), "not_joined")
    assert says(phone.post(f"/j/{room.code}/next", headers={"Origin": "http://evil.example"}), "other_site")


def test_joins_are_counted(room: Class, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room.parts.site.joins, "spend", lambda *_: False)
    assert says(_pass_on(room, phone, me=_me(room, phone)), "slow_down")


def test_a_phone_that_is_passed_on_without_end_is_slowed_down(room: Class, phone: FlaskClient) -> None:
    """Each person may say three things on every square: one phone must not be able to be a hundred people."""
    passes = 0
    while not says(_pass_on(room, phone, me=_me(room, phone)), "slow_down"):
        passes += 1
        assert passes < 100
    assert passes == 20
    assert room.participant(phone) in room.session.participants
