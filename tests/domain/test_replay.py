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
from pollapp.domain.replay import Film, Frame, film, may_be_shown
from pollapp.domain.report import report
from pollapp.domain.session import Session
from pollapp.domain.stages import ROUND_OPEN, Stage
from tests.cast import FINE, UNSURE, WRONG, crowd, dot, grid, opening
from tests.whole_talk import MINIMUMS, SCRIPTS, Asked, Room

PEOPLE = crowd(9)
FEW = {"n": 0, "withheld": True}
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

    def series(self, square: int = 1) -> list[Any]:
        """What is seen of the square, from frame to frame where it changes: its counts, or None while it is withheld."""
        return [_counts(frame.changed[square]) for frame in self.film().frames if square in frame.changed]


def _counts(view: dict[str, Any]) -> tuple[int, ...] | None:
    return None if view.get("withheld") else tuple(view["counts"])


def voted() -> Log:
    return Log().goes(commands.OpenRound)


def test_pictures_come_in_steps_of_the_minimum_and_the_close_shows_the_rest() -> None:
    log = voted().votes("ffwwufff").goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (2, 0, 1), (3, 1, 2), (5, 1, 2)]
    opened, first, second, closed, over = log.film().frames
    assert [frame.stage for frame in log.film().frames] == ["voting", "voting", "voting", "revealed", "closed"]
    assert [frame.dots for frame in log.film().frames] == [0, 3, 6, 8, 8]
    assert opened.changed == dict.fromkeys((1, 2, 3), FEW)
    assert (first.joined, over.changed) == (9, {})
    assert first.changed[1] == {"n": 3, "counts": [2, 0, 1], "agreement": 33, "word": "split", "leading": [], "fragile": True}
    assert second.changed.keys() == {1}
    assert closed.changed[2]["n"] == 0  # now it is known that nobody placed a dot there
    assert "withheld" not in closed.changed[2]


def test_a_square_with_too_few_dots_says_only_that_at_the_end_too() -> None:
    log = voted().votes("ff").goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None]
    assert all(frame.changed.get(1, FEW) == FEW for frame in log.film().frames)


def test_without_protection_it_goes_in_steps_of_three_all_the_same() -> None:
    """Dot by dot it would be the log: whole ballots, one after the other. At the close everything is shown, as the class saw it."""
    log = Log(minimum=1).goes(commands.OpenRound).votes("fwuff").votes("f", square=2).goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (1, 1, 1), (3, 1, 1)]
    assert log.series(2) == [None, (1, 0, 0)]
    assert log.film().step == 3


def test_without_protection_paper_is_no_way_to_a_finer_step() -> None:
    log = Log(minimum=1).goes(commands.OpenRound).votes("fwuf").run(talk_commands.CountPaper(1, 1, (1, 0, 0)))
    assert log.goes(commands.CloseRound, commands.CloseSession).series() == [None, (1, 1, 1), (3, 1, 1)]


def test_it_does_not_matter_what_the_class_saw_live() -> None:
    plain = voted().votes("ffwwuf").goes(commands.CloseRound, commands.CloseSession)
    shown = voted().goes(commands.Reveal).votes("ffwwuf").goes(commands.CloseRound, commands.CloseSession)
    assert plain.series() == shown.series()


def test_a_second_look_changes_its_own_squares_and_shows_what_was_before() -> None:
    log = voted().votes("fff").votes("www", square=2).goes(commands.CloseRound)
    log.run(talk_commands.OpenSecondLook("revealed", (2,), "nothing")).votes("ffw", square=2, round=2)
    log.goes(commands.CloseRound, commands.CloseSession)
    made = log.film()
    second = [frame for frame in made.frames if frame.round == 2]
    assert made.rounds == ((1, 2, 3), (2,))
    assert all(frame.changed.keys() <= {2} for frame in second)
    assert second[0].changed[2] == FEW | {
        "before": {"n": 3, "counts": [0, 0, 3], "agreement": 100, "word": "agreed", "leading": [2], "fragile": True}
    }
    assert second[1].changed[2]["counts"] == [2, 0, 1]
    assert [made.board(frame) for frame in (made.frames[0], second[0], made.frames[-1])] == [(1, 2, 3), (2,), (1, 2, 3)]


def test_stages_are_frames_even_where_nothing_else_changes() -> None:
    log = voted().votes("fff").goes(commands.CloseRound, commands.TakeBack, commands.Reveal, talk_commands.WrapUp, commands.CloseSession)
    stages = [frame.stage for frame in log.film().frames]
    assert stages == ["voting", "voting", "revealed", "hidden", "revealed", "wrap_up", "closed"]


