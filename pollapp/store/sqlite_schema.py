"""The tables of the sessions' file, one step for each version of the schema, and how a connection is set up.

`events` is the log. `texts` is what people typed: it can be erased row by row and leaves the log as it is. Two things in it
are for erasing alone:

- `digest` of an event that came with words stands here and not in `events`: made from a content with the words in it, it
  could be used to test guesses, so it goes when they go.
- `guard` pushes digest and words out of the b-tree's cells, onto pages of their own. When SQLite balances a tree it moves
  cells, and leaves copies in the gaps of pages, which `secure_delete` never overwrites. It does overwrite a page that
  comes free. A cell keeps at most 1002 bytes of a row (sqlite.org/fileformat2.html, "b-tree pages", 4096 bytes a page).

Deleting a whole session, which is rare, needs no guard: it is followed by a `VACUUM` (`sqlite_sweep`), and `unswept` says
whether one is owed. `crc` is the row's `checksum`; that of words stands beside them and goes with them. `temp_store`: what a
VACUUM copies stays in memory, and is never a file somewhere else. `busy_timeout`: on a slow disk another process may be at a
VACUUM for many seconds; appends wait for it. `wal_autocheckpoint`: pages (16 MB); with SQLite's own 1,000 every ninetieth commit of
a busy hall carries a checkpoint on its back, and takes 2.4 ms in place of 0.4.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pollapp.store.checksum import checksum
from pollapp.store.log import StoreFailed

_BEFORE_TABLES = "PRAGMA page_size = 4096; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;"
_EVERY_TIME = """
PRAGMA synchronous = FULL;
PRAGMA fullfsync = ON;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
PRAGMA busy_timeout = 30000;
PRAGMA wal_autocheckpoint = 4000;
"""
_SESSIONS_AND_EVENTS = """
CREATE TABLE sessions (
  id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, control_hash TEXT NOT NULL,
  projector_token TEXT NOT NULL UNIQUE, opened_at INTEGER NOT NULL, keep_until INTEGER
) WITHOUT ROWID;
CREATE TABLE events (
  session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, seq INTEGER NOT NULL,
  actor TEXT NOT NULL, command_id TEXT NOT NULL, digest TEXT NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (session, seq), UNIQUE (session, actor, command_id)
) WITHOUT ROWID;
"""
_TEXTS = """
CREATE TABLE IF NOT EXISTS texts (
  session TEXT NOT NULL, seq INTEGER NOT NULL,
  guard BLOB NOT NULL DEFAULT (zeroblob(1024)), digest TEXT NOT NULL, words TEXT NOT NULL,
  PRIMARY KEY (session, seq), FOREIGN KEY (session, seq) REFERENCES events(session, seq) ON DELETE CASCADE
) WITHOUT ROWID;
"""
# A file from before may hold copies of what was deleted from it: the first sweep is owed.
_UNSWEPT = """
CREATE TABLE IF NOT EXISTS unswept (deletion INTEGER PRIMARY KEY);
INSERT INTO unswept DEFAULT VALUES;
"""
# What an older file holds is taken as it stands now: nobody can know any more whether it was always so.
_CHECKSUMS = """
ALTER TABLE sessions ADD COLUMN crc INTEGER;
ALTER TABLE events ADD COLUMN crc INTEGER;
ALTER TABLE texts ADD COLUMN crc INTEGER;
UPDATE sessions SET crc = checksum(id, code, kind, control_hash, projector_token, opened_at, keep_until);
UPDATE events SET crc = checksum(session, seq, actor, command_id, digest, body);
UPDATE texts SET crc = checksum(session, seq, digest, words);
"""
_STEPS = (_SESSIONS_AND_EVENTS, _TEXTS, _UNSWEPT, _CHECKSUMS)  # files of every version are out there: add a step, never change one
SCHEMA_VERSION = len(_STEPS)


def connect(path: Path) -> sqlite3.Connection:
    """A connection with every setting in force; each statement commits by itself unless it stands in a transaction."""
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=64)
    with closed_unless_used(db):
        db.executescript(_EVERY_TIME)
        db.create_function("checksum", -1, checksum, deterministic=True)
    return db


@contextmanager
def closed_unless_used(db: sqlite3.Connection) -> Iterator[None]:
    """Close the connection when the work in here fails."""
    try:
        yield
    except BaseException:
        db.close()
        raise


def as_it_should_be(version: int) -> set[tuple[str, str]]:
    """Names and texts of what a file of this version has in its schema."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.create_function("checksum", -1, checksum)
        db.executescript("".join(_STEPS[:version]))
        return schema_of(db)


def schema_of(db: sqlite3.Connection) -> set[tuple[str, str]]:
    return set(db.execute("SELECT type || ' ' || name || ' of ' || tbl_name, coalesce(sql, '') FROM sqlite_schema"))


def has_foreign(db: sqlite3.Connection) -> bool:
    """Whether its schema has what no file of pollapp ever had, such as a view, a trigger or a virtual table: reading that may never end.

    A table of ours whose text is damaged is none of these: its rows may be whole.
    """
    ours = {name for name, _ in as_it_should_be(SCHEMA_VERSION)}
    return any(name not in ours or not (text.startswith("CREATE TABLE ") or not text) for name, text in schema_of(db))


def prepare(db: sqlite3.Connection, path: Path) -> None:
    """Make the tables, or bring an older file up to this version, whole or not at all. Raises StoreFailed for a newer file."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version not in range(SCHEMA_VERSION + 1):
        raise StoreFailed(f"{path} was written by another version of pollapp (its schema is {version}).")
    if version == 0:
        db.executescript(_BEFORE_TABLES)
    if version < SCHEMA_VERSION:
        bring_up(db)


def bring_up(db: sqlite3.Connection) -> None:
    """Do the steps that are missing. The command line and the server may both be at it: who comes second finds nothing left to do."""
    db.execute("BEGIN IMMEDIATE")
    try:
        [version] = db.execute("PRAGMA user_version").fetchone()
        for statement in "".join(_STEPS[version:]).split(";"):  # `executescript` would commit
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
