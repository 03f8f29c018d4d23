"""Whatever is asked, in whatever order, however often and from however old a picture: the log orders, the fold judges.

`Server` below is the service in miniature: it answers a retry from its log, decides on a session that may lag behind the
log, appends, and may crash and fold its log anew.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain import commands, events, talk_commands, talk_events
from pollapp.domain.decide import decide
from pollapp.domain.event import Event
from pollapp.domain.fold import apply, fold
from pollapp.domain.refused import Refused
from pollapp.domain.report import report
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage
from pollapp.domain.talk_views import typed_view
from pollapp.domain.views import console_view, mine, phone_view, projector_view
from tests.cast import FINE, UNSURE, WRONG, crowd, grid, opening

PEOPLE = crowd(4)
CHOICES = (FINE, UNSURE, WRONG)
SQUARES = (1, 2)
STAGES = ("lobby", "voting", "showing", "hidden", "revealed", "closed")
MINIMUMS = st.sampled_from([1, 3])

people = st.sampled_from(PEOPLE)
counters = st.integers(0, 6)
rounds = st.sampled_from([1, 1, 1, 1, 0, 2])
where = (people, rounds, st.sampled_from([*SQUARES, *SQUARES, 9]), counters)
stages = st.sampled_from(STAGES)

COMMANDS: st.SearchStrategy[commands.Command] = st.one_of(
    st.builds(commands.Join, people),
    st.builds(commands.PlaceDot, *where, st.sampled_from([*CHOICES, *CHOICES, "purple"])),
    st.builds(commands.PlaceDot, *where, st.sampled_from(CHOICES)),
    st.builds(commands.ClearDot, *where),
    st.builds(commands.SkipSquare, *where),
    st.builds(commands.Finish, people, rounds, st.booleans()),
    st.builds(commands.ForgetDots, people),
    st.builds(commands.PassOn, people),
    *[st.builds(kind, stages) for kind in (commands.CloseRound, commands.Reveal, commands.TakeBack)],
    *[st.builds(kind, stages) for kind in (commands.OpenRound, commands.CloseSession, commands.ReopenSession)],
    st.builds(commands.LockJoining, st.booleans()),
    st.builds(commands.AdmitOne),
    st.builds(commands.ChangeSettings, st.none() | st.booleans(), st.none() | st.integers(0, 5)),
    st.builds(commands.ArrangeBoard, st.sampled_from(["votes", "agreement"]), st.sampled_from(["grid", "disagreement", "last"])),
)
every_stage = st.sampled_from([stage.value for stage in Stage])
squares = st.sampled_from([*SQUARES, *SQUARES, 9])
some = st.lists(squares, max_size=3).map(tuple)
words = st.sampled_from(["Ask first.", "Whose decision?", "", "x" * 281])
seqs = st.integers(0, 25)
TALK: st.SearchStrategy[commands.Command] = st.one_of(
    *[st.builds(kind, every_stage) for kind in (talk_commands.BeginUnveiling, talk_commands.WrapUp, talk_commands.AskTakeaways)],
    st.builds(talk_commands.StepBack, every_stage),
    st.builds(talk_commands.Unveil, squares),
    st.builds(talk_commands.OpenSecondLook, every_stage, some, st.sampled_from(["nothing", "own", "room"])),
    *[st.builds(talk_commands.MoveSpotlight, st.none() | squares, squares) for _ in range(3)],
    st.builds(talk_commands.ShowPrompt, st.sampled_from(["principles", "lenses", "steps"])),
    st.builds(talk_commands.SetAgenda, st.just(0) | seqs, st.none() | some),
    st.builds(talk_commands.MarkDiscussed, squares, st.booleans()),
    st.builds(talk_commands.ShowSquares, st.sampled_from(["round", "all"])),
    *[st.builds(talk_commands.SendReason, words, people, squares) for _ in range(3)],
    st.builds(talk_commands.SendTakeaway, words, people),
    st.builds(talk_commands.WriteNote, words, squares, st.none() | seqs),
    *[st.builds(talk_commands.JudgeContribution, seqs, st.sampled_from(["approved", "hidden"])) for _ in range(2)],
    st.builds(talk_commands.DeleteContribution, seqs),
    st.builds(talk_commands.BringUp, st.none() | seqs),
    st.builds(talk_commands.CitePrinciples, people, squares, st.lists(st.integers(1, 3), max_size=3).map(tuple)),
    st.builds(talk_commands.CountPaper, rounds, squares, st.lists(st.integers(-1, 4), min_size=2, max_size=3).map(tuple)),
    st.builds(talk_commands.SetCountdown, st.integers(-1, 90), st.booleans()),
)
BEGINNING = [*map(commands.Join, PEOPLE[:3]), commands.OpenRound("lobby")]


@dataclass
class Step:
    """The command that arrives next: a new one, or (retry) one that was sent before. `behind`: how old the decider's picture is."""

    command: commands.Command
    retry: int | None = None
    behind: int = 0
    crash: bool = False


