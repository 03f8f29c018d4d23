"""What the file is: its settings in force, its mode, its schema, and who may not use it."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from pollapp.store.log import StoreFailed
from pollapp.store.sqlite_file import SqliteFile
from pollapp.store.sqlite_log import SqliteLog
from pollapp.store.sqlite_schema import SCHEMA_VERSION
from tests.contract.sessions import ANA, item, open_session, stored

IN_FORCE = {
    "synchronous": 2,  # FULL: a commit returns after fsync
    "fullfsync": 1,
    "secure_delete": 1,
    "auto_vacuum": 2,  # incremental
    "journal_mode": "wal",
    "foreign_keys": 1,
    "temp_store": 2,  # memory: no copy of anything outside the folder
    "busy_timeout": 30_000,
    "page_size": 4096,  # what the guard of the words is measured by
}


@pytest.mark.parametrize("connection", ["_writer", "_reader"])
@pytest.mark.parametrize(("name", "value"), IN_FORCE.items())
def test_settings_are_really_in_force(log: SqliteLog, connection: str, name: str, value: int | str) -> None:
    db: sqlite3.Connection = getattr(log._file, connection)
    assert db.execute(f"PRAGMA {name}").fetchone() == (value,)


def test_settings_are_in_force_when_the_file_is_opened_again(log: SqliteLog, path: Path) -> None:
    open_session(log)
    log.close()
    again = SqliteFile(path)
    for name, value in IN_FORCE.items():
        assert again._writer.execute(f"PRAGMA {name}").fetchone() == (value,)
    again.close()


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_only_its_owner_may_read_it(log: SqliteLog, path: Path) -> None:
    open_session(log)
    log.append([item(ANA, "join")])
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["sessions.sqlite3", "sessions.sqlite3-shm", "sessions.sqlite3-wal"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_what_was_stored_is_there_although_the_process_was_killed(log: SqliteLog, path: Path, tmp_path: Path) -> None:
    open_session(log)
    log.append([item(ANA, "join")])
    copy = tmp_path / "copy" / path.name  # what the disk holds now, with nothing closed
    copy.parent.mkdir()
    for file in path.parent.iterdir():
        if not file.name.endswith("-shm"):
            (copy.parent / file.name).write_bytes(file.read_bytes())
    killed = SqliteLog(copy)
    assert stored(killed) == stored(log)
    killed.close()


def test_a_file_of_another_version_is_refused_with_a_sentence(log: SqliteLog, path: Path) -> None:
    log._file._writer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(StoreFailed, match=rf"{path.name} was written by another version of pollapp \(its schema is {SCHEMA_VERSION + 1}\)"):
        SqliteLog(path)


def test_what_is_no_sessions_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    letter = tmp_path / "sessions.sqlite3"
    letter.write_text("Dear class, " * 1000)
    with pytest.raises(StoreFailed, match=f"Could not open {letter}: file is not a database"):
        SqliteLog(letter)
    assert letter.read_text().startswith("Dear class")


def test_a_folder_that_cannot_be_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreFailed, match="Could not open"):
        SqliteLog(tmp_path / "data" / "sessions.sqlite3")


def test_a_closed_store_says_so(log: SqliteLog) -> None:
    open_session(log)
    log.close()
    with pytest.raises(StoreFailed, match="Could not look up a session"):
        log.header("one")
