"""The SQL behind `SqliteLog`: blocking calls on one SQLite file, to be made from any thread."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pollapp.durable import make_folder
from pollapp.store.checksum import checksum, event_checksum
from pollapp.store.disk import trouble_of, try_writing
from pollapp.store.log import Append, CodeTaken, Conflict, Entry, Gone, Header, Outcome, StoreFailed
from pollapp.store.sqlite_looking import refuse_to_open
from pollapp.store.sqlite_reader import ENTRIES, ENTRY, HEADER, SqliteReader
from pollapp.store.sqlite_schema import SCHEMA_VERSION, closed_unless_used, connect, prepare
from pollapp.store.sqlite_sweep import give_back, owe, sweep
from pollapp.store.sqlite_wal import HELD


class SqliteFile:
    """One connection for writing and one for reading, side by side thanks to WAL. On each, one at a time: the caller sees to it."""

    def __init__(self, path: Path) -> None:
        """Open or make the file (0600: it holds what a class thought). Raises StoreFailed."""
        self._folder = path.parent
        with self._failing_clearly(f"open {path}"):
            refuse_to_open(path)
            make_folder(path.parent, 0o700)
            path.touch(mode=0o600)
            self._writer = connect(path)
            with closed_unless_used(self._writer):
                prepare(self._writer, path)
                give_back(self._writer)  # what erasing before a power cut had not
                self._reader = connect(path)
                self._look = SqliteReader(self._reader)
        self._held: Path | None = path.resolve()
        HELD[self._held] += 1

    def open(self, header: Header, events: Sequence[Append]) -> None:
        with self._failing_clearly("open a session"), self._writing() as db:
            if db.execute("SELECT 1 FROM sessions WHERE code = ?", (header.code,)).fetchone():
                raise CodeTaken(header.code)
            insert_header(db, header)
            for seq, event in enumerate(events, start=1):
                if insert_event(db, event, seq) is None:
                    raise StoreFailed("Could not open a session: two of its events have one id.")

    def write(self, items: Sequence[Append]) -> list[Outcome]:
        """One transaction for all items: it is durable as a whole when this returns, or raises StoreFailed and stored nothing."""
        with self._failing_clearly("store events"), self._writing() as db:
            heads: dict[str, int] = {}
            return [_append(db, item, heads) for item in items]

    def read(self, session_id: str, after: int) -> list[Entry] | None:
        with self._failing_clearly("read a session"):
            return self._look.read(session_id, after)

    def find(self, column: str, value: str) -> Header | None:
        with self._failing_clearly("look up a session"):
            return self._look.find(column, value)

    def headers(self) -> list[Header]:
        with self._failing_clearly("list the sessions"):
            return self._look.headers()

    def replace_control(self, session_id: str, control_hash: str, was: str) -> bool:
        with self._failing_clearly("replace the control secret"), self._writing() as db:
            changed = db.execute("UPDATE sessions SET control_hash = ? WHERE id = ? AND control_hash = ?", (control_hash, session_id, was))
            _sum_up(db, session_id)
            return changed.rowcount > 0

    def replace_projector(self, session_id: str, token: str) -> None:
        with self._failing_clearly("give the projector a new link"), self._writing() as db:
            db.execute("UPDATE sessions SET projector_token = ? WHERE id = ?", (token, session_id))
            _sum_up(db, session_id)

    def keep(self, session_id: str, keep_until: int | None, was: int | None) -> bool:
        with self._failing_clearly("change how long a session is kept"), self._writing() as db:
            changed = db.execute("UPDATE sessions SET keep_until = ? WHERE id = ? AND keep_until IS ?", (keep_until, session_id, was))
            _sum_up(db, session_id)
            return changed.rowcount > 0

    def erase(self, session_id: str, seqs: Collection[int]) -> None:
        """Words go with the digests made from them, then the pages they had. The rows of `events` stay untouched."""
        with self._failing_clearly("erase words"):
            with self._writing() as db:
                db.executemany("DELETE FROM texts WHERE session = ? AND seq = ?", [(session_id, seq) for seq in seqs])
            if not give_back(self._writer):
                owe(self._writer)

    def delete(self, session_ids: Sequence[str]) -> str:
        """Headers, logs and words go together, then their bytes. Gives what is left to do, as `sweep` does."""
        with self._failing_clearly("delete a session"), self._writing() as db:
            _delete(db, session_ids)
        return self.sweep()

    def delete_expired(self, moment: float) -> tuple[list[str], str]:
        """Which sessions' time was up and are deleted, and what is left to do."""
        with self._failing_clearly("delete what has expired"), self._writing() as db:
            over = [session_id for (session_id,) in db.execute("SELECT id FROM sessions WHERE keep_until <= ?", (moment,)).fetchall()]
            if over:
                _delete(db, over)
        return over, self.sweep()

    def sweep(self) -> str:
        """Take away what deletions had to leave behind. Gives what is left to do, for the operator; "" when nothing is."""
        return sweep(self._writer)

    def close(self) -> None:
        self._reader.close()
        self._writer.close()
        if self._held:
            HELD[self._held] -= 1
            self._held = None

    def probe(self) -> None:
        """The smallest honest try: room for the next dots, and a durable commit of the file's first page as it is."""
        with self._failing_clearly("write to the disk"):
            try_writing(self._folder)
            self._writer.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    @contextmanager
    def _failing_clearly(self, doing: str) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
            raise StoreFailed(f"Could not {doing}: {error}", trouble_of(error, self._folder)) from error

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


