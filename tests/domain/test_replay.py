"""The film of a finished session: what it shows when, and what it never shows."""

import json
from typing import Any

import pytest
from hypothesis import given

from pollapp.domain import commands, events, talk_commands
from pollapp.domain.command import Command
from pollapp.domain.decide import decide
from pollapp.domain.event import Event
from pollapp.domain.fold import apply, open_session
from pollapp.domain.refused import Refused
from pollapp.domain.replay import Film, Frame, film, may_be_shown, why_no_film
from pollapp.domain.report import report
from pollapp.domain.session import Session
from pollapp.domain.stages import ROUND_OPEN, Stage
from tests.cast import FINE, UNSURE, WRONG, crowd, dot, grid, opening
from tests.whole_talk import MINIMUMS, SCRIPTS, Asked, Room

PEOPLE = crowd(9)
NOT_YET = {"n": None, "withheld": True}
_ON = {Stage.LOBBY: commands.OpenRound, Stage.VOTING: commands.CloseRound, Stage.SHOWING: commands.CloseRound,
       Stage.HIDDEN: commands.Reveal, Stage.UNVEILING: commands.Reveal}  # fmt: skip


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
        return [_counts(frame.changed[square]) for frame in self.film(most).frames if square in frame.changed]


def _counts(view: dict[str, Any]) -> tuple[int, ...] | None:
    return None if view.get("withheld") else tuple(view["counts"])


def voted() -> Log:
    return Log().goes(commands.OpenRound)


def test_pictures_come_in_steps_of_the_minimum_and_the_close_shows_the_rest() -> None:
    log = voted().votes("ffwwufffw").goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (2, 0, 1), (3, 1, 2), (5, 1, 3)]
    opened, first, second, closed, over = log.film().frames
    assert [frame.stage for frame in log.film().frames] == ["voting", "voting", "voting", "revealed", "closed"]
    assert [frame.dots for frame in log.film().frames] == [0, 3, 6, 9, 9]
    assert opened.changed == dict.fromkeys((1, 2, 3), NOT_YET)
    assert (first.joined, over.changed) == (9, {})
    assert first.changed[1] == {"n": 3, "counts": [2, 0, 1], "agreement": 33, "word": "split", "leading": [], "fragile": True}
    assert second.changed.keys() == {1}
    assert closed.changed[2]["n"] == 0  # now it is known that nobody placed a dot there
    assert "withheld" not in closed.changed[2]


def test_a_square_with_too_few_dots_says_only_that_at_the_end_too() -> None:
    log = voted().votes("ff").goes(commands.CloseRound, commands.CloseSession)
    assert [frame.changed[1] for frame in log.film().frames if 1 in frame.changed] == [NOT_YET, {"n": 0, "withheld": True}]


# The close is a step like any other


@pytest.mark.parametrize("ends", [commands.CloseRound, talk_commands.BeginUnveiling])
@pytest.mark.parametrize("shows_live", [(), (commands.Reveal,)])
@pytest.mark.parametrize("minimum", [1, 3])
def test_whoever_votes_last_is_not_the_step_at_the_close(minimum: int, shows_live: tuple[Any, ...], ends: Any) -> None:
    if shows_live and ends is talk_commands.BeginUnveiling:
        shows_live = (commands.Reveal, commands.TakeBack)
    log = Log(minimum).goes(commands.OpenRound, *shows_live)
    for at, ballot in enumerate(["fuw", "uwf", "wfu", "fwu"]):  # each person's dots on the three squares, one person after the other
        for square, choice in enumerate(ballot, start=1):
            log.votes(choice, square=square, start=at)
    log.goes(ends, commands.Reveal, commands.CloseSession) if ends is talk_commands.BeginUnveiling else log.goes(
        ends, commands.CloseSession
    )
    assert [log.series(square) for square in (1, 2, 3)] == [[None, (2, 1, 1)], [None, (1, 1, 2)], [None, (1, 2, 1)]]
    assert [frame.dots for frame in log.film().frames if frame.changed] == [0, 12]


def test_of_pictures_before_the_close_those_are_left_out_that_are_too_near_to_it() -> None:
    log = voted().votes("ffwwufff").goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (2, 0, 1), (5, 1, 2)]


@pytest.mark.parametrize(("changes", "stage"), [("w-f", "revealed"), ("w-u-f", "voting")])
def test_they_are_compared_by_who_chose_what_and_not_by_how_many(changes: str, stage: str) -> None:
    """After the second picture two people swap their dots, or three do, so that the close counts the same."""
    log = voted().votes("ffwwuf")
    for at, choice in enumerate(changes):
        log.votes("" if choice == "-" else choice, start=at)
    made = log.goes(commands.CloseRound, commands.CloseSession).film()
    assert log.series() == [None, (2, 0, 1), (3, 1, 2)]
    assert [frame.stage for frame in made.frames if 1 in frame.changed][-1] == stage


