"""Scripts for random talks: lists of small functions, of which each says what is asked for next, of the session as it stands."""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from hypothesis import strategies as st

from pollapp.domain import commands, talk_commands, talk_events
from pollapp.domain.command import Command
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage
from pollapp.domain.steps import next_step, step_back
from tests.cast import crowd, dot
from tests.whole_talk import CHOICES, PEOPLE, SQUARES, Asked, Counts

MARK = "~said~"  # so that words can be looked for


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
