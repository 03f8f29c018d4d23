"""The closed set of messages that browsers may send: who may send each, and how it is read. docs/wire.md says the same in prose.

Reading is strict: a missing field, an extra one or a wrong type is `malformed`, with a sentence that names it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pollapp.access import Role, Seat
from pollapp.domain import commands
from pollapp.domain.refused import Refused, refused
from pollapp.domain.said import say
from pollapp.domain.tally import MOST_MINIMUM
from pollapp.service import FACILITATOR, Answer, Counted, Order

MOST_DOTS = 64  # in one message
_COMMAND_ID = re.compile(r"[A-Za-z0-9_-]{8,40}\Z")
_LARGEST = 2**53 - 1  # the largest whole number that JavaScript keeps exact

Payload = dict[str, Any]


class Malformed(Exception):
    """The message cannot be read; the text names the field and says what it should be."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One kind of message: the role that may send it, and how its payload becomes orders."""

    role: Role
    read: Callable[[Seat, Payload], list[Order]]


def malformed(why: str) -> Refused:
    """`why` speaks to whoever writes a client, in English; the sentence around it to whoever sees it."""
    return replace(refused("malformed"), sentence=say("The server could not read this message: %(why)s.", why=why))


def _fields(payload: Any, needed: set[str], optional: frozenset[str] = frozenset()) -> Payload:
    if not isinstance(payload, dict):
        raise Malformed("it should be an object")
    if missing := needed - payload.keys():
        raise Malformed(f"{min(missing)} is missing")
    if extra := payload.keys() - needed - optional:
        raise Malformed(f"{str(min(extra, key=str))[:40]!r} is not a field of it")
    return payload


def _whole(payload: Payload, name: str, least: int = 0, most: int = _LARGEST) -> int:
    value = payload[name]
    if type(value) is not int or not least <= value <= most:
        raise Malformed(f"{name} should be a whole number from {least} to {most}")
    return value


def _flag(payload: Payload, name: str) -> bool:
    value = payload[name]
    if not isinstance(value, bool):
        raise Malformed(f"{name} should be true or false")
    return value


def _text(payload: Payload, name: str, most: int = 40) -> str:
    value = payload[name]
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise Malformed(f"{name} should be a text of 1 to {most} characters")
    return value


def _one_of(payload: Payload, name: str, allowed: tuple[str, ...]) -> Any:
    value = payload[name]
    if value not in allowed:
        raise Malformed(f"{name} should be one of {', '.join(allowed)}")
    return value


def _command_id(payload: Payload) -> str:
    value = payload["command_id"]
    if not isinstance(value, str) or not _COMMAND_ID.match(value):
        raise Malformed("command_id should be 8 to 40 letters, digits, - or _")
    return value


def _dots(seat: Seat, payload: Payload) -> list[Order]:
    dots = _fields(payload, {"dots"})["dots"]
    if not isinstance(dots, list) or not 0 < len(dots) <= MOST_DOTS:
        raise Malformed(f"dots should be a list of 1 to {MOST_DOTS}")
    return [_dot(seat, dot) for dot in dots]


def _dot(seat: Seat, dot: Any) -> Order:
    assert seat.participant  # every phone's seat has one
    _fields(dot, {"command_id", "round", "square", "counter"}, frozenset({"choice", "skipped"}))
    where = (seat.participant, _whole(dot, "round", 1), _whole(dot, "square", 1), _whole(dot, "counter"))
    return Order(seat.participant, _command_id(dot), _dot_command(where, dot))


def _dot_command(where: tuple[str, int, int, int], dot: Payload) -> commands.Command:
    if ("choice" in dot) == ("skipped" in dot):
        raise Malformed("a dot has either choice or skipped")
    if "skipped" in dot:
        if dot["skipped"] is not True:
            raise Malformed("skipped should be true, or left out")
        return commands.SkipSquare(*where)
    return commands.ClearDot(*where) if dot["choice"] is None else commands.PlaceDot(*where, _text(dot, "choice"))


