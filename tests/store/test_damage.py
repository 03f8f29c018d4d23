"""A damaged file is found at the start and told of, never used in silence; what is whole can be saved, and nothing gets lost on the way."""

import random
import sqlite3
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from pollapp.store import sqlite_repair
from pollapp.store.log import StoreFailed
from pollapp.store.sqlite_check import check
from pollapp.store.sqlite_log import SqliteLog
from pollapp.store.sqlite_repair import finish, is_unfinished, repair
from pollapp.store.sqlite_wal import lost_commits
from tests.store.damaging import NAMES, PAGE, Written, assert_told_right, can_read, content, copied, damage, written

SEEDS = range(24)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written(tmp_path_factory.mktemp("written"))


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _saved(path: Path) -> dict:  # type: ignore[type-arg]
    log = SqliteLog(path)
    try:
        return content(log)
    finally:
        log.close()


def _changed(path: Path, change: Callable[[bytearray], None]) -> None:
    data = bytearray(path.read_bytes())
    change(data)
    path.write_bytes(data)


@pytest.mark.parametrize("which", ["killed", "stopped"])
def test_a_whole_file_is_whole_and_looking_changes_nothing(before: Written, which: str, tmp_path: Path) -> None:
    path = copied(getattr(before, which), tmp_path / "copy")
    files = {file: file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith("-shm")}
    report = check(path, can_read)
    assert (report.whole, [one.header.id for one in report.sessions if one.header]) == (True, sorted(NAMES))
    assert {file: file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith("-shm")} == files
    assert _saved(path) == before.sessions


