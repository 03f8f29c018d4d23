"""Is a sessions' file as it was written? Looked at before a server uses it, and by `pollapp data check`; nothing in it is changed.

Looked at are: the write-ahead log (`sqlite_wal`), the schema, SQLite's own `integrity_check` (its trees, and indexes against tables), and
of every session each row's checksum, that its events stand without a gap as far as the index knows of any, that each can be read by
this version, and that words stand only beside events. Where the schema has what is not pollapp's, no row is looked at.
For 123 MB this takes 1.8 s of a processor (docs/decisions/0018).
"""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pollapp.store.checksum import checksum
from pollapp.store.log import Entry, Header, StoreFailed
from pollapp.store.sqlite_looking import looked_at, refuse_unfinished
from pollapp.store.sqlite_reader import ENTRIES, HEADER, ROW, sound_entry
from pollapp.store.sqlite_schema import has_foreign, schema_of

CanRead = Callable[[bytes], object]  # raises ValueError for an event's body that this version does not know

BROKEN = (sqlite3.Error, UnicodeDecodeError)  # the second one where SQLite's own message has a damaged name in it
_OTHER_HEADER = "its header is not what was written: its code, its secrets or its last day may be others"
_LOST = "its last events may be lost"
_INDEXED = "SELECT count(*), coalesce(max(seq), 0) FROM events INDEXED BY sqlite_autoindex_events_2 WHERE session = ?"
_WORDLESS = "SELECT count(*) FROM events LEFT JOIN texts USING (session, seq) WHERE session = ? AND events.digest = '' AND words IS NULL"


@dataclass
class Found:
    """What there is of one session. `entries`: how many can be read, from the first on without a gap. `damage`: "" where it is whole."""

    header: Header | None
    entries: int = 0
    damage: str = ""

    def said(self) -> str:
        name = self.header.code if self.header else "A session whose header is lost"
        return f"{name}: {f'damaged, {self.damage}' if self.damage else 'whole'} ({counted(self.entries, 'event')} can be read)"


@dataclass
class Report:
    """What was found. `damage`: what is wrong with the file as such."""

    path: Path
    damage: list[str] = field(default_factory=list)
    sessions: list[Found] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.damage and not any(one.damage for one in self.sessions)

    @property
    def savable(self) -> int:
        """Of how many sessions a repair saves something."""
        return sum(bool(one.header and one.entries) for one in self.sessions)

    def lines(self) -> list[str]:
        """The report, to be printed."""
        if self.whole:
            return [f"{self.path} is whole: {counted(len(self.sessions), 'session')}."]
        return [f"{self.path} is damaged.", *(f"  {why}" for why in self.damage), *(f"  {one.said()}" for one in self.sessions)]


def counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def check(path: Path, can_read: CanRead) -> Report:
    """Look at the file, without changing anything. Raises StoreFailed where it is of a newer version, or half repaired."""
    refuse_unfinished(path)
    report = Report(path)
    if not path.exists():
        return report
    try:
        with looked_at(path) as (db, damage, lost):
            report.damage += damage
            _look(db, report, can_read)
            for found in report.sessions if report.damage else []:
                found.damage = found.damage or (_LOST if lost else _doubtful_words(db, found))
    except (*BROKEN, OSError) as error:
        report.damage.append(f"It cannot be read as a file of sessions: {error}.")
    return report


def _look(db: sqlite3.Connection, report: Report, can_read: CanRead) -> None:
    if not schema_of(db) or has_foreign(db):
        return
    report.damage += [f"SQLite says: {said}." for said in _structure(db)]
    report.sessions = [_found(db, session, *header, can_read) for session, header in _named(db, report).items()]


def _structure(db: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with trees, indexes and references; a few lines of it."""
    try:
        said = [" ".join(str(line).split()) for (line,) in db.execute("PRAGMA integrity_check(5)") if line != "ok"]
        orphans = {str(table) for table, *_ in db.execute("PRAGMA foreign_key_check")}
    except BROKEN as error:
        return [str(error)]
    return said + [f"rows of {table} that belong to nothing" for table in sorted(orphans)]


def _named(db: sqlite3.Connection, report: Report) -> dict[str, tuple[Header | None, str]]:
    """Every session that there are rows of, with its header, and what is wrong with that; None where it is not to be had."""
    found: dict[str, tuple[Header | None, str]] = {}
    for sql in (f"SELECT {HEADER}, crc FROM sessions ORDER BY id", f"SELECT {HEADER}, crc FROM sessions ORDER BY id DESC"):
        try:
            for *row, crc in db.execute(sql):  # from both ends, as far as it goes
                found[row[0]] = (_header(row), "" if crc == checksum(*row) else _OTHER_HEADER)
        except BROKEN as error:
            report.damage.append(f"Some headers cannot be read: {error}.")
    try:
        for (session,) in db.execute("SELECT DISTINCT session FROM events"):
            found.setdefault(session, (None, _OTHER_HEADER))
    except BROKEN as error:
        report.damage.append(f"Some events cannot be read: {error}.")
    return found


def _header(row: list[Any]) -> Header | None:
    *texts, opened_at, keep_until = row
    right = all(isinstance(one, str) for one in texts) and isinstance(opened_at, int) and isinstance(keep_until, int | None)
    return Header(*row) if right else None


def _found(db: sqlite3.Connection, session: str, header: Header | None, why_not: str, can_read: CanRead) -> Found:
    found = Found(header)
    try:
        for entry in entries(db, session):
            can_read(entry.body)
            found.entries += 1
        count, last = db.execute(_INDEXED, (session,)).fetchone()
        if not 0 < found.entries == count == last:
            found.damage = f"{max(count, last)} events were in it"
    except (*BROKEN, StoreFailed) as error:
        found.damage = str(error).rstrip(".")
    except (ValueError, TypeError, KeyError, RecursionError):
        found.damage = f"event {found.entries + 1} cannot be read by this version"
    found.damage = why_not or found.damage
    return found


def entries(db: sqlite3.Connection, session: str) -> Iterator[Entry]:
    """A session's events one by one, each as it was written. Raises StoreFailed or sqlite3.Error at the first that is not."""
    for seq, row in enumerate(db.execute(f"SELECT {ROW} FROM {ENTRIES} WHERE session = ? ORDER BY seq", (session,)), start=1):
        yield sound_entry(session, seq, row)


def _doubtful_words(db: sqlite3.Connection, found: Found) -> str:
    """In a damaged file nobody knows whether words that are not there were erased, or lost."""
    assert found.header
    try:
        gone = db.execute(_WORDLESS, (found.header.id,)).fetchone()[0]
    except BROKEN:
        gone = 1
    return "words that were typed may be lost" if gone else ""
