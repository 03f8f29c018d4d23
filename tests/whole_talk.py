"""A room for random talks. Beside the session it keeps whole snapshots of who chose what: they know no fold and no steps of one person."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from pollapp.domain import commands, events, talk_events
from pollapp.domain.command import Command
from pollapp.domain.decide import decide
from pollapp.domain.event import Event
from pollapp.domain.fold import apply
from pollapp.domain.session import Session
from pollapp.domain.stages import ROUND_OPEN
from tests.cast import FINE, UNSURE, WRONG, grid, opened

CHOICES = (FINE, UNSURE, WRONG)
PEOPLE = [f"person#{name}" for name in "abcdefg"]  # a mark that stands in no view by accident
SQUARES = (1, 2, 3)

Asked = Callable[[Session], Command | None]
Counts = tuple[int, ...]
Moves = tuple[dict[str, Hashable], dict[str, Hashable]]  # before, after


@dataclass
class Snapshots:
    """What each person chose of one thing: now, and in the last picture that could be seen."""

    now: dict[str, Hashable] = field(default_factory=dict)
    pictured: dict[str, Hashable] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    seen: bool = False

    def put(self, somebody: str, chosen: Hashable) -> None:
        self.now = {who: what for who, what in self.now.items() if who != somebody}
        if chosen:
            self.now[somebody] = chosen

    def look(self, minimum: int, *, at_close: bool = False) -> None:
        changed = {who for who in self.now | self.pictured if self.now.get(who) != self.pictured.get(who)}
        people = max(len(changed & self.gone), len(changed - self.gone))
        self.seen = len(self.now) >= minimum
        if self.seen and (at_close or people >= minimum):
            self.pictured = dict(self.now)


class Room:
    """The session, and what an onlooker who may know everything would write down beside it."""

    def __init__(self, minimum: int, turned: Mapping[str | None, str | None] | None = None) -> None:
        """`turned`: another choice for each that a script asks for."""
        self.turned = turned
        self.session = opened(grid(len(SQUARES)), minimum=minimum)
        self.minimum = minimum
        self.dots: dict[tuple[int, int], Snapshots] = {}  # (round, square) → …
        self.paper: dict[tuple[int, int], Counts] = {}
        self.cited: dict[int, Snapshots] = {}
        self.at_close: dict[tuple[int, int], Moves] = {}  # (round, square) → the pictures between which people moved
        for command in (*map(commands.Join, PEOPLE), commands.OpenRound("lobby")):
            self.asks(lambda session, command=command: command)  # type: ignore[misc]

    def asks(self, asked: Asked) -> None:
        command = asked(self.session)
        if isinstance(command, commands.PlaceDot) and self.turned:
            command = replace(command, choice=self.turned[command.choice])
        decision = decide(self.session, command) if command else None
        if command and isinstance(decision, Event):
            was_open = self.session.stage in ROUND_OPEN
            apply(self.session, decision, command.typed)
            assert self.session.seq not in self.session.ignored, "what was decided on the newest picture counts"
            self._writes_down(decision, was_open)

    def _writes_down(self, event: Event, was_open: bool) -> None:
        if isinstance(event, events.RoundOpened | talk_events.SecondLookOpened):
            self.dots |= {(event.round, square): Snapshots() for square in event.squares}
        elif isinstance(event, events.DotPlaced | events.DotCleared):
            self._put(self.dots[event.round, event.square], event.participant, getattr(event, "choice", None))
        elif isinstance(event, talk_events.PrinciplesCited):
            self._put(self.cited.setdefault(event.square, Snapshots()), event.participant, tuple(sorted(event.principles)))
        elif isinstance(event, talk_events.PaperCounted):
            self.paper[event.round, event.square] = event.counts
        elif isinstance(event, events.DotsForgotten):
            for one in chain(self.dots.values(), self.cited.values()):
                one.gone.add(event.participant)
                self._put(one, event.participant, None)
        elif was_open and self.session.stage not in ROUND_OPEN:
            for (number, square), one in self.dots.items():
                if number == len(self.session.rounds):
                    one.look(self.minimum, at_close=True)
                    self.at_close[number, square] = self._pictures(number, square)

    def _put(self, one: Snapshots, somebody: str, chosen: Hashable) -> None:
        one.put(somebody, chosen)
        one.look(self.minimum)

    def _pictures(self, number: int, square: int) -> Moves:
        earlier = self.last(square, number)
        before = dict(self.dots[earlier, square].pictured) if earlier else {}
        return before, dict(self.dots[number, square].pictured)

    # What may be told

    def in_rounds(self) -> set[int]:
        """The squares that were in any round."""
        return {square for _, square in self.dots}

    def last(self, square: int, before: int = 99) -> int | None:
        """The last round that this square was in, before that one."""
        return max((number for number, one in self.dots if one == square and number < before), default=None)

    def placed(self, number: int, square: int) -> int:
        return len(self.dots[number, square].now) + sum(self.paper.get((number, square), ()))

    def told(self, number: int, square: int) -> Counts | None:
        """What everybody may be told of a square; None: it is withheld."""
        one, paper = self.dots[number, square], self.paper.get((number, square), ())
        pictured = Counter(one.pictured.values())
        parts = [tuple(pictured[choice] for choice in CHOICES)] if one.seen else []
        parts += [paper] if paper and sum(paper) >= self.minimum else []
        if not parts:
            return None if self.placed(number, square) else (0, 0, 0)
        return tuple(map(sum, zip(*parts, strict=True)))

    def withheld(self, square: int) -> bool:
        number = self.last(square)
        return number is not None and self.told(number, square) is None

    def shift(self, number: int, square: int) -> dict[str, Any] | None:
        """How people moved to this round up to its close, counted person by person; None where it may not be told, or not any more."""
        earlier = self.last(square, number)
        assert earlier
        before, after = self.dots[earlier, square], self.dots[number, square]
        if self.at_close[number, square] != self._pictures(number, square):
            return None
        steps = [_step(chosen, after.pictured[who]) for who, chosen in before.pictured.items() if who in after.pictured]
        left, new = len(before.pictured) - len(steps), len(after.pictured) - len(steps)
        few = [count for count in (left, new) if 0 < count < self.minimum]
        if not before.seen or not after.seen or few or len(steps) < self.minimum:
            return None
        cells = Counter((chosen, after.pictured[who]) for who, chosen in before.pictured.items() if who in after.pictured)
        matrix = [[cells[one, other] for other in CHOICES] for one in CHOICES]
        return {
            **{"both": len(steps), "stayed": steps.count(0), "left": left, "new": new},
            **{"toward_first": sum(step < 0 for step in steps), "toward_last": sum(step > 0 for step in steps)},
            **({} if any(0 < cell < self.minimum for cell in cells.values()) else {"matrix": matrix}),
        }

    def ranking(self, square: int) -> dict[str, Any] | None:
        one = self.cited.get(square)
        if one is None or not one.seen or self.withheld(square):
            return None
        counts = Counter(chain.from_iterable(one.pictured.values()))  # type: ignore[arg-type]
        return {"n": len(one.pictured), "ranking": [[number, count] for number, count in sorted(counts.items(), key=_most_first)]}


def _step(before: Hashable, after: Hashable) -> int:
    return CHOICES.index(str(after)) - CHOICES.index(str(before))


def _most_first(pair: tuple[int, int]) -> tuple[int, int]:
    return -pair[1], pair[0]
