"""The form that opens a session: what it opens as it stands, each choice on it, and each mistake in its place."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pollapp.access import control_cookie
from pollapp.app import LARGEST_UPLOAD, Parts
from pollapp.domain.commands import CloseSession, OpenRound
from pollapp.rehearsal.start import Classes
from pollapp.store.log import StoreFailed
from tests.web.people import Class, cookies_set, data_block, facilitator, says

OWN = """
title: My grid
directions: Place a dot.
choices:
  - {key: fine, label: Fine with me, shape: circle, mark: check}
  - {key: bad, label: Not fine, shape: square, mark: cross}
squares:
  - {id: 1, text: Giving a hug, short: Hug}
  - {id: 7, text: Lending money, short: Money}
"""


def _file(text: str, name: str = "my_grid.yaml") -> dict[str, Any]:
    return {"grid_file": (BytesIO(text.encode()), name)}


def _squares(room: Class) -> list[int]:
    return [square.id for square in room.session.grid.squares]


def test_the_form_as_it_stands_opens_the_24_squares(fay: FlaskClient) -> None:
    assert fay.get("/sessions/new").status_code == 200
    room = Class(fay.application, fay)
    assert _squares(room) == list(range(1, 25))
    assert (room.session.minimum, room.session.live, room.session.kind) == (3, False, "class")
    assert room.header.keep_until == room.header.opened_at + 30 * 24 * 60 * 60


def test_opening_gives_control_to_this_browser_and_leads_to_the_console(fay: FlaskClient, parts: Parts) -> None:
    answer = fay.post("/sessions", data={})
    [header] = parts.log.headers()
    assert answer.headers["Location"] == f"/console/{header.id}"
    cookie = cookies_set(answer)[control_cookie(header.id)]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert header.control_hash not in cookie
    assert fay.get(answer.headers["Location"]).status_code == 200


_RUNNING = "is still running"


def test_whoever_comes_back_from_a_console_is_told_of_its_session(room: Class) -> None:
    """One press would open another one, with another code."""
    room.says(OpenRound("lobby"))
    room.phone()
    page = room.fay.get("/sessions/new").text
    assert f"Session {room.code[:3]} {room.code[3:]} of " in page
    assert f"{_RUNNING}: round 1 is open, 1 joined." in page
    assert f'href="{room.console_url}"' in page
    assert 'href="/sessions"' not in page


def test_of_several_that_are_running_the_newest_is_named(app: Flask, fay: FlaskClient) -> None:
    rooms = [Class(app, fay), Class(app, fay)]
    newest, *others = [f"/console/{header.id}" for header in rooms[0].parts.log.headers()]
    page = fay.get("/sessions/new").text
    assert page.count(_RUNNING) == 1
    assert f'href="{newest}"' in page
    assert not [one for one in others if one in page]
    assert 'href="/sessions"' in page


def test_what_is_over_or_rehearsed_or_somebody_elses_is_not_running(app: Flask, room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Classes, "start", lambda *_: None)
    other = facilitator(app)
    assert _RUNNING not in other.get("/sessions/new").text
    assert other.post("/rehearsals").status_code == 302
    assert _RUNNING not in other.get("/sessions/new").text
    room.says(CloseSession("lobby"))
    assert _RUNNING not in room.fay.get("/sessions/new").text


def test_the_form_needs_no_store(room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed is still there, too."""

    def away() -> None:
        raise StoreFailed("It does not answer", "away")

    monkeypatch.setattr(room.parts.log, "headers", away)
    page, refused = room.fay.get("/sessions/new"), room.fay.post("/sessions", data={"minimum": "2"})
    assert (page.status_code, refused.status_code) == (200, 400)
    assert _RUNNING not in page.text + refused.text


def test_all_thirty_are_one_choice_away(fay: FlaskClient) -> None:
    assert _squares(Class(fay.application, fay, set="all")) == list(range(1, 31))


def test_squares_picked_by_hand_come_in_the_grids_order(fay: FlaskClient) -> None:
    assert _squares(Class(fay.application, fay, set="picked", squares=["29", "3", "3", "11"])) == [3, 11, 29]


def test_ones_own_grid_takes_the_place_of_the_squares(fay: FlaskClient) -> None:
    room = Class(fay.application, fay, set="all", **_file(OWN))
    assert (room.session.grid.title, _squares(room), room.session.choices) == ("My grid", [1, 7], ("fine", "bad"))


def test_no_file_was_chosen(fay: FlaskClient) -> None:
    assert _squares(Class(fay.application, fay, set="all", **_file("", name=""))) == list(range(1, 31))


def test_live_minimum_and_keep_are_taken(fay: FlaskClient) -> None:
    room = Class(fay.application, fay, live="1", minimum=" 20 ", keep="forever")
    assert (room.session.live, room.session.minimum, room.header.keep_until) == (True, 20, None)
    day = Class(fay.application, fay, keep="24h")
    assert day.header.keep_until == day.header.opened_at + 24 * 60 * 60


def test_the_protection_of_small_groups_can_be_switched_off(fay: FlaskClient) -> None:
    assert Class(fay.application, fay, minimum="3", minimum_off="1").session.minimum == 1


def _refused(fay: FlaskClient, field: str, **form: Any) -> TestResponse:
    answer = fay.post("/sessions", data=form)
    assert answer.status_code == 400
    assert f'id="refused-{field}"' in answer.text
    assert fay.application.extensions["pollapp"].log.headers() == []
    return answer


