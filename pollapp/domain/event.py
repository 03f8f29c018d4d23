"""What every fact in a log is made from."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    v: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class StageEvent(Event):
    """Moves the session from one stage to another; it counts only where the session stands at `from_stage`."""

    from_stage: str