def _steps(of: st.SearchStrategy[commands.Command], most: int) -> st.SearchStrategy[list[Step]]:
    crashes = st.sampled_from([False, False, False, True])
    return st.lists(st.builds(Step, of, st.none() | st.integers(0, 20), st.integers(0, 3), crashes), max_size=most)


STEPS = _steps(COMMANDS, 25)
REVEALED = st.just(
    [Step(commands.PlaceDot(somebody, 1, 1, 1, FINE)) for somebody in PEOPLE[:3]]
    + [Step(commands.CloseRound("voting")), Step(talk_commands.MoveSpotlight(None, 1))]
)
WHOLE = _steps(COMMANDS | TALK, 25) | st.tuples(REVEALED, _steps(COMMANDS | TALK | TALK | TALK, 25)).map(lambda parts: parts[0] + parts[1])


class Server:
    def __init__(self, minimum: int) -> None:
        self.log: list[Event] = [opening(grid(2), minimum=minimum)]
        self.typed: dict[int, str] = {}  # place in the log → what was typed with that event
        self.session: Session = fold(self.log)
        self.stored: dict[int, int] = {}  # command id → its place in the log
        self.sent: list[commands.Command] = []
        self.answers: dict[int, list[str | None]] = {}  # command id → every answer that was given from the log
        for command in BEGINNING:
            self.send(Step(command))

    def send(self, step: Step) -> None:
        if step.retry is not None and step.retry < len(self.sent):
            self._receive(step.retry, step)
        else:
            self.sent.append(step.command)
            self._receive(len(self.sent) - 1, step)

    def _receive(self, command_id: int, step: Step) -> None:
        if command_id not in self.stored:
            picture = self.folded(max(1, len(self.log) - step.behind))
            decision = decide(picture, self.sent[command_id])
            if isinstance(decision, Refused):
                return
            self.log.append(decision)
            self.stored[command_id] = len(self.log)
            if (typed := self.sent[command_id].typed) is not None:
                self.typed[len(self.log)] = typed
        if step.crash:
            self.session = self.folded(len(self.log))
        for event in self.log[self.session.seq :]:
            apply(self.session, event, self.typed.get(self.session.seq + 1))
        seq = self.stored[command_id]
        self.answers.setdefault(command_id, []).append(self.session.ignored.get(seq))

    def folded(self, length: int, *, log: Sequence[Event] | None = None) -> Session:
        """So much of the log, folded anew with what was typed."""
        session = fold((log or self.log)[:1])
        for event in (log or self.log)[1:length]:
            apply(session, event, self.typed.get(session.seq + 1))
        return session


def _ran(steps: Sequence[Step], minimum: int) -> Server:
    server = Server(minimum)
    for step in steps:
        server.send(step)
    return server