def test_nothing_else_is_a_frame() -> None:
    log = voted().votes("fff").goes(commands.CloseRound)
    quiet = len(log.events)
    log.run(talk_commands.MoveSpotlight(None, 1), commands.ArrangeBoard("agreement", "last"), talk_commands.SetCountdown(60, True))
    assert len(log.events) == quiet + 3
    assert len(log.goes(commands.CloseSession).film().frames) == 4


def test_dots_from_paper_are_seen_at_once() -> None:
    log = voted().votes("fff").run(talk_commands.CountPaper(1, 1, (3, 0, 1))).goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (3, 0, 0), (6, 0, 1)]


def test_two_from_phones_and_two_from_paper_are_too_few_of_either() -> None:
    log = voted().votes("ff").run(talk_commands.CountPaper(1, 1, (2, 0, 0))).goes(commands.CloseRound, commands.CloseSession)
    assert log.film().frames[-2].changed.get(1, {"n": 3, "withheld": True}) == {"n": 3, "withheld": True}
    assert log.series() == [None, None]


# Who has forgotten their dots


def test_a_picture_with_a_forgotten_dot_is_left_out() -> None:
    log = voted().votes("ffwwuffff").goes(commands.CloseRound)
    assert log.goes(commands.CloseSession).series() == [None, (2, 0, 1), (3, 1, 2), (6, 1, 2)]
    log.run(commands.ForgetDots(PEOPLE[3]))  # in the second picture and in the third, which still stands
    assert log.series() == [None, (2, 0, 1), (6, 1, 2)]


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
    log = voted().votes("ww").run(commands.ForgetDots(PEOPLE[0])).votes("fff", start=2).goes(commands.CloseRound, commands.CloseSession)
    assert log.series() == [None, (2, 0, 1), (3, 0, 1)]


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


# So many frames and no more


def test_of_many_frames_some_are_made_one_but_stages_and_the_end_stay() -> None:
    log = voted()
    for square in (1, 2, 3):
        log.votes("fuwfuwfuw", square=square)
    log.goes(commands.CloseRound, commands.CloseSession)
    whole, short = log.film(), log.film(most=7)
    assert (len(whole.frames), len(short.frames)) == (12, 6)
    assert _stages(short) == _stages(whole)
    assert [seen for _, seen in short.boards()][-1] == [seen for _, seen in whole.boards()][-1]
    boards = [(frame.dots, seen) for frame, seen in whole.boards()]
    assert all((frame.dots, seen) in boards for frame, seen in short.boards())


def _stages(made: Film) -> list[tuple[str, int]]:
    told = [(frame.stage, frame.round) for frame in made.frames]
    return [one for at, one in enumerate(told) if not at or told[at - 1] != one]


# Whatever happens


class Filmed(Room):
    """A room for random talks that keeps its log, and of each square in each round everything that whole snapshots allowed to be seen."""

    def __init__(self, minimum: int, script: list[Asked]) -> None:
        self.log: list[tuple[Event, str | None]] = []
        self.seen: dict[tuple[int, int], list[tuple[Any, Any]]] = {}  # (round, square) → (told, the snapshot that it is told from) in order
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

    def allowed(self, place: tuple[int, int]) -> list[Any]:
        """Everything that was seen there in order, but for what holds a dot of somebody who is gone, unless that stands to this day."""
        stands = self.dots[place].pictured
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
def test_where_nobody_is_gone_every_picture_is_in_it(script: list[Asked], minimum: int) -> None:
    room = Filmed(minimum, script)
    if room.session.forgotten or minimum == 1:
        return
    series = _series(room.film)
    for place, every in room.seen.items():
        assert _in_order([told for told, _ in every], [None, *series[place]])


@given(SCRIPTS)
def test_without_protection_a_step_passes_over_two_pictures_while_its_round_is_open(script: list[Asked]) -> None:
    room = Filmed(1, script)
    if room.session.forgotten:
        return
    for place, (seen_live, seen) in _while_open(room).items():
        assert len([one for one in seen if one]) <= seen_live // 3, place


def _while_open(room: Filmed) -> dict[tuple[int, int], tuple[int, list[Any]]]:
    """(round, square) → how many pictures there were while the round was open, and those of the film in that time."""
    made, found = room.film, {}
    for number, squares in enumerate(made.rounds, start=1):
        frames = [frame for frame in made.frames if frame.round == number and frame.stage in {stage.value for stage in ROUND_OPEN}]
        for square in squares:
            pictures = {id(held): 0 for told, held in room.seen[number, square] if held is not None}
            found[number, square] = (len(pictures), [_counts(frame.changed[square]) for frame in frames if square in frame.changed])
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
        assert {name: view[name] for name in ("n", "withheld")} in (FEW, {"n": made.step, "withheld": True})
