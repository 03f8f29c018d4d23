"""The SQL that only looks: for the store itself, and for whoever exports beside a running server, in a process of its own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from pollapp.store.log import Entry, Header, StoreFailed

HEADER = "id, code, kind, control_hash, projector_token, opened_at, keep_until"
ENTRY = "seq, actor, command_id, coalesce(texts.digest, events.digest), body, words"
ENTRIES = "events LEFT JOIN texts USING (session, seq)"
_FINDABLE = {"id", "code", "projector_token"}


@contextmanager
def reading(path: Path) -> Iterator["SqliteReader"]:
    """The file as it stands at the first look, never written to: a session and its log belong together. Raises StoreFailed.

    Let go of it before long work: while it is held, what is deleted cannot be swept out of the file.
    """
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None, timeout=5)) as db:
            db.execute("BEGIN")
            yield SqliteReader(db)
    except sqlite3.Error as error:
        raise StoreFailed(f"Could not read {path}: {error}") from error


class SqliteReader:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def read(self, session_id: str, after: int = 0) -> list[Entry] | None:
        """The log's entries with seq > after, in order; None when there is no such session."""
        rows = self._db.execute(f"SELECT {ENTRY} FROM {ENTRIES} WHERE session = ? AND seq > ? ORDER BY seq", (session_id, after)).fetchall()
        if not rows and self.find("id", session_id) is None:
            return None
        return [Entry(*row) for row in rows]

    def find(self, column: str, value: str) -> Header | None:
        assert column in _FINDABLE  # it becomes part of the SQL
        row = self._db.execute(f"SELECT {HEADER} FROM sessions WHERE {column} = ?", (value,)).fetchone()
        return Header(*row) if row else None

    def headers(self) -> list[Header]:
        """All, newest first."""
        return [Header(*row) for row in self._db.execute(f"SELECT {HEADER} FROM sessions ORDER BY opened_at DESC, id").fetchall()]
