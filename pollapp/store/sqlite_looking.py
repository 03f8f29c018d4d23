"""Opening a sessions' file to look at it, without changing anything; and when it may not be opened as usual."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from pollapp.data_command import data_command
from pollapp.secrets_file import KEY_FILE
from pollapp.store.log import StoreFailed
from pollapp.store.sqlite_schema import SCHEMA_VERSION, as_it_should_be, connect, prepare, schema_of
from pollapp.store.sqlite_wal import lost_commits

MOST = 4 * 1024 * 1024  # bytes of a row that is looked at: an uploaded grid, the largest thing in any, has 64 kB
COPIES = "looked-at-"  # how folders begin in which a copy is looked at
_EMPTY = "It is empty, and was not. If it is you who emptied it: delete it."
REPAIRING = ".repairing"  # beside the file while `sqlite_repair` puts another in its place


def refuse_unfinished(path: Path) -> None:
    """Raises StoreFailed while a repair is half done, or has been broken off."""
    if path.with_name(path.name + REPAIRING).exists():
        finish = data_command("repair", path.parent)
        raise StoreFailed(f"The repair of {path} was broken off. Nothing is lost; finish it with: {finish}", "damaged")


def refuse_to_open(path: Path) -> None:
    """Raises StoreFailed where opening the file would tidy away what proves that events are lost, or a repair is half done."""
    refuse_unfinished(path)
    if _emptied(path):
        raise StoreFailed(f"{path}: {_EMPTY}", "damaged")
    lost = lost_commits(path)
    if lost:
        look = data_command("check", path.parent)
        raise StoreFailed(f"{path} is damaged: its write-ahead log has lost events, {lost}. To see what is whole: {look}", "damaged")


@contextmanager
def looked_at(path: Path) -> Iterator[tuple[sqlite3.Connection, list[str], bool]]:
    """The file, to be read and not written to; what is wrong with it as a file; and whether events are lost from its end.

    Where such a loss is proven it is looked at in a copy: SQLite would tidy away what proves it. Likewise where it is of an older
    version, and has to be brought up. Raises StoreFailed, sqlite3.Error, OSError.
    """
    if _emptied(path):
        with closing(sqlite3.connect(":memory:")) as nothing:
            yield nothing, [_EMPTY], False
        return
    lost = lost_commits(path)
    damage = [f"The last events of some sessions are lost: its write-ahead log is damaged, {lost}."] if lost else []
    version = 0
    if not lost:
        with closing(_reading(path)) as db:
            db.execute("BEGIN")  # a server may be at work: all that is compared is of one moment
            version = _version(db, path)
            damage += _shape(db, version)
            if version == SCHEMA_VERSION or damage:
                yield db, damage, bool(lost)
                return
    with tempfile.TemporaryDirectory(prefix=COPIES, dir=path.parent) as folder:
        copy = Path(folder) / path.name
        for one in path.parent.glob(f"{path.name}*"):
            if one.name in (path.name, f"{path.name}-wal"):
                shutil.copy(one, copy.with_name(one.name))
        with closing(_bounded(connect(copy))) as db:
            damage += _shape(db, _version(db, path))
            if not damage and version:
                prepare(db, copy)
            yield db, damage, bool(lost)


def _emptied(path: Path) -> bool:
    """Whether it is empty and was not: an empty file is a new one, unless there is a log to it, or a server has run here."""
    log = path.with_name(path.name + "-wal")
    once = (path.parent / KEY_FILE).exists() or (log.exists() and log.stat().st_size > 0)
    return path.exists() and path.stat().st_size == 0 and once


def _reading(path: Path) -> sqlite3.Connection:
    at_rest = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"  # else SQLite would leave two files beside it
    return _bounded(sqlite3.connect(f"file:{quote(str(path))}?mode=ro{at_rest}", uri=True, isolation_level=None, timeout=5))


def _bounded(db: sqlite3.Connection) -> sqlite3.Connection:
    """Whoever made this file cannot fill our memory with it: what is longer than MOST raises sqlite3.DataError."""
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST)
    return db


def _version(db: sqlite3.Connection, path: Path) -> int:
    """The version of its schema. Raises StoreFailed for a newer one: only a newer pollapp can tell whether that is whole."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA_VERSION and "CREATE TABLE events" in str(schema_of(db)):
        raise StoreFailed(f"{path} was written by another version of pollapp (its schema is {version}).")
    return version


def _shape(db: sqlite3.Connection, version: int) -> list[str]:
    """What is wrong with its tables as such."""
    schema = schema_of(db)
    if not version and not schema:  # a new one, which nobody has written to
        return []
    return [] if 0 < version <= SCHEMA_VERSION and schema == as_it_should_be(version) else ["Its tables are not those of pollapp."]
