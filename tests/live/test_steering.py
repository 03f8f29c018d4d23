"""The console steers: one step at a time, from where it says the session stands, and every console sees the same."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from pollapp.domain.commands import CloseRound, Command, OpenRound
from pollapp.domain.refused import REFUSALS
from pollapp.expiry import delete_expired
from tests.live.lines import Line, LiveClass, new_id
from tests.web.people import browser


def test_a_class_from_lobby_to_the_end(room: LiveClass) -> None:
    console, phone, projector = room.console(), room.line(), room.projector()
    steps = [
        ("open_round", "lobby", "voting"),
        ("reveal", "voting", "showing"),
        ("take_back", "showing", "voting"),
        ("close_round", "voting", "revealed"),
        ("take_back", "revealed", "hidden"),
        ("reveal", "hidden", "revealed"),
        ("close_session", "revealed", "closed"),
        ("reopen_session", "closed", "revealed"),
    ]
    for command, before, after in steps:
        assert console.says(command, from_=before)["ok"]
        room.tick()
        assert [line.views()[-1]["stage"] for line in (console, phone, projector)] == [after] * 3
    assert console.views()[-1]["taken_back"] == 2


def test_the_next_button_always_works(room: LiveClass) -> None:
    console = room.console()
    seen = []
    while step := console.views()[-1]["next"]:
        assert _takes(console, step)["ok"]
        room.tick()
        seen.append(step["command"])
    assert seen == ["open_round", "close_round", "wrap_up", "ask_takeaways", "close_session"]
    back = []
    while step := console.views()[-1]["back"]:
        assert _takes(console, step)["ok"]
        room.tick()
        back.append(step["command"])
    assert back == ["reopen_session", "step_back", "step_back", "take_back"]


def _takes(console: Line, step: dict[str, Any]) -> Any:
    """Send a step as it is: its fields are those of its message."""
    return console.says(step["command"], **{name: value for name, value in step.items() if name != "command"})


def test_the_next_button_goes_along_the_agenda_and_back(room: LiveClass) -> None:
    console, projector, phone = room.console(), room.projector(), room.line()
    room.says(OpenRound("lobby"))
    for choice in ("green", "red") * 3:
        room.somebody(s1=choice, s2="green", s3="yellow" if choice == "red" else choice)
    room.after(CloseRound("voting")).tick(after=2)
    spotlights = []
    while (step := console.views()[-1]["next"])["command"] == "move_spotlight":
        assert _takes(console, step)["ok"]
        room.tick(after=2)
        spotlights.append([line.views()[-1]["spotlight"]["square"] for line in (console, projector, phone)])
    assert spotlights[0] == [1, 1, 1]
    assert [len(set(shown)) for shown in spotlights] == [1] * len(spotlights)
    while (step := console.views()[-1]["back"])["command"] == "move_spotlight":
        assert _takes(console, step)["ok"]
        room.tick(after=2)
    assert [line.views()[-1]["spotlight"] for line in (console, projector, phone)] == [None] * 3


def test_two_consoles_move_the_spotlight_once(room: LiveClass) -> None:
    one, other = room.after(OpenRound("lobby"), CloseRound("voting")).console(), room.console()
    assert one.says("move_spotlight", from_square=None, square=1)["ok"]
    assert other.says("move_spotlight", from_square=None, square=2)["refused"] == "moved_on"
    assert room.session.talk.spotlight == 1
    assert one.says("set_agenda", before=0, squares=[1, 2])["ok"]
    assert other.says("set_agenda", before=0, squares=[2])["refused"] == "moved_on"


def test_a_double_click_moves_one_step(room: LiveClass) -> None:
    console, other = room.console(), room.console()
    assert console.says("open_round", from_="lobby")["ok"]
    for again in (console, other):
        assert again.says("open_round", from_="lobby")["refused"] == "moved_on"
    assert console.says("close_round", from_="voting")["ok"]
    assert other.says("reveal", from_="voting")["refused"] == "moved_on"
    assert room.session.stage == "revealed"


@pytest.mark.parametrize(
    ("command", "from_stage", "code"),
    [
        ("close_round", "lobby", "not_from_here"),
        ("reveal", "lobby", "not_from_here"),
        ("take_back", "lobby", "not_from_here"),
        ("reopen_session", "lobby", "not_from_here"),
        ("open_round", "voting", "moved_on"),
        ("open_round", "nowhere", "moved_on"),
        ("open_round", "LOBBY", "moved_on"),
    ],
)
def test_a_step_that_cannot_be_is_said(room: LiveClass, command: str, from_stage: str, code: str) -> None:
    assert room.console().says(command, from_=from_stage)["refused"] == code
    assert room.session.stage == "lobby"


def test_the_ids_of_two_consoles_do_not_meet_by_accident_and_a_retry_from_another_laptop_is_the_same(room: LiveClass) -> None:
    one, two = room.console(), room.console()
    payload = {"command_id": new_id(), "from": "lobby"}
    assert one.send("open_round", payload) == two.send("open_round", payload)
    assert two.send("lock_joining", {"command_id": payload["command_id"], "locked": True})["refused"] == "conflict"


def test_joining_is_locked_and_one_is_let_in(room: LiveClass) -> None:
    console = room.console()
    assert console.says("admit_one")["refused"] == "not_locked"
    assert console.says("lock_joining", locked=True)["ok"]
    room.tick()
    assert console.views()[-1]["locked"] is True
    assert browser(room.app).post(f"/j/{room.code}").status_code == 403
    assert console.says("admit_one")["ok"]
    room.phone()
    assert browser(room.app).post(f"/j/{room.code}").status_code == 403
    assert console.says("lock_joining", locked=False)["ok"]
    room.phone()


def test_settings_change_alone_or_together(room: LiveClass) -> None:
    console = room.console()
    assert console.says("change_settings", live=True)["ok"]
    assert console.says("change_settings", minimum=7)["ok"]
    room.tick()
    view = console.views()[-1]
    assert (view["live"], view["minimum"], view["minimum_frozen"]) == (True, 7, False)
    assert console.says("change_settings", live=False, minimum=1)["ok"]
    assert console.says("change_settings", minimum=2)["refused"] == "bad_minimum"
    assert (room.session.live, room.session.minimum) == (False, 1)


def test_the_minimum_is_frozen_with_the_first_dot(voting: LiveClass) -> None:
    console, ana = voting.console(), voting.line()
    ana.places(1, "green")
    assert console.says("change_settings", minimum=5)["refused"] == "minimum_frozen"
    assert console.says("change_settings", live=True)["ok"]
    voting.tick()
    assert console.views()[-1]["minimum_frozen"] is True


def test_phones_are_told_when_the_protection_is_switched_off(room: LiveClass) -> None:
    phone = room.line()
    assert phone.views()[-1]["minimum"] == 3
    room.console().says("change_settings", minimum=1)
    room.tick(after=2)
    assert phone.views()[-1]["minimum"] == 1


def test_the_projector_follows_how_the_board_is_arranged(room: LiveClass) -> None:
    console, projector = room.console(), room.projector()
    console.says("arrange_board", layer="agreement", order="disagreement")
    room.tick()
    assert (
        projector.views()[-1]["board"] == console.views()[-1]["board"] == {"layer": "agreement", "order": "disagreement", "which": "round"}
    )


def _with_votes(room: LiveClass, *then: Command) -> LiveClass:
    for choice in ("green", "green", "red"):
        room.somebody(s1=choice)
    return room.after(*then)


def test_peeking_is_for_one_console_until_it_says_so_or_leaves(voting: LiveClass) -> None:
    fay, other, projector, phone = voting.console(), voting.console(), voting.projector(), voting.line()
    _with_votes(voting)
    assert fay.send("peek", {"open": True}) == {"ok": True}
    voting.tick()
    assert fay.views()[-1]["peeking"] is True
    assert fay.views()[-1]["results"]["1"]["counts"] == [2, 0, 1]
    for line in (other, projector, phone):
        assert line.views()[-1]["results"] is None
    fay.send("peek", {"open": False})
    voting.tick()
    assert (fay.views()[-1]["peeking"], fay.views()[-1]["results"]) == (False, None)
    fay.send("peek", {"open": True})
    fay.disconnect()
    again = voting.console()
    assert (again.views()[-1]["peeking"], again.views()[-1]["results"]) == (False, None)


def test_peeking_shows_nothing_of_small_groups_either(voting: LiveClass) -> None:
    fay = voting.console()
    voting.somebody(s1="red")
    voting.somebody(s1="red")
    fay.send("peek", {"open": True})
    voting.tick()
    assert fay.views()[-1]["results"]["1"] == {"n": 2, "withheld": True}
    voting.somebody(s1="red")
    voting.tick()
    assert fay.views()[-1]["results"]["1"]["counts"] == [0, 0, 3]


def test_live_shows_the_heatmap_on_the_screens_and_not_on_phones(voting: LiveClass) -> None:
    console, projector, phone = voting.console(), voting.projector(), voting.line()
    _with_votes(voting)
    voting.tick()
    assert projector.views()[-1]["results"] is None
    console.says("change_settings", live=True)
    voting.tick(after=2)
    for screen in (console, projector):
        assert screen.views()[-1]["results"]["1"]["counts"] == [2, 0, 1]
    assert phone.views()[-1]["results"] is None
    console.says("change_settings", live=False)
    voting.tick(after=2)
    for screen in (console, projector):
        assert screen.views()[-1]["results"] is None


def test_a_reveal_that_is_taken_back_purges_every_screen(voting: LiveClass) -> None:
    console, projector, phone = voting.console(), voting.projector(), voting.line()
    _with_votes(voting, CloseRound("voting"))
    voting.tick()
    for line in (console, projector, phone):
        assert line.views()[-1]["results"]["1"]["counts"] == [2, 0, 1]
    console.says("take_back", from_="revealed")
    voting.tick()
    for line in (console, projector, phone):
        assert line.views()[-1]["results"] is None
        assert line.views()[-1]["stage"] == "hidden"


def test_deleting_tells_everybody_at_once(room: LiveClass) -> None:
    lines = [room.line(), room.console(), room.projector()]
    room.fay.post(f"{room.console_url}/delete")
    room.tick()
    for line in lines:
        assert line.came[-1] == ("gone", {})
    phone, console, _ = lines
    assert phone.places(1, "green")["refused"] == "gone"
    assert console.says("open_round", from_="lobby")["refused"] == "gone"
    assert room.parts.log.read(room.id) is None


def test_deleting_tells_no_other_session(app: Flask, room: LiveClass) -> None:
    another = LiveClass(app, room.fay)
    line = another.line()
    room.fay.post(f"{room.console_url}/delete")
    room.tick()
    another.tick()
    assert "gone" not in [name for name, _ in line.came]
    assert another.console().says("open_round", from_="lobby")["ok"]


def test_an_expired_session_is_gone_for_everybody(room: LiveClass) -> None:
    line = room.line()
    assert room.header.keep_until
    assert delete_expired(room.parts.service, datetime.fromtimestamp(room.header.keep_until - 1, UTC)) == 0
    assert delete_expired(room.parts.service, datetime.fromtimestamp(room.header.keep_until, UTC)) == 1
    room.tick()
    assert line.came[-1] == ("gone", {})


def test_a_new_phrase_dismisses_every_console_and_no_one_else(app: Flask, room: LiveClass) -> None:
    another = LiveClass(app, room.fay)
    thief = browser(app)
    thief.post("/recover", data={"phrase": room.phrase()})
    stolen, own, phone, projector, elsewhere = room.console(thief), room.console(), room.line(), room.projector(), another.console()
    room.new_phrase()
    assert [line.is_connected() for line in (stolen, own, phone, projector, elsewhere)] == [False, False, True, True, True]
    assert room.parts.seats.sids(room.id, "console") == []
    assert room.console().says("open_round", from_="lobby")["ok"]  # this browser has the new secret
    assert room.console(thief).refused == _refusal("no_control")


def _refusal(code: str) -> dict[str, Any]:
    return {"refused": code, "sentence": REFUSALS[code][0], "hint": REFUSALS[code][1]}


def test_one_session_never_hears_of_another(app: Flask, room: LiveClass) -> None:
    another = LiveClass(app, room.fay)
    lines = [another.line(), another.console(), another.projector()]
    before = [len(line.came) for line in lines]
    console = room.after(OpenRound("lobby")).console()
    room.somebody(s1="green")
    console.says("close_round", from_="voting")
    room.tick()
    assert [len(line.came) for line in lines] == before
    assert another.session.stage == "lobby"