@pytest.mark.parametrize("minimum", ["2", "1", "0", "21", "-3", "3.5", "", "three", "³", "1e1", "0x3", "9" * 5000])
def test_a_minimum_that_protects_nobody_is_refused(fay: FlaskClient, minimum: str) -> None:
    answer = _refused(fay, "minimum", minimum=minimum)
    assert "That is no minimum for a small group." in answer.text
    assert "Write a whole number from 3 to 20, or switch the protection off." in answer.text


def test_what_else_was_chosen_stays_chosen(fay: FlaskClient) -> None:
    answer = _refused(fay, "minimum", minimum="2", keep="24h", live="1", set="picked", squares=["3", "5"])
    assert 'name="minimum" min="3" max="20" value="2"' in answer.text
    for chosen in ('name="keep" value="24h" checked', 'name="live" value="1" checked', 'value="3" checked', 'value="5" checked'):
        assert chosen in answer.text
    assert 'value="4" checked' not in answer.text


@pytest.mark.parametrize("keep", ["", "1y", "<b>"])
def test_an_unknown_keep_is_refused(fay: FlaskClient, keep: str) -> None:
    assert "Dots cannot be kept so." in _refused(fay, "keep", keep=keep).text


def test_an_unknown_live_is_refused(fay: FlaskClient) -> None:
    _refused(fay, "live", live="yes")


def test_an_unknown_set_is_refused(fay: FlaskClient) -> None:
    assert "There is no set &#34;&lt;b&gt;&#34;. The sets are: first-24, all." in _refused(fay, "set", set="<b>").text


@pytest.mark.parametrize(
    ("squares", "sentence"),
    [
        (["31"], "This grid has no square 31."),
        (["0"], "This grid has no square 0."),
        (["hug"], "A picked square is no number."),
        (["1.5"], "A picked square is no number."),
        (["9" * 5000], "A picked square is no number."),
    ],
)
def test_picks_that_cannot_be_are_refused(fay: FlaskClient, squares: list[str], sentence: str) -> None:
    answer = _refused(fay, "squares", set="picked", squares=squares)
    assert sentence in answer.text
    assert "Tick at least one of the squares below." in answer.text


def test_no_pick_at_all_is_refused_in_one_sentence(fay: FlaskClient) -> None:
    answer = _refused(fay, "squares", set="picked")
    assert "Pick at least one square." in answer.text
    assert "Tick at least" not in answer.text
    assert "no squares picked by hand" in answer.text


def test_what_is_folded_says_what_was_sent_and_nothing_that_cannot_be(fay: FlaskClient) -> None:
    answer = _refused(fay, "minimum", minimum="1", set="picked", squares=["3", "5"])
    assert "2 squares picked by hand" in answer.text
    assert "from 1 dots on" not in answer.text


def test_a_set_that_names_its_number_does_not_say_it_twice(fay: FlaskClient) -> None:
    page = fay.get("/sessions/new").text
    assert "The 24-square grid" in page
    assert "24 squares" not in page


def test_every_mistake_in_a_grid_file_is_said_with_its_line(fay: FlaskClient) -> None:
    answer = _refused(
        fay, "grid_file", **_file(OWN.replace("circle", "star").replace("id: 7", "id: 1").replace("title: My grid", "title:"))
    )
    assert "my_grid.yaml cannot be used: 3 things are wrong in it." in answer.text
    for line in ("Line 2:", "Line 5:", "Line 9:"):
        assert line in answer.text
    assert "Correct the file and choose it again. Nothing was opened." in answer.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty."),
        ("{[", "This is not YAML"),
        ("a: &a 1", "Anchors (&amp;a) are not used in a grid file."),
        ("!!python/object/apply:os.system ['true']", "Tags (with !) are not used in a grid file."),
        ("x" * 70_000, "The file is too large."),
        ("[" * 5_000, "nested too deeply"),
    ],
)
def test_what_is_no_grid_file_is_refused(fay: FlaskClient, text: str, said: str) -> None:
    answer = _refused(fay, "grid_file", **_file(text))
    assert "my_grid.yaml cannot be used: one thing is wrong in it." in answer.text
    assert said in answer.text


def test_bytes_that_are_no_text_are_refused(fay: FlaskClient) -> None:
    _refused(fay, "grid_file", grid_file=(BytesIO(b"\xff\xfe\x00\x01" * 100), "photo.yaml"))


def test_a_hostile_file_name_comes_back_escaped(fay: FlaskClient) -> None:
    answer = _refused(fay, "grid_file", **_file("", name="<script>alert(1)</script>.yaml"))
    assert "<script>alert" not in answer.text


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(fay: FlaskClient, parts: Parts) -> None:
    answer = fay.post("/sessions", data=_file("x" * (LARGEST_UPLOAD + 1)))
    assert answer.status_code == 413
    assert says(answer, "too_large")
    assert parts.log.headers() == []


def test_every_session_has_its_own_id_code_and_secrets(fay: FlaskClient) -> None:
    rooms = [Class(fay.application, fay) for _ in range(12)]
    for name in ("id", "code", "token"):
        assert len({getattr(room, name) for room in rooms}) == 12
    assert len({room.header.control_hash for room in rooms}) == 12
    assert all(6 <= len(room.code) <= 8 and room.code.isdigit() and room.code[0] != "0" for room in rooms)


def test_changing_the_file_later_changes_no_session(fay: FlaskClient) -> None:
    room = Class(fay.application, fay, **_file(OWN))
    Class(fay.application, fay, **_file(OWN.replace("Giving a hug", "Something else")))
    assert data_block(fay.get(room.console_url))["grid"]["squares"][0]["text"] == "Giving a hug"
