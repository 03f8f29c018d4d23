"""Erasing is real: afterwards no file in the folder holds a byte of the words, nor the digest that was made from them."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pollapp.store.log import StoreFailed
from pollapp.store.sqlite_log import SqliteLog
from tests.contract.sessions import ANA, BEN, item, open_session, seqs, stored

LENGTHS = (0, 10, 100, 280, 500, 1_500, 6_000)  # some share a page of the file in their thousands, some need two


def _bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


@pytest.mark.parametrize("length", LENGTHS)
def test_the_bytes_are_gone_from_every_file(log: SqliteLog, path: Path, length: int) -> None:
    open_session(log)
    log.append([item(ANA, "say", words=f"first {'.' * length} last"), item(BEN, "say", words="kept")])
    for part in (b"first ", b" last", b"kept"):
        assert part in _bytes(path.parent)
    log.erase("one", [2])
    left = _bytes(path.parent)
    assert (b"first " in left, b" last" in left, b"kept" in left) == (False, False, True)
    assert path.with_name(f"{path.name}-wal").stat().st_size == 0


def test_nothing_is_left_where_rows_have_moved(log: SqliteLog, path: Path) -> None:
    """Sessions that grow side by side split each other's pages; SQLite leaves copies of what it moves (see sqlite_schema)."""
    chance = random.Random(1)
    names = ("one", "two", "three")
    for name in names:
        open_session(log, name)
    typed: dict[tuple[str, int], str] = {}
    erased: list[str] = []
    for turn in range(25):
        items = [
            item(ANA, f"say-{turn}-{number}", session=chance.choice(names), words=f"<{turn}-{number}>{'.' * chance.choice(LENGTHS)}")
            for number in range(40)
        ]
        for one, seq in zip(items, seqs(log.append(items)), strict=True):
            typed[one.session_id, seq] = str(one.words).partition(">")[0] + ">"
        for name in names:
            gone = [seq for session, seq in typed if session == name and chance.random() < 0.3]
            erased += [typed.pop((name, seq)) for seq in gone]
            log.erase(name, gone)
    log.append([item(ANA, "the end")])
    left = _bytes(path.parent)
    assert [words for words in erased if words.encode() in left] == []  # a digest holds the words here: it is looked for too
    assert len(erased) > 500
    for (name, seq), words in typed.items():
        assert str(stored(log, name)[seq - 1].words).startswith(words)


def test_deleting_a_session_takes_its_words_from_every_file(log: SqliteLog, path: Path) -> None:
    open_session(log)
    open_session(log, "two")
    log.append([item(ANA, f"say-{number}", session=name, words=f"typed in {name}") for number in range(50) for name in ("one", "two")])
    log.delete("one")
    left = _bytes(path.parent)
    assert (b"typed in one" in left, b"typed in two" in left) == (False, True)
    assert log._file._writer.execute("SELECT DISTINCT session FROM texts").fetchall() == [("two",)]


def test_what_a_power_cut_left_over_goes_at_the_next_start(log: SqliteLog, after_a_power_cut: Callable[[], Path]) -> None:
    open_session(log)
    log.append([item(ANA, "say", words="typed by Ana")])
    with log._file._writing() as db:
        db.execute("DELETE FROM texts")  # … and the power is cut before the rest of `erase`
    there = after_a_power_cut()
    assert b"typed by Ana" in _bytes(there.parent)
    again = SqliteLog(there)
    assert b"typed by Ana" not in _bytes(there.parent)
    assert (stored(again)[1].words, stored(again)[1].digest) == (None, "")
    again.close()


def test_words_that_cannot_be_stored_take_their_event_along_and_no_other(log: SqliteLog) -> None:
    """A lone surrogate is no text that UTF-8 can hold: the group fails, and is then tried one by one."""
    open_session(log)
    before, bad, after = log.append([item(ANA, "a", words="before"), item(ANA, "b", words="\ud800"), item(BEN, "c", words="after")])
    assert type(bad).__name__ == "NotStored"
    assert stored(log)[1:] == [before, after]
    assert [entry.words for entry in stored(log)] == [None, "before", "after"]


def test_events_without_words_cost_no_statement_more(log: SqliteLog) -> None:
    open_session(log)
    said: list[str] = []
    log._file._writer.set_trace_callback(said.append)
    log.append([item(ANA, "tap")])
    log._file._writer.set_trace_callback(None)
    assert [statement.split()[0] for statement in said] == ["BEGIN", "SELECT", "INSERT", "COMMIT"]


def test_a_closed_store_says_so(log: SqliteLog) -> None:
    open_session(log)
    log.close()
    with pytest.raises(StoreFailed, match="Could not erase words"):
        log.erase("one", [1])


def test_words_need_their_event(log: SqliteLog) -> None:
    open_session(log)
    with pytest.raises(sqlite3.IntegrityError):
        log._file._writer.execute("INSERT INTO texts (session, seq, digest, words) VALUES ('one', 2, '', 'whose?')")
