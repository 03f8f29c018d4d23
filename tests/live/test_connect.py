"""Who gets a seat, and what everybody else is told."""

from typing import Any

import pytest
from flask import Flask

from pollapp.access import control_cookie, voice_cookie
from pollapp.domain.commands import OpenRound
from pollapp.domain.refused import REFUSALS
from pollapp.store.log import StoreFailed
from tests.live.lines import Line, LiveClass
from tests.web.people import browser, facilitator


def _code(line: Line) -> str:
    """Why the connection was refused: always a code with its sentence and hint, and nothing was sent besides."""
    assert line.refused
    assert not line.is_connected()
    code: str = line.refused["refused"]
    assert line.refused == {"refused": code, "sentence": REFUSALS[code][0], "hint": REFUSALS[code][1]}
    assert line.came == []
    return code


def test_everybody_is_greeted_with_a_view(voting: LiveClass) -> None:
    phone, console, projector = voting.line(), voting.console(), voting.projector()
    assert [name for name, _ in phone.came] == ["view", "mine"]
    assert [name for name, _ in console.came] == ["view", "typed"]
    assert [name for name, _ in projector.came] == ["view"]
    assert {line.views()[0]["stage"] for line in (phone, console, projector)} == {"voting"}


def test_a_view_is_the_one_of_its_audience(room: LiveClass) -> None:
    phone, console, projector = room.line(), room.console(), room.projector()
    shared = {"epoch", "seq", "stage", "round", "squares", "locked", "minimum", "results", "spotlight", "countdown", "remains"}
    screen = shared | {"turnout", "board", "order", "live"}
    assert set(phone.views()[0]) == shared | {"in_round", "recall", "before"}
    assert set(projector.views()[0]) == screen | {"wrap_up"}
    assert set(console.views()[0]) == screen | {
        "peeking",
        "next",
        "back",
        "minimum_frozen",
        "taken_back",
        "agenda",
        "recall",
        "paper",
        "trouble",
        "consoles",
    }


@pytest.mark.parametrize("wire", [None, 0, 1, "2", [], {}, 2.5])
def test_a_page_of_another_version_is_told_to_reload(room: LiveClass, wire: Any) -> None:
    assert _code(Line(room, room.phone(), {**room.auth("phone"), "wire": wire})) == "old_page"


@pytest.mark.parametrize("auth", [None, [], {}, "x", 1, True, [["wire", 2]], {"role": "phone"}])
def test_without_a_version_it_is_an_old_page(room: LiveClass, auth: Any) -> None:
    assert _code(Line(room, room.phone(), auth)) == "old_page"


@pytest.mark.parametrize(
    "auth",
    [
        {"wire": 2},
        {"wire": 2, "role": "phone"},
        {"wire": 2, "role": "phone", "session": None},
        {"wire": 2, "role": "phone", "session": 1},
        {"wire": 2, "role": "phone", "session": ["x"]},
        {"wire": 2, "role": "god", "session": "x"},
        {"wire": 2, "role": None, "session": "x"},
        {"wire": 2, "role": ["phone"], "session": "x"},
        {"wire": 2, "role": {}, "session": "x"},
    ],
)
def test_who_cannot_say_who_they_are_is_malformed(room: LiveClass, auth: Any) -> None:
    assert _code(Line(room, room.fay, auth)) == "malformed"


@pytest.mark.parametrize("role", ["phone", "console", "projector"])
@pytest.mark.parametrize("session", ["", "x", "0" * 32, "é\0", "x" * 10_000])
def test_what_never_was_is_gone(room: LiveClass, role: str, session: str) -> None:
    assert _code(Line(room, room.fay, {"wire": 2, "role": role, "session": session, "token": room.token})) == "gone"


@pytest.mark.parametrize("role", ["phone", "console", "projector"])
def test_what_was_deleted_is_gone(room: LiveClass, role: str) -> None:
    ana = room.phone()
    room.parts.service.delete(room.id)
    for who in (ana, room.fay):
        assert _code(Line(room, who, room.auth(role, token=room.token))) == "gone"


def test_who_has_not_joined_has_no_seat(room: LiveClass) -> None:
    assert _code(room.line(browser(room.app))) == "not_joined"
    assert _code(room.line(room.fay)) == "not_joined"
    zed = browser(room.app)
    for made_up in ("", "x", "0" * 43, room.code, room.token):
        zed.set_cookie(voice_cookie(room.id), made_up)
        assert _code(room.line(zed)) == "not_joined"


