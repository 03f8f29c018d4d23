"""The facts of the discussion: from the heatmap to the talk, to the second look and to the end.

Words that people type are in none of them: they come with the event and lie in an erasable table beside the log, under the
event's seq. So a reason *is* the seq of the event that brought it.
"""

from dataclasses import dataclass
from typing import Literal

from pollapp.domain.event import Event, StageEvent

Recall = Literal["nothing", "own", "room"]  # what phones may show of the round before, while people look again
Which = Literal["round", "all"]
Prompt = Literal["principles", "lenses", "steps"]
Verdict = Literal["approved", "hidden"]

MOST_SECONDS = 3600  # of a countdown


@dataclass(frozen=True, slots=True)
class UnveilingBegun(StageEvent):
    """The round is closed, and its squares are revealed one by one."""


@dataclass(frozen=True, slots=True)
class SquareUnveiled(Event):
    square: int


@dataclass(frozen=True, slots=True)
class SecondLookOpened(StageEvent):
    """A later round, on these squares only."""

    round: int
    squares: tuple[int, ...]
    recall: Recall


@dataclass(frozen=True, slots=True)
class WrappedUp(StageEvent):
    pass


@dataclass(frozen=True, slots=True)
class TakeawaysAsked(StageEvent):
    pass


@dataclass(frozen=True, slots=True)
class SteppedBack(StageEvent):
    """From the end back into the talk."""


@dataclass(frozen=True, slots=True)
class SpotlightMoved(Event):
    """From one square (or none) to another (or none)."""

    from_square: int | None
    square: int | None


@dataclass(frozen=True, slots=True)
class PromptShown(Event):
    """What stands beside the square in the spotlight: the principles that bear on it, the lenses, or the decision steps."""

    prompt: Prompt


@dataclass(frozen=True, slots=True)
class AgendaSet(Event):
    """The facilitator's own agenda, whole; `before`: the seq of the one it was made from (0: the proposed one). None: back to that."""

    before: int
    squares: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class SquareDiscussed(Event):
    square: int
    discussed: bool


@dataclass(frozen=True, slots=True)
class SquaresShown(Event):
    """After a second look: the board shows the squares of that round, or all."""

    which: Which


@dataclass(frozen=True, slots=True)
class ReasonSent(Event):
    """Its words came with it. The participant is kept so that it can be forgotten with their dots, and is shown to nobody."""

    participant: str
    square: int


@dataclass(frozen=True, slots=True)
class TakeawaySent(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class ContributionJudged(Event):
    """`contribution`: the seq of the reason or takeaway."""

    contribution: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ContributionDeleted(Event):
    """For good: its words are erased."""

    contribution: int


@dataclass(frozen=True, slots=True)
class ReasonBroughtUp(Event):
    """A reason on the projector; None takes it off."""

    contribution: int | None


@dataclass(frozen=True, slots=True)
class PrinciplesCited(Event):
    """All the principles that decided it for this participant on this square; none takes them back."""

    participant: str
    square: int
    principles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NoteWritten(Event):
    """The facilitator's private note on a square, whole; its words came with it. Without words it is taken away."""

    square: int


@dataclass(frozen=True, slots=True)
class NoteChanged(Event):
    """As NoteWritten, by somebody who had seen the log up to `before`: what another console has written since is not replaced."""

    square: int
    before: int


@dataclass(frozen=True, slots=True)
class PaperCounted(Event):
    """Dots placed on paper, typed in per choice; they replace what was counted there before."""

    round: int
    square: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CountdownSet(Event):
    """What remains (0: no countdown) and whether it runs; a span, never a time of day."""

    seconds: int
    running: bool


TALK_EVENTS: tuple[type[Event], ...] = (
    UnveilingBegun, SquareUnveiled, SecondLookOpened, WrappedUp, TakeawaysAsked, SteppedBack, SpotlightMoved, PromptShown, AgendaSet,
    SquareDiscussed, SquaresShown, ReasonSent, TakeawaySent, ContributionJudged, ContributionDeleted, ReasonBroughtUp,
    PrinciplesCited, NoteWritten, NoteChanged, PaperCounted, CountdownSet,
)  # fmt: skip