@pytest.mark.parametrize("seed", SEEDS)
def test_random_damage_is_told_of_or_harmless(before: Written, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    path = copied(chance.choice((before.killed, before.stopped)), tmp_path / "copy")
    damage(path, chance)
    report = check(path, can_read)
    if not report.whole:
        report, kept = repair(path, can_read)
        assert kept.name == "sessions.sqlite3.damaged-1"
        assert check(path, can_read).whole
        assert_told_right(report, _saved(path), before.sessions)
    else:
        assert _saved(path) == before.sessions


def test_a_flipped_bit_in_the_log_takes_nothing_along_in_silence(before: Written, tmp_path: Path) -> None:
    path = copied(before.killed, tmp_path / "copy")
    _changed(_log_of(path), lambda data: data.__setitem__(PAGE * 3, data[PAGE * 3] ^ 1))
    with pytest.raises(
        StoreFailed, match="its write-ahead log has lost events, it is damaged after frame 0, and commits stand behind that"
    ):
        SqliteLog(path)
    report = check(path, can_read)
    assert len(report.sessions) == len(NAMES)
    assert {one.damage for one in report.sessions} == {"its last events may be lost"}
    with pytest.raises(StoreFailed):  # looking has tidied away nothing
        SqliteLog(path)


def test_a_process_never_looks_beside_its_own_connection(before: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing the index once more would take SQLite's locks on it: the next process cuts it off, and this one dies of a bus error."""
    path = copied(before.killed, tmp_path / "copy")
    log = SqliteLog(path)
    monkeypatch.setattr("pollapp.store.sqlite_wal._read", lambda *_: pytest.fail("read"))
    SqliteLog(path).close()
    assert check(path, can_read).whole
    log.close()
    monkeypatch.undo()
    assert check(path, can_read).whole


def test_the_last_commit_is_missed_as_long_as_its_process_left_its_index(before: Written, tmp_path: Path) -> None:
    path = copied(before.killed, tmp_path / "copy")
    _changed(_log_of(path), lambda data: data.__delitem__(slice(-100, None)))
    assert "frames are damaged or missing" in lost_commits(path)


def test_a_torn_end_that_was_never_answered_is_no_damage(before: Written, tmp_path: Path) -> None:
    """A power cut in the middle of a commit: no index is left, and behind the torn frames no other commit."""
    path = copied(before.killed, tmp_path / "copy")
    path.with_name(path.name + "-shm").unlink()
    log = _log_of(path)
    frames = log.read_bytes()
    log.write_bytes(frames + frames[32 : 32 + 3 * (PAGE + 24)])  # such as an older log may leave behind, too
    assert lost_commits(path) == ""
    assert check(path, can_read).whole


def test_what_an_older_log_left_behind_is_no_damage(tmp_path: Path) -> None:
    """SQLite begins its log anew over the old frames, which stay behind the new ones."""
    path = tmp_path / "data.sqlite3"
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(90000));")
    for _ in range(3):
        db.execute("INSERT INTO t VALUES (zeroblob(9000))")
    db.execute("PRAGMA wal_checkpoint(RESTART)")
    db.execute("INSERT INTO t VALUES (1)")
    assert lost_commits(path) == ""
    db.close()


def test_the_first_bytes_of_a_log_count_too(before: Written, tmp_path: Path) -> None:
    path = copied(before.killed, tmp_path / "copy")
    _changed(_log_of(path), lambda data: data.__setitem__(18, data[18] ^ 1))
    assert lost_commits(path) == "its first bytes are damaged"


def test_an_emptied_file_is_no_new_one(before: Written, tmp_path: Path) -> None:
    for which in (before.killed, before.stopped):
        path = copied(which, tmp_path / which.parent.name)
        path.write_bytes(b"")
        assert check(path, can_read).lines()[1:] == ["  It is empty, and was not. If it is you who emptied it: delete it."]
        with pytest.raises(StoreFailed, match="It is empty, and was not"):
            SqliteLog(path)


def test_a_foreign_file_is_told_of(tmp_path: Path) -> None:
    letter = tmp_path / "sessions.sqlite3"
    letter.write_text("Dear class, " * 1000)
    assert check(letter, can_read).lines()[1:] == ["  It cannot be read as a file of sessions: file is not a database."]
    other = tmp_path / "other.sqlite3"
    db = sqlite3.connect(other)
    db.executescript("CREATE TABLE recipes (soup); PRAGMA user_version = 2;")
    db.close()
    assert "  Its tables are not those of pollapp." in check(other, can_read).lines()


def test_a_newer_file_is_for_a_newer_pollapp(before: Written, tmp_path: Path) -> None:
    path = copied(before.stopped, tmp_path / "copy")
    _changed(path, lambda data: data.__setitem__(slice(60, 64), struct.pack(">I", 99)))
    with pytest.raises(StoreFailed, match=r"another version of pollapp \(its schema is 99\)"):
        check(path, can_read)


def test_what_this_version_does_not_know_is_told_of(before: Written, tmp_path: Path) -> None:
    def older(body: bytes) -> None:
        if b"red three" in body:
            raise ValueError("unknown")

    report = check(copied(before.stopped, tmp_path / "copy"), older)
    damaged = [one for one in report.sessions if one.damage]
    assert [(one.header.id if one.header else "", one.entries) for one in damaged] == [("three", len(before.sessions["three"][1]) - 20)]
    assert damaged[0].damage == f"event {damaged[0].entries + 1} cannot be read by this version"


def test_a_reader_never_counts_what_is_not_as_it_was(before: Written, tmp_path: Path) -> None:
    """A bit may flip while the server runs: then this session is not read, and the others are."""
    path = copied(before.stopped, tmp_path / "copy")
    at = path.read_bytes().index(b'{"said":"green two 7"}')
    _changed(path, lambda data: data.__setitem__(at + 10, data[at + 10] ^ 2))
    log = SqliteLog(path)
    with pytest.raises(StoreFailed, match="is not what was written"):
        log.read("two")
    assert log.health.trouble == "damaged"
    assert log.read("one") == before.sessions["one"][1]
    log.close()


def _broken(before: Written, tmp_path: Path) -> Path:
    path = copied(before.killed, tmp_path / "copy")
    at = path.read_bytes().index(b"open twoopen two")
    _changed(path, lambda data: data.__setitem__(at, data[at] ^ 2))
    _changed(_log_of(path), lambda data: data.__setitem__(PAGE * 100, data[PAGE * 100] ^ 1))
    return path


def test_the_damaged_file_is_kept_as_it_was_and_again_under_the_next_number(before: Written, tmp_path: Path) -> None:
    path = _broken(before, tmp_path)
    files = [path.read_bytes(), _log_of(path).read_bytes()]
    _, kept = repair(path, can_read)
    assert [kept.read_bytes(), _log_of(kept).read_bytes()] == files
    assert {file.stat().st_mode & 0o777 for file in path.parent.glob("sessions*")} == {0o600}
    _changed(path, lambda data: data.__setitem__(slice(PAGE * 3, PAGE * 4), bytes(PAGE)))
    assert repair(path, can_read)[1].name == "sessions.sqlite3.damaged-2"


@pytest.mark.parametrize("last", range(10))
def test_a_repair_that_is_cut_off_loses_nothing(before: Written, last: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut off before each of its steps on the folder; then either all is as before, or the next one finishes it."""
    path = _broken(before, tmp_path)
    files = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.name.endswith(("sqlite3", "-wal"))}
    whole = copied(path, tmp_path / "other")
    repair(whole, can_read)
    assert {name: len(entries) for name, (_, entries) in _saved(whole).items()} == {"one": 57, "three": 57, "four": 57}
    steps = 0

    class Cut(BaseException):
        pass

    def counted(name: str) -> None:
        really = getattr(Path, name)

        def step(self: Path, *args: object, **more: object) -> object:
            nonlocal steps
            steps += 1
            if steps > last:
                raise Cut
            return really(self, *args, **more)

        monkeypatch.setattr(Path, name, step)

    for name in ("unlink", "replace", "write_text"):
        counted(name)
    with suppress(Cut):
        repair(path, can_read)
    monkeypatch.undo()
    if is_unfinished(path):
        with pytest.raises(StoreFailed, match="finish it with: pollapp data repair"):
            SqliteLog(path)
        finish(path)
    elif path.read_bytes() == files[path.name]:
        assert all((path.parent / name).read_bytes() == data for name, data in files.items())
        repair(path, can_read)
    assert _saved(path) == _saved(whole)
    kept = path.with_name(f"{path.name}.damaged-1")
    assert not path.with_name(f"{path.name}.damaged-2").exists()  # one to delete, whoever was cut off
    assert [kept.read_bytes(), _log_of(kept).read_bytes()] == [files[name] for name in (path.name, _log_of(path).name)]


def test_a_repair_without_space_changes_nothing(before: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _broken(before, tmp_path)
    names = sorted(file.name for file in path.parent.iterdir())

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sqlite_repair, "_copy", full)
    with pytest.raises(StoreFailed, match=r"No space left on device\. All that is there is as before"):
        repair(path, can_read)
    assert sorted(file.name for file in path.parent.iterdir()) == names


@pytest.mark.parametrize("rubbish", [b"", b"\xff\xfe", b"../elsewhere", b"opening-key", b"sessions.sqlite3.damaged-7"])
def test_a_mark_that_says_nothing_lets_nothing_be_done(before: Written, rubbish: bytes, tmp_path: Path) -> None:
    path = copied(before.killed, tmp_path / "copy")
    path.with_name(f"{path.name}.repairing").write_bytes(rubbish)
    path.with_name(f"{path.name}.repaired").write_bytes(b"not yet")
    files = {file: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(StoreFailed, match="does not name a copy of the damaged file, so the repair is not finished; nothing was done"):
        finish(path)
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == files
