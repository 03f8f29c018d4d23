"""What is wrong with a disk, in a word; when it begins, when it is over, and that it is said twice and not for each dot."""

import errno
import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

import pytest

from pollapp.store import health
from pollapp.store.disk import trouble_of, try_writing
from pollapp.store.health import CALM, DISK, ENGINE, SLOW, Health
from pollapp.store.log import Append, Entry, NotStored, Outcome, StoreFailed, Trouble
from pollapp.store.sqlite_log import SqliteLog
from tests.contract.sessions import ANA, BEN, FAY, item, open_session, seqs


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def well(clock: Clock) -> Health:
    return Health(clock)


def _write(well: Health, clock: Clock, seconds: float = 0.0, fails: Trouble | None = None) -> None:
    try:
        with well.writing():
            clock.now += seconds
            if fails:
                raise StoreFailed("no", fails)
    except StoreFailed:
        pass


@pytest.mark.parametrize("trouble", ["full", "read_only"])
def test_what_fails_is_over_with_the_first_try_that_goes_through(well: Health, clock: Clock, trouble: Trouble) -> None:
    told: list[Trouble | None] = []
    well.watch(lambda: told.append(well.trouble))
    for _ in range(5):
        _write(well, clock, fails=trouble)
    well.works()
    assert told == [trouble, None]


@pytest.mark.parametrize("trouble", ["slow", "failing"])
def test_what_comes_and_goes_is_over_after_a_while_without_it(well: Health, clock: Clock, trouble: Trouble) -> None:
    _write(well, clock, fails=trouble)
    clock.now += CALM / 2
    well.works()
    _write(well, clock, fails=trouble)
    clock.now += CALM - 0.1
    well.works()
    assert well.trouble == trouble
    clock.now += 0.2
    well.works()
    assert well.trouble is None


def test_a_write_that_takes_long_is_slow_and_a_quick_one_is_not(well: Health, clock: Clock) -> None:
    _write(well, clock, SLOW - 0.1)
    assert well.trouble is None
    _write(well, clock, SLOW + 0.1)
    assert well.trouble == "slow"


def test_a_write_that_hangs_is_noticed_while_it_does(well: Health, clock: Clock) -> None:
    with well.writing():
        clock.now += SLOW + 1
        well.look()
        assert well.trouble == "slow"


def test_a_slow_write_does_not_hide_what_is_worse(well: Health, clock: Clock) -> None:
    _write(well, clock, SLOW + 1, "full")
    assert well.trouble == "full"


def test_a_damaged_file_is_not_healed_by_writing(well: Health, clock: Clock) -> None:
    _write(well, clock, fails="damaged")
    clock.now += 1000
    well.works()
    _write(well, clock, fails="full")
    assert well.trouble == "damaged"


def test_what_says_nothing_of_the_disk_is_no_trouble(well: Health, clock: Clock) -> None:
    with pytest.raises(StoreFailed), well.writing():
        raise StoreFailed("the store is closed")
    assert well.trouble is None


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OSError(errno.ENOSPC, ""), "full"),
        (OSError(errno.EDQUOT, ""), "full"),
        (OSError(errno.EROFS, ""), "read_only"),
        (OSError(errno.EIO, ""), "failing"),
    ],
)
def test_the_systems_errors_say_what_it_is(error: OSError, trouble: Trouble, tmp_path: Path) -> None:
    assert trouble_of(error, tmp_path) == trouble


