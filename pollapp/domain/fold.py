"""The fold: one small function an event, saying what it changes in a session.

The fold has the last word: an event that is not legal at its place in the log changes nothing, and the session
remembers why (`ignored`), so that everybody who asks about it gets the same answer.
"""

from collections.abc import Callable, Iterable
from typing import Any

from pollapp.domain import events
from pollapp.domain.legal import (
    WhyNot,
    dot_refused,
    finish_refused,
    forget_refused,
    join_refused,
    move_refused,
    round_refused,
    settings_refused,
)
from pollapp.domain.session import Round, Session
from pollapp.domain.stages import MOVES
from pollapp.domain.tally import SquareDots


def _opened_again(session: Session, event: events.SessionOpened) -> WhyNot:
    return "already_open"


def _joined(session: Session, event: events.ParticipantJoined) -> WhyNot:
    if event.participant in session.participants:
        return None
    if why_not := join_refused(session, event.participant):
        return why_not
    if session.locked:
        session.admitted -= 1
    session.participants.add(event.participant)
    return None


def _dot(session: Session, event: events.DotEvent) -> WhyNot:
    if why_not := dot_refused(session, event):
        return why_not
    assert session.round is not None  # dot_refused has seen to it
    square = session.round.squares[event.square]
    choice = event.choice if isinstance(event, events.DotPlaced) else None
    square.put(event.participant, choice, event.counter, skip=isinstance(event, events.SquareSkipped))
    square.step(session.choices, session.minimum)
    session.has_dots |= choice is not None
    return None


def _finished(session: Session, event: events.ParticipantFinished) -> WhyNot:
    if why_not := finish_refused(session, event):
        return why_not
    assert session.round is not None  # finish_refused has seen to it
    if event.done:
        session.round.done.add(event.participant)
    else:
        session.round.done.discard(event.participant)
    return None


def _forgotten(session: Session, event: events.DotsForgotten) -> WhyNot:
    if why_not := forget_refused(session, event):
        return why_not
    session.participants.discard(event.participant)
    session.forgotten.add(event.participant)
    for past in session.rounds:
        past.done.discard(event.participant)
        for square in past.squares.values():
            square.forget(event.participant)
            square.step(session.choices, session.minimum)
    return None


def _moved(session: Session, event: events.StageEvent) -> WhyNot:
    if why_not := move_refused(session, type(event), event.from_stage):
        return why_not
    if isinstance(event, events.RoundOpened):
        return _open_round(session, event)
    before, session.stage = session.stage, MOVES[type(event)][session.stage]
    if isinstance(event, events.RoundClosed):
        _show_all(session)
    elif isinstance(event, events.RevealTakenBack):
        session.taken_back += 1
    elif isinstance(event, events.SessionClosed):
        session.closed_from = before
    elif isinstance(event, events.SessionReopened):
        session.stage = session.closed_from
    return None


def _open_round(session: Session, event: events.RoundOpened) -> WhyNot:
    if why_not := round_refused(session, event):
        return why_not
    session.stage = MOVES[type(event)][session.stage]
    session.rounds.append(Round(event.round, {square: SquareDots() for square in event.squares}))
    return None


def _show_all(session: Session) -> None:
    """The step at the round's close: every square that has the minimum is shown as it stands."""
    assert session.round is not None  # a round is open in the stages that lead here
    for square in session.round.squares.values():
        square.step(session.choices, session.minimum, at_close=True)


def _locked(session: Session, event: events.JoiningLocked) -> WhyNot:
    if event.locked != session.locked:  # locking what is locked takes no admission back
        session.admitted = 0
    session.locked = event.locked
    return None


def _admitted(session: Session, event: events.OneAdmitted) -> WhyNot:
    if not session.locked:
        return "not_locked"
    session.admitted += 1
    return None


def _settings(session: Session, event: events.SettingsChanged) -> WhyNot:
    if why_not := settings_refused(session, event):
        return why_not
    if event.minimum is not None:
        session.minimum = event.minimum
    if event.live is not None:
        session.live = event.live
    return None


def _arranged(session: Session, event: events.BoardArranged) -> WhyNot:
    session.layer, session.order = event.layer, event.order
    return None


APPLY: dict[type[events.Event], Callable[[Session, Any], WhyNot]] = {
    events.SessionOpened: _opened_again,
    events.ParticipantJoined: _joined,
    events.DotPlaced: _dot,
    events.DotCleared: _dot,
    events.SquareSkipped: _dot,
    events.ParticipantFinished: _finished,
    events.DotsForgotten: _forgotten,
    events.JoiningLocked: _locked,
    events.OneAdmitted: _admitted,
    events.SettingsChanged: _settings,
    events.BoardArranged: _arranged,
    **dict.fromkeys(MOVES, _moved),
}


def open_session(event: events.Event) -> Session:
    """The session that a log's first event opens.

    Raises ValueError when the log does not begin with SessionOpened.
    """
    if not isinstance(event, events.SessionOpened):
        raise ValueError("A log begins with SessionOpened.")
    return Session(event.kind, event.grid, event.live, event.minimum, event.opened_on)


def apply(session: Session, event: events.Event) -> None:
    """Carry the session further by the next event of its log. Never raises for an illegal event: it counts for nothing."""
    session.seq += 1
    why_not = APPLY[type(event)](session, event)
    if why_not:
        session.ignored[session.seq] = why_not


def fold(log: Iterable[events.Event]) -> Session:
    """The session that a whole log (SessionOpened first) amounts to. The same log gives the same session, always.

    Raises ValueError for an empty log or one that does not begin with SessionOpened.
    """
    rest = iter(log)
    first = next(rest, None)
    if first is None:
        raise ValueError("An empty log is no session.")
    session = open_session(first)
    for event in rest:
        apply(session, event)
    return session
