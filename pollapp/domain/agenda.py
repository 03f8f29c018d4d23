"""The agenda: which squares are most worth talking about, and why. Proposed from what the class may see, and from nothing else.

The facilitator's own agenda replaces the proposal until the next second look.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pollapp.domain.agreement import SPLIT, SPREAD, agreement_squared, by_disagreement, word
from pollapp.domain.session import Session
from pollapp.domain.tally import Counts

Why = Literal["again", "split", "spread", "few", "least", "own"]

MOST_PROPOSED = 6
FEWEST_PROPOSED = 3  # filled up with the squares that the room agrees on least, while there is any disagreement
GAP = 4  # a square that at least a quarter of those who placed most dots anywhere have left open


@dataclass(frozen=True, slots=True)
class Item:
    """`why`: again (looked at twice), split, spread, few (many left it open), least (least agreement), own (the facilitator's)."""

    square: int
    why: Why
    discussed: bool


def agenda(session: Session) -> list[Item]:
    """The agenda as it stands: the facilitator's, or else the proposed one; nothing while nothing is revealed."""
    proposed = propose(session)
    squares = list(proposed) if session.talk.agenda is None else [one for one in session.talk.agenda if one in session.visible()]
    reasons = proposed if session.talk.agenda is None else _reasons(session)
    return [Item(square, reasons.get(square, "own"), square in session.talk.discussed) for square in squares]


def propose(session: Session) -> dict[int, Why]:
    """Square → why it is worth talking about, the first one first: looked at again, split, spread, left open by many; each by disagreement.

    Squares that may not be shown come last, and only for being left open: turnout is no secret.
    """
    reasons = _reasons(session)
    rank = list(_ranked(session))
    order: list[Why] = ["again", "split", "spread", "few"]
    worth = [square for why in order for square in rank if reasons.get(square) == why][:MOST_PROPOSED]
    if len(worth) < FEWEST_PROPOSED:
        worth += [square for square in rank if reasons.get(square) == "least" and square not in worth][: FEWEST_PROPOSED - len(worth)]
    withheld = {square for square in worth if session.withheld(square)}
    return {square: reasons[square] for square in sorted(worth, key=lambda one: one in withheld)}


def next_on_agenda(session: Session) -> int | None:
    """The square to talk about next: the next one on the agenda that was not discussed, from the spotlight on and round again."""
    items = agenda(session)
    squares = [item.square for item in items]
    start = squares.index(session.talk.spotlight) + 1 if session.talk.spotlight in squares else 0
    ahead = [*items[start:], *items[:start]]
    return next((item.square for item in ahead if not item.discussed and item.square != session.talk.spotlight), None)


def before_on_agenda(session: Session) -> int | None:
    """The square on the agenda before the one in the spotlight; None where that is the board."""
    squares = [item.square for item in agenda(session)]
    place = squares.index(session.talk.spotlight) if session.talk.spotlight in squares else 0
    return squares[place - 1] if place else None


def visible_counts(session: Session) -> dict[int, Counts]:
    """Square → its latest tally, in grid order, as far as the class may see it; withheld squares are left out."""
    found = ((square, session.latest(square)) for square in session.visible())
    return {square: latest[1].shown for square, latest in found if latest and latest[1].shown is not None}


def _ranked(session: Session) -> Iterator[int]:
    """The visible squares, most disagreement first; what is withheld or has no dots comes last."""
    counts = visible_counts(session)
    yield from by_disagreement(counts)
    yield from (square for square in session.visible() if square not in counts)


def _reasons(session: Session) -> dict[int, Why]:
    """Why each visible square would be worth talking about; squares without any reason are left out."""
    counts = visible_counts(session)
    again = set(session.rounds[-1].squares) if len(session.rounds) > 1 else set()
    left_open = _left_open(session)
    reasons: dict[int, Why] = {}
    for square in session.visible():
        tally = counts.get(square)
        if square in again:
            reasons[square] = "again"
        elif tally and word(tally) in (SPLIT, SPREAD):
            reasons[square] = "split" if word(tally) == SPLIT else "spread"
        elif square in left_open:
            reasons[square] = "few"
        elif tally and agreement_squared(tally) != 1:
            reasons[square] = "least"
    return reasons


def _left_open(session: Session) -> set[int]:
    """Squares of the first round that many of those who voted have left open. Turnout is never withheld, so this tells nothing."""
    placed = {square: dots.placed for square, dots in session.rounds[0].squares.items()} if session.rounds else {}
    most = max(placed.values(), default=0)
    gap = max(most / GAP, session.minimum)
    return {square for square, dots in placed.items() if most - dots >= gap}
