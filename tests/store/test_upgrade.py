"""A file of an older version is brought up at opening, whole or not at all, and holds what it held."""

import sqlite3
from pathlib import Path

import pytest

from pollapp.store import sqlite_schema
from pollapp.store.log import Entry, Header, StoreFailed
from pollapp.store.sqlite_log import SqliteLog
from pollapp.store.sqlite_schema import SCHEMA_VERSION
from tests.contract.sessions import ANA, BEN, FAY, item, stored

# As version 1 made it; never change it.
VERSION_1 = """
PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;
BEGIN IMMEDIATE;
CREATE TABLE sessions (
  id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, control_hash TEXT NOT NULL,
  projector_token TEXT NOT NULL UNIQUE, opened_at INTEGER NOT NULL, keep_until INTEGER
) WITHOUT ROWID;
CREATE TABLE events (
  session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, seq INTEGER NOT NULL,
  actor TEXT NOT NULL, command_id TEXT NOT NULL, digest TEXT NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (session, seq), UNIQUE (session, actor, command_id)
) WITHOUT ROWID;
PRAGMA user_version = 1;
COMMIT;
"""
HEADERS = [
    Header("two", "222222", "class", "hash-two", "token-two", 2_000, 9_000),
    Header("one", "111111", "class", "hash-one", "token-one", 1_000, None),
]
EVENTS = [
    Entry(1, FAY, "open", "digest of open", b'{"said":"open"}'),
    Entry(2, ANA, "tap", "digest of green", b'{"said":"green"}'),
    Entry(3, BEN, "tap", "digest of red", b'{"said":"red"}'),
]


@pytest.fixture
def old(path: Path) -> Path:
    path.parent.mkdir()
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(VERSION_1)
    for header in HEADERS:
        values = (header.id, header.code, header.kind, header.control_hash, header.projector_token, header.opened_at, header.keep_until)
        db.execute("INSERT INTO sessions VALUES (?,?,?,?,?,?,?)", values)
        for entry in EVENTS:
            values = (header.id, entry.seq, entry.actor, entry.command_id, entry.digest, entry.body)
            db.execute("INSERT INTO events VALUES (?,?,?,?,?,?)", values)
    db.close()
    return path


def _version(path: Path) -> int:
    db = sqlite3.connect(path)
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    db.close()
    return version


def test_a_file_of_version_1_reads_the_same_and_takes_words(old: Path) -> None:
    log = SqliteLog(old)
    assert log.headers() == HEADERS
    assert stored(log, "one") == stored(log, "two") == EVENTS
    assert log.append([item(ANA, "tap", "green")]) == [EVENTS[1]]  # a retry across the upgrade
    [said] = log.append([item(ANA, "say", words="new")])
    log.close()
    assert _version(old) == SCHEMA_VERSION
    again = SqliteLog(old)
    assert stored(again, "one") == [*EVENTS, said]
    again.delete("one")
    assert stored(again, "two") == EVENTS
    again.close()


def test_an_older_file_has_the_tables_of_a_new_one(old: Path, tmp_path: Path) -> None:
    def tables(path: Path) -> list[str]:
        SqliteLog(path).close()
        db = sqlite3.connect(path)
        found = [sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")]
        db.close()
        return found

    assert tables(old) == tables(tmp_path / "new.sqlite3")


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = sqlite_schema._STEPS
    monkeypatch.setattr(sqlite_schema, "_STEPS", (steps[0], f"{steps[1]} CREATE TABLE sessions (again);"))
    with pytest.raises(StoreFailed, match=r"Could not open .+: table sessions already exists"):
        SqliteLog(old)
    monkeypatch.undo()
    db = sqlite3.connect(old)
    assert db.execute("SELECT name FROM sqlite_master WHERE name = 'texts'").fetchone() is None
    db.close()
    assert _version(old) == 1
    log = SqliteLog(old)
    assert stored(log, "one") == EVENTS
    log.close()


def test_two_programs_may_bring_it_up_at_the_same_time(old: Path) -> None:
    first = SqliteLog(old)
    second = SqliteLog(old)
    sqlite_schema.bring_up(second._file._writer)  # it had read the old version, just before
    assert stored(first) == stored(second) == EVENTS
    first.close()
    second.close()
    assert _version(old) == SCHEMA_VERSION
