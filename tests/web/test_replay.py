"""The film of a finished session: for its console and for the projector's address, and for nobody else."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from pollapp.domain.command import Command
from pollapp.domain.commands import CloseRound, CloseSession, ForgetDots, OpenRound, ReopenSession
from pollapp.importing import Poster, import_poster
from pollapp.opening import Settings, open_session
from pollapp.service import Order
from tests.web.people import Class, browser, data_block, facilitator, says

AS_SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def over(room: Class) -> Class:
    """Nine people have voted on square 1; the session is closed and revealed."""
    room.says(OpenRound("lobby"))
    for choice in ("green", "green", "red", "red", "green", "green", "yellow", "green", "green"):
        room.somebody(s1=choice)
    room.says(CloseRound("voting"), CloseSession("revealed"))
    return room


def ways(room: Class) -> list[str]:
    """The console's address of page and film, and the projector's."""
    return [f"{start}/{what}" for start in (room.console_url, f"/projector/{room.token}") for what in ("replay", "film.json")]


def film(client: FlaskClient, address: str) -> dict[str, Any]:
    answer = client.get(address, headers=AS_SCRIPT)
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    made: dict[str, Any] = json.loads(answer.data)
    return made


def test_the_console_gets_it(over: Class) -> None:
    made = film(over.fay, f"{over.console_url}/film.json")
    assert made.keys() == {"seq", "step", "squares", "rounds", "frames"}
    assert (made["seq"], made["step"], made["squares"]) == (over.session.seq, 3, list(range(1, 25)))
    assert made["rounds"] == [made["squares"]]
    assert [(frame["stage"], frame["round"], frame["dots"], frame["joined"]) for frame in made["frames"]] == [
        ("voting", 1, 0, 0), ("voting", 1, 3, 3), ("voting", 1, 6, 6), ("revealed", 1, 9, 9), ("closed", 1, 9, 9),
    ]  # fmt: skip
    assert [frame["changed"]["1"].get("counts") for frame in made["frames"] if "1" in frame["changed"]] == [
        None, [2, 0, 1], [4, 0, 2], [6, 1, 2],
    ]  # fmt: skip


def test_whoever_has_the_projectors_address_gets_the_same(over: Class) -> None:
    stranger = browser(over.app)
    assert film(stranger, f"/projector/{over.token}/film.json") == film(over.fay, f"{over.console_url}/film.json")


def test_it_names_nobody(over: Class) -> None:
    text = over.fay.get(f"{over.console_url}/film.json").text
    assert not any(somebody in text for somebody in over.session.participants)


def test_the_pages_name_the_film_and_the_way_back(over: Class) -> None:
    on_console, on_projector = (data_block(client.get(address)) for client, address in _pages(over))
    assert on_console["auth"]["role"] == "console"
    assert on_console["urls"] == {
        "film": f"{over.console_url}/film.json",
        "back": over.console_url,
        "projector": f"/projector/{over.token}/replay?lang=en",
    }
    assert on_projector["auth"]["token"] == over.token
    assert on_projector["urls"] == {"film": f"/projector/{over.token}/film.json", "back": f"/projector/{over.token}"}


def _pages(room: Class) -> list[tuple[FlaskClient, str]]:
    return [(room.fay, f"{room.console_url}/replay"), (browser(room.app), f"/projector/{room.token}/replay")]


def test_the_projectors_page_leads_to_nothing_that_steers(over: Class) -> None:
    text = browser(over.app).get(f"/projector/{over.token}/replay").text
    for way in ("/console/", "export", over.header.control_hash, over.phrase(), "/recover"):
        assert way not in text


def test_it_says_how_large_its_steps_are(over: Class, fay: FlaskClient) -> None:
    assert "in steps of at least 3 changed dots. There are no times on dots." in over.fay.get(f"{over.console_url}/replay").text
    bare = Class(over.app, fay, minimum_off="1")
    bare.says(OpenRound("lobby"), CloseRound("voting"), CloseSession("revealed"))
    text = fay.get(f"{bare.console_url}/replay").text
    assert "in steps of at least 3 changed dots." in text
    wide = Class(over.app, fay, minimum="7")
    wide.says(OpenRound("lobby"), CloseRound("voting"), CloseSession("revealed"))
    assert "in steps of at least 7 changed dots." in fay.get(f"{wide.console_url}/replay").text


def test_what_the_marks_are_is_said(over: Class) -> None:
    for client, address in _pages(over):
        assert "Marks on the slider: here a stage begins." in client.get(address).text


def test_of_an_own_projector_it_is_dark_where_that_was_chosen(over: Class) -> None:
    zed = browser(over.app)
    zed.set_cookie("projector_theme", "dark", path="/projector")
    assert 'content="dark"' in zed.get(f"/projector/{over.token}/replay").text


@pytest.mark.parametrize("what", ["replay", "film.json"])
def test_control_of_this_session_is_needed(over: Class, what: str) -> None:
    another = Class(over.app, facilitator(over.app))
    for other in (browser(over.app), facilitator(over.app), another.fay):
        answer = other.get(f"{over.console_url}/{what}")
        assert answer.status_code == 403
        assert says(answer, "no_control")
        assert "frames" not in answer.text


@pytest.mark.parametrize("token", ["x", "0" * 43])
def test_a_made_up_address_shows_nothing(over: Class, token: str) -> None:
    for what in ("replay", "film.json"):
        for made_up in (token, over.id, over.code):
            assert browser(over.app).get(f"/projector/{made_up}/{what}").status_code == 410


@pytest.mark.parametrize(
    "moves",
    [(), (OpenRound("lobby"),), (OpenRound("lobby"), CloseRound("voting")), (CloseSession("lobby"),)],
    ids=lambda moves: f"{len(moves)}",
)
def test_there_is_none_before_the_end_or_with_nothing_revealed(room: Class, moves: tuple[Command, ...]) -> None:
    room.says(*moves)
    for address in ways(room):
        answer = room.fay.get(address)
        assert answer.status_code == 409
        assert says(answer, "no_film")


def test_of_a_poster_there_is_none_and_that_is_no_dead_end(room: Class, zed: FlaskClient) -> None:
    poster = Poster(room.session.grid, {1: (8, 2, 0)}, date(2025, 11, 20))
    opened = import_poster(room.parts.log, poster, Settings("paper"), lambda: datetime.now(UTC))
    for what in ("replay", "film.json"):
        answer = zed.get(f"/projector/{opened.header.projector_token}/{what}")
        assert answer.status_code == 409
        assert says(answer, "no_film_of_poster")
        assert "then come back" not in answer.text


def test_reopened_it_is_gone_until_the_next_close(over: Class) -> None:
    over.says(ReopenSession("closed"))
    answer = over.fay.get(f"{over.console_url}/film.json", headers=AS_SCRIPT)
    assert (answer.status_code, answer.get_json()["refused"]) == (409, "no_film")
    over.says(CloseSession("revealed"))
    assert film(over.fay, f"{over.console_url}/film.json")["frames"][-1]["stage"] == "closed"


def test_deleted_it_is_gone(over: Class) -> None:
    assert over.fay.post(f"{over.console_url}/delete").status_code == 302
    for address in ways(over):
        assert over.fay.get(address, headers=AS_SCRIPT).get_json()["refused"] in ("gone", "no_projector")


def test_whoever_forgets_their_dots_is_forgotten_by_the_film(over: Class) -> None:
    second = sorted(over.session.participants, key=lambda who: int(who.rsplit("-", 1)[1]))[3]  # the first of the second picture
    assert [4, 0, 2] in _seen(over)
    over.parts.service.handle(over.id, [Order(second, "forget-by-hand", ForgetDots(second))])
    assert [frame for frame in _seen(over) if frame] == [[2, 0, 1], [6, 1, 2]]


def _seen(room: Class) -> list[Any]:
    frames = film(room.fay, f"{room.console_url}/film.json")["frames"]
    return [frame["changed"]["1"].get("counts") for frame in frames if "1" in frame["changed"]]


def test_a_rehearsal_says_so(room: Class, zed: FlaskClient) -> None:
    opened = open_session(room.parts.log, room.session.grid, Settings("rehearsal"), lambda: datetime.now(UTC))
    for move in (OpenRound("lobby"), CloseRound("voting"), CloseSession("revealed")):
        room.parts.service.handle(opened.header.id, [Order("facilitator", f"by-hand-{type(move).__name__}", move)])
    answer = zed.get(f"/projector/{opened.header.projector_token}/replay")
    assert answer.status_code == 200
    assert "simulated class" in answer.text


def test_asking_again_and_again_is_slowed_down(over: Class) -> None:
    made = 0
    while (answer := over.fay.get(f"{over.console_url}/film.json", headers=AS_SCRIPT)).status_code == 200:
        made += 1
        assert made < 60
    assert made >= 30  # nobody who only looks is refused
    assert answer.get_json()["refused"] == "slow_down"
