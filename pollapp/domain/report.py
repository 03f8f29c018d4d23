"""What a session amounts to, for taking home: every export is made from this and from nothing else.

Only what may be shown is in it: the same pictures that projector and phones saw, under the same small-group rule.
"""

from dataclasses import dataclass

from pollapp.domain.agreement import agreement, fragile, leading, one_dot_range, percent, word
from pollapp.domain.grid import Grid, Square
from pollapp.domain.measures import krippendorff_alpha, measures
from pollapp.domain.session import Session
from pollapp.domain.tally import Counts, SquareDots


@dataclass(frozen=True, slots=True)
class SquareReport:
    """One square. `placed`: dots on it now (turnout). The rest is None while the square is withheld, and follows `counts`."""

    square: Square
    placed: int
    counts: Counts | None

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
    """A session's current round. `stage`: as on the wire; `revealed`: the class has been shown it and it was not taken back."""

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

    @property
    def alpha(self) -> float | None:
        """Krippendorff's ordinal alpha over the squares that are not withheld."""
        return krippendorff_alpha([square.counts for square in self.squares if square.counts is not None])


def report(session: Session, language: str | None = None) -> Report:
    """The report of a session as it stands, with the grid's texts in this language if it has it (None: its original one)."""
    grid = session.grid.in_language(language or session.grid.language)
    current = session.round
    squares = current.squares if current else {square.id: SquareDots() for square in session.grid.squares}
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
        squares=tuple(_square(grid, id, dots) for id, dots in squares.items()),
    )


def _square(grid: Grid, id: int, dots: SquareDots) -> SquareReport:
    placed = len(dots.dots)
    empty = (0,) * len(grid.choices)
    return SquareReport(grid.square(id), placed, dots.shown if placed or dots.shown else empty)
