"""A full disk: what does not fit is not called stored, what fits is, and afterwards everything goes on."""

import pytest

from pollapp.store.log import Entry, NotStored, StoreFailed
from pollapp.store.sqlite_log import SqliteLog
from tests.contract.sessions import ANA, BEN, FAY, header, item, open_session, seqs, stored

HUGE = "x" * 200_000


@pytest.fixture(autouse=True)
def _opened(log: SqliteLog) -> None:
    open_session(log)


def _room_for(log: SqliteLog, pages: int) -> None:
    """From now on the file may grow by this many pages (of 4096 bytes) and no more: SQLite then says that the disk is full."""
    now = log._file._writer.execute("PRAGMA page_count").fetchone()[0]
    log._file._writer.execute(f"PRAGMA max_page_count = {now + pages}")


def test_one_that_does_not_fit_takes_the_others_of_its_group_not_down(log: SqliteLog) -> None:
    _room_for(log, 4)
    small, huge, other = log.append([item(ANA, "a"), item(FAY, "b", HUGE), item(BEN, "c")])
    assert seqs([small, other]) == [2, 3]
    assert huge == NotStored("Could not store events: database or disk is full")
    assert stored(log)[1:] == [small, other]


def test_what_was_not_stored_is_stored_by_a_retry_once_there_is_space(log: SqliteLog) -> None:
    _room_for(log, 4)
    [failed] = log.append([item(ANA, "a", HUGE)])
    assert isinstance(failed, NotStored)
    _room_for(log, 1000)
    [again] = log.append([item(ANA, "a", HUGE)])
    assert isinstance(again, Entry)
    assert [entry.seq for entry in stored(log)] == [1, 2]


def test_followers_are_fed_only_what_was_stored(log: SqliteLog) -> None:
    fed: list[Entry] = []
    log.follow(lambda session_id, entries: fed.extend(entries))
    _room_for(log, 4)
    log.append([item(ANA, "a"), item(FAY, "b", HUGE), item(BEN, "c")])
    assert fed == stored(log)[1:]


def test_a_session_that_does_not_fit_is_not_there(log: SqliteLog) -> None:
    _room_for(log, 0)
    with pytest.raises(StoreFailed, match="Could not open a session: database or disk is full"):
        log.open(header("two"), [item(FAY, "open", HUGE, "two")])
    assert log.header("two") is None


def test_reading_goes_on(log: SqliteLog) -> None:
    _room_for(log, 0)
    log.append([item(ANA, "a", HUGE)])
    assert len(stored(log)) == 1
    assert log.by_code("code-one") == log.header("one")
