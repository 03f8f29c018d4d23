"""Leaves no byte behind of what was deleted, and says what keeps it from that (docs/decisions/0013-gone-when-it-should-be.md).

`secure_delete` overwrites rows where they stand. But when SQLite balances a tree it moves rows, and their old copies stay in
the gaps of pages that others share. Only a `VACUUM`, which writes the file anew from the rows that there are, is sure of them.
It needs space for a while, so it may fail; the table `unswept` then holds what is owed, across crashes and for every process.

Nothing is logged here: this runs in a native thread, where an async library's locks fail.
"""

import sqlite3

from pollapp import memory

READERS = 2000  # milliseconds to wait for another program that reads; appends wait along

_AGAIN = "This is tried again: every minute while the server runs, else at the next start."
_BUSY = f"Another program reads the sessions' file. Bytes of what was deleted go once it is done. {_AGAIN}"
_FAILED = (
    "What was deleted is gone from every session, but bytes of it may still lie in the sessions' file: {why}. "
    f"Make space on its disk, as much as the file has. {_AGAIN}"
)


def owe(db: sqlite3.Connection) -> None:
    """Say, in the transaction that deletes, that a sweep has to follow."""
    db.execute("INSERT INTO unswept DEFAULT VALUES")


def sweep(db: sqlite3.Connection) -> str:
    """Do what is owed, by this process or another. Gives what is left to do, for the operator; "" when nothing is."""
    try:
        [last] = db.execute("SELECT max(deletion) FROM unswept").fetchone()
        if last is None:
            return ""
        # Emptied first: what secure_delete has overwritten reaches the disk before the file is cut, and no VACUUM is tried in vain.
        if not _emptied(db) or not _written_anew(db):
            return _BUSY
        db.execute("DELETE FROM unswept WHERE deletion <= ?", (last,))
        _emptied(db)
    except (sqlite3.Error, MemoryError) as error:
        return _FAILED.format(why=str(error) or "too little memory")
    return ""


def give_back(db: sqlite3.Connection) -> bool:
    """Cut the freed pages off the file, and empty the write-ahead log, which still holds what they held.

    False when another program reads, so that the log cannot be emptied. Raises sqlite3.Error.
    """
    db.executescript("PRAGMA incremental_vacuum")  # `execute` would give one page back and stop, in Python 3.11
    return _emptied(db)


def _written_anew(db: sqlite3.Connection) -> bool:
    db.execute("VACUUM")
    memory.give_back()  # as much as the file has: it was made in memory
    return _emptied(db)


def _emptied(db: sqlite3.Connection) -> bool:
    [usual] = db.execute("PRAGMA busy_timeout").fetchone()
    db.execute(f"PRAGMA busy_timeout = {READERS}")
    try:
        busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        db.execute(f"PRAGMA busy_timeout = {usual}")
    return not busy
