"""What a log amounts to: the state that `fold` builds. Exactly one applier owns a `Session` and mutates it in log
order (see `fold`); everyone else reads.
"""

from dataclasses import dataclass, field

from pollapp.domain import events
from pollapp.domain.grid import Grid
from pollapp.domain.stages import ROUND_OPEN, Stage
from pollapp.domain.tally import SquareDots


@dataclass(slots=True)
class Round:
    number: int
    squares: dict[int, SquareDots]
    done: set[str] = field(default_factory=set)

    def finished(self, participant: str) -> bool:
        """Finished = said "I'm done", or placed or skipped every square."""
        return participant in self.done or all(
            participant in square.dots or participant in square.skipped for square in self.squares.values()
        )


@dataclass(slots=True)
class Session:
    kind: events.Kind
    grid: Grid
    live: bool
    minimum: int
    opened_on: str
    seq: int = 1
    stage: Stage = Stage.LOBBY
    closed_from: Stage = Stage.LOBBY  # where a reopened session returns to
    participants: set[str] = field(default_factory=set)
    forgotten: set[str] = field(default_factory=set)
    rounds: list[Round] = field(default_factory=list)
    locked: bool = False
    admitted: int = 0  # how many may still join while joining is locked
    has_dots: bool = False  # the minimum is frozen with the first dot
    taken_back: int = 0  # how often a reveal was taken back: nobody can unsee it
    layer: events.Layer = "votes"
    order: events.Order = "grid"
    ignored: dict[int, str] = field(default_factory=dict)  # seq → why the event counts for nothing

    @property
    def round(self) -> Round | None:
        """The round that is open or was the last one."""
        return self.rounds[-1] if self.rounds else None

    @property
    def round_open(self) -> bool:
        return self.stage in ROUND_OPEN

    @property
    def revealed(self) -> bool:
        """The facilitator has revealed the round, and has not taken it back."""
        stage = self.closed_from if self.stage is Stage.CLOSED else self.stage
        return stage in (Stage.SHOWING, Stage.REVEALED)

    @property
    def choices(self) -> tuple[str, ...]:
        """The choice keys, in the grid's order."""
        return self.grid.choice_keys
