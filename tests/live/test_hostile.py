"""What no page of ours would send. It is answered or ignored, costs the server nothing, and hurts nobody else."""

import logging
from typing import Any

import pytest
from socketio import packet

from pollapp.access import voice_cookie
from pollapp.app import Parts
from pollapp.domain.commands import Command, OpenRound
from pollapp.live import fast_json
from pollapp.live.packets import UNREADABLE, StrictPacket
from pollapp.service import Order
from tests.live.lines import Line, LiveClass

GARBAGE: list[Any] = [  # as Engine.IO hands it over: it has read what looks like JSON
    "", "x", "²", "9", "7[1]", "2", "2[]", "2{}", '2"text"', "2null", "2[[1],2]", "2[null]", "2[1]", "2[{}]", "2[true]",
    "21", "2[", '2["a",NaN]', '2["a",1e999]', '2["\\ud800"]', '2["a",' + "[" * 5000 + "]" * 5000 + "]", "2" + "9" * 200 + '["a"]',
    "3", "3[]", "30[]", "31{}", "31", "3null", "4", '4{"message":"x"}', "5", '51-["a",{"_placeholder":true,"num":0}]',
    '59999999999-["a"]', "60-[]", '61-7[{"_placeholder":true,"num":-1}]', b"", b"\x00", b"2[1]", b"4",
    {"a": 1}, {}, [1], [], None, True, False, 1.5, "2/x,[]",
]  # fmt: skip


@pytest.fixture
def strict(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts.socketio.server, "packet_class", StrictPacket)
    monkeypatch.setattr(StrictPacket, "json", fast_json, raising=False)


def test_the_server_reads_strictly(parts: Parts) -> None:
    assert parts.socketio.server.packet_class is StrictPacket


@pytest.mark.parametrize("text", GARBAGE, ids=lambda text: repr(text)[:20])
def test_what_is_no_packet_becomes_a_message_nobody_knows(text: Any) -> None:
    read = StrictPacket(encoded_packet=text)
    assert (read.packet_type, read.namespace, read.data) == (packet.EVENT, None, [UNREADABLE])
    assert read.attachment_count == 0


@pytest.mark.usefixtures("strict")
def test_garbage_is_answered_where_an_answer_was_asked_for_and_the_line_goes_on(
    voting: LiveClass, caplog: pytest.LogCaptureFixture
) -> None:
    ana, projector = voting.line(), voting.projector()
    length = voting.log_length()
    with caplog.at_level(logging.WARNING):
        for line in (ana, projector):
            for text in GARBAGE:
                line.raw(text)
            assert line.is_connected()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert voting.log_length() == length
    assert ana.places(1, "green")["ok"]
    voting.tick()
    assert projector.views()[-1]["turnout"]["squares"]["1"] == 1


@pytest.mark.usefixtures("strict")
def test_garbage_before_connecting_is_nothing(room: LiveClass, caplog: pytest.LogCaptureFixture) -> None:
    zed = Line(room, room.fay, None)
    assert zed.refused
    with caplog.at_level(logging.WARNING):
        for text in GARBAGE:
            zed.raw(text)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert room.parts.seats.sessions() == []


@pytest.mark.usefixtures("strict")
def test_what_should_be_acked_is_acked(room: LiveClass) -> None:
    line = room.line()
    line.raw("27{}")
    assert line.acks["args"][0]["refused"] == "unknown_event"
    line.acks = None
    line.raw(b"bytes")
    assert line.acks is None


@pytest.mark.usefixtures("strict")
def test_binary_attachments_are_not_collected(room: LiveClass) -> None:
    line = room.line()
    line.raw('59999999999-["a",{"_placeholder":true,"num":0}]')
    for _ in range(10):
        line.raw(b"x" * 16_000)
    assert room.parts.socketio.server._binary_packet == {}


@pytest.mark.parametrize("name", ["disconnect", "connect", "connect_error", "ping", "__disconnect_final", "*"])
def test_a_made_up_lifecycle_event_is_a_message_like_any_other(voting: LiveClass, name: str) -> None:
    ana, console = voting.line(), voting.console()
    other = voting.phone()
    cookie = other.get_cookie(voice_cookie(voting.id))
    assert cookie
    environ = {"HTTP_COOKIE": f"{voice_cookie(voting.id)}={cookie.value}"}
    for payload in ((), (None,), ("transport close",), (environ,), (environ, voting.auth("phone"))):
        assert ana.send(name, *payload)["refused"] == "unknown_event"
    seat = voting.parts.seats.of(ana.sid)
    assert seat
    assert seat.participant == voting.participant(ana.flask_test_client)
    assert ana.places(1, "green")["ok"]
    voting.tick()
    assert console.views()[-1]["turnout"]["present"] == 1


