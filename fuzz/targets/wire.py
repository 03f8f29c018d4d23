"""A frame of a websocket, from its text to what it does to a session: as Engine.IO, python-socketio, `Door` and `Service` have it.

The first byte of an input picks the session, the second who speaks; the rest is the frame.
"""

import copy
import json
import random
from functools import cache
from typing import Any

import engineio.packet
import orjson
from socketio import packet

from fuzz.jumbled import jumbled
from fuzz.pictures import PHONE, pictures
from fuzz.target import Target
from pollapp.access import Seat
from pollapp.domain.decide import decide
from pollapp.domain.event import Event
from pollapp.domain.fold import apply
from pollapp.domain.refused import REFUSALS, Refused
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage
from pollapp.domain.talk_views import typed_view
from pollapp.domain.views import console_view, mine, phone_view, projector_view
from pollapp.languages import told
from pollapp.live import fast_json, wire
from pollapp.live.fields import Malformed
from pollapp.live.packets import StrictPacket
from pollapp.room import Counted, decode_body, encode_body
from pollapp.service import Order

SEATS = (Seat("phone", "s", PHONE), Seat("console", "s", None, "es"), Seat("projector", "s"))
KINDS = "123456b"  # see pollapp/server.py: what begins otherwise ends a socket before it is read


class _EnginePacket(engineio.packet.Packet):  # type: ignore[misc]  # python-engineio has no types
    json = fast_json


class _Packet(StrictPacket):
    json = fast_json


def run(given: bytes) -> None:
    names = list(pictures())
    session = pictures()[names[given[0] % len(names)]] if given else None
    if session is None or len(given) < 3:
        return
    seat, text = SEATS[given[1] % len(SEATS)], given[2:].decode("utf-8", "replace")
    said = _said(text)
    if said is not None:
        answers = _handled(session, seat, said)
        for answer in answers:
            json.dumps(told(answer, seat.language), allow_nan=False)


def _said(text: str) -> list[Any] | None:
    """The event and its arguments that this frame brings; None when it brings none."""
    if text[0] not in KINDS:
        return None
    try:
        frame = _EnginePacket(encoded_packet=text)
    except ValueError:
        assert text[0] == "b", f"Engine.IO raises on {text[:60]!r}"
        return None
    if frame.packet_type != engineio.packet.MESSAGE:
        return None
    read = _Packet(encoded_packet=frame.data)
    assert read.packet_type in (packet.CONNECT, packet.DISCONNECT, packet.EVENT, packet.ACK), read.packet_type
    assert read.attachment_count == 0
    return read.data if read.packet_type == packet.EVENT else None


def _handled(session: Session, seat: Seat, said: list[Any]) -> list[dict[str, Any]]:
    """What Door answers."""
    assert isinstance(said[0], str)
    event, payload = said[0], said[1] if len(said) == 2 else None
    if event == "peek":
        return _peeked(payload)
    orders = wire.read(seat, event, payload)
    assert 1 <= wire.cost(event, orders) <= 64
    if isinstance(orders, Refused):
        assert orders.code in REFUSALS
        return [wire.refusal(orders)]
    return [wire.ack(answer) for answer in _carried_out(session, seat, orders)]


def _peeked(payload: Any) -> list[dict[str, Any]]:
    try:
        assert isinstance(wire.read_peek(payload), bool)
    except Malformed as why:
        return [wire.refusal(wire.malformed(str(why)))]
    return []


def _carried_out(session: Session, seat: Seat, orders: list[Order]) -> list[Refused | Counted]:
    before = copy.deepcopy(session)
    assert all(order.actor == (seat.participant or "facilitator") and order.digest() for order in orders)
    decided = [(order, decide(session, order.command)) for order in orders]
    assert session == before, "deciding changes nothing"
    answers: list[Refused | Counted] = []
    for order, decision in decided:
        if isinstance(decision, Refused):
            assert decision.code in REFUSALS
            answers.append(decision)
        else:
            answers.append(_applied(before, order, decision, alone=len(orders) == 1))
    _can_be_seen(before)
    return answers


def _applied(session: Session, order: Order, event: Event, *, alone: bool) -> Counted:
    assert decode_body(encode_body(event)) == event
    if (typed := order.command.typed) is not None:
        assert orjson.loads(orjson.dumps(typed)) == typed
        assert len(typed) <= 2000
    seq = session.seq
    apply(session, event, order.command.typed)
    assert session.seq == seq + 1
    assert not alone or session.seq not in session.ignored, "what was decided on the newest picture counts"
    return Counted(session.seq)


def _can_be_seen(session: Session) -> None:
    assert isinstance(session.stage, Stage)
    for view in (phone_view(session), projector_view(session, 1), console_view(session, 1, True), mine(session, PHONE)):
        fast_json.dumps(view)
    fast_json.dumps(typed_view(session))
    for round in session.rounds:
        for square in round.squares.values():
            assert sum(square.tally(session.choices)) == len(square.dots)
            assert set(square.dots) <= session.participants
            assert not set(square.dots) & square.skipped


