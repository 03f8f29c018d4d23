"""A tally as it may be told: what is said about the dots on one square in one round, or that nothing may be said."""

from dataclasses import dataclass

from pollapp.domain.agreement import agreement, fragile, leading, one_dot_range, percent, word
from pollapp.domain.measures import measures
from pollapp.domain.session import Session
from pollapp.domain.tally import Counts, SquareDots


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallied:
    """`placed`: dots there as they stand (turnout). `counts`: those that may be shown, and None while withheld, as is all that is
    said about them. `paper`: how many of the counted dots were on paper.
    """

    placed: int
    counts: Counts | None
    paper: int | None = 0

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


def shown_counts(session: Session, dots: SquareDots) -> Counts | None:
    """What may be shown; None while withheld, noughts where there is nothing."""
    empty = dots.placed == 0 and dots.shown is None
    return (0,) * len(session.choices) if empty else dots.shown


def shown_paper(dots: SquareDots, counts: Counts | None) -> int | None:
    """How many of these counts were on paper; None while withheld."""
    return None if counts is None else sum(dots.paper_seen or ())
