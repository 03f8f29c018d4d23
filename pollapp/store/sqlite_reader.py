"""The SQL that only looks: for the store itself, and for whoever exports beside a running server, in a process of its own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pollapp.store.checksum import checksum, event_checksum
from pollapp.store.log import Entry, Header, StoreFailed

HEADER = "id, code, kind, control_hash, projector_token, opened_at, keep_until"
ENTRY = "seq, actor, command_id, coalesce(texts.digest, events.digest), body, words"
ENTRIES = "events LEFT JOIN texts USING (session, seq)"
ROW = "seq, actor, command_id, events.digest, body, events.crc, texts.digest, words, texts.crc"
_FINDABLE = {"id", "code"}  # no secret: looking one up takes a time that tells of it


def sound_entry(session_id: str, seq: int, row: tuple[Any, ...]) -> Entry:
    """The entry in a ROW, if it is the one with this seq and as it was written. Raises StoreFailed."""
    stands, actor, command_id, digest, body, crc, words_digest, words, words_crc = row
    if stands != seq:
        raise StoreFailed(f"Event {seq} of a session is missing.", "damaged")
    if crc != event_checksum((session_id, seq, actor, command_id, digest, body)):
        raise StoreFailed(f"Event {seq} of a session is not what was written.", "damaged")
    if words is not None and words_crc != checksum(session_id, seq, words_digest, words):
        raise StoreFailed(f"The words with event {seq} of a session are not what was written.", "damaged")
    return Entry(seq, actor, command_id, words_digest or digest, body, words)


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
        """The log's entries with seq > after, in order; None when there is no such session. Raises StoreFailed where one is damaged."""
        entries: list[Entry] = []
        for row in self._db.execute(f"SELECT {ROW} FROM {ENTRIES} WHERE session = ? AND seq > ? ORDER BY seq", (session_id, after)):
            entries.append(sound_entry(session_id, after + len(entries) + 1, row))
        if not entries and self.find("id", session_id) is None:
            return None
        return entries

    def header(self, session_id: str) -> Header | None:
        return self.find("id", session_id)

    def find(self, column: str, value: str) -> Header | None:
        assert column in _FINDABLE  # it becomes part of the SQL
        row = self._db.execute(f"SELECT {HEADER} FROM sessions WHERE {column} = ?", (value,)).fetchone()
        return Header(*row) if row else None

    def headers(self) -> list[Header]:
        """All, newest first."""
        return [Header(*row) for row in self._db.execute(f"SELECT {HEADER} FROM sessions ORDER BY opened_at DESC, id").fetchall()]