def _dots(session: Session) -> dict[tuple[str, int], str]:
    squares = session.round.squares.items() if session.round else []
    return {(somebody, id): choice for id, square in squares for somebody, choice in square.dots.items()}


@given(WHOLE, MINIMUMS)
def test_carried_on_or_folded_anew_it_is_the_same_session(steps: list[Step], minimum: int) -> None:
    server = _ran(steps, minimum)
    through_json = [events.decode(json.loads(json.dumps(events.encode(event)))) for event in server.log]
    length = len(server.log)
    assert server.session == server.folded(length) == server.folded(length, log=through_json)


@given(WHOLE, MINIMUMS)
def test_once_words_are_erased_the_session_differs_in_nothing_that_counts(steps: list[Step], minimum: int) -> None:
    server = _ran(steps, minimum)
    before = server.session
    for seq in before.dropped:
        server.typed.pop(seq, None)
    after = server.folded(len(server.log))
    assert (after.words, after.dropped) == (before.words, set())
    before.dropped = set()
    assert after == before


@given(WHOLE, MINIMUMS)
def test_a_retry_gets_the_same_answer_and_adds_nothing(steps: list[Step], minimum: int) -> None:
    server = _ran(steps, minimum)
    assert all(len(set(given_to_one)) == 1 for given_to_one in server.answers.values())
    before = len(server.log)
    for command_id in server.stored:
        server.send(Step(commands.AdmitOne(), retry=command_id))
    assert len(server.log) == before


@given(WHOLE, MINIMUMS)
def test_what_is_counted_as_dots_come_is_what_counting_them_finds(steps: list[Step], minimum: int) -> None:
    session = _ran(steps, minimum).session
    for one in session.rounds:
        answered = {somebody: sum(square.is_answered(somebody) for square in one.squares.values()) for somebody in PEOPLE}
        finished = {somebody for somebody in PEOPLE if somebody in one.done or answered[somebody] == len(one.squares)}
        assert {somebody for somebody in PEOPLE if one.finished(somebody)} == finished
        assert one.finished_of(session.participants) == len(finished & session.participants)
        for square in one.squares.values():
            placed = list(square.dots.values())
            assert square.tally(session.choices) == tuple(placed.count(choice) for choice in session.choices)


@given(STEPS, MINIMUMS)
def test_the_dots_are_what_the_log_says(steps: list[Step], minimum: int) -> None:
    """The oracle knows no fold: it looks for each person's and square's event with the highest counter, the later of two."""
    server = _ran(steps, minimum)
    assert _dots(server.session) == _standing([events.encode(event) for event in server.log])


def _standing(log: list[dict[str, Any]]) -> dict[tuple[str, int], str]:
    newest: dict[tuple[str, int], tuple[int, int, str | None]] = {}
    for at, event in _while_open(log):
        if _is_a_tap(event) and event["participant"] in _voices(log[:at]):
            key, dot = (event["participant"], event["square"]), (event["counter"], at, event.get("choice"))
            newest[key] = max(newest.get(key, dot), dot, key=lambda one: one[:2])
    gone = {event["participant"] for event in log if event["event"] == "DotsForgotten"}
    return {key: choice for key, (_, _, choice) in newest.items() if choice and key[0] not in gone}


def _is_a_tap(event: dict[str, Any]) -> bool:
    """On a square of round 1, with a choice of the grid or none."""
    if event["event"] not in ("DotPlaced", "DotCleared", "SquareSkipped"):
        return False
    return event["round"] == 1 and event["square"] in SQUARES and event.get("choice", FINE) in CHOICES


