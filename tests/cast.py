"""The cast: Fay facilitates; Ana and Ben vote; Zed is an outsider. And a small grid, and ways to let things happen on it.

What Fay does names the stage it starts from, so she is a function of the session: `fay(session, CloseRound)`.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from pollapp.domain import commands, events, talk_commands
from pollapp.domain.decide import Decision, decide
from pollapp.domain.event import Event
from pollapp.domain.fold import apply, open_session
from pollapp.domain.grid import Grid
from pollapp.domain.grid_parts import SHAPES, Choice, Principle, Prompt, Square
from pollapp.domain.refused import Refused
from pollapp.domain.session import Session

ANA, BEN, ZED = "ana", "ben", "zed"  # Zed never joins
FINE, UNSURE, WRONG = "fine", "unsure", "wrong"  # the choices of the small grid, in their order
OPENED_ON = "2026-11-24"
_counters = count(1)


def crowd(size: int) -> list[str]:
    """This many more participants."""
    return [f"person-{number}" for number in range(1, size + 1)]


def grid(squares: int = 3, choices: Iterable[str] = (FINE, UNSURE, WRONG)) -> Grid:
    """A small grid with the square ids 1, 2, 3 …"""
    return Grid(
        title="Small grid",
        directions="Place a dot.",
        choices=tuple(Choice(key, key, f"It is {key}", shape) for key, shape in zip(choices, SHAPES, strict=False)),
        squares=tuple(Square(id, f"Action {id}", f"A{id}", (1,)) for id in range(1, squares + 1)),
        principles=(Principle(1, "Do no harm."), Principle(2, "Ask first.")),
    )


def talkative(squares: int = 3) -> Grid:
    """The small grid with all that helps a discussion: a principle in short, two lenses and a step."""
    on = grid(squares)
    return replace(
        on,
        principles=(Principle(1, "Do no harm.", "No harm."), on.principles[1]),
        lenses=(Prompt("harm", "Harm", "Who is harmed?"), Prompt("codes", "Codes", "Which principles apply?")),
        steps=(Prompt("act", "Act", "Act on your choice."),),
    )


def opening(on: Grid | None = None, *, minimum: int = 1, live: bool = False, kind: events.Kind = "class") -> events.SessionOpened:
    return events.SessionOpened(kind, on or grid(), live, minimum, OPENED_ON)


def opened(on: Grid | None = None, *, minimum: int = 1, live: bool = False, kind: events.Kind = "class") -> Session:
    """A session in its lobby. Small-group protection is off unless a minimum is named."""
    return open_session(opening(on, minimum=minimum, live=live, kind=kind))


def voting(*participants: str, on: Grid | None = None, minimum: int = 1, live: bool = False) -> Session:
    """A session in round 1 that these have joined."""
    session = opened(on, minimum=minimum, live=live)
    run(session, *map(commands.Join, participants))
    fay(session, commands.OpenRound)
    return session


def run(session: Session, *asked: commands.Command) -> list[Decision]:
    """Carry out the commands one by one; what each added to the log, or why it was refused."""
    return [_run(session, command) for command in asked]


def _run(session: Session, command: commands.Command) -> Decision:
    decision = decide(session, command)
    if not isinstance(decision, Refused):
        apply(session, decision)
    return decision


def fay(session: Session, *moves: type[commands.StageCommand]) -> None:
    """Fay moves the session on from wherever it stands; every move must be legal."""
    for move in moves:
        decision = _run(session, move(session.stage.value))
        assert not isinstance(decision, Refused), decision


def says(session: Session, command: talk_commands.WordsCommand) -> int:
    """Carry out a command that brings words: its seq."""
    event = decide(session, command)
    assert isinstance(event, Event), event
    apply(session, event, command.typed)
    return session.seq


def dot(participant: str, choice: str | None, square: int = 1, *, counter: int | None = None, round: int = 1) -> commands.DotCommand:
    """A tap; None clears the square. Each tap's counter is higher than the one before it, unless it is named."""
    where = (participant, round, square, next(_counters) if counter is None else counter)
    return commands.ClearDot(*where) if choice is None else commands.PlaceDot(*where, choice)


def skip(participant: str, square: int = 1, *, counter: int | None = None) -> commands.DotCommand:
    return commands.SkipSquare(participant, 1, square, next(_counters) if counter is None else counter)


def fill(session: Session, square: int, **dots: int) -> None:
    """Dots from people who are new to the session: `fill(session, 1, fine=3, wrong=2)`."""
    for choice, how_many in dots.items():
        for _ in range(how_many):
            somebody = f"passer-by-{next(_counters)}"
            answers = run(session, commands.Join(somebody), dot(somebody, choice, square))
            assert not any(isinstance(answer, Refused) for answer in answers), answers


def why(decision: Decision) -> str | None:
    """The code of a refusal, or None."""
    return decision.code if isinstance(decision, Refused) else None
