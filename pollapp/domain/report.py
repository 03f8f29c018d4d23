"""What a session amounts to, for taking home: every export is made from this and from nothing else.

Only what may be shown is in it: the same pictures that projector and phones saw, under the same small-group rule. What people
said in the talk is nameless and carries no colour (`report_talk`).
"""

from dataclasses import dataclass
from typing import Any

from pollapp.domain.agreement import agreement, fragile, leading, one_dot_range, percent, word
from pollapp.domain.grid_parts import Square
from pollapp.domain.measures import krippendorff_alpha, measures
from pollapp.domain.report_talk import Reason, approved_reasons, approved_takeaways, note
from pollapp.domain.results import told_shift
from pollapp.domain.session import Session
from pollapp.domain.shift import Shift
from pollapp.domain.stages import Stage
from pollapp.domain.talk_views import cited_view
from pollapp.domain.tally import Counts, SquareDots


@dataclass(frozen=True, slots=True)
class SquareReport:
    """One square. `placed`: dots on it in its latest round as they stand (turnout). `counts` are those that may be shown, and what
    is said about them is None while the square is withheld.
    """

    square: Square
    placed: int
    counts: Counts | None
    round: int | None = None  # the latest one that it was in; None: in none yet
    paper: int | None = 0  # how many of the counted dots were on paper
    before: Counts | None = None  # what may be shown of the round before that it was in
    shift: Shift | None = None  # how people moved since; None where it cannot be told, or there was no round before
    cited: dict[str, Any] | None = None  # principles, as in the spotlight: {"n": people, "ranking": [[number, people]]}
    note: str = ""  # the facilitator's own

    @property
    def withheld(self) -> bool:
        return self.counts is None

    @property
    def n(self) -> int | None:
        return None if self.counts is None else sum(self.counts)

    @property
    def agreement(self) -> float | None:
        """Unrounded, 0 to 1; None for no dots."""
        return None if self.counts is None else agreement(self.counts)

    @property
    def percent(self) -> int | None:
        """Whole percent as on every screen: None below two dots, where agreement says nothing."""
        return percent(self.agreement) if self.n and self.n > 1 else None

    @property
    def word(self) -> str | None:
        return None if self.counts is None else word(self.counts)

    @property
    def leading(self) -> list[int]:
        return [] if self.counts is None else leading(self.counts)

    @property
    def one_dot(self) -> tuple[float | None, float | None]:
        """Lowest and highest agreement if any one dot changed its choice."""
        return (self.counts and one_dot_range(self.counts)) or (None, None)

    @property
    def fragile(self) -> bool | None:
        return None if self.counts is None else fragile(self.counts)

    @property
    def measures(self) -> dict[str, float | None]:
        """The other measures by name; every one None while withheld."""
        return measures(self.counts) if self.counts else dict.fromkeys(measures((0, 0)))


@dataclass(frozen=True, slots=True)
class Report:
    """Each square in its latest round. `round`: the current one; `stage`: as on the wire; `revealed`: the class has been shown that
    round and it was not taken back; `joined` and `finished`: people, the latter in that round.
    """

    title: str
    directions: str
    kind: str
    opened_on: str
    stage: str
    round: int
    revealed: bool
    taken_back: int
    minimum: int
    joined: int
    finished: int
    choices: tuple[tuple[str, str], ...]  # key and label
    squares: tuple[SquareReport, ...]
    principles: tuple[tuple[int, str], ...]  # number and text
    reasons: tuple[Reason, ...]  # approved ones
    takeaways: tuple[str, ...]  # approved ones

    @property
    def rounds(self) -> int:
        """How many rounds there were, the open one included."""
        return self.round

    @property
    def alpha(self) -> float | None:
        """Krippendorff's ordinal alpha over the squares that are not withheld."""
        return krippendorff_alpha([square.counts for square in self.squares if square.counts is not None])


def report(session: Session, language: str | None = None) -> Report:
    """The report of a session as it stands, with the grid's texts in this language if it has it (None: its original one)."""
    grid = session.grid.in_language(language or session.grid.language)
    current = session.round
    return Report(
        title=grid.title,
        directions=grid.directions,
        kind=session.kind,
        opened_on=session.opened_on,
        stage=session.stage.value,
        round=current.number if current else 0,
        revealed=session.revealed,
        taken_back=session.taken_back,
        minimum=session.minimum,
        joined=len(session.participants),
        finished=sum(map(current.finished, session.participants)) if current else 0,
        choices=tuple((choice.key, choice.label) for choice in grid.choices),
        squares=tuple(_square(session, square) for square in grid.squares),
        principles=tuple((principle.number, principle.text) for principle in grid.principles),
        reasons=approved_reasons(session),
        takeaways=approved_takeaways(session),
    )


def _square(session: Session, square: Square) -> SquareReport:
    number, dots = session.latest(square.id) or (None, SquareDots())
    before = session.before(square.id, number) if number else None
    counts = _counts(session, dots)
    withheld = counts is None
    return SquareReport(
        square,
        dots.placed,
        counts,
        round=number,
        paper=None if withheld else sum(dots.paper_seen or ()),
        before=_counts(session, before) if before else None,
        shift=told_shift(session, before, dots) if before and session.stage is not Stage.VOTING else None,
        cited=None if withheld else cited_view(session, square.id),
        note=note(session, square.id),
    )


def _counts(session: Session, dots: SquareDots) -> Counts | None:
    """What may be shown; None while withheld, noughts where there is nothing."""
    empty = dots.placed == 0 and dots.shown is None
    return (0,) * len(session.choices) if empty else dots.shown
