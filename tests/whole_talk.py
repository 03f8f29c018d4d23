"""A room for random talks. Beside the session it keeps whole snapshots of who chose what: they know no fold and no steps of one person.

A script is a list of small functions: each says what is asked for next, of the session as it stands.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from hypothesis import strategies as st

from pollapp.domain import commands, events, talk_commands, talk_events
from pollapp.domain.command import Command
from pollapp.domain.decide import decide
from pollapp.domain.event import Event
from pollapp.domain.fold import apply
from pollapp.domain.session import Session
from pollapp.domain.stages import ROUND_OPEN, Stage
from pollapp.domain.steps import next_step, step_back
from tests.cast import FINE, UNSURE, WRONG, crowd, dot, grid, opened

CHOICES = (FINE, UNSURE, WRONG)
PEOPLE = [f"person#{name}" for name in "abcdefg"]  # a mark that stands in no view by accident
SQUARES = (1, 2, 3)
MARK = "~said~"  # so that words can be looked for

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


# Scripts


def _tap(somebody: str, choice: str | None, square: int) -> Asked:
    return lambda session: dot(somebody, choice, square, round=len(session.rounds))


def _said(somebody: str) -> Asked:
    def asked(session: Session) -> Command:
        words = f"{MARK} {session.seq}"
        if session.stage is Stage.TAKEAWAYS:
            return talk_commands.SendTakeaway(words, somebody)
        return talk_commands.SendReason(words, somebody, session.talk.spotlight or 1)

    return asked


def _on_words(make: Callable[[int], Command]) -> st.SearchStrategy[Asked]:
    """A command on one of the reasons and takeaways that there are."""

    def asked(at: int) -> Asked:
        def of(session: Session) -> Command | None:
            there = list(session.talk.contributions)
            return make(there[at % len(there)]) if there else None

        return of

    return st.builds(asked, st.integers(0, 5))


def _newest(verdict: talk_events.Verdict | None) -> Asked:
    """The newest reason or takeaway is judged; without a verdict it is brought up."""

    def asked(session: Session) -> Command | None:
        newest = max(session.talk.contributions, default=None)
        if newest is None or verdict is None:
            return talk_commands.BringUp(newest)
        return talk_commands.JudgeContribution(newest, verdict)

    return asked


def _stage(kind: type[commands.StageCommand]) -> Asked:
    return lambda session: kind(session.stage.value)


def _follows(step: Callable[[Session], dict[str, Any] | None]) -> Asked:
    def asked(session: Session) -> Command | None:
        said = step(session)
        return as_command(said) if said else None

    return asked


_KINDS: dict[str, Callable[..., Command]] = {
    "open_round": commands.OpenRound, "close_round": commands.CloseRound, "reveal": commands.Reveal, "take_back": commands.TakeBack,
    "close_session": commands.CloseSession, "reopen_session": commands.ReopenSession, "wrap_up": talk_commands.WrapUp,
    "ask_takeaways": talk_commands.AskTakeaways, "step_back": talk_commands.StepBack, "move_spotlight": talk_commands.MoveSpotlight,
    "unveil": talk_commands.Unveil,
}  # fmt: skip


def as_command(step: dict[str, Any]) -> Command:
    """A step, as a console would send it."""
    return _KINDS[step["command"]](**{{"from": "from_stage"}.get(name, name): value for name, value in step.items() if name != "command"})


def _look(squares: tuple[int, ...], recall: talk_events.Recall) -> Asked:
    return lambda session: talk_commands.OpenSecondLook(session.stage.value, squares, recall)


def _moves(square: int | None) -> Asked:
    return lambda session: talk_commands.MoveSpotlight(session.talk.spotlight, square)


def _paper(square: int, counts: Counts) -> Asked:
    return lambda session: talk_commands.CountPaper(len(session.rounds), square, counts)


def _cites(somebody: str, principles: tuple[int, ...]) -> Asked:
    return lambda session: talk_commands.CitePrinciples(somebody, session.talk.spotlight or 1, principles)


def _agenda(squares: tuple[int, ...] | None) -> Asked:
    return lambda session: talk_commands.SetAgenda(session.talk.agenda_seq, squares)


def _simply(command: Command) -> Asked:
    return lambda session: command


people, squares = st.sampled_from(PEOPLE), st.sampled_from((1, 1, 1, 2, 2, 3))
some_squares = st.lists(st.sampled_from(SQUARES), unique=True).map(tuple)
taps = st.builds(_tap, people, st.sampled_from([*CHOICES, None]), squares)
forgets = people.map(lambda somebody: _simply(commands.ForgetDots(somebody)))
papers = st.builds(_paper, squares, st.tuples(*[st.integers(0, 3)] * 3))
looks = st.builds(_look, some_squares.map(lambda more: tuple({1, *more})), st.sampled_from(["nothing", "own", "room"]))
joins = st.sampled_from(crowd(4)).map(lambda somebody: _simply(commands.Join(somebody)))
_MOVES = (
    commands.CloseRound, commands.Reveal, commands.TakeBack, commands.CloseSession, commands.ReopenSession,
    talk_commands.BeginUnveiling, talk_commands.WrapUp, talk_commands.AskTakeaways, talk_commands.StepBack,
)  # fmt: skip
stages = st.sampled_from(_MOVES).map(_stage)
settings = st.one_of(
    st.builds(commands.ArrangeBoard, st.just("votes"), st.sampled_from(["grid", "disagreement", "agreement", "last"])),
    st.booleans().map(commands.ChangeSettings),
    st.sampled_from(["round", "all"]).map(talk_commands.ShowSquares),
    st.builds(talk_commands.MarkDiscussed, squares, st.booleans()),
    st.builds(talk_commands.SetCountdown, st.integers(0, 90), st.booleans()),
    st.builds(talk_commands.WriteNote, st.just(f"{MARK} note"), squares),
    st.builds(talk_commands.Unveil, squares),
).map(_simply)
said = st.one_of(
    people.map(_said),
    _on_words(lambda seq: talk_commands.JudgeContribution(seq, "approved")),
    _on_words(lambda seq: talk_commands.JudgeContribution(seq, "hidden")),
    _on_words(talk_commands.BringUp),
    _on_words(talk_commands.DeleteContribution),
)
cited = st.sampled_from([(1,), (2,), (1, 2), ()])
cites = st.builds(_cites, people, cited)
anything = st.one_of(
    taps, forgets, papers, joins, stages, settings, said, cites, looks, st.builds(_agenda, st.none() | some_squares),
    st.just(_follows(next_step)), st.just(_follows(step_back)), st.builds(_moves, st.none() | squares),
)  # fmt: skip


@st.composite
def _everybody(draw: st.DrawFn) -> list[Asked]:
    """Most of the room votes on square 1, and a few on another."""
    choices = draw(st.lists(st.sampled_from([*CHOICES, *CHOICES, None]), min_size=len(PEOPLE), max_size=len(PEOPLE)))
    voters = zip(PEOPLE, choices, strict=True)
    return [_tap(somebody, choice, 1) for somebody, choice in voters if choice] + draw(st.lists(taps | forgets | papers, max_size=4))


def _joined(parts: Iterable[list[Asked]]) -> list[Asked]:
    return list(chain.from_iterable(parts))


def _one(asked: st.SearchStrategy[Asked]) -> st.SearchStrategy[list[Asked]]:
    return asked.map(lambda only: [only])


def _several(*parts: st.SearchStrategy[list[Asked]], least: int, most: int) -> st.SearchStrategy[list[Asked]]:
    return st.lists(st.one_of(*parts), min_size=least, max_size=most).map(_joined)


_brought_up = _one(people.map(_said)).map(lambda said: [*said, _newest("approved"), _newest(None)])
_all_cite = st.lists(cited, min_size=3, max_size=5).map(
    lambda each: [_cites(somebody, one) for somebody, one in zip(PEOPLE, each, strict=False)]
)
_closes = st.sampled_from([[_stage(commands.CloseRound)], [_stage(talk_commands.BeginUnveiling), _simply(talk_commands.Unveil(1))]])
_talks = _several(_brought_up, _all_cite, *map(_one, (said, cites, forgets, settings, anything)), least=3, most=10).map(
    lambda asked: [_moves(1), *asked]
)
_rounds = st.tuples(_everybody(), _several(_one(anything), least=0, most=4), _closes, _talks).map(_joined)
_onward = _one(st.just(_follows(next_step)) | st.just(_stage(talk_commands.WrapUp)))
_ends = _several(_onward, _onward, _brought_up, _one(anything), least=4, most=10)
_reveals = st.just([_stage(commands.Reveal)])
SCRIPTS: st.SearchStrategy[list[Asked]] = st.tuples(_rounds, _reveals, _one(looks), _rounds, _reveals, _ends).map(_joined)
MINIMUMS = st.sampled_from([3, 3, 4, 1])
