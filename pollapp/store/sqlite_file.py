"""The SQL behind `SqliteLog`: blocking calls on one SQLite file, to be made from any thread."""

import logging
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pollapp.store.log import Append, CodeTaken, Conflict, Entry, Gone, Header, Outcome, StoreFailed
from pollapp.store.sqlite_schema import closed_unless_used, connect, prepare

logger = logging.getLogger(__name__)

_HEADER = "id, code, kind, control_hash, projector_token, opened_at, keep_until"
_ENTRY = "seq, actor, command_id, coalesce(texts.digest, events.digest), body, words"
_ENTRIES = "events LEFT JOIN texts USING (session, seq)"
_FINDABLE = {"id", "code", "projector_token"}


class SqliteFile:
    """One connection for writing and one for reading, side by side thanks to WAL. On each, one at a time: the caller sees to it."""

    def __init__(self, path: Path) -> None:
        """Open or make the file (0600: it holds what a class thought). Raises StoreFailed."""
        with _failing_clearly(f"open {path}"):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self._writer = connect(path)
            with closed_unless_used(self._writer):
                prepare(self._writer, path)
                self._give_back()  # what a deletion before a power cut had not
                self._reader = connect(path)

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
                f"SELECT {_ENTRY} FROM {_ENTRIES} WHERE session = ? AND seq > ? ORDER BY seq", (session_id, after)
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

    def erase(self, session_id: str, seqs: Collection[int]) -> None:
        """Words go with the digests made from them; then their bytes, as in `delete`. The rows of `events` stay untouched."""
        with _failing_clearly("erase words"):
            with self._writing() as db:
                db.executemany("DELETE FROM texts WHERE session = ? AND seq = ?", [(session_id, seq) for seq in seqs])
            self._give_back()

    def delete(self, session_id: str) -> None:
        """Header, log and words go together; then the freed pages and the write-ahead log are given back."""
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
            logger.warning("Another program reads the sessions' file. Bytes of what was deleted go with the next deletion or start.")

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
        f"SELECT {_ENTRY} FROM {_ENTRIES} WHERE session = ? AND actor = ? AND command_id = ?",
        (item.session_id, item.actor, item.command_id),
    ).fetchone()
    if stored:
        entry = Entry(*stored)
        return entry if entry.is_retry(item.digest) else Conflict()
    heads[item.session_id] += 1
    return _insert(db, item, heads[item.session_id])


def _head(db: sqlite3.Connection, session_id: str) -> int | None:
    head = db.execute("SELECT MAX(seq) FROM events WHERE session = ?", (session_id,)).fetchone()[0]
    return None if head is None else int(head)


def _insert(db: sqlite3.Connection, item: Append, seq: int) -> Entry:
    digest = item.digest if item.words is None else ""  # else it stands beside the words, to go when they go
    db.execute(
        "INSERT INTO events (session, seq, actor, command_id, digest, body) VALUES (?,?,?,?,?,?)",
        (item.session_id, seq, item.actor, item.command_id, digest, item.body),
    )
    if item.words is not None:
        db.execute("INSERT INTO texts (session, seq, digest, words) VALUES (?,?,?,?)", (item.session_id, seq, item.digest, item.words))
    return Entry(seq, item.actor, item.command_id, item.digest, item.body, item.words)


@contextmanager
def _failing_clearly(doing: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreFailed(f"Could not {doing}: {error}") from error
