"""The fold has the last word: what each event changes, and that what is not legal at its place changes nothing."""

from copy import deepcopy

import pytest

from pollapp.domain import commands, events, talk_commands
from pollapp.domain.decide import decide
from pollapp.domain.fold import APPLY, apply, fold, open_session
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage
from tests.cast import ANA, BEN, FINE, UNSURE, WRONG, ZED, dot, fay, opened, opening, run, skip, voting, why


def _dots(session: Session, square: int = 1) -> dict[str, str]:
    assert session.round
    return session.round.squares[square].dots


def _ignored(session: Session, event: events.Event) -> str | None:
    """Apply an event that `decide` would not have made, and say why it counted for nothing; it must change nothing else."""
    before = deepcopy(session)
    apply(session, event)
    reason = session.ignored.pop(session.seq, None)
    if reason:
        before.seq += 1
        assert session == before
    return reason


def test_every_event_can_be_applied() -> None:
    assert set(APPLY) == set(events.EVENTS.values())


def test_a_log_begins_with_an_opening() -> None:
    with pytest.raises(ValueError, match="begins with SessionOpened"):
        fold([events.ParticipantJoined(ANA)])
    with pytest.raises(ValueError, match="An empty log"):
        fold([])


def test_an_opened_session_stands_in_its_lobby() -> None:
    session = open_session(opening(minimum=4, live=True, kind="rehearsal"))
    assert (session.stage, session.seq, session.round) == (Stage.LOBBY, 1, None)
    assert (session.minimum, session.live, session.kind) == (4, True, "rehearsal")


def test_seq_counts_every_event_also_the_ignored() -> None:
    session = fold([opening(), events.ParticipantJoined(ANA), opening(), events.OneAdmitted()])
    assert session.seq == 4
    assert session.ignored == {3: "already_open", 4: "not_locked"}


# Dots


def test_a_dot_can_be_moved_cleared_and_skipped() -> None:
    session = voting(ANA)
    run(session, dot(ANA, FINE))
    assert _dots(session) == {ANA: FINE}
    run(session, dot(ANA, WRONG))
    assert _dots(session) == {ANA: WRONG}
    run(session, skip(ANA))
    assert _dots(session) == {}
    assert session.round
    assert session.round.squares[1].skipped == {ANA}
    run(session, dot(ANA, UNSURE))
    assert (_dots(session), session.round.squares[1].skipped) == ({ANA: UNSURE}, set())
    run(session, dot(ANA, None))
    assert (_dots(session), session.round.squares[1].skipped) == ({}, set())


def test_an_old_retry_never_overwrites_a_newer_tap() -> None:
    session = voting(ANA)
    apply(session, events.DotPlaced(ANA, 1, 1, 5, WRONG))
    assert _ignored(session, events.DotPlaced(ANA, 1, 1, 4, FINE)) == "superseded"
    assert _ignored(session, events.DotCleared(ANA, 1, 1, 0)) == "superseded"
    assert _dots(session) == {ANA: WRONG}


def test_a_clear_is_not_undone_by_an_old_retry() -> None:
    session = voting(ANA)
    apply(session, events.DotPlaced(ANA, 1, 1, 1, WRONG))
    apply(session, events.DotCleared(ANA, 1, 1, 2))
    assert _ignored(session, events.DotPlaced(ANA, 1, 1, 1, WRONG)) == "superseded"
    assert _dots(session) == {}


def test_of_two_tabs_with_the_same_counter_the_later_in_the_log_wins() -> None:
    """Two tabs share their counter, so this is a race within milliseconds. The log orders it, for everybody alike."""
    session = voting(ANA)
    apply(session, events.DotPlaced(ANA, 1, 1, 5, FINE))
    apply(session, events.DotPlaced(ANA, 1, 1, 5, WRONG))
    assert _dots(session) == {ANA: WRONG}
    assert session.ignored == {}


def test_late_is_late_also_when_it_was_decided_in_time() -> None:
    session = voting(ANA)
    decided = events.DotPlaced(ANA, 1, 1, 1, FINE)
    fay(session, commands.CloseRound)
    assert _ignored(session, decided) == "late"
    assert _ignored(session, events.ParticipantFinished(ANA, 1, True)) == "late"


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (events.DotPlaced(ZED, 1, 1, 1, FINE), "not_joined"),
        (events.DotPlaced(ANA, 2, 1, 1, FINE), "no_such_round"),
        (events.DotPlaced(ANA, 1, 9, 1, FINE), "unknown_square"),
        (events.DotPlaced(ANA, 1, 1, 1, "purple"), "unknown_choice"),
        (events.ParticipantFinished(ZED, 1, True), "not_joined"),
        (events.ParticipantFinished(ANA, 2, True), "no_such_round"),
        (events.DotsForgotten(ZED), "not_joined"),
        (events.PhonePassedOn(ZED), "not_joined"),
        (events.RoundOpened("voting", 2, (1,)), "not_from_here"),
        (events.RoundOpened("lobby", 1, (1,)), "moved_on"),
        (events.RoundClosed("showing"), "moved_on"),
        (events.SessionReopened("voting"), "not_from_here"),
        (events.OneAdmitted(), "not_locked"),
        (events.SettingsChanged(True, 2), "bad_minimum"),
        (opening(), "already_open"),
    ],
)
def test_what_is_not_legal_at_its_place_changes_nothing(event: events.Event, reason: str) -> None:
    assert _ignored(voting(ANA), event) == reason


