"""Sessions in every stage, each with people, dots, words and a talk, for messages to arrive at."""

from functools import cache

from pollapp.domain import commands, talk_commands
from pollapp.domain.command import StageCommand
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage
from tests.cast import FINE, WRONG, crowd, dot, fay, opened, run, says, talkative

PHONE = "person-1"  # a participant of each of them
_PEOPLE = crowd(5)


@cache
def pictures() -> dict[str, Session]:
    """Name → session. Nobody may change them."""
    return {
        "lobby": _lobby(),
        "voting": _voting(),
        "showing": _after(_voting(), commands.Reveal),
        "hidden": _after(_voting(), commands.CloseRound, commands.TakeBack),
        "unveiling": _unveiling(),
        "revealed": _talking(),
        "again": _again(),
        "wrap_up": _after(_talking(), talk_commands.WrapUp),
        "takeaways": _after(_talking(), talk_commands.WrapUp, talk_commands.AskTakeaways),
        "closed": _after(_talking(), talk_commands.WrapUp, commands.CloseSession),
    }


def _lobby() -> Session:
    session = opened(talkative(), minimum=3)
    run(session, *map(commands.Join, _PEOPLE))
    return session


def _voting() -> Session:
    session = _lobby()
    fay(session, commands.OpenRound)
    run(session, *[dot(who, FINE if at < 3 else WRONG, square, counter=at) for at, who in enumerate(_PEOPLE) for square in (1, 2)])
    return session


def _after(session: Session, *moves: type[StageCommand]) -> Session:
    fay(session, *moves)
    return session


def _unveiling() -> Session:
    session = _after(_voting(), talk_commands.BeginUnveiling)
    run(session, talk_commands.Unveil(1), talk_commands.MoveSpotlight(None, 1))
    return session


def _talking() -> Session:
    session = _after(_voting(), commands.CloseRound)
    run(session, talk_commands.MoveSpotlight(session.talk.spotlight, 1), talk_commands.CitePrinciples(PHONE, 1, (1,)))
    reason = says(session, talk_commands.SendReason("Because.", _PEOPLE[1], 1))
    says(session, talk_commands.SendReason("Or not.", _PEOPLE[2], 1))
    says(session, talk_commands.WriteNote("A note.", 1))
    run(session, talk_commands.JudgeContribution(reason, "approved"), talk_commands.BringUp(reason))
    run(session, talk_commands.CountPaper(1, 2, (3, 0, 4)), talk_commands.SetCountdown(60, True))
    assert session.stage is Stage.REVEALED
    return session


def _again() -> Session:
    session = _talking()
    run(session, talk_commands.OpenSecondLook("revealed", (1,), "room"), dot(_PEOPLE[1], WRONG, 1, counter=1, round=2))
    return session
