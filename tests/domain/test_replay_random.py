"""The film of a finished session, whatever happened in it."""

import json
from typing import Any

from hypothesis import given

from pollapp.domain import commands
from pollapp.domain.command import Command
from pollapp.domain.event import Event
from pollapp.domain.replay import Film, Frame, film, may_be_shown
from pollapp.domain.report import report
from pollapp.domain.session import Session
from pollapp.domain.stages import ROUND_OPEN, Stage
from tests.cast import grid, opening
from tests.domain.filming import NOT_YET, counts_seen
from tests.talk_scripts import MINIMUMS, SCRIPTS
from tests.whole_talk import Asked, Room

_ON = {Stage.LOBBY: commands.OpenRound, Stage.VOTING: commands.CloseRound, Stage.SHOWING: commands.CloseRound,
       Stage.HIDDEN: commands.Reveal, Stage.UNVEILING: commands.Reveal}  # fmt: skip


Moment = tuple[str, int, int, int]  # stage, round, dots, joined


class Filmed(Room):
    """A room for random talks that keeps its log, and of each square in each round everything that whole snapshots allowed to be seen."""

    def __init__(self, minimum: int, script: list[Asked]) -> None:
        self.log: list[tuple[Event, str | None]] = []
        self.seen: dict[tuple[int, int], list[tuple[Any, Any]]] = {}  # (round, square) → (told, the snapshot that it is told from) in order
        self.moments: dict[tuple[int, int], list[Moment]] = {}  # the same: when that was
        super().__init__(minimum)
        for asked in script:
            self.asks(asked)
        while not may_be_shown(self.session):
            self.asks(self._on)

    def _on(self, session: Session) -> Command:
        move = commands.ReopenSession if session.stage is Stage.CLOSED else _ON.get(session.stage, commands.CloseSession)
        return move(session.stage.value)

    def _writes_down(self, event: Event, was_open: bool) -> None:
        super()._writes_down(event, was_open)
        self.log.append((event, self.session.words.get(self.session.seq)))
        for place, one in self.dots.items():
            told = self.told(*place)
            self.seen.setdefault(place, []).append((told if told and any(told) else None, one.pictured if one.seen else None))
            self.moments.setdefault(place, []).append(self._moment())

    def _moment(self) -> "Moment":
        number = len(self.session.rounds)
        dots = sum(self.placed(round, square) for round, square in self.dots if round == number)
        return self.session.stage.value, number, dots, len(self.session.participants)

    def allowed(self, place: tuple[int, int]) -> list[Any]:
        """Everything that was seen there in order, but for what holds a dot of somebody who is gone, unless it can be seen to this day."""
        stands = self.dots[place].pictured if self.dots[place].seen else None
        gone = self.session.forgotten
        return [told for told, held in self.seen[place] if held is None or held is stands or not gone & held.keys()]

    @property
    def film(self) -> Film:
        made = film([(opening(grid(3), minimum=self.minimum), None), *self.log])
        assert isinstance(made, Film)
        return made


def _series(made: Film) -> dict[tuple[int, int], list[Any]]:
    """(round, square) → what is seen there from frame to frame, also as what was before a second look."""
    found: dict[tuple[int, int], list[Any]] = {}
    for frame, board in made.boards():
        for square, view in board.items():
            rounds = [number for number in range(frame.round, 0, -1) if square in made.rounds[number - 1]]
            for number, one in zip(rounds, [view, view.get("before")], strict=False):
                counts = one and counts_seen(one)
                found.setdefault((number, square), []).append(counts if counts and any(counts) else None)
    return found


def _in_order(some: list[Any], every: list[Any]) -> bool:
    """Whether `some` are found among `every` one after the other; the same may be seen again."""
    at = 0
    for one in some:
        while at < len(every) and every[at] != one:
            at += 1
        if at == len(every):
            return False
    return True


@given(SCRIPTS, MINIMUMS)
def test_the_last_frame_is_the_report(script: list[Asked], minimum: int) -> None:
    room = Filmed(minimum, script)
    made = room.film
    [*_, (last, board)] = made.boards()
    assert last.stage == "closed"
    assert {line.square.id: line.counts for line in report(room.session).squares if line.round} == {
        id: counts_seen(view) for id, view in board.items()
    }
    assert {line.square.id: line.before for line in report(room.session).squares if line.before is not None} == {
        id: counts for id, view in board.items() if "before" in view and (counts := counts_seen(view["before"])) is not None
    }


