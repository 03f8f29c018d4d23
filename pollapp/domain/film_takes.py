"""What could be seen of a session, taken down event by event while its log is folded: what a film (`replay`) is developed from."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pollapp.domain import events
from pollapp.domain.event import Event, StageEvent
from pollapp.domain.film_steps import Picture, Who, film_step, people_between
from pollapp.domain.results import View, result
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage
from pollapp.domain.tally import OFF, SquareDots

Place = tuple[int, int]  # round, square


@dataclass(frozen=True, slots=True)
class Look:
    """How a square looked in a round. `picture`: of phones; None where none could be seen."""

    result: View
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Take:
    """`looks`: of the squares that look different. `dots`: on all squares of the round; `joined`: people."""

    stage: Stage
    round: int
    dots: int
    joined: int
    looks: dict[Place, Look]


class Camera:
    """Looks at a session after each event, and keeps what is new as `takes`. `leaving`: whoever forgets their dots somewhere in the log."""

    def __init__(self, session: Session, leaving: Collection[str]) -> None:
        self.takes: list[Take] = []
        self._session, self._leaving = session, frozenset(leaving)
        self._bits: dict[str, int] = {}  # participant → theirs in `Picture.who`
        self._newest: dict[Place, Picture] = {}
        self._taken: dict[Place, Picture] = {}  # the newest that was not passed over
        self._last: dict[Place, tuple[object, ...]] = {}

    def look(self, event: Event) -> None:
        """To be called after each event of the log that the session has been carried further by."""
        session = self._session
        if not session.rounds:
            return
        moved = not self.takes or (self.takes[-1].stage, self.takes[-1].round) != (session.stage, len(session.rounds))
        looks = {place: look for place in self._places(event) if (look := self._new_look(*place))}
        if moved or looks:
            dots = sum(square.placed for square in session.rounds[-1].squares.values())
            self.takes.append(Take(session.stage, len(session.rounds), dots, len(session.participants), looks))

    def _places(self, event: Event) -> Iterator[Place]:
        """Where this event may have changed what can be seen: most are about one square."""
        rounds = self._session.rounds
        if isinstance(event, StageEvent | events.DotsForgotten | events.SettingsChanged):
            yield from ((past.number, square) for past in rounds for square in past.squares)
            return
        number, square = getattr(event, "round", 0), getattr(event, "square", None)
        if 0 < number <= len(rounds) and square in rounds[number - 1].squares:
            yield number, square

    def _new_look(self, number: int, square: int) -> Look | None:
        place, dots = (number, square), self._session.rounds[number - 1].squares[square]
        picture = self._picture(place, dots)
        if picture:
            if self._too_fine(place, picture):
                return None
            self._taken[place] = picture
        covered = self._covered(number, dots)
        now = (picture, dots.shown, dots.paper_seen, covered)
        if self._last.get(place) == now:
            return None
        self._last[place] = now
        return Look(covered or result(dots, len(self._session.choices)), None if dots.seen is None else picture)

    def _picture(self, place: Place, dots: SquareDots) -> Picture | None:
        """The newest one there. Each step makes a new one, though it may count the same."""
        held = self._newest.get(place)
        if dots.picture is None or (held and held.counts is dots.picture):
            return held
        self._newest[place] = Picture(dots.picture, self._who(dots), self._leaving & dots.dots.keys(), self._is_open(place[0]))
        return self._newest[place]

    def _who(self, dots: SquareDots) -> Who:
        who = dict.fromkeys(self._session.choices, 0)
        for somebody, choice in dots.dots.items():
            who[choice] |= self._bits.setdefault(somebody, 1 << len(self._bits))
        return tuple(who.values())

    def _is_open(self, number: int) -> bool:
        return self._session.round_open and number == len(self._session.rounds)

    def _too_fine(self, place: Place, picture: Picture) -> bool:
        """Where protection is off, each dot makes a picture. One after the other they would be the log: whole ballots, in their order."""
        if self._session.minimum > OFF or not self._is_open(place[0]):
            return False
        taken = self._taken.get(place)
        return picture is not taken and people_between(taken, picture) < film_step(OFF)

    def _covered(self, number: int, dots: SquareDots) -> View | None:
        """The result of a square that has no picture. While the round is open nothing else is said of it, of none and of many alike."""
        if dots.shown is not None or not (dots.placed or self._is_open(number)):
            return None
        if self._is_open(number):
            return {"n": None, "withheld": True}
        step = film_step(self._session.minimum)
        return {"n": step if dots.placed >= step else 0, "withheld": True}