@pytest.mark.parametrize(
    "wrong", [events.RoundOpened("lobby", 2, (1,)), events.RoundOpened("lobby", 1, ()), events.RoundOpened("lobby", 1, (1, 9))]
)
def test_a_round_is_the_next_one_on_squares_of_the_grid(wrong: events.RoundOpened) -> None:
    assert _ignored(opened(), wrong) == "no_such_round"


# Finished


def test_finished_is_done_or_every_square_placed_or_skipped() -> None:
    session = voting(ANA, BEN)
    assert session.round
    run(session, dot(ANA, FINE, 1), skip(ANA, 2))
    assert not session.round.finished(ANA)
    run(session, dot(ANA, FINE, 3), commands.Finish(BEN, 1, True))
    assert session.round.finished(ANA)
    assert session.round.finished(BEN)
    run(session, dot(ANA, None, 3), commands.Finish(BEN, 1, False))
    assert not session.round.finished(ANA)
    assert not session.round.finished(BEN)


# Forgetting


def test_forgetting_takes_everything_of_one_participant_and_nothing_else() -> None:
    session = voting(ANA, BEN)
    run(session, dot(ANA, FINE, 1), skip(ANA, 2), commands.Finish(ANA, 1, True), dot(BEN, WRONG, 1))
    run(session, commands.ForgetDots(ANA))
    assert session.round
    assert session.participants == {BEN}
    assert session.round.done == set()
    for square in session.round.squares.values():
        assert ANA not in square.dots
        assert ANA not in square.skipped
        assert ANA not in square.counters
    assert _dots(session) == {BEN: WRONG}


def test_whoever_was_forgotten_never_comes_back() -> None:
    session = voting(ANA)
    run(session, commands.ForgetDots(ANA))
    assert _ignored(session, events.ParticipantJoined(ANA)) == "forgotten"
    assert _ignored(session, events.DotPlaced(ANA, 1, 1, 99, FINE)) == "forgotten"
    assert _ignored(session, events.ParticipantFinished(ANA, 1, True)) == "forgotten"
    assert _ignored(session, events.DotsForgotten(ANA)) == "forgotten"


def test_nobody_is_shut_out_by_being_forgotten_before_joining() -> None:
    session = opened()
    assert _ignored(session, events.DotsForgotten(ANA)) == "not_joined"
    run(session, commands.Join(ANA))
    assert session.participants == {ANA}


@pytest.mark.parametrize(
    "stage", [(commands.CloseRound,), (commands.CloseRound, commands.TakeBack), (commands.CloseRound, commands.CloseSession)]
)
def test_dots_can_be_forgotten_at_every_stage(stage: tuple[type[commands.StageCommand], ...]) -> None:
    session = voting(ANA)
    run(session, dot(ANA, FINE))
    fay(session, *stage)
    run(session, commands.ForgetDots(ANA))
    assert _dots(session) == {}


# A phone that was passed on


def test_the_dots_of_a_phone_that_was_passed_on_count_and_nobody_changes_them() -> None:
    session = voting(ANA, BEN)
    run(session, dot(ANA, FINE, 1), dot(BEN, WRONG, 1), commands.PassOn(ANA))
    assert session.participants == {ANA, BEN}
    assert _dots(session) == {ANA: FINE, BEN: WRONG}
    for event in (
        events.DotPlaced(ANA, 1, 1, 99, WRONG),
        events.DotCleared(ANA, 1, 1, 99),
        events.ParticipantFinished(ANA, 1, True),
        events.DotsForgotten(ANA),
        events.ParticipantJoined(ANA),
        events.PhonePassedOn(ANA),
    ):
        assert _ignored(session, event) == "passed_on"
    run(session, dot(BEN, FINE, 1))
    assert _dots(session) == {ANA: FINE, BEN: FINE}


# Stages


def test_a_double_click_moves_one_step() -> None:
    session = voting(ANA)
    apply(session, events.RoundClosed("voting"))
    assert _ignored(session, events.RoundClosed("voting")) == "moved_on"
    assert session.stage is Stage.REVEALED


def test_the_way_through_a_meeting() -> None:
    session = opened()
    way = []
    for move in (
        commands.OpenRound, commands.Reveal, commands.TakeBack, commands.CloseRound,
        commands.TakeBack, commands.Reveal, commands.CloseSession, commands.ReopenSession,
    ):  # fmt: skip
        fay(session, move)
        way.append((session.stage.value, session.revealed))
    assert way == [
        ("voting", False),
        ("showing", True),
        ("voting", False),
        ("revealed", True),
        ("hidden", False),
        ("revealed", True),
        ("closed", True),
        ("revealed", True),
    ]
    assert session.taken_back == 2


