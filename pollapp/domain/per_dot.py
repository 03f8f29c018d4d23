"""The per-dot table, for researchers: what each nameless person placed, as far as a table of single dots may exist at all.

It tells more than any other export: whoever knows a few dots of somebody can find the rest of theirs. So it exists only where it is
asked for, after a revealed round, from LEAST_PEOPLE people up. People are shuffled anew each time, nothing of the log's order is left,
and paper stays out, because nobody knows whose dots those are. A square is in it only where its single dots add up to the picture
that every other export shows: where somebody has forgotten theirs since, the difference would tell what they chose.
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
    """`dots`: by person, round and square. `left_out`: (round, square) with dots that may not be told one by one."""

    dots: tuple[Dot, ...]
    people: int
    left_out: tuple[tuple[int, int], ...]


def dots_refused(session: Session) -> WhyNot:
    """None where there may be a per-dot table, else the code that says why not."""
    if session.round_open or not session.revealed:
        return "dots_not_now"
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
        if _may_be_told(dots)
        for somebody, choice in dots.dots.items()
    ]
    left_out = tuple((number, square) for number, square, dots in _squares(session) if dots.dots and not _may_be_told(dots))
    return DotTable(tuple(sorted(told, key=lambda dot: (dot.person, dot.round, dot.square))), len(people), left_out)


def _people(session: Session) -> set[str]:
    return {somebody for _, _, dots in _squares(session) if _may_be_told(dots) for somebody in dots.dots}


def _squares(session: Session) -> Iterator[tuple[int, int, SquareDots]]:
    for one in session.rounds:
        for square, dots in one.squares.items():
            yield one.number, square, dots


def _may_be_told(dots: SquareDots) -> bool:
    """Its picture can be seen and is made of the very dots that stand now."""
    return dots.seen is not None and not dots.changed