def messages() -> dict[str, tuple[str, str, list[Any]]]:
    """Name → session, role, event and arguments: an example of each message there is."""
    id = {"command_id": "abcdefgh"}
    dots = [{"command_id": "abcdefgh", "round": 1, "square": 1, "choice": "fine", "counter": 90}]
    more = [{"command_id": "bcdefghi", "round": 1, "square": 2, "choice": None, "counter": 91}]
    more += [{"command_id": "cdefghij", "round": 1, "square": 3, "skipped": True, "counter": 92}]
    at, square, words = {"from": "revealed"}, {"square": 1}, {"id": min(pictures()["revealed"].talk.contributions)}
    found: dict[str, tuple[str, str, dict[str, Any]]] = {
        "place_dots": ("voting", "phone", {"dots": dots}),
        "place_dots again": ("again", "phone", {"dots": [dots[0] | {"round": 2}]}),
        "place_dots many": ("showing", "phone", {"dots": dots + more}),
        "finish": ("voting", "phone", id | {"round": 1, "done": True}),
        "forget_dots": ("revealed", "phone", id),
        "open_round": ("lobby", "console", id | {"from": "lobby"}),
        "close_round": ("voting", "console", id | {"from": "voting"}),
        "reveal": ("hidden", "console", id | {"from": "hidden"}),
        "take_back": ("showing", "console", id | {"from": "showing"}),
        "close_session": ("wrap_up", "console", id | {"from": "wrap_up"}),
        "reopen_session": ("closed", "console", id | {"from": "closed"}),
        "lock_joining": ("lobby", "console", id | {"locked": True}),
        "admit_one": ("lobby", "console", id),
        "change_settings": ("lobby", "console", id | {"live": True, "minimum": 3}),
        "arrange_board": ("revealed", "console", id | {"layer": "agreement", "order": "last"}),
        "begin_unveiling": ("voting", "console", id | {"from": "voting"}),
        "unveil": ("unveiling", "console", id | {"square": 2}),
        "open_second_look": ("revealed", "console", id | at | {"squares": [1, 2], "recall": "own"}),
        "wrap_up": ("revealed", "console", id | at),
        "ask_takeaways": ("wrap_up", "console", id | {"from": "wrap_up"}),
        "step_back": ("takeaways", "console", id | {"from": "takeaways"}),
        "move_spotlight": ("revealed", "console", id | {"from_square": 1, "square": 2}),
        "show_prompt": ("revealed", "console", id | {"prompt": "lenses"}),
        "set_agenda": ("revealed", "console", id | {"before": 0, "squares": [2, 1]}),
        "mark_discussed": ("revealed", "console", id | square | {"discussed": True}),
        "show_squares": ("revealed", "console", id | {"which": "all"}),
        "judge": ("revealed", "console", id | words | {"verdict": "approved"}),
        "delete_words": ("revealed", "console", id | words),
        "bring_up": ("revealed", "console", id | {"id": None}),
        "write_note": ("revealed", "console", id | square | {"words": "A note."}),
        "count_paper": ("revealed", "console", id | {"round": 1, "square": 1, "counts": [4, 0, 2]}),
        "set_countdown": ("voting", "console", id | {"seconds": 120, "running": True}),
        "send_reason": ("revealed", "phone", id | square | {"words": "Because."}),
        "send_takeaway": ("takeaways", "phone", id | {"words": "Ask first."}),
        "cite_principles": ("revealed", "phone", id | square | {"principles": [1, 2]}),
        "peek": ("voting", "console", {"open": True}),
        "nothing": ("voting", "projector", {}),
    }
    return {name: (stage, role, [name.split()[0], payload]) for name, (stage, role, payload) in found.items()}


def seeds() -> dict[str, bytes]:
    """An example of every message, where it is legal; and packets that are none of them."""
    return _examples() | {f"frame {at}": bytes([1, 0]) + text.encode() for at, text in enumerate(FRAMES)}


@cache
def _examples() -> dict[str, bytes]:
    stages, roles = list(pictures()), [seat.role for seat in SEATS]
    return {
        name: bytes([stages.index(stage), roles.index(role)]) + f"42{at or ''}{json.dumps(said)}".encode()  # type: ignore[arg-type]
        for at, (name, (stage, role, said)) in enumerate(messages().items())
    }


FRAMES = (
    '40{"role":"phone","session":"s","wire":2}', "41", "43[]", "430[]", '4517-["a",{"_placeholder":true,"num":0}]', "461-[]", "42/x,[]",
    "b4QUJD",
    "2probe", "3", "5", "4", "44", "42[1]", "42[[]]", '42["peek"]', '42["peek",1,2]', '42["\\u0000"]', "4²", "42" + "[" * 300,
    "429999999999[1e999]",
)  # fmt: skip


def words() -> list[str]:
    keys = {key for _, _, said in messages().values() for key in said[1]}
    values = [
        "null",
        "true",
        "false",
        "9007199254740991",
        "9007199254740992",
        "-1",
        "1e3",
        "1.0",
        '""',
        "[]",
        "{}",
        "\\ud800",
        "\\u0000",
        "64",
    ]
    return [*values, *wire.INBOUND, *[f'"{key}":' for key in sorted(keys)], *[stage.value for stage in Stage], "fine", "wrong", "skipped"]


def change(given: bytes, seed: int) -> bytes:
    """One value of the JSON in this frame is another; a frame without JSON becomes a message."""
    chance = random.Random(seed)
    head, start, rest = given[2:].partition(b"[")
    try:
        said = orjson.loads(start + rest)
    except ValueError:
        said = []
    if len(said) != 2 or not head.startswith(b"42") or said[0] not in wire.INBOUND:
        given = chance.choice(list(_examples().values()))
        head, said = b"42", orjson.loads(given[given.index(b"[") :])
    if chance.random() < 0.2:
        given = bytes([chance.randrange(len(pictures()))]) + given[1:2]
    value = said[1] if chance.random() < 0.1 else jumbled(said[1], chance)
    return given[:2] + head + json.dumps([said[0], value]).encode()


TARGET = Target("wire", run, seeds, words, change)