def _delete(db: sqlite3.Connection, session_ids: Sequence[str]) -> None:
    db.executemany("DELETE FROM sessions WHERE id = ?", [(session_id,) for session_id in session_ids])
    owe(db)


def insert_header(db: sqlite3.Connection, header: Header) -> None:
    row = _row(header)
    db.execute(f"INSERT INTO sessions ({HEADER}, crc) VALUES (?,?,?,?,?,?,?,?)", (*row, checksum(*row)))


def _sum_up(db: sqlite3.Connection, session_id: str) -> None:
    """Its header has changed: its checksum goes with it."""
    db.execute(f"UPDATE sessions SET crc = checksum({HEADER}) WHERE id = ?", (session_id,))


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
    inserted = insert_event(db, item, heads[item.session_id] + 1)
    if inserted:
        heads[item.session_id] += 1
        return inserted
    stored = Entry(
        *db.execute(
            f"SELECT {ENTRY} FROM {ENTRIES} WHERE session = ? AND actor = ? AND command_id = ?",
            (item.session_id, item.actor, item.command_id),
        ).fetchone()
    )
    return stored if stored.is_retry(item.digest) else Conflict()


def _head(db: sqlite3.Connection, session_id: str) -> int | None:
    head = db.execute("SELECT MAX(seq) FROM events WHERE session = ?", (session_id,)).fetchone()[0]
    return None if head is None else int(head)


_EVENT = """INSERT INTO events (session, seq, actor, command_id, digest, body, crc) VALUES (?,?,?,?,?,?,?)
ON CONFLICT (session, actor, command_id) DO NOTHING"""


def insert_event(db: sqlite3.Connection, item: Append, seq: int) -> Entry | None:
    """Store an event at this place in its log. None, and nothing stored, where this command id stands there already."""
    digest = item.digest if item.words is None else ""  # else it stands beside the words, to go when they go
    row = (item.session_id, seq, item.actor, item.command_id, digest, item.body)
    if not db.execute(_EVENT, (*row, event_checksum(row))).rowcount:
        return None
    if item.words is not None:
        typed = (item.session_id, seq, item.digest, item.words)
        db.execute("INSERT INTO texts (session, seq, digest, words, crc) VALUES (?,?,?,?,?)", (*typed, checksum(*typed)))
    return Entry(seq, item.actor, item.command_id, item.digest, item.body, item.words)
