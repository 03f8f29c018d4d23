"""The projector's address: random, read-only, and no way to anything else."""

from datetime import UTC, datetime

import pytest
from babel.dates import format_date
from flask.testing import FlaskClient

from pollapp.domain.commands import CloseRound, OpenRound
from tests.web.people import Class, browser, cookies_set, data_block


def test_whoever_has_the_address_sees_it(client: FlaskClient, room: Class) -> None:
    answer = client.get(f"/projector/{room.token}")
    page = data_block(answer)
    assert page["auth"] == {
        "role": "projector",
        "session": room.id,
        "wire": 2,
        "language": "en",
        "token": room.token,
        "home": room.parts.site.home,
    }
    assert page["view"]["turnout"]["joined"] == 0
    assert "<svg" in answer.text
    assert cookies_set(answer) == {}


def test_it_leads_to_nothing_that_steers(client: FlaskClient, room: Class) -> None:
    text = client.get(f"/projector/{room.token}").text
    for way in ("/console/", "export", room.header.control_hash, room.phrase(), "/facilitate", "/recover"):
        assert way not in text


def test_its_page_holds_no_colours_before_the_reveal(client: FlaskClient, room: Class) -> None:
    room.says(OpenRound("lobby"))
    for _ in range(4):
        room.somebody(s1="red")
    view = data_block(client.get(f"/projector/{room.token}"))["view"]
    assert (view["results"], view["turnout"]["squares"]["1"]) == (None, 4)
    room.says(CloseRound("voting"))
    view = data_block(client.get(f"/projector/{room.token}"))["view"]
    assert view["results"]["1"]["counts"] == [0, 0, 4]


@pytest.mark.parametrize("token", ["x", "é", "..", "0" * 43])
def test_a_made_up_address_shows_nothing(client: FlaskClient, room: Class, token: str) -> None:
    assert client.get(f"/projector/{token}").status_code in (404, 410)
    assert client.get(f"/projector/{room.id}").status_code == 410
    assert client.get(f"/projector/{room.code}").status_code == 410


def test_no_two_sessions_have_the_same(room: Class) -> None:
    another = Class(room.app, room.fay)
    page = data_block(browser(room.app).get(f"/projector/{another.token}"))
    assert page["session"]["id"] == another.id


def test_the_lobby_says_until_when_dots_are_kept(room: Class) -> None:
    assert f"Dots are kept until {long_day(room)}, then deleted." in room.fay.get(f"/projector/{room.token}").text


def long_day(room: Class) -> str:
    header = room.parts.service.log.header(room.id)
    assert header
    assert header.keep_until
    return format_date(datetime.fromtimestamp(header.keep_until, UTC).date(), "long", locale="en")
