"""What a phone ever receives, message by message, in a whole class: no colour of anybody else before the reveal, and never turnout."""

import json
from typing import Any

from tests.live.lines import Line, LiveClass

SQUARES = 24
REVEALED = {"showing", "revealed", "wrap_up", "takeaways", "closed"}


def _words(payload: Any) -> set[str]:
    """Every key and every text in a payload."""
    if isinstance(payload, dict):
        return set(payload) | set().union(*map(_words, payload.values()))
    if isinstance(payload, list):
        return set().union(*map(_words, payload))
    return {payload} if isinstance(payload, str) else set()


def _everybody_votes(lines: list[Line], round: int = 1) -> None:
    """Ana alone says yellow; Ben, whose phone is watched, says green; all others red."""
    for place, line in enumerate(lines):
        choice = ("yellow", "green")[place] if place < 2 else "red"
        for square in range(1, SQUARES + 1, 5):
            line.places(square, choice, round=round)


def _a_whole_class(room: LiveClass) -> tuple[list[Line], list[str]]:
    """Runs it, with a tick after each step; the lines (Ana, Ben, …), and the participant ids."""
    lines, console, projector = room.lines(6), room.console(), room.projector()
    tab = room.line(room.phone())

    def step(command: str, **fields: Any) -> None:
        assert console.says(command, **fields)["ok"]
        room.tick(after=2)

    step("open_round", from_="lobby")
    _everybody_votes(lines)
    room.tick(after=2)
    console.send("peek", {"open": True})
    step("change_settings", live=True)
    step("arrange_board", layer="agreement", order="last")
    step("lock_joining", locked=True)
    lines[2].says("forget_dots")
    tab.places(1, "red")
    tab.disconnect()
    step("reveal", from_="voting")
    step("take_back", from_="showing")
    _everybody_votes(lines[:2])
    step("close_round", from_="voting")
    step("take_back", from_="revealed")
    step("begin_unveiling", from_="hidden")
    step("unveil", square=1)
    step("reveal", from_="unveiling")
    step("move_spotlight", from_square=None, square=1)
    assert lines[0].says("cite_principles", square=1, principles=[6])["ok"]
    step("open_second_look", from_="revealed", squares=[1, 6], recall="own")
    _everybody_votes(lines[:2], round=2)
    step("close_round", from_="voting")
    step("wrap_up", from_="revealed")
    step("ask_takeaways", from_="wrap_up")
    step("close_session", from_="takeaways")
    assert projector.views()[-1]["results"]
    return [*lines, tab], sorted(room.session.participants | room.session.forgotten)


def test_no_colour_of_others_before_the_reveal_and_none_after_it_was_taken_back(room: LiveClass) -> None:
    lines, _ = _a_whole_class(room)
    stages: list[str] = []
    for place, line in enumerate(lines):
        own = ("yellow", "green")[place] if place < 2 else "red"
        for name, payload in line.came:
            if name == "mine":
                assert _words(payload) & {"green", "yellow", "red"} <= {own}
                continue
            assert name == "view"
            stages.append(payload["stage"])
            assert not _words(payload) & {"green", "yellow", "red"}  # a view speaks of places, not of names
            if payload["stage"] in REVEALED or (payload["stage"] == "unveiling" and payload["results"]):
                assert payload["results"]
            else:
                assert payload["results"] is None
                assert not _words(payload) & {"counts", "n", "word", "leading", "agreement", "withheld", "order"}
    assert set(stages) == {"lobby", "voting", "showing", "revealed", "hidden", "unveiling", "wrap_up", "takeaways", "closed"}


def test_a_phone_never_learns_turnout_nor_anybodys_id(room: LiveClass) -> None:
    lines, participants = _a_whole_class(room)
    for line in lines:
        for _, payload in line.came:
            assert not _words(payload) & {"turnout", "present", "joined", "finished_by", "live", "board", "peeking", *participants}
        said = json.dumps(line.came)
        for secret in (room.id, room.token, room.code, room.header.control_hash, *participants):
            assert secret not in said


def test_no_screen_ever_learns_an_id_or_a_secret(room: LiveClass) -> None:
    console, projector = room.console(), room.projector()
    _, participants = _a_whole_class(room)
    for line in (console, projector):
        said = json.dumps(line.came)
        for secret in (*participants, room.header.control_hash, room.token):
            assert secret not in said


def test_before_the_reveal_the_projector_shows_turnout_only(room: LiveClass) -> None:
    projector, console, lines = room.projector(), room.console(), room.lines(5)
    console.says("open_round", from_="lobby")
    _everybody_votes(lines)
    room.tick()
    for view in projector.views():
        assert view["results"] is None
        assert view["order"] == list(range(1, SQUARES + 1))  # an order could tell
    assert projector.views()[-1]["turnout"]["squares"]["1"] == 5


def test_acks_tell_no_more_than_that_it_was_stored(voting: LiveClass) -> None:
    for place, line in enumerate(voting.lines(4)):
        assert set(line.places(1, "green" if place else "red")) == {"ok", "seq"}


def test_whoever_comes_late_is_shown_no_more_than_the_others(room: LiveClass) -> None:
    console = room.console()
    console.says("open_round", from_="lobby")
    _everybody_votes(room.lines(5))
    assert room.line().views()[0]["results"] is None
    console.says("close_round", from_="voting")
    assert room.line().views()[0]["results"]["1"]["counts"] == [1, 1, 3]
    console.says("take_back", from_="revealed")
    assert room.line().views()[0]["results"] is None
    console.says("close_session", from_="hidden")
    assert room.line(room.seated[1].flask_test_client).views()[0]["results"] is None