def test_a_picture_that_was_too_near_to_the_close_does_not_come_back_when_the_close_goes() -> None:
    """Ana, Ben and Cem; then Cem clears and Dia comes. Between the film before she forgets and the one after it would be these two."""
    log = voted().votes("ffw").votes("-", start=2).votes("u", start=3).goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (2, 1, 0)]
    assert log.run(commands.ForgetDots(PEOPLE[3])).series() == [None, None]


def test_without_protection_it_goes_in_steps_of_three_all_the_same() -> None:
    """Dot by dot it would be the log: whole ballots, one after the other. At the close everything is shown, as the class saw it."""
    log = Log(minimum=1).goes(commands.OpenRound).votes("fwufff").votes("f", square=2).goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (1, 1, 1), (4, 1, 1)]
    assert log.series(2) == [None, (1, 0, 0)]
    assert log.film().step == 3


def test_without_protection_paper_is_no_way_to_a_finer_step() -> None:
    log = Log(minimum=1).goes(commands.OpenRound).votes("fwuf").run(talk_commands.CountPaper(1, 1, (1, 0, 0))).votes("ff", start=4)
    assert log.goes(commands.CloseRound, commands.CloseSession).series() == [None, (1, 1, 1), (5, 1, 1)]


def test_without_protection_one_person_who_votes_again_and_again_is_no_step() -> None:
    log = Log(minimum=1).goes(commands.OpenRound).votes("f").votes("w").votes("u").votes("ffwwww", start=1)
    assert log.goes(commands.CloseRound, commands.CloseSession).series() == [None, (2, 1, 0), (2, 1, 4)]


def test_it_does_not_matter_what_the_class_saw_live() -> None:
    plain = voted().votes("ffwwuf").goes(commands.CloseRound, commands.CloseSession)
    shown = voted().goes(commands.Reveal).votes("ffwwuf").goes(commands.CloseRound, commands.CloseSession)
    assert plain.series() == shown.series()


def test_a_second_look_changes_its_own_squares_and_shows_what_was_before() -> None:
    log = voted().votes("fff").votes("www", square=2).goes(commands.CloseRound)
    log.run(talk_commands.OpenSecondLook("revealed", (2,), "nothing")).votes("ffwfff", square=2, round=2)
    log.goes(commands.CloseRound, commands.CloseSession)
    made = log.film()
    second = [frame for frame in made.frames if frame.round == 2]
    assert made.rounds == ((1, 2, 3), (2,))
    assert all(frame.changed.keys() <= {2} for frame in second)
    assert second[0].changed[2] == NOT_YET | {
        "before": {"n": 3, "counts": [0, 0, 3], "agreement": 100, "word": "agreed", "leading": [2], "fragile": True}
    }
    assert second[1].changed[2]["counts"] == [2, 0, 1]
    assert [made.board(frame) for frame in (made.frames[0], second[0], made.frames[-1])] == [(1, 2, 3), (2,), (1, 2, 3)]


def test_stages_are_frames_even_where_nothing_else_changes() -> None:
    log = voted().votes("ffffff").goes(commands.CloseRound, commands.TakeBack, commands.Reveal, talk_commands.WrapUp, commands.CloseSession)
    stages = [frame.stage for frame in log.film().frames]
    assert stages == ["voting", "voting", "revealed", "hidden", "revealed", "wrap_up", "closed"]


def test_nothing_else_is_a_frame() -> None:
    log = voted().votes("ffffff").goes(commands.CloseRound)
    quiet = len(log.events)
    log.run(talk_commands.MoveSpotlight(None, 1), commands.ArrangeBoard("agreement", "last"), talk_commands.SetCountdown(60, True))
    assert len(log.events) == quiet + 3
    assert len(log.goes(commands.CloseSession).film().frames) == 4


def test_dots_from_paper_are_seen_at_once() -> None:
    log = voted().votes("fff").run(talk_commands.CountPaper(1, 1, (3, 0, 1))).votes("fff", start=3).goes(commands.CloseRound)
    log.run(talk_commands.CountPaper(1, 1, (3, 0, 2))).goes(commands.CloseSession)
    assert log.series() == [None, (3, 0, 0), (6, 0, 1), (9, 0, 1), (9, 0, 2)]


def test_two_from_phones_and_two_from_paper_are_too_few_of_either() -> None:
    log = voted().votes("ff").run(talk_commands.CountPaper(1, 1, (2, 0, 0))).goes(commands.CloseRound, commands.CloseSession)
    assert log.film().frames[-2].changed[1] == {"n": 3, "withheld": True}
    assert log.series() == [None, None]


# Who has forgotten their dots


def test_a_picture_with_a_forgotten_dot_is_left_out() -> None:
    log = voted().votes("ffwwuffff").goes(commands.CloseRound)
    assert log.goes(commands.CloseSession).series() == [None, (2, 0, 1), (3, 1, 2), (6, 1, 2)]
    log.run(commands.ForgetDots(PEOPLE[3]))  # in the second picture and in the third, which still stands
    assert log.series() == [None, (2, 0, 1), (6, 1, 2)]


