"""The fold has the last word on the session: its stages, its door and its settings; what is not legal at its place changes nothing."""

import pytest

from pollapp.domain import commands, events
from pollapp.domain.fold import APPLY, apply, fold, open_session
from pollapp.domain.stages import Stage
from tests.cast import ANA, BEN, FINE, ZED, dot, fay, opened, opening, run, skip, voting
from tests.domain.folding import dots, ignored


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
    assert ignored(voting(ANA), event) == reason


@pytest.mark.parametrize(
    "wrong", [events.RoundOpened("lobby", 2, (1,)), events.RoundOpened("lobby", 1, ()), events.RoundOpened("lobby", 1, (1, 9))]
)
def test_a_round_is_the_next_one_on_squares_of_the_grid(wrong: events.RoundOpened) -> None:
    assert ignored(opened(), wrong) == "no_such_round"


# Stages


def test_a_double_click_moves_one_step() -> None:
    session = voting(ANA)
    apply(session, events.RoundClosed("voting"))
    assert ignored(session, events.RoundClosed("voting")) == "moved_on"
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


def test_a_stage_is_found_under_its_value_too() -> None:
    """They are equal, so they have to have one hash."""
    assert {stage.value for stage in Stage} == set(Stage)
    assert all({stage: 1}[stage.value] for stage in Stage)  # type: ignore[index]


# Joining


def test_each_admission_lets_one_in() -> None:
    session = opened()
    run(session, commands.LockJoining(True), commands.AdmitOne())
    apply(session, events.ParticipantJoined(ANA))
    assert ignored(session, events.ParticipantJoined(BEN)) == "locked"  # both were decided before either was applied
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
    assert ignored(session, events.ParticipantJoined(ANA)) == "locked"


def test_late_joiners_can_vote() -> None:
    session = voting(ANA)
    run(session, commands.Join(BEN), dot(BEN, FINE))
    assert dots(session) == {BEN: FINE}


# Settings


def test_the_minimum_is_frozen_with_the_first_dot_and_stays_so() -> None:
    session = voting(ANA, minimum=3)
    run(session, skip(ANA), commands.ChangeSettings(minimum=4))
    assert session.minimum == 4
    run(session, dot(ANA, FINE), dot(ANA, None), commands.ForgetDots(ANA))
    assert ignored(session, events.SettingsChanged(None, 3)) == "minimum_frozen"


def test_a_refused_minimum_changes_nothing_else_either() -> None:
    session = voting(ANA, minimum=3)
    run(session, dot(ANA, FINE))
    assert ignored(session, events.SettingsChanged(True, 4)) == "minimum_frozen"
    assert session.live is False
    run(session, commands.ChangeSettings(live=True, minimum=3))
    assert session.live is True


def test_the_board_is_part_of_the_fold() -> None:
    session = opened()
    run(session, commands.ArrangeBoard("agreement", "last"))
    assert (session.layer, session.order) == ("agreement", "last")
