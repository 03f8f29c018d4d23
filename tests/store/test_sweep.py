"""After a deletion no byte is left where SQLite has moved rows, and what keeps it from that is said and made up for."""

import logging
import os
import random
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pollapp.store import sqlite_sweep
from pollapp.store.log import Append, StoreFailed
from pollapp.store.sqlite_log import SqliteLog
from tests.contract.sessions import item, open_session, stored

NAMES = [f"session-{letter}" for letter in "abcdefgh"]
# How long bodies are: dozens share a page of the file, or a few, or each needs more than its place. With seeds that leave something.
GROWN = [(20, 5), (120, 2), (300, 0), (900, 0), (1500, 0)]


def _secret(name: str) -> bytes:
    return f"<what {name} thought".encode()


def _grow_side_by_side(log: SqliteLog, length: int, seed: int) -> None:
    """Sessions that are open at the same time split each other's pages. Their events come in groups of a few, as phones send them."""
    chance = random.Random(seed)
    for name in NAMES:
        open_session(log, name)
    for group in range(120):
        names = [chance.choice(NAMES) for _ in range(chance.randrange(1, 25))]
        log.append([_event(name, f"{group}-{number}", length, chance) for number, name in enumerate(names)])


def _event(name: str, command_id: str, length: int, chance: random.Random) -> Append:
    said = f"{_secret(name).decode()} {command_id}>{'.' * chance.randrange(length)}"
    return Append(name, f"{chance.getrandbits(96):024x}", command_id, f"{chance.getrandbits(64):016x}", said.encode())


def _left(path: Path, *names: str) -> list[str]:
    """The files of the data folder that hold a secret, or the id, of one of these sessions."""
    wanted = [part for name in names for part in (_secret(name), name.encode())]
    return [file.name for file in path.parent.iterdir() if any(part in file.read_bytes() for part in wanted)]


def _without_vacuum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_sweep, "_written_anew", lambda db: True)


@pytest.mark.parametrize(("length", "seed"), GROWN)
def test_nothing_is_left_where_rows_have_moved(log: SqliteLog, path: Path, length: int, seed: int) -> None:
    _grow_side_by_side(log, length, seed)
    kept = stored(log, NAMES[0])
    for name in NAMES[1:]:
        log.delete(name)
        assert _left(path, name) == []
    assert stored(log, NAMES[0]) == kept
    assert path.with_name(f"{path.name}-wal").stat().st_size == 0


