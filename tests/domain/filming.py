"""A session to be filmed, and what its film shows of a square."""

from typing import Any

from pollapp.domain import commands
from pollapp.domain.command import Command
from pollapp.domain.decide import decide
from pollapp.domain.event import Event
from pollapp.domain.fold import apply, open_session
from pollapp.domain.refused import Refused
from pollapp.domain.replay import Film, film
from pollapp.domain.session import Session
from tests.cast import FINE, UNSURE, WRONG, crowd, dot, grid, opening

PEOPLE = crowd(9)
NOT_YET = {"n": None, "withheld": True}


class Log:
    """A session and its log, on three squares and with nine people."""

    def __init__(self, minimum: int = 3) -> None:
        self.events: list[Event] = [opening(grid(3), minimum=minimum)]
        self.session: Session = open_session(self.events[0])
        self.run(*map(commands.Join, PEOPLE))

    def run(self, *asked: Command) -> "Log":
        for command in asked:
            event = decide(self.session, command)
            assert isinstance(event, Event), event
            self.events.append(event)
            apply(self.session, event)
        return self

    def goes(self, *moves: type[commands.StageCommand]) -> "Log":
        for move in moves:
            self.run(move(self.session.stage.value))
        return self

    def votes(self, choices: str, square: int = 1, round: int = 1, start: int = 0) -> "Log":
        """The first people place these dots, such as "ffw", one after the other."""
        keys = {"f": FINE, "u": UNSURE, "w": WRONG, "-": None}
        voters = zip(PEOPLE[start:], choices, strict=False)
        return self.run(*(dot(somebody, keys[choice], square, round=round) for somebody, choice in voters))

    def film(self, most: int = 600) -> Film:
        made = film([(event, None) for event in self.events], most)
        assert isinstance(made, Film), made
        return made

    def refused(self) -> str | None:
        made = film([(event, None) for event in self.events])
        return made.code if isinstance(made, Refused) else None

    def series(self, square: int = 1, most: int = 600) -> list[Any]:
        """What is seen of the square, from frame to frame where it changes: its counts, or None while it is withheld."""
        return [counts_seen(frame.changed[square]) for frame in self.film(most).frames if square in frame.changed]


def counts_seen(view: dict[str, Any]) -> tuple[int, ...] | None:
    return None if view.get("withheld") else tuple(view["counts"])


def voted() -> Log:
    return Log().goes(commands.OpenRound)
