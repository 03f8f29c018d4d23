"""The SQL behind `SqliteLog`: blocking calls on one SQLite file, to be made from any thread."""

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pollapp.store.log import Append, CodeTaken, Conflict, Entry, Gone, Header, Outcome, StoreFailed

logger = logging.getLogger(__name__)

SCHEMA_VERSION = 1
_BEFORE_TABLES = "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;"
_EVERY_TIME = """
PRAGMA synchronous = FULL;
PRAGMA fullfsync = ON;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
PRAGMA busy_timeout = 5000;
"""
_SCHEMA = f"""
CREATE TABLE sessions (
  id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, control_hash TEXT NOT NULL,
  projector_token TEXT NOT NULL UNIQUE, opened_at INTEGER NOT NULL, keep_until INTEGER
) WITHOUT ROWID;
CREATE TABLE events (
  session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, seq INTEGER NOT NULL,
  actor TEXT NOT NULL, command_id TEXT NOT NULL, digest TEXT NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (session, seq), UNIQUE (session, actor, command_id)
) WITHOUT ROWID;
PRAGMA user_version = {SCHEMA_VERSION};
"""
_HEADER = "id, code, kind, control_hash, projector_token, opened_at, keep_until"
_ENTRY = "seq, actor, command_id, digest, body"
_FINDABLE = {"id", "code", "projector_token"}


class SqliteFile:
    """One connection for writing and one for reading, side by side thanks to WAL. On each, one at a time: the caller sees to it."""

    def __init__(self, path: Path) -> None:
        """Open or make the file (0600: it holds what a class thought). Raises StoreFailed."""
        with _failing_clearly(f"open {path}"):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self._writer = _connect(path)
            with _closed_unless_used(self._writer):
                _prepare(self._writer, path)
                self._give_back()  # what a deletion before a power cut had not
                self._reader = _connect(path)

    def open(self, header: Header, first: Append) -> None:
        with _failing_clearly("open a session"), self._writing() as db:
            if db.execute("SELECT 1 FROM sessions WHERE code = ?", (header.code,)).fetchone():
                raise CodeTaken(header.code)
            db.execute(f"INSERT INTO sessions ({_HEADER}) VALUES (?,?,?,?,?,?,?)", _row(header))
            _insert(db, first, 1)

    def write(self, items: Sequence[Append]) -> list[Outcome]:
        """One transaction for all items: it is durable as a whole when this returns, or raises StoreFailed and stored nothing."""
        with _failing_clearly("store events"), self._writing() as db:
            heads: dict[str, int] = {}
            return [_append(db, item, heads) for item in items]

    def read(self, session_id: str, after: int) -> list[Entry] | None:
        with _failing_clearly("read a session"):
            rows = self._reader.execute(
                f"SELECT {_ENTRY} FROM events WHERE session = ? AND seq > ? ORDER BY seq", (session_id, after)
            ).fetchall()
            if not rows and self.find("id", session_id) is None:
                return None
            return [Entry(*row) for row in rows]

    def find(self, column: str, value: str) -> Header | None:
        assert column in _FINDABLE  # it becomes part of the SQL
        with _failing_clearly("look up a session"):
            row = self._reader.execute(f"SELECT {_HEADER} FROM sessions WHERE {column} = ?", (value,)).fetchone()
            return Header(*row) if row else None

    def headers(self) -> list[Header]:
        with _failing_clearly("list the sessions"):
            rows = self._reader.execute(f"SELECT {_HEADER} FROM sessions ORDER BY opened_at DESC, id").fetchall()
            return [Header(*row) for row in rows]

    def replace_control(self, session_id: str, control_hash: str) -> None:
        with _failing_clearly("replace the control secret"), self._writing() as db:
            db.execute("UPDATE sessions SET control_hash = ? WHERE id = ?", (control_hash, session_id))

    def delete(self, session_id: str) -> None:
        """Header and log go together; then the freed pages and the write-ahead log are given back."""
        with _failing_clearly("delete a session"):
            with self._writing() as db:
                db.execute("DELETE FROM sessions WHERE id = ?", (session_id,))
            self._give_back()

    def close(self) -> None:
        self._reader.close()
        self._writer.close()

    def _give_back(self) -> None:
        """Cut the freed pages off the file, and empty the write-ahead log, which still holds what they held."""
        self._writer.executescript("PRAGMA incremental_vacuum")  # `execute` would give one page back and stop, in Python 3.11
        busy, *_ = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            logger.warning("Another program reads the sessions' file. Bytes of deleted sessions go with the next deletion or start.")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            yield self._writer
            self._writer.execute("COMMIT")
        except BaseException:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
            raise


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=64)
    with _closed_unless_used(db):
        db.executescript(_EVERY_TIME)
    return db


@contextmanager
def _closed_unless_used(db: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.close()
        raise


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        db.executescript(_BEFORE_TABLES)
        db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
    elif version != SCHEMA_VERSION:
        raise StoreFailed(f"{path} was written by another version of pollapp (its schema is {version}).")


def _row(header: Header) -> tuple[str | int | None, ...]:
    return (
        header.id,
        header.code,
        header.kind,
        header.control_hash,
        header.projector_token,
        header.opened_at,
        header.keep_until,
    )


def _append(db: sqlite3.Connection, item: Append, heads: dict[str, int]) -> Outcome:
    """Store one item in the running transaction; `heads` remembers each session's last seq within it."""
    if item.session_id not in heads:
        head = _head(db, item.session_id)
        if head is None:
            return Gone()
        heads[item.session_id] = head
    stored = db.execute(
        f"SELECT {_ENTRY} FROM events WHERE session = ? AND actor = ? AND command_id = ?",
        (item.session_id, item.actor, item.command_id),
    ).fetchone()
    if stored:
        entry = Entry(*stored)
        return entry if entry.digest == item.digest else Conflict()
    heads[item.session_id] += 1
    return _insert(db, item, heads[item.session_id])


def _head(db: sqlite3.Connection, session_id: str) -> int | None:
    head = db.execute("SELECT MAX(seq) FROM events WHERE session = ?", (session_id,)).fetchone()[0]
    return None if head is None else int(head)


def _insert(db: sqlite3.Connection, item: Append, seq: int) -> Entry:
    db.execute(
        "INSERT INTO events (session, seq, actor, command_id, digest, body) VALUES (?,?,?,?,?,?)",
        (item.session_id, seq, item.actor, item.command_id, item.digest, item.body),
    )
    return Entry(seq, item.actor, item.command_id, item.digest, item.body)


@contextmanager
def _failing_clearly(doing: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreFailed(f"Could not {doing}: {error}") from error
