"""Saves what is whole of a damaged sessions' file into a new one, and keeps the damaged one beside it.

A power cut at any moment loses nothing. The new file is finished, and the damaged one has its second name, before the mark is set
(`.repairing`) that a repair is at its last steps; whoever opens the file meanwhile is told so. Those steps may be done again and
again.
"""

import os
import re
import shutil
import sqlite3
from itertools import count, islice
from pathlib import Path

from pollapp.data_command import data_command
from pollapp.store.log import Append, Header, StoreFailed
from pollapp.store.sqlite_check import BROKEN, CanRead, Report, check, entries
from pollapp.store.sqlite_file import insert_event, insert_header
from pollapp.store.sqlite_looking import REPAIRING, looked_at
from pollapp.store.sqlite_schema import closed_unless_used, connect, prepare

_BESIDE = ("", "-wal", "-shm")  # what SQLite keeps as one file
_NOT_KEPT = (
    "{mark} does not name a copy of the damaged file, so the repair is not finished; nothing was done. Keep copies of all files there. "
    "Is {path}.damaged-1 (or a higher number) one of them? Then write its name, without the folder, into {mark}. Else delete {mark}. "
    "Then: {again}"
)


def repair(path: Path, can_read: CanRead) -> tuple[Report, Path]:
    """What there was, and where the damaged file is kept now. Raises StoreFailed, and then all is as before."""
    new, mark = _named(path, ".repaired"), _named(path, REPAIRING)
    try:
        report = check(path, can_read)
        _removed(new)
        _save(path, new, report)
        kept = _kept_beside(path)
        _flushed(path.parent)
        _written(mark, kept.name)
        _flushed(path.parent)
        finish(path)
    except (*BROKEN, OSError) as error:
        if not mark.exists():
            _removed(new)
        raise StoreFailed(f"{path} could not be repaired: {error}. All that is there is as before.") from error
    return report, kept


def is_unfinished(path: Path) -> bool:
    return _named(path, REPAIRING).exists()


def finish(path: Path) -> Path:
    """The last steps, also of a repair that was broken off. Where the damaged file is kept now. Raises OSError, StoreFailed."""
    new, mark = _named(path, ".repaired"), _named(path, REPAIRING)
    kept = _kept_by(mark, path)
    if new.exists() and not kept.is_file():
        raise StoreFailed(_not_kept(mark, path), "damaged")
    if new.exists():
        for suffix in _BESIDE[1:]:  # they belong to the damaged file, and must never be read with the new one
            _named(path, suffix).unlink(missing_ok=True)
        _flushed(path.parent)
        new.replace(path)
        _flushed(path.parent)
    mark.unlink()
    _flushed(path.parent)
    return kept


def _not_kept(mark: Path, path: Path) -> str:
    return _NOT_KEPT.format(mark=mark, path=path, again=data_command("repair", path.parent))


def _kept_by(mark: Path, path: Path) -> Path:
    """The damaged file's second name, as the mark has it. Raises StoreFailed where it has none: the file may have no second name then."""
    said = mark.read_bytes().decode("utf-8", "replace").strip()
    if not re.fullmatch(re.escape(path.name) + r"\.damaged-[0-9]{1,9}", said):
        raise StoreFailed(_not_kept(mark, path), "damaged")
    return path.with_name(said)


def _named(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _removed(path: Path) -> None:
    for suffix in _BESIDE:
        _named(path, suffix).unlink(missing_ok=True)


def _save(path: Path, new: Path, report: Report) -> None:
    """Whole sessions wholly, of a damaged one the events up to the first that cannot be read."""
    new.touch(mode=0o600)
    db = connect(new)
    with closed_unless_used(db):
        prepare(db, new)
        if any(one.entries for one in report.sessions):
            with looked_at(path) as (old, _, _):
                db.execute("BEGIN IMMEDIATE")
                for one in report.sessions:
                    if one.header and one.entries:
                        _copy(old, db, one.header, one.entries)
                db.execute("COMMIT")
        db.execute("PRAGMA journal_mode = DELETE")  # all of it in one file, flushed; whoever opens it switches back
        db.execute("PRAGMA journal_mode = WAL")
    db.close()


def _copy(old: sqlite3.Connection, new: sqlite3.Connection, header: Header, how_many: int) -> None:
    try:
        insert_header(new, header)
    except sqlite3.IntegrityError:  # a damaged header that is another's: the session stays in the damaged file
        return
    for entry in islice(entries(old, header.id), how_many):
        if not insert_event(new, Append(header.id, entry.actor, entry.command_id, entry.digest, entry.body, entry.words), entry.seq):
            return  # two events under one id, which no log has: what follows stays in the damaged file


def _kept_beside(path: Path) -> Path:
    """The damaged file under a second name, with what SQLite keeps beside it; the name that a repair that was cut off gave it, if any."""
    numbered = (_named(path, f".damaged-{number}") for number in count(1))
    kept = next(name for name in numbered if not name.exists() or name.samefile(path))
    for suffix in _BESIDE:
        if _named(path, suffix).exists() and not _named(kept, suffix).exists():
            _linked(_named(path, suffix), _named(kept, suffix))
    return kept


def _linked(path: Path, second: Path) -> None:
    path.chmod(0o600)
    try:
        os.link(path, second)
    except OSError:  # a file system without links
        shutil.copy(path, second)
        _flushed(second)


def _written(path: Path, text: str) -> None:
    part = _named(path, "-part")
    part.write_text(text, "utf-8")
    _flushed(part)
    part.replace(path)


def _flushed(path: Path) -> None:
    """On the disk. Windows can flush no folder."""
    if os.name != "posix" and path.is_dir():
        return
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