def test_a_voice_counts_only_in_its_own_session(app: Flask, room: LiveClass) -> None:
    another = LiveClass(app, room.fay)
    ana = room.phone()
    cookie = ana.get_cookie(voice_cookie(room.id))
    assert cookie
    ana.set_cookie(voice_cookie(another.id), cookie.value)
    assert _code(another.line(ana)) == "not_joined"
    assert room.line(ana).is_connected()


def test_who_forgot_the_dots_is_told_so(room: LiveClass) -> None:
    ana = room.phone()
    assert room.line(ana).says("forget_dots")["ok"]
    assert _code(room.line(ana)) == "forgotten"


def test_a_projector_needs_its_token(room: LiveClass) -> None:
    for token in (
        None,
        "",
        "x",
        room.code,
        room.id,
        room.header.control_hash,
        1,
        True,
        [room.token],
        {},
        room.token[:-1],
        room.token + "x",
    ):
        assert _code(Line(room, room.fay, room.auth("projector", token=token))) == "no_projector"
    assert _code(Line(room, room.fay, room.auth("projector"))) == "no_projector"


def test_another_sessions_token_shows_nothing(app: Flask, room: LiveClass) -> None:
    another = LiveClass(app, room.fay)
    assert _code(Line(room, room.fay, another.auth("projector", token=room.token))) == "no_projector"


def test_a_console_needs_control(app: Flask, room: LiveClass) -> None:
    for other in (browser(app), facilitator(app), room.phone()):
        assert _code(room.console(other)) == "no_control"
    zed = browser(app)
    for made_up in ("", "x", room.token, room.code, room.header.control_hash):
        zed.set_cookie(control_cookie(room.id), made_up)
        assert _code(room.console(zed)) == "no_control"


def test_a_revoked_console_has_no_seat(room: LiveClass) -> None:
    laptop = browser(room.app)
    laptop.post("/recover", data={"phrase": room.phrase()})
    assert room.console(laptop).is_connected()
    room.new_phrase()
    assert _code(room.console(laptop)) == "no_control"
    assert room.console().is_connected()


def test_a_store_that_does_not_answer_is_said(room: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = room.phone()

    def fails(*_: object) -> None:
        raise StoreFailed("disk I/O error")

    monkeypatch.setattr(room.parts.log, "header", fails)
    monkeypatch.setattr(room.parts.log, "read", fails)
    assert _code(room.console()) == "not_stored"
    assert room.line(ana).is_connected(), "who joined stands in what is in memory: the store is not asked"
    room.parts.service._rooms.clear()
    assert _code(room.line(ana)) == "not_stored"


def test_an_error_of_ours_is_said_and_leaves_no_seat_behind(room: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = room.phone()

    def fails(sid: str) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr(room.parts.broadcast, "greet", fails)
    assert _code(room.line(ana)) == "server_error"
    assert room.parts.seats.sessions() == []


def test_other_namespaces_are_none(room: LiveClass) -> None:
    line = room.line()
    line.raw("0/admin,{}")
    assert line.refused == "Unable to connect"


def test_present_counts_people_not_sockets(room: LiveClass) -> None:
    console = room.console()
    ana, ben = room.phone(), room.phone()
    tabs = [room.line(ana), room.line(ana), room.line(ben)]
    room.tick()
    assert console.views()[-1]["turnout"] == {"joined": 2, "present": 2, "finished": 0, "squares": {}}
    tabs[0].disconnect()
    room.tick()
    assert console.views()[-1]["turnout"]["present"] == 2
    tabs[1].disconnect()
    room.tick()
    assert console.views()[-1]["turnout"] == {"joined": 2, "present": 1, "finished": 0, "squares": {}}


def test_who_forgot_the_dots_is_present_no_more(room: LiveClass) -> None:
    console, ana = room.console(), room.line()
    room.line()
    ana.says("forget_dots")
    room.tick()
    assert console.views()[-1]["turnout"] == {"joined": 1, "present": 1, "finished": 0, "squares": {}}


def test_a_reload_gets_the_same(voting: LiveClass) -> None:
    ana = voting.phone()
    before = voting.line(ana)
    before.places(3, "green")
    before.disconnect()
    after = voting.line(ana)
    assert after.mines()[0]["dots"] == {"3": "green"}
    assert voting.session.round
    assert voting.after().session.stage == "voting"


def test_nothing_is_left_of_who_has_gone(room: LiveClass) -> None:
    lines = [room.line(), room.console(), room.projector()]
    room.says(OpenRound("lobby"))
    room.tick()
    for line in lines:
        line.disconnect()
    seats, broadcast = room.parts.seats, room.parts.broadcast
    assert (seats.sessions(), seats._by_sid, broadcast._screens, broadcast._phones) == ([], {}, {}, {})
