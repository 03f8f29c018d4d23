"""A session at every point of a talk, each made anew: six people, and a reason that waits, is approved, or has been left behind."""

from pollapp.domain import commands, talk_commands
from pollapp.domain.decide import decide
from pollapp.domain.event import Event
from pollapp.domain.fold import apply
from pollapp.domain.session import Session
from tests.cast import FINE, WRONG, crowd, dot, fay, grid, opened, run, talkative, voting

PEOPLE = crowd(6)
ANA, BEN = PEOPLE[:2]


def lobby() -> Session:
    return opened(grid(3), minimum=3)


def open_round() -> Session:
    """Six dots on square 1, two on square 2, none on square 3."""
    session = voting(*PEOPLE, on=talkative(3), minimum=3)
    run(session, *[dot(somebody, FINE if at < 3 else WRONG) for at, somebody in enumerate(PEOPLE)])
    run(session, dot(ANA, FINE, 2), dot(BEN, WRONG, 2))
    return session


def unveiling() -> Session:
    return _on(open_round(), talk_commands.BeginUnveiling)


def revealed() -> Session:
    return _on(open_round(), commands.CloseRound)


def hidden() -> Session:
    return _on(revealed(), commands.TakeBack)


def spotlight() -> Session:
    session = revealed()
    run(session, talk_commands.MoveSpotlight(None, 1))
    return session


def on_withheld() -> Session:
    session = revealed()
    run(session, talk_commands.MoveSpotlight(None, 2))
    return session


def on_paper() -> Session:
    """The square in the spotlight has two dots from phones, and enough from paper to be shown."""
    session = on_withheld()
    run(session, talk_commands.CountPaper(1, 2, (3, 0, 0)))
    return session


def plain_grid() -> Session:
    """A square in the spotlight of a grid that has neither lenses nor steps."""
    session = voting(*PEOPLE, on=grid(3), minimum=3)
    run(session, commands.CloseRound("voting"), talk_commands.MoveSpotlight(None, 1))
    return session


def two_are_left() -> Session:
    """On a square that nobody has answered."""
    session = revealed()
    run(session, talk_commands.MoveSpotlight(None, 3), *map(commands.ForgetDots, PEOPLE[2:]))
    return session


def two_are_left_at_the_end() -> Session:
    session = takeaways()
    run(session, *map(commands.ForgetDots, PEOPLE[2:]))
    return session


def said() -> Session:
    """Ana has given a reason: the newest event of the log."""
    session = spotlight()
    event = decide(session, talk_commands.SendReason("Whose decision is it?", ANA, 1))
    assert isinstance(event, Event)
    apply(session, event, "Whose decision is it?")
    return session


def approved() -> Session:
    session = said()
    run(session, talk_commands.JudgeContribution(REASON, "approved"))
    return session


def moved_on() -> Session:
    session = approved()
    run(session, talk_commands.MoveSpotlight(1, 3))
    return session


def wrap_up() -> Session:
    return _on(approved(), talk_commands.WrapUp)


def takeaways() -> Session:
    return _on(wrap_up(), talk_commands.AskTakeaways)


def second_look() -> Session:
    session = revealed()
    run(session, talk_commands.OpenSecondLook("revealed", (1,)))
    return session


def closed() -> Session:
    return _on(revealed(), commands.CloseSession)


def _on(session: Session, *moves: type[commands.StageCommand]) -> Session:
    fay(session, *moves)
    return session


REASON = said().seq
STAGES = [lobby, open_round, unveiling, revealed, hidden, wrap_up, takeaways, closed]
