"""Appending: an order without gaps, and the same command never stored twice."""

from pollapp.store.log import Conflict, Entry, EventLog, Gone
from tests.contract.sessions import ANA, BEN, item, open_session, seqs, stored


def test_seqs_count_from_one_without_a_gap(log: EventLog) -> None:
    open_session(log)
    assert seqs(log.append([item(ANA, "join"), item(BEN, "join")])) == [2, 3]
    assert seqs(log.append([item(ANA, "tap")])) == [4]
    assert [entry.seq for entry in stored(log)] == [1, 2, 3, 4]


def test_appending_nothing_gives_nothing(log: EventLog) -> None:
    assert log.append([]) == []


def test_outcomes_come_in_the_order_given(log: EventLog) -> None:
    open_session(log)
    log.append([item(ANA, "old", "green")])
    items = [
        item(BEN, "new"),
        item(ANA, "old", "red"),
        item(ANA, "join", session="nowhere"),
        item(ANA, "old", "green"),
        item(ANA, "new"),
    ]
    new, conflict, gone, seen, another = log.append(items)
    assert (conflict, gone) == (Conflict(), Gone())
    assert seqs([new, seen, another]) == [3, 2, 4]


def test_an_entry_holds_what_was_appended(log: EventLog) -> None:
    open_session(log)
    said = item(ANA, "tap", "green")
    assert log.append([said]) == [Entry(2, ANA, "tap", said.digest, said.body)]
    assert stored(log)[1] == Entry(2, ANA, "tap", said.digest, said.body)


def test_a_retry_gives_the_first_entry_and_stores_nothing(log: EventLog) -> None:
    open_session(log)
    first = log.append([item(ANA, "tap")])
    log.append([item(BEN, "tap")])
    before = stored(log)
    assert log.append([item(ANA, "tap")]) == first
    assert stored(log) == before


def test_a_retry_within_one_group_gives_the_same_entry(log: EventLog) -> None:
    open_session(log)
    first, second, other = log.append([item(ANA, "tap"), item(ANA, "tap"), item(BEN, "tap")])
    assert first == second
    assert seqs([first, other]) == [2, 3]
    assert len(stored(log)) == 3


def test_the_same_id_with_another_content_is_a_conflict(log: EventLog) -> None:
    open_session(log)
    first, second = log.append([item(ANA, "tap", "green"), item(ANA, "tap", "red")])
    assert seqs([first]) == [2]
    assert second == Conflict()
    assert log.append([item(ANA, "tap", "red")]) == [Conflict()]
    assert stored(log)[1:] == [first]


def test_ids_belong_to_their_actor_and_session(log: EventLog) -> None:
    open_session(log)
    open_session(log, "two")
    outcomes = log.append([item(ANA, "tap", "green"), item(BEN, "tap", "red"), item(ANA, "tap", "red", "two")])
    assert seqs(outcomes) == [2, 3, 2]


def test_sessions_interleaved_in_one_group_keep_their_own_order(log: EventLog) -> None:
    names = ("one", "two", "three")
    for name in names:
        open_session(log, name)
    items = [item(ANA, f"tap-{number}", session=name) for number in range(5) for name in names]
    assert seqs(log.append(items)) == [2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6]
    for name in names:
        assert [entry.command_id for entry in stored(log, name)] == ["open", *(f"tap-{number}" for number in range(5))]


def test_read_after_gives_only_what_is_newer(log: EventLog) -> None:
    open_session(log)
    log.append([item(ANA, "a"), item(ANA, "b"), item(ANA, "c")])
    everything = stored(log)
    assert [log.read("one", after) for after in range(6)] == [everything, everything[1:], everything[2:], everything[3:], [], []]


def test_a_large_group_is_stored_whole(log: EventLog) -> None:
    open_session(log)
    items = [item(f"person-{number}", "join") for number in range(2_000)]
    assert seqs(log.append(items)) == list(range(2, 2_002))
    assert [entry.actor for entry in stored(log)[1:]] == [one.actor for one in items]