def _finish(seat: Seat, payload: Payload) -> list[Order]:
    assert seat.participant  # every phone's seat has one
    _fields(payload, {"command_id", "round", "done"})
    command = commands.Finish(seat.participant, _whole(payload, "round", 1), _flag(payload, "done"))
    return [Order(seat.participant, _command_id(payload), command)]


def _forget(seat: Seat, payload: Payload) -> list[Order]:
    assert seat.participant  # every phone's seat has one
    _fields(payload, {"command_id"})
    return [Order(seat.participant, _command_id(payload), commands.ForgetDots(seat.participant))]


def _stage(kind: type[commands.StageCommand]) -> Inbound:
    def read(seat: Seat, payload: Payload) -> list[Order]:
        _fields(payload, {"command_id", "from"})
        return _steer(payload, kind(_text(payload, "from")))

    return Inbound("console", read)


def _steer(payload: Payload, command: commands.Command) -> list[Order]:
    return [Order(FACILITATOR, _command_id(payload), command)]


def _lock(seat: Seat, payload: Payload) -> list[Order]:
    _fields(payload, {"command_id", "locked"})
    return _steer(payload, commands.LockJoining(_flag(payload, "locked")))


def _admit(seat: Seat, payload: Payload) -> list[Order]:
    return _steer(_fields(payload, {"command_id"}), commands.AdmitOne())


def _settings(seat: Seat, payload: Payload) -> list[Order]:
    _fields(payload, {"command_id"}, frozenset({"live", "minimum"}))
    live = _flag(payload, "live") if "live" in payload else None
    minimum = _whole(payload, "minimum", 1, MOST_MINIMUM) if "minimum" in payload else None
    return _steer(payload, commands.ChangeSettings(live, minimum))


def _arrange(seat: Seat, payload: Payload) -> list[Order]:
    _fields(payload, {"command_id", "layer", "order"})
    layer = _one_of(payload, "layer", ("votes", "agreement"))
    order = _one_of(payload, "order", ("grid", "disagreement", "last"))
    return _steer(payload, commands.ArrangeBoard(layer, order))


INBOUND: dict[str, Inbound] = {
    "place_dots": Inbound("phone", _dots),
    "finish": Inbound("phone", _finish),
    "forget_dots": Inbound("phone", _forget),
    "open_round": _stage(commands.OpenRound),
    "close_round": _stage(commands.CloseRound),
    "reveal": _stage(commands.Reveal),
    "take_back": _stage(commands.TakeBack),
    "close_session": _stage(commands.CloseSession),
    "reopen_session": _stage(commands.ReopenSession),
    "lock_joining": Inbound("console", _lock),
    "admit_one": Inbound("console", _admit),
    "change_settings": Inbound("console", _settings),
    "arrange_board": Inbound("console", _arrange),
}


def read_peek(payload: Any) -> bool:
    """Whether this console wants to see the covered heatmap (`peek` changes no session: it is no command). Raises Malformed."""
    return _flag(_fields(payload, {"open"}), "open")


def read(seat: Seat, event: Any, payload: Any) -> list[Order] | Refused:
    """The orders that a message gives, or the refusal to answer with. A client may send anything as an event's name."""
    inbound = INBOUND.get(event) if isinstance(event, str) else None
    if inbound is None:
        return refused("unknown_event")
    if inbound.role != seat.role:
        return refused("not_allowed")
    try:
        return inbound.read(seat, payload)
    except Malformed as why:
        return malformed(str(why))


def ack(answer: Answer) -> Payload:
    """An answer as it stands in an ack: ok, late, or refused."""
    if isinstance(answer, Counted):
        return {"ok": True, "seq": answer.seq}
    if answer.code == "late":
        return {"late": True, "sentence": answer.sentence, "hint": answer.hint}
    return refusal(answer)


def refusal(why: Refused) -> Payload:
    """A refusal as it stands in an ack, and in the data of a refused connection."""
    return {"refused": why.code, "sentence": why.sentence, "hint": why.hint}