def test_without_a_vacuum_something_would_be_left(log: SqliteLog, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test above is worth: it finds what SQLite leaves behind."""
    _without_vacuum(monkeypatch)
    _grow_side_by_side(log, *GROWN[-1])
    assert any(_left_by_deleting(name, log, path) for name in NAMES[1:])


def _left_by_deleting(name: str, log: SqliteLog, path: Path) -> list[str]:
    log.delete(name)
    return _left(path, name)


def test_several_deletions_cost_one_vacuum(log: SqliteLog, path: Path) -> None:
    _grow_side_by_side(log, length=120, seed=1)
    said = _said(log)
    log.delete(*NAMES[2:])
    assert said.count("VACUUM") == 1
    assert _left(path, *NAMES[2:]) == []
    assert sorted(header.id for header in log.headers()) == NAMES[:2]


def _said(log: SqliteLog) -> list[str]:
    """What SQLite is asked from now on."""
    said: list[str] = []
    log._file._writer.set_trace_callback(said.append)
    return said


def test_a_look_with_nothing_to_do_asks_once(log: SqliteLog) -> None:
    said = _said(log)
    log.sweep()
    assert [statement.split()[0] for statement in said] == ["SELECT"]


@contextmanager
def _full_disk(size: int) -> Iterator[None]:
    """No file may grow beyond this size, in bytes: writing fails, as on a full disk."""
    import resource  # noqa: PLC0415  # POSIX alone has it

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(os.name != "posix", reason="a limit to the size of files is POSIX")
@pytest.mark.parametrize("again", ["look", "start", "other process"])
def test_without_space_it_is_deleted_and_what_is_left_is_said_and_done_later(
    log: SqliteLog, path: Path, caplog: pytest.LogCaptureFixture, again: str
) -> None:
    _grow_side_by_side(log, length=300, seed=3)
    [name, *others] = NAMES
    log._file._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with _full_disk(path.stat().st_size * 3 // 4), caplog.at_level(logging.WARNING):
        log.delete(name)
    assert "bytes of it may still lie in the sessions' file" in caplog.text
    assert (log.header(name), log.read(name)) == (None, None)
    caplog.clear()
    {"look": log.sweep, "start": lambda: _started_again(log, path), "other process": SqliteLog(path).close}[again]()
    assert (caplog.text, _left(path, name)) == ("", [])
    reader = SqliteLog(path)
    assert sorted(header.id for header in reader.headers()) == others
    assert reader._file._reader.execute("SELECT * FROM unswept").fetchall() == []
    reader.close()


@pytest.mark.skipif(os.name != "posix", reason="a limit to the size of files is POSIX")
def test_without_any_space_it_is_not_deleted_and_is_as_before(log: SqliteLog, path: Path) -> None:
    _grow_side_by_side(log, length=300, seed=3)
    before = stored(log, NAMES[0])
    log._file._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with _full_disk(10_000), pytest.raises(StoreFailed, match="Could not delete a session"):
        log.delete(NAMES[0])
    assert stored(log, NAMES[0]) == before
    log.delete(NAMES[0])
    assert _left(path, NAMES[0]) == []


def _started_again(log: SqliteLog, path: Path) -> None:
    log.close()
    SqliteLog(path).close()


def test_a_power_cut_before_the_sweep_is_made_up_for(
    log: SqliteLog, after_a_power_cut: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _grow_side_by_side(log, length=120, seed=1)
    monkeypatch.setattr(log._file, "sweep", lambda: "")
    log.delete(*NAMES[1:])
    there = after_a_power_cut()
    assert _left(there, *NAMES[1:])
    SqliteLog(there).close()
    assert _left(there, *NAMES[1:]) == []


def test_words_that_another_program_held_go_with_the_next_look(log: SqliteLog, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_sweep, "READERS", 0)
    open_session(log)
    log.append([item("ana", "say", words="<what Ana typed>")])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM texts").fetchone()
    log.erase("one", [2])
    other.close()
    assert any(b"<what Ana typed>" in file.read_bytes() for file in path.parent.iterdir())
    log.sweep()
    assert not any(b"<what Ana typed>" in file.read_bytes() for file in path.parent.iterdir())


def test_a_file_of_an_older_version_is_swept_once(log: SqliteLog, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _grow_side_by_side(log, *GROWN[-1])
    with monkeypatch.context() as patched:
        _without_vacuum(patched)
        left = next(name for name in NAMES[1:] if _left_by_deleting(name, log, path))
    db = log._file._writer
    db.executescript("".join(f"ALTER TABLE {name} DROP COLUMN crc;" for name in ("sessions", "events", "texts")))
    db.executescript("DROP TABLE unswept; PRAGMA user_version = 2; PRAGMA wal_checkpoint(TRUNCATE);")
    log.close()
    assert _left(path, left)
    SqliteLog(path).close()
    assert _left(path, left) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux")
def test_a_sweep_makes_no_file_anywhere_else(log: SqliteLog, path: Path) -> None:
    """The copy that a VACUUM makes would be a file in /tmp: unlinked, but its bytes on that disk, and of sessions that are kept."""
    open_session(log)
    log.append([item("ana", f"tap-{number}", "x" * 4_000) for number in range(1_200)])  # more than SQLite keeps in its cache
    opened: set[str] = set()

    def look() -> int:
        opened.update(_open_files())
        return 0

    log._file._writer.set_progress_handler(look, 200)
    log.delete("nothing")
    log._file._writer.set_progress_handler(None, 0)
    assert len(opened) > 3
    assert [name for name in opened if "etilqs" in name] == []  # so SQLite calls its temporary files


def _open_files() -> set[str]:
    names = set()
    for number in os.listdir("/proc/self/fd"):
        try:
            names.add(os.readlink(f"/proc/self/fd/{number}"))
        except FileNotFoundError:  # the one that this very look has opened
            continue
    return names
