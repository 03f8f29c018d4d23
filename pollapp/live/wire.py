"""The closed set of messages that browsers may send: who may send each, and how it is read. docs/wire.md says the same in prose.

Reading is strict: a missing field, an extra one or a wrong type is `malformed`, with a sentence that names it. The messages
of the discussion are in `wire_talk`.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pollapp.access import Role, Seat
from pollapp.domain import commands
from pollapp.domain.command import Command
from pollapp.domain.refused import Refused, refused
from pollapp.domain.said import say
from pollapp.domain.tally import MOST_MINIMUM
from pollapp.live.fields import Malformed, Payload, command_id, fields, flag, one_of, text, whole
from pollapp.live.inbound import Inbound, own, stage, steer
from pollapp.live.wire_talk import TALK
from pollapp.room import Answer, Counted
from pollapp.service import Order

MOST_DOTS = 64  # in one message


def malformed(why: str) -> Refused:
    """`why` speaks to whoever writes a client, in English; the sentence around it to whoever sees it."""
    return replace(refused("malformed"), sentence=say("The server could not read this message: %(why)s.", why=why))


def _dots(seat: Seat, payload: Payload) -> list[Order]:
    dots = fields(payload, {"dots"})["dots"]
    if not isinstance(dots, list) or not 0 < len(dots) <= MOST_DOTS:
        raise Malformed(f"dots should be a list of 1 to {MOST_DOTS}")
    return [_dot(seat, dot) for dot in dots]


def _dot(seat: Seat, dot: Any) -> Order:
    assert seat.participant  # every phone's seat has one
    fields(dot, {"command_id", "round", "square", "counter"}, frozenset({"choice", "skipped"}))
    where = (seat.participant, whole(dot, "round", 1), whole(dot, "square", 1), whole(dot, "counter"))
    return Order(seat.participant, command_id(dot), _dot_command(where, dot))


def _dot_command(where: tuple[str, int, int, int], dot: Payload) -> Command:
    if ("choice" in dot) == ("skipped" in dot):
        raise Malformed("a dot has either choice or skipped")
    if "skipped" in dot:
        if dot["skipped"] is not True:
            raise Malformed("skipped should be true, or left out")
        return commands.SkipSquare(*where)
    return commands.ClearDot(*where) if dot["choice"] is None else commands.PlaceDot(*where, text(dot, "choice"))


def _finish(seat: Seat, payload: Payload) -> list[Order]:
    assert seat.participant  # every phone's seat has one
    fields(payload, {"command_id", "round", "done"})
    return own(seat, payload, commands.Finish(seat.participant, whole(payload, "round", 1), flag(payload, "done")))


def _forget(seat: Seat, payload: Payload) -> list[Order]:
    assert seat.participant  # every phone's seat has one
    fields(payload, {"command_id"})
    return own(seat, payload, commands.ForgetDots(seat.participant))


def _lock(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "locked"})
    return steer(payload, commands.LockJoining(flag(payload, "locked")))


def _admit(seat: Seat, payload: Payload) -> list[Order]:
    return steer(fields(payload, {"command_id"}), commands.AdmitOne())


def _settings(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id"}, frozenset({"live", "minimum"}))
    live = flag(payload, "live") if "live" in payload else None
    minimum = whole(payload, "minimum", 1, MOST_MINIMUM) if "minimum" in payload else None
    return steer(payload, commands.ChangeSettings(live, minimum))


def _arrange(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "layer", "order"})
    layer = one_of(payload, "layer", ("votes", "agreement"))
    order = one_of(payload, "order", ("grid", "disagreement", "agreement", "last"))
    return steer(payload, commands.ArrangeBoard(layer, order))


INBOUND: dict[str, Inbound] = {
    "place_dots": Inbound("phone", _dots),
    "finish": Inbound("phone", _finish),
    "forget_dots": Inbound("phone", _forget),
    "open_round": stage(commands.OpenRound),
    "close_round": stage(commands.CloseRound),
    "reveal": stage(commands.Reveal),
    "take_back": stage(commands.TakeBack),
    "close_session": stage(commands.CloseSession),
    "reopen_session": stage(commands.ReopenSession),
    "lock_joining": Inbound("console", _lock),
    "admit_one": Inbound("console", _admit),
    "change_settings": Inbound("console", _settings),
    "arrange_board": Inbound("console", _arrange),
    **TALK,
}


# Who may send what, and nobody else; `peek` changes no session, so it is no command.
SENDERS: dict[str, Role] = {event: inbound.role for event, inbound in INBOUND.items()} | {"peek": "console"}


def read_peek(payload: Any) -> bool:
    """Whether this console wants to see the covered heatmap (`peek` changes no session: it is no command). Raises Malformed."""
    return flag(fields(payload, {"open"}), "open")


def cost(event: Any, orders: list[Order] | Refused) -> int:
    """What a message costs in rate credits; what is refused costs something too."""
    if isinstance(orders, Refused):
        return 1
    each = INBOUND[event].cost if event in INBOUND else 1
    return each * max(1, len(orders))


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


def acks(event: Any, answers: Sequence[Answer]) -> Payload:
    """What a message that gave orders is acked with: an answer a dot, or the one answer."""
    each = [ack(answer) for answer in answers]
    return {"ok": True, "answers": each} if event == "place_dots" else each[0]


def refusal(why: Refused) -> Payload:
    """A refusal as it stands in an ack, and in the data of a refused connection."""
    return {"refused": why.code, "sentence": why.sentence, "hint": why.hint}
