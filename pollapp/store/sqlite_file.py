"""The SQL behind `SqliteLog`: blocking calls on one SQLite file, to be made from any thread."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pollapp.store.log import Append, CodeTaken, Conflict, Entry, Gone, Header, Outcome, StoreFailed
from pollapp.store.sqlite_reader import ENTRIES, ENTRY, HEADER, SqliteReader
from pollapp.store.sqlite_schema import closed_unless_used, connect, prepare
from pollapp.store.sqlite_sweep import give_back, owe, sweep


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
                give_back(self._writer)  # what erasing before a power cut had not
                self._reader = connect(path)
                self._look = SqliteReader(self._reader)

    def open(self, header: Header, events: Sequence[Append]) -> None:
        with _failing_clearly("open a session"), self._writing() as db:
            if db.execute("SELECT 1 FROM sessions WHERE code = ?", (header.code,)).fetchone():
                raise CodeTaken(header.code)
            db.execute(f"INSERT INTO sessions ({HEADER}) VALUES (?,?,?,?,?,?,?)", _row(header))
            for seq, event in enumerate(events, start=1):
                _insert(db, event, seq)

    def write(self, items: Sequence[Append]) -> list[Outcome]:
        """One transaction for all items: it is durable as a whole when this returns, or raises StoreFailed and stored nothing."""
        with _failing_clearly("store events"), self._writing() as db:
            heads: dict[str, int] = {}
            return [_append(db, item, heads) for item in items]

    def read(self, session_id: str, after: int) -> list[Entry] | None:
        with _failing_clearly("read a session"):
            return self._look.read(session_id, after)

    def find(self, column: str, value: str) -> Header | None:
        with _failing_clearly("look up a session"):
            return self._look.find(column, value)

    def headers(self) -> list[Header]:
        with _failing_clearly("list the sessions"):
            return self._look.headers()

    def replace_control(self, session_id: str, control_hash: str) -> None:
        with _failing_clearly("replace the control secret"), self._writing() as db:
            db.execute("UPDATE sessions SET control_hash = ? WHERE id = ?", (control_hash, session_id))

    def keep(self, session_id: str, keep_until: int | None) -> None:
        with _failing_clearly("change how long a session is kept"), self._writing() as db:
            db.execute("UPDATE sessions SET keep_until = ? WHERE id = ?", (keep_until, session_id))

    def erase(self, session_id: str, seqs: Collection[int]) -> None:
        """Words go with the digests made from them, then the pages they had. The rows of `events` stay untouched."""
        with _failing_clearly("erase words"):
            with self._writing() as db:
                db.executemany("DELETE FROM texts WHERE session = ? AND seq = ?", [(session_id, seq) for seq in seqs])
            if not give_back(self._writer):
                owe(self._writer)

    def delete(self, session_ids: Sequence[str]) -> str:
        """Headers, logs and words go together, then their bytes. Gives what is left to do, as `sweep` does."""
        with _failing_clearly("delete a session"), self._writing() as db:
            db.executemany("DELETE FROM sessions WHERE id = ?", [(session_id,) for session_id in session_ids])
            owe(db)
        return self.sweep()

    def sweep(self) -> str:
        """Take away what deletions had to leave behind. Gives what is left to do, for the operator; "" when nothing is."""
        return sweep(self._writer)

    def close(self) -> None:
        self._reader.close()
        self._writer.close()

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
        f"SELECT {ENTRY} FROM {ENTRIES} WHERE session = ? AND actor = ? AND command_id = ?",
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
