"""What somebody asks for, in the imperative. `decide` turns a command into one event or a refusal.

Commands say what they assume: a dot names its round, a stage command names the stage it starts from. Those of the talk are
in `talk_commands`.
"""

from dataclasses import dataclass

from pollapp.domain.command import Command, StageCommand
from pollapp.domain.events import Layer, Order


@dataclass(frozen=True, slots=True)
class Join(Command):
    participant: str


@dataclass(frozen=True, slots=True)
class DotCommand(Command):
    participant: str
    round: int
    square: int
    counter: int


@dataclass(frozen=True, slots=True)
class PlaceDot(DotCommand):
    choice: str


@dataclass(frozen=True, slots=True)
class ClearDot(DotCommand):
    pass


@dataclass(frozen=True, slots=True)
class SkipSquare(DotCommand):
    pass


@dataclass(frozen=True, slots=True)
class Finish(Command):
    participant: str
    round: int
    done: bool


@dataclass(frozen=True, slots=True)
class ForgetDots(Command):
    participant: str

    @property
    def takes_back(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class PassOn(Command):
    participant: str

    @property
    def takes_back(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class OpenRound(StageCommand):
    pass


@dataclass(frozen=True, slots=True)
class CloseRound(StageCommand):
    pass


@dataclass(frozen=True, slots=True)
class Reveal(StageCommand):
    pass


@dataclass(frozen=True, slots=True)
class TakeBack(StageCommand):
    pass


@dataclass(frozen=True, slots=True)
class CloseSession(StageCommand):
    pass


@dataclass(frozen=True, slots=True)
class ReopenSession(StageCommand):
    pass


@dataclass(frozen=True, slots=True)
class LockJoining(Command):
    locked: bool


@dataclass(frozen=True, slots=True)
class AdmitOne(Command):
    pass


@dataclass(frozen=True, slots=True)
class ChangeSettings(Command):
    live: bool | None = None
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class ArrangeBoard(Command):
    layer: Layer
    order: Order
