"""`decide` says what a command would add to the log, or refuses what is plainly wrong now. It changes nothing itself."""

from collections.abc import Callable
from typing import Any

from pollapp.domain import commands, events, talk_commands, talk_events
from pollapp.domain.command import Command, StageCommand
from pollapp.domain.event import Event, StageEvent
from pollapp.domain.legal import dot_refused, finish_refused, forget_refused, join_refused, move_refused, pass_refused, settings_refused
from pollapp.domain.refused import Refused, refused
from pollapp.domain.session import Session
from pollapp.domain.talk_decide import TALK_DECIDE

Decision = Event | Refused


def _join(session: Session, command: commands.Join) -> Decision:
    known = command.participant in session.participants and command.participant not in session.passed_on
    why_not = None if known else join_refused(session, command.participant)
    return refused(why_not) if why_not else events.ParticipantJoined(command.participant)


def _dot(session: Session, command: commands.DotCommand) -> Decision:
    if why_not := dot_refused(session, command):
        return refused(why_not)
    where = (command.participant, command.round, command.square, command.counter)
    if isinstance(command, commands.PlaceDot):
        return events.DotPlaced(*where, command.choice)
    return events.SquareSkipped(*where) if isinstance(command, commands.SkipSquare) else events.DotCleared(*where)


def _finish(session: Session, command: commands.Finish) -> Decision:
    if why_not := finish_refused(session, command):
        return refused(why_not)
    return events.ParticipantFinished(command.participant, command.round, command.done)


def _forget(session: Session, command: commands.ForgetDots) -> Decision:
    why_not = forget_refused(session, command)
    return refused(why_not) if why_not else events.DotsForgotten(command.participant)


def _pass_on(session: Session, command: commands.PassOn) -> Decision:
    why_not = pass_refused(session, command)
    return refused(why_not) if why_not else events.PhonePassedOn(command.participant)


_STAGE_EVENTS: dict[type[StageCommand], type[StageEvent]] = {
    commands.OpenRound: events.RoundOpened,
    commands.CloseRound: events.RoundClosed,
    commands.Reveal: events.Revealed,
    commands.TakeBack: events.RevealTakenBack,
    commands.CloseSession: events.SessionClosed,
    commands.ReopenSession: events.SessionReopened,
    talk_commands.BeginUnveiling: talk_events.UnveilingBegun,
    talk_commands.WrapUp: talk_events.WrappedUp,
    talk_commands.AskTakeaways: talk_events.TakeawaysAsked,
    talk_commands.StepBack: talk_events.SteppedBack,
}


def _move(session: Session, command: StageCommand) -> Decision:
    kind = _STAGE_EVENTS[type(command)]
    if why_not := move_refused(session, kind, command.from_stage):
        return refused(why_not)
    if kind is events.RoundOpened:
        squares = tuple(square.id for square in session.grid.squares)
        return events.RoundOpened(command.from_stage, len(session.rounds) + 1, squares)
    return kind(command.from_stage)


def _lock(session: Session, command: commands.LockJoining) -> Decision:
    return events.JoiningLocked(command.locked)


def _admit(session: Session, command: commands.AdmitOne) -> Decision:
    return events.OneAdmitted() if session.locked else refused("not_locked")


def _settings(session: Session, command: commands.ChangeSettings) -> Decision:
    if why_not := settings_refused(session, command):
        return refused(why_not)
    return events.SettingsChanged(command.live, command.minimum)


def _arrange(session: Session, command: commands.ArrangeBoard) -> Decision:
    return events.BoardArranged(command.layer, command.order)


_DECIDE: dict[type[Command], Callable[[Session, Any], Decision]] = {
    commands.Join: _join,
    commands.PlaceDot: _dot,
    commands.ClearDot: _dot,
    commands.SkipSquare: _dot,
    commands.Finish: _finish,
    commands.ForgetDots: _forget,
    commands.PassOn: _pass_on,
    commands.LockJoining: _lock,
    commands.AdmitOne: _admit,
    commands.ChangeSettings: _settings,
    commands.ArrangeBoard: _arrange,
    **TALK_DECIDE,
    **dict.fromkeys(_STAGE_EVENTS, _move),
}


def decide(session: Session, command: Command) -> Decision:
    """The one event that the command would add to the log, or the refusal that says why not."""
    return _DECIDE[type(command)](session, command)
