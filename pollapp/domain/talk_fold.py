"""The fold of the discussion's events: what each changes in a session. See `fold`."""

from collections.abc import Callable
from typing import Any

from pollapp.domain import talk_events
from pollapp.domain.contributions import Contribution
from pollapp.domain.event import Event
from pollapp.domain.legal import WhyNot
from pollapp.domain.session import Countdown, Session
from pollapp.domain.talk_legal import (
    agenda_refused,
    bring_up_refused,
    cite_refused,
    contribution_refused,
    countdown_refused,
    note_refused,
    paper_refused,
    prompt_refused,
    reason_refused,
    spotlight_refused,
    squares_refused,
    takeaway_refused,
    unveil_refused,
)
from pollapp.domain.tally import Citations


def _unveiled(session: Session, event: talk_events.SquareUnveiled) -> WhyNot:
    if why_not := unveil_refused(session, event):
        return why_not
    session.talk.unveiled.add(event.square)
    session.talk.put_in_spotlight(None)
    return None


def _spotlight(session: Session, event: talk_events.SpotlightMoved) -> WhyNot:
    if why_not := spotlight_refused(session, event):
        return why_not
    if event.from_square is not None and event.square not in (None, *session.talk.discussed):
        session.talk.discussed.add(event.from_square)  # the talk went on; going back is no verdict on it
    session.talk.put_in_spotlight(event.square)
    return None


def _prompt(session: Session, event: talk_events.PromptShown) -> WhyNot:
    if why_not := prompt_refused(session, event):
        return why_not
    session.talk.prompt = event.prompt
    return None


def _agenda(session: Session, event: talk_events.AgendaSet) -> WhyNot:
    if why_not := agenda_refused(session, event):
        return why_not
    session.talk.agenda = None if event.squares is None else tuple(dict.fromkeys(event.squares))
    session.talk.agenda_seq = session.seq
    return None


def _discussed(session: Session, event: talk_events.SquareDiscussed) -> WhyNot:
    if why_not := squares_refused(session, event.square):
        return why_not
    if event.discussed:
        session.talk.discussed.add(event.square)
    else:
        session.talk.discussed.discard(event.square)
    return None


def _which(session: Session, event: talk_events.SquaresShown) -> WhyNot:
    session.talk.which = event.which
    return None


def _reason(session: Session, event: talk_events.ReasonSent) -> WhyNot:
    return reason_refused(session, event) or _contributed(session, event.participant, event.square)


def _takeaway(session: Session, event: talk_events.TakeawaySent) -> WhyNot:
    return takeaway_refused(session, event) or _contributed(session, event.participant, None)


def _contributed(session: Session, participant: str, square: int | None) -> WhyNot:
    session.talk.contributions[session.seq] = Contribution(participant, square)
    session.talk.sent[participant, square] = session.talk.sent.get((participant, square), 0) + 1
    return None


def _judged(session: Session, event: talk_events.ContributionJudged) -> WhyNot:
    if why_not := contribution_refused(session, event):
        return why_not
    session.talk.contributions[event.contribution].state = event.verdict
    if event.verdict == "hidden":
        _off_the_projector(session, event.contribution)
    return None


def _deleted(session: Session, event: talk_events.ContributionDeleted) -> WhyNot:
    if why_not := contribution_refused(session, event):
        return why_not
    take_away(session, event.contribution)
    return None


def take_away(session: Session, contribution: int) -> None:
    """This reason or takeaway is gone, its words too."""
    session.talk.contributions.pop(contribution)
    _off_the_projector(session, contribution)
    drop_words(session, contribution)


def _off_the_projector(session: Session, contribution: int) -> None:
    if session.talk.brought_up == contribution:
        session.talk.brought_up = None


def drop_words(session: Session, seq: int) -> None:
    """What was typed with this event counts no longer, and is to be erased."""
    if session.words.pop(seq, None) is not None:
        session.dropped.add(seq)


def _brought_up(session: Session, event: talk_events.ReasonBroughtUp) -> WhyNot:
    if why_not := bring_up_refused(session, event):
        return why_not
    session.talk.brought_up = event.contribution
    if event.contribution is not None:
        session.talk.contributions[event.contribution].brought_up = True
    return None


def _cited(session: Session, event: talk_events.PrinciplesCited) -> WhyNot:
    if why_not := cite_refused(session, event):
        return why_not
    cited = session.talk.citations.setdefault(event.square, Citations())
    cited.change(event.participant, tuple(sorted(event.principles)) or None)
    step_citations(session, cited)
    session.tapped(event.participant)
    return None


def step_citations(session: Session, cited: Citations) -> None:
    """Show of the principles cited on one square what may be seen now."""
    cited.step([principle.number for principle in session.grid.principles], session.minimum)


def _noted(session: Session, event: talk_events.NoteWritten | talk_events.NoteChanged) -> WhyNot:
    if why_not := note_refused(session, event):
        return why_not
    before = session.talk.notes.pop(event.square, None)
    if before is not None:
        drop_words(session, before)
    if session.words.get(session.seq):
        session.talk.notes[event.square] = session.seq
    else:
        drop_words(session, session.seq)
    return None


def _paper(session: Session, event: talk_events.PaperCounted) -> WhyNot:
    if why_not := paper_refused(session, event):
        return why_not
    session.rounds[event.round - 1].squares[event.square].count_paper(event.counts, session.minimum)
    session.has_dots |= any(event.counts)
    return None


def _countdown(session: Session, event: talk_events.CountdownSet) -> WhyNot:
    if why_not := countdown_refused(session, event):
        return why_not
    session.talk.countdown = Countdown(session.seq, event.seconds, event.running) if event.seconds else None
    return None


def forget_said(session: Session, participant: str) -> None:
    """Everything that this participant said goes with their dots. A ranking that holds theirs stays until its next step."""
    said = [seq for seq, contribution in session.talk.contributions.items() if contribution.participant == participant]
    for seq in said:
        take_away(session, seq)
    for cited in session.talk.citations.values():
        cited.forget(participant)
        step_citations(session, cited)


TALK_APPLY: dict[type[Event], Callable[[Session, Any], WhyNot]] = {
    talk_events.SquareUnveiled: _unveiled,
    talk_events.SpotlightMoved: _spotlight,
    talk_events.PromptShown: _prompt,
    talk_events.AgendaSet: _agenda,
    talk_events.SquareDiscussed: _discussed,
    talk_events.SquaresShown: _which,
    talk_events.ReasonSent: _reason,
    talk_events.TakeawaySent: _takeaway,
    talk_events.ContributionJudged: _judged,
    talk_events.ContributionDeleted: _deleted,
    talk_events.ReasonBroughtUp: _brought_up,
    talk_events.PrinciplesCited: _cited,
    talk_events.NoteWritten: _noted,
    talk_events.NoteChanged: _noted,
    talk_events.PaperCounted: _paper,
    talk_events.CountdownSet: _countdown,
}