def test_an_unclear_error_is_found_out_by_trying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"  # what a full disk says where memory cannot be mapped
    assert trouble_of(error, tmp_path) == "failing"

    def full(folder: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pollapp.store.disk.try_writing", full)
    assert trouble_of(error, tmp_path) == "full"


def test_trying_leaves_nothing_behind(tmp_path: Path) -> None:
    try_writing(tmp_path)
    assert list(tmp_path.iterdir()) == []


def _filled(log: SqliteLog) -> Callable[[], None]:
    """The file may not grow; what is given takes that back."""
    pages = log._file._writer.execute("PRAGMA page_count").fetchone()[0]
    log._file._writer.execute(f"PRAGMA max_page_count = {pages}")
    return lambda: log._file._writer.execute("PRAGMA max_page_count = 100000").close()


def test_a_full_disk_is_said_once_and_its_end_once(log: SqliteLog, caplog: pytest.LogCaptureFixture) -> None:
    open_session(log)
    with_room = _filled(log)
    for number in range(30):
        assert isinstance(log.append([item(ANA, f"tap {number}", "x" * 9_000)])[0], NotStored)
    assert log.health.trouble == "full"
    with_room()
    log.try_again()
    assert log.health.trouble is None
    assert isinstance(log.append([item(ANA, "tap 0", "x" * 9_000)])[0], Entry)
    assert [record.message.split(":")[0] for record in caplog.records] == ["The disk is full", "Storing works again."]


def test_nobody_has_to_tap_for_it_to_be_over_and_while_all_is_well_nothing_is_written(
    log: SqliteLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[None] = []
    really = log._file.probe
    monkeypatch.setattr(log._file, "probe", lambda: (tries.append(None), really()))
    log.try_again()
    assert tries == []
    log.health._is("full", "")
    log.try_again()
    assert (len(tries), log.health.trouble) == (1, None)


def test_a_try_is_a_durable_commit_that_changes_nothing(log: SqliteLog, path: Path) -> None:
    open_session(log)
    before, size = log.read("one"), _size_of_log(path)
    log._file.probe()
    assert _size_of_log(path) > size
    assert log.read("one") == before


def _size_of_log(path: Path) -> int:
    return path.with_name(path.name + "-wal").stat().st_size


def test_while_a_try_fails_the_trouble_goes_on(log: SqliteLog, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise StoreFailed("Could not write to the disk: No space left on device", "full")

    monkeypatch.setattr(log._file, "probe", fails)
    log.health._is("full", "")
    log.try_again()
    assert log.health.trouble == "full"


def test_from_an_ill_disk_a_group_is_not_tried_one_by_one(
    log: SqliteLog, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    open_session(log)
    groups: list[int] = []

    def fails(items: Sequence[Append]) -> list[Outcome]:
        groups.append(len(items))
        raise StoreFailed("Could not store events: disk I/O error", "failing")

    monkeypatch.setattr(log._file, "write", fails)
    outcomes = log.append([item(ANA, "a"), item(BEN, "b"), item(FAY, "c")])
    assert outcomes == [NotStored("Could not store events: disk I/O error")] * 3
    assert groups == [3]
    assert len(caplog.records) == 1
    monkeypatch.undo()
    assert seqs(log.append([item(ANA, "a")])) == [2]


def test_a_slow_disk_is_slow_and_nothing_is_lost(log: SqliteLog, monkeypatch: pytest.MonkeyPatch) -> None:
    open_session(log)
    really, disk, writing = log._file.write, threading.Event(), threading.Event()

    def slowly(items: Sequence[Append]) -> list[Outcome]:
        writing.set()
        assert disk.wait(5)
        return really(items)

    monkeypatch.setattr(health, "SLOW", 0.0)
    monkeypatch.setattr(log._file, "write", slowly)
    answers: list[list[Outcome]] = []
    phone = threading.Thread(target=lambda: answers.append(log.append([item(ANA, "tap")])))
    phone.start()
    assert writing.wait(5)
    log.health.look()
    assert (log.health.trouble, answers) == ("slow", [])
    disk.set()
    phone.join(5)
    assert seqs(answers[0]) == [2]


def test_the_operators_log_says_what_to_do(caplog: pytest.LogCaptureFixture) -> None:
    for does in (DISK, ENGINE):
        for trouble in does:
            Health(does=does)._is(trouble, "why")
    assert all(record.levelno == logging.ERROR for record in caplog.records)
    assert len({record.message for record in caplog.records}) == len(DISK) + len(ENGINE)
    assert set(DISK) | set(ENGINE) == set(get_args(Trouble))


def test_an_engine_that_is_slow_is_away(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    """Where nobody knows of a disk, none is blamed."""
    health = Health(clock, ENGINE)
    with health.writing():
        clock.now += SLOW + 1
        health.look()
    assert health.trouble == "away"
    assert "disk" not in caplog.text
