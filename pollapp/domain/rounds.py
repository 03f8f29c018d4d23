"""What happens to the squares of a round: it opens, dots change them, it closes. Used by the fold alone."""

from pollapp.domain.session import Round, Session
from pollapp.domain.shift import shift_between
from pollapp.domain.stages import Stage
from pollapp.domain.talk_events import Recall
from pollapp.domain.tally import SquareDots


def open_round(session: Session, squares: tuple[int, ...], recall: Recall = "nothing") -> None:
    """A new round on these squares; the talk about them begins anew."""
    session.stage = Stage.VOTING
    in_order = [square.id for square in session.grid.squares if square.id in squares]
    session.rounds.append(Round(len(session.rounds) + 1, {square: SquareDots() for square in in_order}, recall))
    session.taps.clear()
    session.talk.discussed_before |= session.talk.discussed
    session.talk.discussed -= set(squares)
    session.talk.agenda, session.talk.agenda_seq, session.talk.which = None, 0, "round"
    cover(session)


def cover(session: Session) -> None:
    """Nothing is in the spotlight any more, and no square is revealed by itself."""
    session.talk.unveiled.clear()
    session.talk.put_in_spotlight(None)


def step(session: Session, square: int, number: int, *, at_close: bool = False) -> None:
    """Show of this square in this round what may be seen now. With a new picture, how people moved to it and from it is told no more."""
    if not session.rounds[number - 1].squares[square].step(session.choices, session.minimum, at_close=at_close):
        return
    there = [one.squares[square] for one in session.rounds[number - 1 :] if square in one.squares]
    for dots in there[:2]:  # the shift to this round, and the one from it
        dots.shift = None
    if at_close:
        _compare(session, square, number)


def _compare(session: Session, square: int, number: int) -> None:
    """How people moved to this round from the one before, from picture to picture. It is taken once, at the close: of two of them,
    taken while somebody votes or forgets, the difference would tell how one person moved.
    """
    before, dots = session.before(square, number), session.rounds[number - 1].squares[square]
    if before:
        dots.shift = shift_between(before.pictured, dots.pictured, session.choices)


def show_all(session: Session) -> None:
    """The step at the round's close: every square that has the minimum is shown as it stands."""
    for square in session.rounds[-1].squares:
        step(session, square, len(session.rounds), at_close=True)