def _while_open(log: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """The events of the round: from its opening on, until it is closed from the stage it stands in."""
    stage, during = "lobby", []
    moves = {
        ("RoundOpened", "lobby"): "voting", ("Revealed", "voting"): "showing", ("RevealTakenBack", "showing"): "voting",
        ("RoundClosed", "voting"): "over", ("RoundClosed", "showing"): "over", ("SessionClosed", "lobby"): "shut",
        ("SessionReopened", "closed"): "lobby",
    }  # fmt: skip
    for at, event in enumerate(log):
        if stage in ("voting", "showing"):
            during.append((at, event))
        here = "closed" if stage == "shut" else stage
        if event.get("from_stage") == here:
            stage = moves.get((event["event"], here), stage)
    return during


def _voices(log: list[dict[str, Any]]) -> set[str]:
    """Who has joined and was not forgotten: joining can be locked, so this asks the session's own list of people, and no dots."""
    return fold([events.decode(event) for event in log]).participants


@given(STEPS, MINIMUMS)
def test_no_dot_is_counted_twice_and_every_dot_is_somebodys(steps: list[Step], minimum: int) -> None:
    session = _ran(steps, minimum).session
    for square in session.round.squares.values() if session.round else []:
        assert sum(square.tally(session.choices)) == len(square.dots)
        assert set(square.dots) <= session.participants
        assert not set(square.dots) & square.skipped
        assert (square.shown is not None) == (len(square.dots) >= session.minimum)
        assert square.shown is None or session.minimum <= sum(square.shown) <= len(PEOPLE)


@given(STEPS, MINIMUMS)
def test_after_the_close_a_dot_can_only_be_forgotten(steps: list[Step], minimum: int) -> None:
    server = Server(minimum)
    for step in steps:
        before, open_before = _dots(server.session), server.session.round_open
        server.send(step)
        if not open_before:
            kept = {key: choice for key, choice in before.items() if key[0] not in server.session.forgotten}
            assert _dots(server.session) == kept


TAPS = st.lists(st.tuples(st.sampled_from(PEOPLE[:3]), st.sampled_from(SQUARES), st.sampled_from([*CHOICES, None])), max_size=12)


@given(TAPS, st.data())
def test_in_whatever_order_taps_arrive_the_newest_counts(taps: list[tuple[str, int, str | None]], data: st.DataObject) -> None:
    """Phones number their taps; each tap arrives at least once, in any order, with retries and crashes in between."""
    arriving = data.draw(st.permutations([*range(len(taps)), *data.draw(st.lists(st.integers(0, max(0, len(taps) - 1)), max_size=6))]))
    server = Server(3)
    first_id = len(server.sent)
    server.sent += [_tapped(number, *tap) for number, tap in enumerate(taps)]
    for number in arriving if taps else []:
        server.send(Step(commands.AdmitOne(), retry=first_id + number, crash=data.draw(st.booleans())))
    newest = {(somebody, square): choice for somebody, square, choice in taps}
    assert _dots(server.session) == {key: choice for key, choice in newest.items() if choice}


def _tapped(number: int, somebody: str, square: int, choice: str | None) -> commands.Command:
    return commands.ClearDot(somebody, 1, square, number) if choice is None else commands.PlaceDot(somebody, 1, square, number, choice)


@given(STEPS, MINIMUMS)
def test_a_counter_never_goes_down(steps: list[Step], minimum: int) -> None:
    server = Server(minimum)
    highest: dict[tuple[int, str], int] = {}
    for step in steps:
        server.send(step)
        for id, square in server.session.round.squares.items() if server.session.round else []:
            for somebody, counter in square.counters.items():
                assert counter >= highest.get((id, somebody), 0)
                highest[id, somebody] = counter


JUNK = st.one_of(
    st.builds(events.DotPlaced, st.text(max_size=3) | people, st.integers(), st.integers(), st.integers(), st.text(max_size=3)),
    st.builds(events.DotCleared, people, st.integers(-1, 3), st.integers(-1, 3), st.integers()),
    st.builds(events.RoundOpened, stages | st.text(max_size=3), st.integers(-1, 3), st.lists(st.integers(0, 4)).map(tuple)),
    *[st.builds(kind, stages | st.text(max_size=3)) for kind in (events.RoundClosed, events.Revealed, events.RevealTakenBack)],
    *[st.builds(kind, stages) for kind in (events.SessionClosed, events.SessionReopened)],
    st.builds(events.ParticipantJoined, people),
    st.builds(events.DotsForgotten, people),
    st.builds(events.PhonePassedOn, people),
    st.builds(events.OneAdmitted),
    st.builds(events.SettingsChanged, st.none() | st.booleans(), st.none() | st.integers()),
    st.just(opening()),
)
numbers = st.integers(-1, 30)
many = st.lists(numbers, max_size=4).map(tuple)
TALK_JUNK: st.SearchStrategy[Event] = st.one_of(
    *[st.builds(kind, every_stage | st.text(max_size=3)) for kind in (talk_events.UnveilingBegun, talk_events.WrappedUp)],
    *[st.builds(kind, every_stage) for kind in (talk_events.TakeawaysAsked, talk_events.SteppedBack)],
    st.builds(talk_events.SecondLookOpened, every_stage, numbers, many, st.sampled_from(["nothing", "own", "room"])),
    st.builds(talk_events.SecondLookOpened, st.just("revealed"), st.just(2), st.just((1,)), st.just("room")),
    st.builds(talk_events.SquareUnveiled, numbers),
    st.builds(talk_events.SpotlightMoved, st.none() | numbers, st.none() | numbers),
    st.builds(talk_events.PromptShown, st.sampled_from(["principles", "lenses", "steps"])),
    st.builds(talk_events.AgendaSet, numbers, st.none() | many),
    st.builds(talk_events.SquareDiscussed, numbers, st.booleans()),
    st.builds(talk_events.SquaresShown, st.sampled_from(["round", "all"])),
    st.builds(talk_events.ReasonSent, people, numbers),
    st.builds(talk_events.TakeawaySent, people),
    st.builds(talk_events.ContributionJudged, numbers, st.sampled_from(["approved", "hidden"])),
    st.builds(talk_events.ContributionDeleted, numbers),
    st.builds(talk_events.ReasonBroughtUp, st.none() | numbers),
    st.builds(talk_events.PrinciplesCited, people, numbers, many),
    st.builds(talk_events.NoteWritten, numbers),
    st.builds(talk_events.NoteChanged, numbers, numbers),
    st.builds(talk_events.PaperCounted, numbers, numbers, many),
    st.builds(talk_events.PaperCounted, st.just(1), st.just(1), st.tuples(numbers, numbers, numbers)),
    st.builds(talk_events.CountdownSet, st.integers(), st.booleans()),
)
IN_TALK: list[Event] = [
    *map(events.ParticipantJoined, PEOPLE),
    events.RoundOpened("lobby", 1, (1, 2)),
    *[events.DotPlaced(somebody, 1, 1, 1, FINE) for somebody in PEOPLE],
    events.RoundClosed("voting"),
    talk_events.SpotlightMoved(None, 1),
]


@given(st.lists(JUNK, max_size=25))
def test_the_fold_never_raises_and_every_view_can_be_made(log: list[Event]) -> None:
    _every_view_can_be_made(fold([opening(grid(2), minimum=3), *log]), 1 + len(log))


@given(st.lists(TALK_JUNK | TALK_JUNK | JUNK, max_size=25))
def test_nor_in_the_middle_of_a_talk(log: list[Event]) -> None:
    _every_view_can_be_made(fold([opening(grid(2), minimum=3), *IN_TALK, *log]), 1 + len(IN_TALK) + len(log))


def _every_view_can_be_made(session: Session, length: int) -> None:
    assert session.seq == length
    for view in (phone_view(session), projector_view(session, 0), console_view(session, 0, True), mine(session, PEOPLE[0])):
        json.dumps(view, allow_nan=False)
    json.dumps(typed_view(session), allow_nan=False)
    report(session)
