"""`decide` answers each command with the one event it adds, or with a refusal that has a sentence and a hint. It changes nothing."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from pollapp.domain import commands, events, talk_commands
from pollapp.domain.command import Command, StageCommand
from pollapp.domain.decide import decide
from pollapp.domain.event import Event, StageEvent
from pollapp.domain.refused import REFUSALS, Refused, refused
from pollapp.domain.session import Session
from pollapp.domain.stages import MOVES, ROUND_OPEN, Stage
from pollapp.domain.steps import Step, next_step, step_back
from tests.cast import ANA, BEN, FINE, WRONG, ZED, dot, fay, grid, opened, run, skip, voting, why

REACH: dict[Stage, tuple[type[StageCommand], ...]] = {
    Stage.LOBBY: (),
    Stage.VOTING: (commands.OpenRound,),
    Stage.SHOWING: (commands.OpenRound, commands.Reveal),
    Stage.REVEALED: (commands.OpenRound, commands.CloseRound),
    Stage.HIDDEN: (commands.OpenRound, commands.CloseRound, commands.TakeBack),
    Stage.UNVEILING: (commands.OpenRound, talk_commands.BeginUnveiling),
    Stage.WRAP_UP: (commands.OpenRound, commands.CloseRound, talk_commands.WrapUp),
    Stage.TAKEAWAYS: (commands.OpenRound, commands.CloseRound, talk_commands.WrapUp, talk_commands.AskTakeaways),
    Stage.CLOSED: (commands.OpenRound, commands.CloseRound, commands.CloseSession),
}
STAGE_COMMANDS: dict[str, type[StageCommand]] = {
    "open_round": commands.OpenRound,
    "close_round": commands.CloseRound,
    "reveal": commands.Reveal,
    "take_back": commands.TakeBack,
    "close_session": commands.CloseSession,
    "reopen_session": commands.ReopenSession,
    "begin_unveiling": talk_commands.BeginUnveiling,
    "wrap_up": talk_commands.WrapUp,
    "ask_takeaways": talk_commands.AskTakeaways,
    "step_back": talk_commands.StepBack,
}


def _at(stage: Stage) -> Session:
    session = opened()
    run(session, commands.Join(ANA))
    fay(session, *REACH[stage])
    assert session.stage is stage
    return session


def _locked(admit: int = 0) -> Session:
    session = opened()
    run(session, commands.LockJoining(True), *[commands.AdmitOne()] * admit)
    return session


def _forgotten(stage: Stage = Stage.VOTING) -> Session:
    session = _at(stage)
    run(session, commands.ForgetDots(ANA))
    return session


def _passed_on() -> Session:
    session = _voted()
    run(session, commands.PassOn(ANA))
    return session


def _voted() -> Session:
    session = voting(ANA)
    run(session, dot(ANA, FINE, 1, counter=7))
    return session


EVENTS: list[tuple[Callable[[], Session], Command, Event]] = [
    (opened, commands.Join(ANA), events.ParticipantJoined(ANA)),
    (lambda: _locked(admit=1), commands.Join(ANA), events.ParticipantJoined(ANA)),
    (_voted, dot(ANA, WRONG, 1, counter=8), events.DotPlaced(ANA, 1, 1, 8, WRONG)),
    (_voted, dot(ANA, None, 1, counter=8), events.DotCleared(ANA, 1, 1, 8)),
    (_voted, skip(ANA, 1, counter=8), events.SquareSkipped(ANA, 1, 1, 8)),
    (_voted, dot(ANA, WRONG, 2, counter=1), events.DotPlaced(ANA, 1, 2, 1, WRONG)),  # a counter counts on its square
    (_voted, commands.Finish(ANA, 1, True), events.ParticipantFinished(ANA, 1, True)),
    (_voted, commands.ForgetDots(ANA), events.DotsForgotten(ANA)),
    (_voted, commands.PassOn(ANA), events.PhonePassedOn(ANA)),
    (lambda: _at(Stage.CLOSED), commands.ForgetDots(ANA), events.DotsForgotten(ANA)),
    (opened, commands.OpenRound("lobby"), events.RoundOpened("lobby", 1, (1, 2, 3))),
    (opened, commands.LockJoining(True), events.JoiningLocked(True)),
    (_locked, commands.AdmitOne(), events.OneAdmitted()),
    (opened, commands.ChangeSettings(live=True), events.SettingsChanged(True, None)),
    (opened, commands.ChangeSettings(minimum=5), events.SettingsChanged(None, 5)),
    (_voted, commands.ChangeSettings(live=True, minimum=1), events.SettingsChanged(True, 1)),  # it is 1 already
    (opened, commands.ArrangeBoard("agreement", "last"), events.BoardArranged("agreement", "last")),
]

REFUSED: list[tuple[str, Callable[[], Session], Command]] = [
    ("locked", _locked, commands.Join(ANA)),
    ("session_closed", lambda: _at(Stage.CLOSED), commands.Join(BEN)),
    ("forgotten", _forgotten, commands.Join(ANA)),
    ("not_joined", _voted, dot(ZED, FINE)),
    ("forgotten", _forgotten, dot(ANA, FINE)),
    ("no_such_round", lambda: _at(Stage.LOBBY), dot(ANA, FINE)),
    ("no_such_round", _voted, dot(ANA, FINE, round=2)),
    ("late", lambda: _at(Stage.REVEALED), dot(ANA, FINE)),
    ("late", lambda: _at(Stage.HIDDEN), dot(ANA, None)),
    ("late", lambda: _at(Stage.CLOSED), skip(ANA)),
    ("late", _voted, dot(ANA, FINE, round=0)),
    ("unknown_square", _voted, dot(ANA, FINE, 9)),
    ("unknown_choice", _voted, dot(ANA, "purple")),
    ("superseded", _voted, dot(ANA, WRONG, 1, counter=6)),
    ("superseded", _voted, skip(ANA, 1, counter=6)),
    ("not_joined", _voted, commands.Finish(ZED, 1, True)),
    ("forgotten", _forgotten, commands.Finish(ANA, 1, True)),
    ("no_such_round", lambda: _at(Stage.LOBBY), commands.Finish(ANA, 1, True)),
    ("late", lambda: _at(Stage.REVEALED), commands.Finish(ANA, 1, True)),
    ("not_joined", _voted, commands.ForgetDots(ZED)),
    ("forgotten", _forgotten, commands.ForgetDots(ANA)),
    ("not_joined", _voted, commands.PassOn(ZED)),
    ("forgotten", _forgotten, commands.PassOn(ANA)),
    ("passed_on", _passed_on, commands.PassOn(ANA)),
    ("passed_on", _passed_on, commands.Join(ANA)),
    ("passed_on", _passed_on, dot(ANA, FINE)),
    ("passed_on", _passed_on, dot(ANA, None)),
    ("passed_on", _passed_on, skip(ANA)),
    ("passed_on", _passed_on, commands.Finish(ANA, 1, True)),
    ("passed_on", _passed_on, commands.ForgetDots(ANA)),
    ("not_locked", opened, commands.AdmitOne()),
    ("minimum_frozen", _voted, commands.ChangeSettings(minimum=3)),
    ("bad_minimum", opened, commands.ChangeSettings(minimum=2)),
    ("bad_minimum", opened, commands.ChangeSettings(minimum=21)),
    ("bad_minimum", opened, commands.ChangeSettings(minimum=0)),
    ("moved_on", _voted, commands.OpenRound("lobby")),
    ("not_from_here", _voted, commands.OpenRound("voting")),
    ("not_from_here", _voted, commands.CloseSession("voting")),
]


@pytest.mark.parametrize(("session", "command", "event"), EVENTS, ids=lambda part: type(part).__name__)
def test_a_command_becomes_one_event(session: Callable[[], Session], command: Command, event: events.Event) -> None:
    assert decide(session(), command) == event


@pytest.mark.parametrize(("code", "session", "command"), REFUSED, ids=[f"{code} {type(asked).__name__}" for code, _, asked in REFUSED])
def test_a_command_is_refused(code: str, session: Callable[[], Session], command: Command) -> None:
    assert decide(session(), command) == refused(code)


def test_deciding_changes_nothing() -> None:
    session = _voted()
    before = deepcopy(session)
    for _, _, command in REFUSED:
        decide(session, command)
    for _, command, _ in EVENTS:
        decide(session, command)
    assert session == before


def test_what_takes_something_back_for_good_is_known_for_it() -> None:
    """It is answered once a second place has it too (`EventLog.await_copy`)."""
    for_good = [commands.ForgetDots(ANA), commands.PassOn(ANA), talk_commands.DeleteContribution(3)]
    others = [commands.Join(ANA), commands.ClearDot(ANA, 1, 1, 1), commands.TakeBack("showing")]
    assert [command.takes_back for command in (*for_good, *others)] == [True] * 3 + [False] * 3
    assert not any("takes_back" in command.content() for command in for_good), "digests stand in every log"


def test_joining_again_is_no_second_participant() -> None:
    session = opened()
    assert [why(answer) for answer in run(session, commands.Join(ANA), commands.Join(ANA))] == [None, None]
    assert session.participants == {ANA}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("name", STAGE_COMMANDS)
def test_every_move_is_in_the_table_or_refused(stage: Stage, name: str) -> None:
    answer = decide(_at(stage), STAGE_COMMANDS[name](stage.value))
    legal = isinstance(answer, StageEvent) and stage in MOVES[type(answer)]
    assert legal or why(answer) == "not_from_here"


@pytest.mark.parametrize("stage", Stage)
def test_a_move_from_another_stage_has_moved_on(stage: Stage) -> None:
    for other in set(Stage) - {stage}:
        for command in STAGE_COMMANDS.values():
            assert why(decide(_at(stage), command(other.value))) == "moved_on"
    assert why(decide(_at(stage), commands.CloseRound("nowhere"))) == "moved_on"


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("step_of", [next_step, step_back])
def test_the_next_and_back_buttons_always_work(step_of: Callable[[Session], Step | None], stage: Stage) -> None:
    session = _at(stage)
    step = step_of(session)
    if step and "from" in step:
        assert isinstance(decide(session, STAGE_COMMANDS[step["command"]](step["from"])), StageEvent)
    elif step:
        command = {"unveil": talk_commands.Unveil, "move_spotlight": talk_commands.MoveSpotlight}[step.pop("command")]
        assert not isinstance(decide(session, command(**step)), Refused)


def test_there_is_a_next_button_at_every_stage_but_the_last() -> None:
    assert [stage for stage in Stage if next_step(_at(stage)) is None] == [Stage.CLOSED]
    assert {Stage.VOTING, Stage.SHOWING} == ROUND_OPEN


def test_the_round_takes_the_squares_of_the_grid_it_was_opened_on() -> None:
    session = opened(grid(5).pick([4, 2]))
    assert decide(session, commands.OpenRound("lobby")) == events.RoundOpened("lobby", 1, (2, 4))


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_says_what_is_wrong_and_what_would_be_right(code: str) -> None:
    answer = refused(code)
    assert answer == Refused(code, *REFUSALS[code])
    assert answer.sentence.endswith(".")
    assert answer.hint.endswith(".")


def test_the_content_of_a_command_tells_a_retry_from_another_one() -> None:
    tap = dot(ANA, FINE, counter=1)
    assert tap.content() == dot(ANA, FINE, counter=1).content()
    others = [dot(ANA, WRONG, counter=1), dot(ANA, None, counter=1), skip(ANA, counter=1), dot(ANA, FINE, 2, counter=1)]
    contents = [str(command.content()) for command in [tap, *others]]
    assert len(set(contents)) == len(contents)
    assert commands.ChangeSettings(minimum=3).content() == {"command": "ChangeSettings", "minimum": 3}