def test_leaving_and_coming_back_by_made_up_events_brings_no_new_credits(voting: LiveClass) -> None:
    ana = voting.line()
    dots = [{"command_id": f"dot-number-{n}", "round": 1, "square": 1, "choice": "red", "counter": 1} for n in range(50)]
    for n in range(4):
        assert "answers" in ana.send("place_dots", {"dots": [dot | {"command_id": f"{dot['command_id']}-{n}"} for dot in dots]})
    ana.send("disconnect", "client disconnect")
    ana.send("connect", {}, voting.auth("phone"))
    assert ana.places(1, "green")["refused"] == "slow_down"


def test_connecting_twice_on_one_socket_takes_one_seat(room: LiveClass) -> None:
    ana = room.line()
    for _ in range(5):
        ana.raw(packet.Packet(packet.CONNECT, room.auth("phone")).encode())
    assert len(room.parts.seats.sids(room.id)) == 1
    assert ana.refused == "Unable to connect"


@pytest.mark.parametrize("name", [["place_dots"], {"a": 1}, 1, None, True, 1.5])
def test_an_event_that_has_no_name_is_unknown(room: LiveClass, name: Any) -> None:
    assert room.door.trigger_event(name, room.line().sid, {})["refused"] == "unknown_event"


def test_whoever_has_no_seat_may_do_nothing(room: LiveClass) -> None:
    for event in ("place_dots", "open_round", "peek", "nothing"):
        assert room.door._message(event, "nobody", ({},))["refused"] == "not_allowed"


@pytest.mark.parametrize("event", ["place_dots", "open_round", "peek"])
def test_an_error_of_ours_is_a_refusal_and_says_nothing_of_itself(
    room: LiveClass, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, event: str
) -> None:
    line = room.line() if event == "place_dots" else room.console()

    def fails(*_: Any) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(room.parts.service, "handle", fails)
    monkeypatch.setattr(room.parts.seats, "peek", fails)
    good = {"place_dots": {"dots": [{"command_id": "a" * 8, "round": 1, "square": 1, "choice": "green", "counter": 1}]},
            "open_round": {"command_id": "a" * 8, "from": "lobby"}, "peek": {"open": True}}  # fmt: skip
    with caplog.at_level(logging.ERROR):
        ack = line.send(event, good[event])
    assert ack["refused"] == "server_error"
    assert "inside" not in str(ack)
    assert "secret inside" in caplog.text  # the operator sees it
    monkeypatch.undo()
    assert line.send(event, good[event]).get("refused") in (None, "no_such_round")


def test_a_console_revoked_in_the_moment_it_connects_gets_no_seat(room: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    """The look at the secret and the taking of the seat are two moments; a new phrase may fall in between."""
    thief = room.app.test_client()
    thief.post("/recover", data={"phrase": room.phrase()})
    really_take = room.parts.seats.take

    def take_just_too_late(sid: str, seat: Any) -> None:
        monkeypatch.undo()
        room.new_phrase()
        really_take(sid, seat)

    monkeypatch.setattr(room.parts.seats, "take", take_just_too_late)
    line = room.console(thief)
    assert line.refused
    assert line.refused["refused"] == "no_control"
    assert room.parts.seats.sids(room.id, "console") == []


def test_a_session_deleted_in_the_moment_somebody_connects_is_gone(room: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = room.phone()
    really_take = room.parts.seats.take

    def take_just_too_late(sid: str, seat: Any) -> None:
        monkeypatch.undo()
        room.parts.service.delete(room.id)
        really_take(sid, seat)

    monkeypatch.setattr(room.parts.seats, "take", take_just_too_late)
    line = room.line(ana)
    assert line.refused
    assert line.refused["refused"] == "gone"
    assert room.parts.seats.sessions() == []


class _Unknown(Command):
    """A command of no kind that there is."""


def test_a_command_nobody_knows_raises_and_stores_nothing(room: LiveClass) -> None:
    with pytest.raises(KeyError):
        room.parts.service.handle(room.id, [Order("ana", "unknown-1", _Unknown())])
    room.says(OpenRound("lobby"))
    assert room.log_length() == 2
