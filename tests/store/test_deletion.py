"""Deletion is real: afterwards no file in the folder holds a byte of it."""

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pollapp.store import sqlite_sweep
from pollapp.store.sqlite_log import SqliteLog
from pollapp.store.sqlite_sweep import owe
from tests.contract.sessions import item, open_session, stored

MARKER = "what-the-class-thought"
OTHERS = "what-others-thought"


def _fill(log: SqliteLog, name: str, text: str) -> None:
    open_session(log, name)
    long = text * 700  # longer than a page of the file: it continues on others
    log.append([item(f"{text}-person-{n}", f"{text}-tap-{n}", long if n % 10 == 0 else text, name) for n in range(200)])


def _anywhere(text: str, folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if text.encode() in file.read_bytes()]


def test_the_bytes_are_gone_from_every_file(log: SqliteLog, path: Path) -> None:
    for number in range(3):  # pages of both sessions lie side by side
        _fill(log, f"kept-{number}", OTHERS)
        _fill(log, f"deleted-{number}", MARKER)
    assert _anywhere(MARKER, path.parent)
    for number in range(3):
        log.delete(f"deleted-{number}")
    assert _anywhere(MARKER, path.parent) == []
    assert _anywhere("deleted-", path.parent) == []  # nor ids, codes and secrets of the header
    assert len(stored(log, "kept-2")) == 201


def test_the_space_is_given_back(log: SqliteLog, path: Path) -> None:
    open_session(log, "small")
    before = path.stat().st_size
    _fill(log, "one", MARKER)
    log.delete("one")
    assert path.stat().st_size <= before + 4096
    assert path.with_name(f"{path.name}-wal").stat().st_size == 0


def test_a_replaced_secret_is_gone_too_with_the_next_deletion(log: SqliteLog, path: Path) -> None:
    was = open_session(log).control_hash
    assert log.replace_control("one", MARKER, was)
    assert log.replace_control("one", "another", MARKER)
    log.delete("nothing")
    assert _anywhere(MARKER, path.parent) == []


def test_what_another_program_holds_open_is_said_and_goes_with_the_next_look(
    log: SqliteLog, path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(log, "one", MARKER)
    monkeypatch.setattr(sqlite_sweep, "READERS", 0)  # or the test would wait
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM events").fetchone()
    with caplog.at_level(logging.WARNING):
        log.delete("one")
    assert "Another program reads the sessions' file." in caplog.text
    assert log.header("one") is None
    size = _sizes(path)
    log.sweep()
    assert _sizes(path) == size  # looking every minute makes the log no longer while the other program goes on
    other.close()
    log.sweep()
    assert _anywhere(MARKER, path.parent) == []


def _sizes(path: Path) -> int:
    return sum(file.stat().st_size for file in path.parent.iterdir())


def test_what_a_power_cut_left_over_goes_at_the_next_start(log: SqliteLog, after_a_power_cut: Callable[[], Path]) -> None:
    _fill(log, "one", MARKER)
    with log._file._writing() as db:
        db.execute("DELETE FROM sessions")
        owe(db)  # … and the power is cut before the rest of `delete`
    there = after_a_power_cut()
    assert _anywhere(MARKER, there.parent)
    again = SqliteLog(there)
    assert _anywhere(MARKER, there.parent) == []
    again.close()
