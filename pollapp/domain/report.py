"""What a session amounts to, for taking home: every export is made from this and from nothing else.

Only what may be shown is in it: the same pictures that projector and phones saw, under the same small-group rule. What people
said in the talk is nameless and carries no colour (`report_talk`).
"""

from dataclasses import dataclass
from typing import Any

from pollapp.domain.grid import Grid
from pollapp.domain.grid_parts import Square
from pollapp.domain.measures import krippendorff_alpha
from pollapp.domain.report_rounds import RoundHeld, SquareInRound, rounds_held, square_in_rounds
from pollapp.domain.report_talk import Reason, approved_reasons, approved_takeaways, note
from pollapp.domain.session import Session
from pollapp.domain.shift import Shift
from pollapp.domain.talk_views import cited_view
from pollapp.domain.tallied import Tallied, shown_counts, shown_paper
from pollapp.domain.tally import Counts, SquareDots


@dataclass(frozen=True, slots=True, kw_only=True)
class SquareReport(Tallied):
    """One square in its latest round."""

    square: Square
    round: int | None = None  # the latest one that it was in; None: in none yet
    before: Counts | None = None  # what may be shown of the round before that it was in
    shift: Shift | None = None  # how people moved since; None where it cannot be told, or there was no round before
    rounds: tuple[SquareInRound, ...] = ()  # every round that it was in, that one included
    discussed: bool = False  # it was in the spotlight, and the talk went on from there
    cited: dict[str, Any] | None = None  # principles, as in the spotlight: {"n": people, "ranking": [[number, people]]}
    note: str | None = None  # the facilitator's own; "" where there is none, None where notes are left out


@dataclass(frozen=True, slots=True)
class Report:
    """Each square in its latest round. `round`: the current one; `stage`: as on the wire; `revealed`: the class has been shown that
    round and it was not taken back; `seen`: that, or it is looking at it live; `joined` and `finished`: people, the latter in that
    round. `notes`: the facilitator's own are in it.
    """

    grid: Grid  # in the language of the report
    kind: str
    opened_on: str
    stage: str
    round: int
    revealed: bool
    seen: bool
    taken_back: int
    minimum: int
    joined: int
    finished: int
    held: tuple[RoundHeld, ...]
    squares: tuple[SquareReport, ...]
    reasons: tuple[Reason, ...]  # approved ones
    takeaways: tuple[str, ...]  # approved ones
    notes: bool

    @property
    def title(self) -> str:
        return self.grid.title

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Key and label of each."""
        return tuple((choice.key, choice.label) for choice in self.grid.choices)

    @property
    def rounds(self) -> int:
        """How many rounds there were, the open one included."""
        return self.round

    @property
    def alpha(self) -> float | None:
        """Krippendorff's ordinal alpha over the squares that are not withheld."""
        return krippendorff_alpha([square.counts for square in self.squares if square.counts is not None])


def report(session: Session, language: str | None = None, *, notes: bool = False) -> Report:
    """The report of a session as it stands, with the grid's texts in this language if it has it (None: its original one).

    The facilitator's private notes are in it only where they are asked for: a report is made to be handed on.
    """
    current, grid = session.round, session.grid.in_language(language or session.grid.language)
    return Report(
        grid=grid,
        kind=session.kind,
        opened_on=session.opened_on,
        stage=session.stage.value,
        round=current.number if current else 0,
        revealed=session.revealed,
        seen=seen_by_the_class(session),
        taken_back=session.taken_back,
        minimum=session.minimum,
        joined=len(session.participants),
        finished=sum(map(current.finished, session.participants)) if current else 0,
        held=rounds_held(session),
        squares=tuple(_square(session, square, notes) for square in grid.squares),
        reasons=approved_reasons(session),
        takeaways=approved_takeaways(session),
        notes=notes,
    )


def seen_by_the_class(session: Session) -> bool:
    """The class has been shown the results of the current round, or is looking at them live."""
    return session.revealed or (session.live and session.round_open)


def _square(session: Session, square: Square, notes: bool) -> SquareReport:
    number, dots = session.latest(square.id) or (None, SquareDots())
    before = session.before(square.id, number) if number else None
    counts = shown_counts(session, dots)
    rounds = square_in_rounds(session, square.id)
    return SquareReport(
        square=square,
        placed=dots.placed,
        counts=counts,
        paper=shown_paper(dots, counts),
        round=number,
        before=shown_counts(session, before) if before else None,
        shift=rounds[-1].shift if rounds else None,
        rounds=rounds,
        discussed=square.id in session.talk.discussed | session.talk.discussed_before,
        cited=None if counts is None else cited_view(session, square.id),
        note=note(session, square.id) if notes else None,
    )
