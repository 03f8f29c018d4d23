"""What the phones were told, held against a log: what is missing, what is other than told, what stands there twice."""

import pytest

from chaos.ledger import Held, counted_at_last, held, held_at_last, lost_at_first
from chaos.outbox import Tap
from pollapp.domain import events
from pollapp.domain.event import Event
from pollapp.grid_file import shipped_grid
from pollapp.room import encode_body
from pollapp.service import FACILITATOR
from pollapp.store.log import Entry

ANA, BEN = "a" * 24, "b" * 24


def _log(*happened: tuple[str, str, Event]) -> list[Entry]:
    grid = shipped_grid().grid
    begun: list[tuple[str, str, Event]] = [
        (FACILITATOR, "open", events.SessionOpened("class", grid, False, 3, "2026-11-24")),
        (ANA, "join", events.ParticipantJoined(ANA)),
        (BEN, "join", events.ParticipantJoined(BEN)),
        (FACILITATOR, "go", events.RoundOpened("lobby", 1, (1, 2))),
    ]
    stored = enumerate((*begun, *happened), start=1)
    return [Entry(seq, actor, command_id, "digest", encode_body(event)) for seq, (actor, command_id, event) in stored]


LOG = _log(
    (ANA, "tap 1", events.DotPlaced(ANA, 1, 1, 1, "green")),
    (BEN, "tap 2", events.DotPlaced(BEN, 1, 1, 1, "red")),
    (ANA, "tap 3", events.DotCleared(ANA, 1, 1, 2)),
)
LATER = events.DotCleared(ANA, 1, 1, 2)
TAPS = {ANA: [Tap("tap 1", 1, "green", 1, seq=5), Tap("tap 3", 1, None, 2, seq=7)], BEN: [Tap("tap 2", 1, "red", 1, seq=6)]}


def test_everything_acked_is_there_once() -> None:
    assert held(LOG, TAPS) == held_at_last(LOG, TAPS) == Held(acked=3, lost=0, doubled=0)


def test_what_was_acked_and_is_not_there_is_lost() -> None:
    assert held(LOG[:-1], TAPS).lost == 1
    assert held([], TAPS).lost == 3


@pytest.mark.parametrize(
    "other",
    [
        events.DotPlaced(BEN, 1, 1, 1, "green"),
        events.DotPlaced(BEN, 1, 2, 1, "red"),
        events.DotPlaced(ANA, 1, 1, 1, "red"),
        events.DotCleared(BEN, 1, 1, 1),
    ],
)
def test_what_stands_there_and_is_other_than_acked_is_lost(other: Event) -> None:
    entries = [Entry(6, BEN, "tap 2", "digest", encode_body(other)) if entry.seq == 6 else entry for entry in LOG]
    assert held(entries, TAPS).lost == 1


def test_what_a_failover_lost_and_was_sent_again_is_counted_and_told_apart() -> None:
    """Ben's dot was acked at 6 and again at 7; Ana's first one at 5, which only an older replica lacks, was replaced by the one at 6."""
    first, later = Tap("tap 1", 1, "green", 1, seq=5, first=5), Tap("tap 3", 1, None, 2, seq=6, first=7)
    taps = {ANA: [first, later], BEN: [Tap("tap 2", 1, "red", 1, seq=7, first=6)]}
    log = _log(
        (ANA, "tap 4", events.DotPlaced(ANA, 1, 2, 3, "red")), (ANA, "tap 3", LATER), (BEN, "tap 2", events.DotPlaced(BEN, 1, 1, 1, "red"))
    )
    assert lost_at_first(log, taps) == 3
    assert counted_at_last(log, {**taps, ANA: [*taps[ANA], Tap("tap 4", 2, "red", 3, seq=5, first=5)]}).lost == 0
    assert counted_at_last(log[:-1], taps).lost == 1


def test_what_was_not_acked_may_be_there_or_not_until_the_outboxes_are_empty() -> None:
    taps = {**TAPS, BEN: [Tap("tap 2", 1, "red", 1)]}
    assert held(LOG, taps) == Held(acked=2, lost=0, doubled=0)
    assert held_at_last(LOG, taps).lost == 1


def test_a_tap_under_two_ids_and_an_id_twice_are_doubled() -> None:
    again = events.DotPlaced(BEN, 1, 1, 1, "red")
    assert held([*LOG, Entry(8, BEN, "another id", "digest", encode_body(again))], TAPS).doubled == 1
    later = events.DotPlaced(BEN, 1, 2, 2, "red")
    assert held([*LOG, Entry(8, BEN, "tap 2", "digest", encode_body(later))], TAPS).doubled == 1


def test_a_phone_that_counts_as_two_people_is_doubled() -> None:
    ghost = Entry(8, "c" * 24, "join", "digest", encode_body(events.ParticipantJoined("c" * 24)))
    assert held_at_last([*LOG, ghost], TAPS).doubled == 1


def test_a_dot_in_the_log_that_the_fold_does_not_count_is_lost() -> None:
    overtaken = Entry(8, ANA, "tap 4", "digest", encode_body(events.DotPlaced(ANA, 1, 1, 1, "red")))  # its counter is too low
    taps = {**TAPS, ANA: [*TAPS[ANA], Tap("tap 4", 1, "red", 1, seq=8)]}
    assert held([*LOG, overtaken], taps).lost == 0
    assert held_at_last([*LOG, overtaken], taps).lost == 1