def test_a_session_closed_with_its_reveal_taken_back_stays_covered_and_reopens_there() -> None:
    session = voting(ANA)
    fay(session, commands.CloseRound, commands.TakeBack, commands.CloseSession)
    assert not session.revealed
    fay(session, commands.ReopenSession)
    assert session.stage is Stage.HIDDEN


def test_a_session_closed_in_its_lobby_reopens_there() -> None:
    session = opened()
    fay(session, commands.CloseSession)
    assert not session.revealed
    fay(session, commands.ReopenSession, commands.OpenRound)
    assert session.stage is Stage.VOTING


# Joining


def test_each_admission_lets_one_in() -> None:
    session = opened()
    run(session, commands.LockJoining(True), commands.AdmitOne())
    apply(session, events.ParticipantJoined(ANA))
    assert _ignored(session, events.ParticipantJoined(BEN)) == "locked"  # both were decided before either was applied
    assert session.participants == {ANA}


def test_who_is_in_already_uses_up_no_admission() -> None:
    session = opened()
    run(session, commands.Join(ANA), commands.LockJoining(True), commands.AdmitOne(), commands.Join(ANA), commands.Join(BEN))
    assert session.participants == {ANA, BEN}
    assert session.admitted == 0


def test_locking_twice_takes_no_admission_back() -> None:
    session = opened()
    run(session, commands.LockJoining(True), commands.AdmitOne(), commands.LockJoining(True), commands.Join(ANA))
    assert session.participants == {ANA}


def test_admissions_end_with_the_lock() -> None:
    session = opened()
    run(session, commands.LockJoining(True), commands.AdmitOne(), commands.LockJoining(False), commands.LockJoining(True))
    assert _ignored(session, events.ParticipantJoined(ANA)) == "locked"


def test_late_joiners_can_vote() -> None:
    session = voting(ANA)
    run(session, commands.Join(BEN), dot(BEN, FINE))
    assert _dots(session) == {BEN: FINE}


# Settings


def test_the_minimum_is_frozen_with_the_first_dot_and_stays_so() -> None:
    session = voting(ANA, minimum=3)
    run(session, skip(ANA), commands.ChangeSettings(minimum=4))
    assert session.minimum == 4
    run(session, dot(ANA, FINE), dot(ANA, None), commands.ForgetDots(ANA))
    assert _ignored(session, events.SettingsChanged(None, 3)) == "minimum_frozen"


def test_a_refused_minimum_changes_nothing_else_either() -> None:
    session = voting(ANA, minimum=3)
    run(session, dot(ANA, FINE))
    assert _ignored(session, events.SettingsChanged(True, 4)) == "minimum_frozen"
    assert session.live is False
    run(session, commands.ChangeSettings(live=True, minimum=3))
    assert session.live is True


def test_the_board_is_part_of_the_fold() -> None:
    session = opened()
    run(session, commands.ArrangeBoard("agreement", "last"))
    assert (session.layer, session.order) == ("agreement", "last")


def test_one_person_changes_something_so_often_in_a_round_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every tap is stored for good, also one that changes nothing: what was saved last counts then."""
    monkeypatch.setattr("pollapp.domain.legal.MOST_TAPS", 4)
    session = voting(ANA, BEN)
    run(session, *[dot(ANA, FINE, 1, counter=counter) for counter in (1, 2, 3)], commands.Finish(ANA, 1, True))
    for refused in (dot(ANA, WRONG, 1, counter=4), dot(ANA, None, 2), skip(ANA, 2), commands.Finish(ANA, 1, False)):
        assert why(decide(session, refused)) == "tapped_enough"
    assert _ignored(session, events.DotPlaced(ANA, 1, 1, 4, WRONG)) == "tapped_enough"  # decided before the last one was stored
    assert why(decide(session, dot(ANA, WRONG, 1, counter=2))) == "superseded"
    assert session.rounds[0].squares[1].dots == {ANA: FINE}
    run(session, dot(BEN, WRONG, 1))  # everybody has their own
    fay(session, commands.CloseRound)
    run(session, talk_commands.MoveSpotlight(None, 1))
    assert why(decide(session, talk_commands.CitePrinciples(ANA, 1, (1,)))) == "tapped_enough"
    run(session, talk_commands.OpenSecondLook("revealed", (1,), "nothing"), dot(ANA, WRONG, 1, round=2))
    assert session.rounds[1].squares[1].dots == {ANA: WRONG}


def test_a_stage_is_found_under_its_value_too() -> None:
    """They are equal, so they have to have one hash."""
    assert {stage.value for stage in Stage} == set(Stage)
    assert all({stage: 1}[stage.value] for stage in Stage)  # type: ignore[index]