def test_between_what_is_left_each_step_is_a_whole_one_again() -> None:
    """Of the first and the third picture the dots of two people differ: without the second one the first goes too."""
    log = voted().votes("fff").votes("f", start=3).votes("ww").votes("f").votes("-f", start=3).votes("fff", start=5)
    log.goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (3, 0, 0), (2, 0, 2), (3, 0, 1), (6, 0, 1)]
    assert log.run(commands.ForgetDots(PEOPLE[3])).series() == [None, (3, 0, 1), (6, 0, 1)]


def test_once_the_picture_has_moved_on_it_is_left_out_too() -> None:
    log = voted().votes("ffwwuffff").goes(commands.CloseRound, commands.CloseSession)
    log.run(*map(commands.ForgetDots, PEOPLE[3:6]))
    assert log.series() == [None, (2, 0, 1), (5, 0, 1)]


def test_what_was_before_a_second_look_is_no_way_round() -> None:
    log = voted().votes("ffwwuf").goes(commands.CloseRound)
    log.run(talk_commands.OpenSecondLook("revealed", (1,), "nothing")).votes("fffwww", round=2)
    log.goes(commands.CloseRound).run(*map(commands.ForgetDots, PEOPLE[:3])).goes(commands.CloseSession)
    befores = [view["before"] for frame in log.film().frames if (view := frame.changed.get(1)) and "before" in view]
    assert [_counts(before) for before in befores] == [None, (1, 1, 1)]  # of all six nothing; of those who stayed, once enough have gone


def test_a_dot_that_was_forgotten_before_any_picture_leaves_the_film_as_it_is() -> None:
    log = voted().votes("ww").run(commands.ForgetDots(PEOPLE[0])).votes("fffff", start=2).goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (2, 0, 1), (5, 0, 1)]


# When there is one


@pytest.mark.parametrize(
    "moves",
    [
        (),
        (commands.CloseRound,),
        (commands.CloseRound, commands.TakeBack, commands.CloseSession),
        (talk_commands.BeginUnveiling, commands.CloseSession),
        (commands.CloseRound, commands.CloseSession, commands.ReopenSession),
    ],
)
def test_there_is_none_before_the_end_or_with_nothing_revealed(moves: tuple[type[commands.StageCommand], ...]) -> None:
    log = voted().votes("ffw").goes(*moves)
    assert (log.refused(), may_be_shown(log.session)) == ("no_film", False)


def test_nor_of_a_session_that_never_began() -> None:
    assert Log().goes(commands.CloseSession).refused() == "no_film"


def test_a_log_begins_with_its_opening() -> None:
    with pytest.raises(ValueError):
        film([(events.ParticipantJoined("ana"), None)])


def test_a_poster_has_none_and_is_told_so() -> None:
    session = open_session(opening(grid(3), kind="paper"))
    session.stage, session.closed_from = Stage.CLOSED, Stage.REVEALED
    assert (why_no_film(session), may_be_shown(session)) == ("no_film_of_poster", False)


# So many frames and no more


def test_of_many_frames_some_are_made_one_but_stages_and_the_end_stay() -> None:
    log = voted()
    for square in (1, 2, 3):
        log.votes("fuwfuwfuw", square=square)
    log.goes(commands.CloseRound, commands.CloseSession)
    whole, short = log.film(), log.film(most=7)
    assert (len(whole.frames), len(short.frames)) == (9, 6)
    assert _stages(short) == _stages(whole)
    assert [seen for _, seen in short.boards()][-1] == [seen for _, seen in whole.boards()][-1]
    boards = [(frame.dots, seen) for frame, seen in whole.boards()]
    assert all((frame.dots, seen) in boards for frame, seen in short.boards())


def test_then_too_each_step_is_a_whole_one() -> None:
    """Of the first and the third picture the dots of two people differ: without the second one the first goes too."""
    log = voted().votes("fff", square=2).votes("fff").votes("www").votes("ff").votes("f", start=3)
    log.votes("fff", start=4).votes("fff", square=2, start=3).goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (3, 0, 0), (0, 0, 3), (3, 0, 1), (6, 0, 1)]
    assert log.series(most=5) == [None, (3, 0, 1), (6, 0, 1)]


def _stages(made: Film) -> list[tuple[str, int]]:
    told = [(frame.stage, frame.round) for frame in made.frames]
    return [one for at, one in enumerate(told) if not at or told[at - 1] != one]


# Whatever happens


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
                counts = one and _counts(one)
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
        id: _counts(view) for id, view in board.items()
    }
    assert {line.square.id: line.before for line in report(room.session).squares if line.before is not None} == {
        id: counts for id, view in board.items() if "before" in view and (counts := _counts(view["before"])) is not None
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
            counts = view and _counts(view)
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
