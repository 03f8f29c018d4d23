"""The rounds of a session in its report: how many took part in each, and what may be shown of each square in each of them."""

from dataclasses import dataclass

from pollapp.domain.results import told_shift
from pollapp.domain.session import Round, Session
from pollapp.domain.shift import Shift
from pollapp.domain.talk_events import Recall
from pollapp.domain.tallied import Tallied, shown_counts, shown_paper


@dataclass(frozen=True, slots=True, kw_only=True)
class SquareInRound(Tallied):
    """One square in one round. `shift`: how people moved since the round before that it was in; None where it cannot be told."""

    round: int
    shift: Shift | None = None


@dataclass(frozen=True, slots=True)
class RoundHeld:
    """`squares`: their ids, in grid order. `voted`: people with a dot in it; `finished`: people who were done. `recall`: what their
    phones showed of the rounds before, as on the wire.
    """

    number: int
    squares: tuple[int, ...]
    recall: Recall
    voted: int
    finished: int


def rounds_held(session: Session) -> tuple[RoundHeld, ...]:
    """Every round so far, the open one included."""
    return tuple(_held(session, one) for one in session.rounds)


def _held(session: Session, one: Round) -> RoundHeld:
    voted = set().union(*(dots.dots for dots in one.squares.values()))
    return RoundHeld(one.number, tuple(one.squares), one.recall, len(voted), sum(map(one.finished, session.participants)))


def square_in_rounds(session: Session, square: int) -> tuple[SquareInRound, ...]:
    """What may be shown of this square in each round that it was in, the first one first."""
    return tuple(_in_round(session, square, one) for one in session.rounds if square in one.squares)


def _in_round(session: Session, square: int, one: Round) -> SquareInRound:
    dots = one.squares[square]
    counts = shown_counts(session, dots)
    before = session.before(square, one.number)
    over = one is not session.round or not session.round_open
    return SquareInRound(
        placed=dots.placed,
        counts=counts,
        paper=shown_paper(dots, counts),
        round=one.number,
        shift=told_shift(session, before, dots) if before and over else None,
    )