@given(SCRIPTS, MINIMUMS)
def test_every_picture_is_one_that_could_be_seen_in_that_order_and_holds_nobody_who_is_gone(script: list[Asked], minimum: int) -> None:
    room = Filmed(minimum, script)
    for place, series in _series(room.film).items():
        assert _in_order(series, [None, *room.allowed(place)]), (place, series, room.allowed(place))


@given(SCRIPTS, MINIMUMS)
def test_from_each_picture_to_the_next_a_step_of_people_have_changed_the_close_included(script: list[Asked], minimum: int) -> None:
    room = Filmed(minimum, script)
    made = room.film
    for place in room.dots:
        assert _goes_in_steps(room, place, _changes(made, place), made.step), (place, _changes(made, place))


def _changes(made: Film, place: tuple[int, int]) -> list[tuple[Moment, Any]]:
    """Each change of that square in that round which can be seen: when, and to what; also as what was before a second look."""
    found: list[tuple[Moment, Any]] = []
    for frame, board in made.boards():
        rounds = [number for number in range(frame.round, 0, -1) if place[1] in made.rounds[number - 1]]
        views = [board[place[1]], board[place[1]].get("before")] if rounds else []
        for number, view in zip(rounds, views, strict=False):
            counts = view and counts_seen(view)
            told = counts if counts and any(counts) else None
            if number == place[0] and (not found or found[-1][1] != told):
                found.append(((frame.stage, frame.round, frame.dots, frame.joined), told))
    return found


def _goes_in_steps(room: Filmed, place: tuple[int, int], changes: list[tuple[Moment, Any]], step: int) -> bool:
    """Whether there are snapshots behind these changes, each from its moment, of which each differs from the next in a step of people."""
    seen, moments = room.seen[place], room.moments[place]
    reached: set[tuple[int, int | None]] = {(0, None)}  # (in the log, the snapshot that is shown)
    for moment, told in changes:
        if told is None:
            continue
        there = [at for at, (one, _) in enumerate(seen) if (moments[at], one) == (moment, told)]
        reached = {
            (at, _next(seen, was, at)) for after, was in reached for at in there if at >= after and _may_follow(room, place, was, at, step)
        }
        reached |= _unnoticed(room, place, reached, step)
    return bool(reached)


def _next(seen: list[tuple[Any, Any]], was: int | None, at: int) -> int | None:
    return was if seen[at][1] is None else at


def _may_follow(room: Filmed, place: tuple[int, int], was: int | None, at: int, step: int) -> bool:
    held = room.seen[place][at][1]
    before = {} if was is None else room.seen[place][was][1]
    first = was is None and Stage(room.moments[place][at][0]) not in ROUND_OPEN  # a square that was shown at the close only
    return held is None or held is before or first or len([who for who in held | before if held.get(who) != before.get(who)]) >= step


def _unnoticed(room: Filmed, place: tuple[int, int], reached: set[tuple[int, int | None]], step: int) -> set[tuple[int, int | None]]:
    """A picture may have come in between that counts the same: where from there."""
    seen, found, news = room.seen[place], set(reached), set(reached)
    while news:
        news = {
            (later, later)
            for at, was in news
            for later in range(at + 1, len(seen))
            if seen[later][1] is not None and seen[later][0] == seen[at][0] and _may_follow(room, place, was, later, step)
        } - found
        found |= news
    return found


@given(SCRIPTS, MINIMUMS)
def test_it_names_nobody_and_while_a_round_is_open_nothing_of_a_square_without_a_picture(script: list[Asked], minimum: int) -> None:
    made = Filmed(minimum, script).film
    assert "#" not in json.dumps([(frame.stage, frame.round, frame.dots, frame.joined, frame.changed) for frame in made.frames])
    for frame, board in made.boards():
        for square in made.rounds[frame.round - 1]:
            _tells_nothing_early(made, frame, board[square])


def _tells_nothing_early(made: Film, frame: Frame, view: dict[str, Any]) -> None:
    if frame.stage in {stage.value for stage in ROUND_OPEN} and not any(view.get("counts", ())):
        assert {name: view[name] for name in ("n", "withheld")} == NOT_YET
