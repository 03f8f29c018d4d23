"""The fold: one small function an event, saying what it changes in a session.

The fold has the last word: an event that is not legal at its place in the log changes nothing, and the session
remembers why (`ignored`), so that everybody who asks about it gets the same answer.
"""

from collections.abc import Callable, Iterable
from typing import Any

from pollapp.domain import events, talk_events
from pollapp.domain.event import Event, StageEvent
from pollapp.domain.legal import (
    WhyNot,
    dot_refused,
    finish_refused,
    forget_refused,
    join_refused,
    move_refused,
    pass_refused,
    round_refused,
    settings_refused,
)
from pollapp.domain.rounds import cover, open_round, show_all, step
from pollapp.domain.session import Session
from pollapp.domain.stages import MOVES, Stage
from pollapp.domain.talk_fold import TALK_APPLY, drop_words, forget_said
from pollapp.domain.talk_legal import second_look_refused


def _opened_again(session: Session, event: events.SessionOpened) -> WhyNot:
    return "already_open"


def _joined(session: Session, event: events.ParticipantJoined) -> WhyNot:
    if event.participant in session.participants and event.participant not in session.passed_on:
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
    current = session.rounds[-1]  # dot_refused has seen to it
    choice = event.choice if isinstance(event, events.DotPlaced) else None
    current.put(event.square, event.participant, choice, event.counter, skip=isinstance(event, events.SquareSkipped))
    session.tapped(event.participant)
    step(session, event.square, event.round)
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
    session.tapped(event.participant)
    return None


def _forgotten(session: Session, event: events.DotsForgotten) -> WhyNot:
    if why_not := forget_refused(session, event):
        return why_not
    session.participants.discard(event.participant)
    session.forgotten.add(event.participant)
    session.taps.pop(event.participant, None)
    for past in session.rounds:
        past.forget(event.participant)
    for past in session.rounds:  # only then: how people moved is between two rounds, and they are gone from both
        for square in past.squares:
            step(session, square, past.number)
    forget_said(session, event.participant)
    return None


def _passed_on(session: Session, event: events.PhonePassedOn) -> WhyNot:
    if why_not := pass_refused(session, event):
        return why_not
    session.passed_on.add(event.participant)
    return None


def _moved(session: Session, event: StageEvent) -> WhyNot:
    if why_not := move_refused(session, type(event), event.from_stage) or _round_refused(session, event):
        return why_not
    before, session.stage = session.stage, MOVES[type(event)][session.stage]
    if isinstance(event, events.RoundOpened):
        open_round(session, event.squares)
    elif isinstance(event, talk_events.SecondLookOpened):
        open_round(session, event.squares, event.recall)
    elif isinstance(event, events.RoundClosed | talk_events.UnveilingBegun) and before in (Stage.VOTING, Stage.SHOWING):
        show_all(session)
    elif isinstance(event, events.RevealTakenBack):
        session.taken_back += bool(before is not Stage.UNVEILING or session.talk.unveiled)
        cover(session)
    elif isinstance(event, talk_events.WrappedUp):
        _end_talk(session)
    elif isinstance(event, events.SessionClosed):
        session.closed_from = before
    elif isinstance(event, events.SessionReopened):
        session.stage = session.closed_from
    return None


def _round_refused(session: Session, event: StageEvent) -> WhyNot:
    if isinstance(event, talk_events.SecondLookOpened):
        return second_look_refused(session, event) or round_refused(session, event)
    return round_refused(session, event) if isinstance(event, events.RoundOpened) else None


def _end_talk(session: Session) -> None:
    if session.talk.spotlight is not None:
        session.talk.discussed.add(session.talk.spotlight)
    session.talk.put_in_spotlight(None)


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


APPLY: dict[type[Event], Callable[[Session, Any], WhyNot]] = {
    events.SessionOpened: _opened_again,
    events.ParticipantJoined: _joined,
    events.DotPlaced: _dot,
    events.DotCleared: _dot,
    events.SquareSkipped: _dot,
    events.ParticipantFinished: _finished,
    events.DotsForgotten: _forgotten,
    events.PhonePassedOn: _passed_on,
    events.JoiningLocked: _locked,
    events.OneAdmitted: _admitted,
    events.SettingsChanged: _settings,
    events.BoardArranged: _arranged,
    **TALK_APPLY,
    **dict.fromkeys(MOVES, _moved),
}


def open_session(event: Event) -> Session:
    """The session that a log's first event opens.

    Raises ValueError when the log does not begin with SessionOpened.
    """
    if not isinstance(event, events.SessionOpened):
        raise ValueError("A log begins with SessionOpened.")
    return Session(event.kind, event.grid, event.live, event.minimum, event.opened_on)


def apply(session: Session, event: Event, words: str | None = None) -> None:
    """Carry the session further by the next event of its log; `words` is what was typed with it.

    Never raises for an illegal event: it counts for nothing.
    """
    session.seq += 1
    if words is not None:
        session.words[session.seq] = words
    why_not = APPLY[type(event)](session, event)
    if why_not:
        session.ignored[session.seq] = why_not
        drop_words(session, session.seq)


def fold(log: Iterable[Event]) -> Session:
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
