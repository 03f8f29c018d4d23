"""One kind of message that browsers may send: who may send it, and how it becomes orders."""

from collections.abc import Callable
from dataclasses import dataclass

from pollapp.access import Role, Seat
from pollapp.domain.command import Command, StageCommand
from pollapp.live.fields import Payload, command_id, fields, text
from pollapp.service import FACILITATOR, Order


@dataclass(frozen=True, slots=True)
class Inbound:
    """The role that may send it, how its payload becomes orders (or raises Malformed), and what it costs in rate credits."""

    role: Role
    read: Callable[[Seat, Payload], list[Order]]
    cost: int = 1


def steer(payload: Payload, command: Command) -> list[Order]:
    """The order of a console."""
    return [Order(FACILITATOR, command_id(payload), command)]


def own(seat: Seat, payload: Payload, command: Command) -> list[Order]:
    """The order of a phone."""
    assert seat.participant  # every phone's seat has one
    return [Order(seat.participant, command_id(payload), command)]


def stage(kind: type[StageCommand]) -> Inbound:
    """A command that assumes nothing but the stage it starts from."""

    def read(seat: Seat, payload: Payload) -> list[Order]:
        fields(payload, {"command_id", "from"})
        return steer(payload, kind(text(payload, "from")))

    return Inbound("console", read)
