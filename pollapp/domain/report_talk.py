"""What of the talk goes into the report: nameless words, as far as the facilitator has approved them, and the facilitator's notes."""

from dataclasses import dataclass

from pollapp.domain.approved import approved
from pollapp.domain.session import Session


@dataclass(frozen=True, slots=True)
class Reason:
    """How somebody decided on a square (its id), and nothing of who."""

    square: int
    words: str


def approved_reasons(session: Session) -> tuple[Reason, ...]:
    """By square, in grid order."""
    said = list(approved(session))
    return tuple(Reason(square.id, words) for square in session.grid.squares for one, words in said if one.square == square.id)


def approved_takeaways(session: Session) -> tuple[str, ...]:
    """In the order in which they came."""
    return tuple(words for one, words in approved(session) if one.square is None)


def note(session: Session, square: int) -> str:
    """The facilitator's private note on this square, "" when there is none."""
    seq = session.talk.notes.get(square)
    return "" if seq is None else session.words.get(seq, "")
