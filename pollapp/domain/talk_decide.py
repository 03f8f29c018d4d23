"""What the discussion's commands would add to the log. See `decide`."""

from collections.abc import Callable
from typing import Any

from pollapp.domain import talk_commands as commands
from pollapp.domain import talk_events as events
from pollapp.domain.command import Command
from pollapp.domain.contributions import MOST_NOTE, MOST_WORDS, length_refused, words_refused
from pollapp.domain.event import Event
from pollapp.domain.legal import WhyNot, move_refused
from pollapp.domain.refused import Refused, refused
from pollapp.domain.session import Session
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
    second_look_refused,
    spotlight_refused,
    squares_refused,
    takeaway_refused,
    unveil_refused,
)

Decision = Event | Refused


def _either(why_not: WhyNot, event: Event) -> Decision:
    return refused(why_not) if why_not else event


def _second_look(session: Session, command: commands.OpenSecondLook) -> Decision:
    why_not = move_refused(session, events.SecondLookOpened, command.from_stage) or second_look_refused(session, command)
    return _either(why_not, events.SecondLookOpened(command.from_stage, len(session.rounds) + 1, command.squares, command.recall))


def _unveil(session: Session, command: commands.Unveil) -> Decision:
    return _either(unveil_refused(session, command), events.SquareUnveiled(command.square))


def _spotlight(session: Session, command: commands.MoveSpotlight) -> Decision:
    return _either(spotlight_refused(session, command), events.SpotlightMoved(command.from_square, command.square))


def _prompt(session: Session, command: commands.ShowPrompt) -> Decision:
    return _either(prompt_refused(session, command), events.PromptShown(command.prompt))


def _agenda(session: Session, command: commands.SetAgenda) -> Decision:
    return _either(agenda_refused(session, command), events.AgendaSet(command.before, command.squares))


def _discussed(session: Session, command: commands.MarkDiscussed) -> Decision:
    return _either(squares_refused(session, command.square), events.SquareDiscussed(command.square, command.discussed))


def _which(session: Session, command: commands.ShowSquares) -> Decision:
    return events.SquaresShown(command.which)


def _reason(session: Session, command: commands.SendReason) -> Decision:
    why_not = reason_refused(session, command) or words_refused(command.words, MOST_WORDS)
    return _either(why_not, events.ReasonSent(command.participant, command.square))


def _takeaway(session: Session, command: commands.SendTakeaway) -> Decision:
    why_not = takeaway_refused(session, command) or words_refused(command.words, MOST_WORDS)
    return _either(why_not, events.TakeawaySent(command.participant))


def _note(session: Session, command: commands.WriteNote) -> Decision:
    why_not = note_refused(session, command) or length_refused(command.words, MOST_NOTE)
    square, before = command.square, command.before
    return _either(why_not, events.NoteWritten(square) if before is None else events.NoteChanged(square, before))


def _judge(session: Session, command: commands.JudgeContribution) -> Decision:
    return _either(contribution_refused(session, command), events.ContributionJudged(command.contribution, command.verdict))


def _delete(session: Session, command: commands.DeleteContribution) -> Decision:
    return _either(contribution_refused(session, command), events.ContributionDeleted(command.contribution))


def _bring_up(session: Session, command: commands.BringUp) -> Decision:
    return _either(bring_up_refused(session, command), events.ReasonBroughtUp(command.contribution))


def _cite(session: Session, command: commands.CitePrinciples) -> Decision:
    event = events.PrinciplesCited(command.participant, command.square, command.principles)
    return _either(cite_refused(session, command), event)


def _paper(session: Session, command: commands.CountPaper) -> Decision:
    return _either(paper_refused(session, command), events.PaperCounted(command.round, command.square, command.counts))


def _countdown(session: Session, command: commands.SetCountdown) -> Decision:
    return _either(countdown_refused(session, command), events.CountdownSet(command.seconds, command.running))


TALK_DECIDE: dict[type[Command], Callable[[Session, Any], Decision]] = {
    commands.OpenSecondLook: _second_look,
    commands.Unveil: _unveil,
    commands.MoveSpotlight: _spotlight,
    commands.ShowPrompt: _prompt,
    commands.SetAgenda: _agenda,
    commands.MarkDiscussed: _discussed,
    commands.ShowSquares: _which,
    commands.SendReason: _reason,
    commands.SendTakeaway: _takeaway,
    commands.WriteNote: _note,
    commands.JudgeContribution: _judge,
    commands.DeleteContribution: _delete,
    commands.BringUp: _bring_up,
    commands.CitePrinciples: _cite,
    commands.CountPaper: _paper,
    commands.SetCountdown: _countdown,
}
