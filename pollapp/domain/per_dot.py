"""The per-dot table, for researchers: what each nameless person placed, as far as a table of single dots may exist at all.

It tells more than any other export: whoever knows a few dots of somebody can find the rest of theirs. So it exists only where it is
asked for, after a revealed round, from LEAST_PEOPLE people up. People are shuffled anew each time, nothing of the log's order is left,
and paper stays out, because nobody knows whose dots those are. Where somebody has forgotten their dots since a round closed, there is
no table: what is missing in it, or which squares would be, tells which dots were theirs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pollapp.domain.legal import WhyNot
from pollapp.domain.session import Session
from pollapp.domain.tally import SquareDots

LEAST_PEOPLE = 10

Shuffle = Callable[[list[str]], None]


@dataclass(frozen=True, slots=True)
class Dot:
    """`person`: P01, P02 …, which means nothing outside of this one table. `choice`: its key."""

    person: str
    round: int
    square: int
    choice: str


@dataclass(frozen=True, slots=True)
class DotTable:
    """`dots`: by person, round and square; none of a square that is withheld."""

    dots: tuple[Dot, ...]
    people: int


def dots_refused(session: Session) -> WhyNot:
    """None where there may be a per-dot table, else the code that says why not."""
    if session.round_open or not session.revealed:
        return "dots_not_now"
    if any(dots.seen is not None and dots.changed for _, _, dots in _squares(session)):
        return "dots_forgotten"
    return None if len(_people(session)) >= max(LEAST_PEOPLE, session.minimum) else "dots_of_few"


def per_dot(session: Session, shuffle: Shuffle) -> DotTable:
    """The table; `shuffle` puts a list into a random order, in place. Ask `dots_refused` first."""
    people = sorted(_people(session))
    shuffle(people)
    width = max(2, len(str(len(people))))
    names = {somebody: f"P{place:0{width}}" for place, somebody in enumerate(people, 1)}
    told = [
        Dot(names[somebody], number, square, choice)
        for number, square, dots in _squares(session)
        if dots.seen is not None
        for somebody, choice in dots.dots.items()
    ]
    return DotTable(tuple(sorted(told, key=lambda dot: (dot.person, dot.round, dot.square))), len(people))


def _people(session: Session) -> set[str]:
    return {somebody for _, _, dots in _squares(session) if dots.seen is not None for somebody in dots.dots}


def _squares(session: Session) -> Iterator[tuple[int, int, SquareDots]]:
    for one in session.rounds:
        for square, dots in one.squares.items():
            yield one.number, square, dots
