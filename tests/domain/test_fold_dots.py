"""The fold has the last word on dots: the newest of a person counts, until it is late, forgotten or its phone was passed on."""

import pytest

from pollapp.domain import commands, events, talk_commands
from pollapp.domain.decide import decide
from pollapp.domain.fold import apply
from tests.cast import ANA, BEN, FINE, UNSURE, WRONG, dot, fay, opened, run, skip, voting, why
from tests.domain.folding import dots, ignored


def test_a_dot_can_be_moved_cleared_and_skipped() -> None:
    session = voting(ANA)
    run(session, dot(ANA, FINE))
    assert dots(session) == {ANA: FINE}
    run(session, dot(ANA, WRONG))
    assert dots(session) == {ANA: WRONG}
    run(session, skip(ANA))
    assert dots(session) == {}
    assert session.round
    assert session.round.squares[1].skipped == {ANA}
    run(session, dot(ANA, UNSURE))
    assert (dots(session), session.round.squares[1].skipped) == ({ANA: UNSURE}, set())
    run(session, dot(ANA, None))
    assert (dots(session), session.round.squares[1].skipped) == ({}, set())


def test_an_old_retry_never_overwrites_a_newer_tap() -> None:
    session = voting(ANA)
    apply(session, events.DotPlaced(ANA, 1, 1, 5, WRONG))
    assert ignored(session, events.DotPlaced(ANA, 1, 1, 4, FINE)) == "superseded"
    assert ignored(session, events.DotCleared(ANA, 1, 1, 0)) == "superseded"
    assert dots(session) == {ANA: WRONG}


def test_a_clear_is_not_undone_by_an_old_retry() -> None:
    session = voting(ANA)
    apply(session, events.DotPlaced(ANA, 1, 1, 1, WRONG))
    apply(session, events.DotCleared(ANA, 1, 1, 2))
    assert ignored(session, events.DotPlaced(ANA, 1, 1, 1, WRONG)) == "superseded"
    assert dots(session) == {}


def test_of_two_tabs_with_the_same_counter_the_later_in_the_log_wins() -> None:
    """Two tabs share their counter, so this is a race within milliseconds. The log orders it, for everybody alike."""
    session = voting(ANA)
    apply(session, events.DotPlaced(ANA, 1, 1, 5, FINE))
    apply(session, events.DotPlaced(ANA, 1, 1, 5, WRONG))
    assert dots(session) == {ANA: WRONG}
    assert session.ignored == {}


def test_late_is_late_also_when_it_was_decided_in_time() -> None:
    session = voting(ANA)
    decided = events.DotPlaced(ANA, 1, 1, 1, FINE)
    fay(session, commands.CloseRound)
    assert ignored(session, decided) == "late"
    assert ignored(session, events.ParticipantFinished(ANA, 1, True)) == "late"


def test_one_person_changes_something_so_often_in_a_round_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every tap is stored for good, also one that changes nothing: what was saved last counts then."""
    monkeypatch.setattr("pollapp.domain.legal.MOST_TAPS", 4)
    session = voting(ANA, BEN)
    run(session, *[dot(ANA, FINE, 1, counter=counter) for counter in (1, 2, 3)], commands.Finish(ANA, 1, True))
    for refused in (dot(ANA, WRONG, 1, counter=4), dot(ANA, None, 2), skip(ANA, 2), commands.Finish(ANA, 1, False)):
        assert why(decide(session, refused)) == "tapped_enough"
    assert ignored(session, events.DotPlaced(ANA, 1, 1, 4, WRONG)) == "tapped_enough"  # decided before the last one was stored
    assert why(decide(session, dot(ANA, WRONG, 1, counter=2))) == "superseded"
    assert session.rounds[0].squares[1].dots == {ANA: FINE}
    run(session, dot(BEN, WRONG, 1))  # everybody has their own
    fay(session, commands.CloseRound)
    run(session, talk_commands.MoveSpotlight(None, 1))
    assert why(decide(session, talk_commands.CitePrinciples(ANA, 1, (1,)))) == "tapped_enough"
    run(session, talk_commands.OpenSecondLook("revealed", (1,), "nothing"), dot(ANA, WRONG, 1, round=2))
    assert session.rounds[1].squares[1].dots == {ANA: WRONG}


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
    assert dots(session) == {BEN: WRONG}


def test_whoever_was_forgotten_never_comes_back() -> None:
    session = voting(ANA)
    run(session, commands.ForgetDots(ANA))
    assert ignored(session, events.ParticipantJoined(ANA)) == "forgotten"
    assert ignored(session, events.DotPlaced(ANA, 1, 1, 99, FINE)) == "forgotten"
    assert ignored(session, events.ParticipantFinished(ANA, 1, True)) == "forgotten"
    assert ignored(session, events.DotsForgotten(ANA)) == "forgotten"


def test_nobody_is_shut_out_by_being_forgotten_before_joining() -> None:
    session = opened()
    assert ignored(session, events.DotsForgotten(ANA)) == "not_joined"
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
    assert dots(session) == {}


# A phone that was passed on


def test_the_dots_of_a_phone_that_was_passed_on_count_and_nobody_changes_them() -> None:
    session = voting(ANA, BEN)
    run(session, dot(ANA, FINE, 1), dot(BEN, WRONG, 1), commands.PassOn(ANA))
    assert session.participants == {ANA, BEN}
    assert dots(session) == {ANA: FINE, BEN: WRONG}
    for event in (
        events.DotPlaced(ANA, 1, 1, 99, WRONG),
        events.DotCleared(ANA, 1, 1, 99),
        events.ParticipantFinished(ANA, 1, True),
        events.DotsForgotten(ANA),
        events.ParticipantJoined(ANA),
        events.PhonePassedOn(ANA),
    ):
        assert ignored(session, event) == "passed_on"
    run(session, dot(BEN, FINE, 1))
    assert dots(session) == {ANA: FINE, BEN: FINE}
