"""The worker that makes a file to take home, as a real process: it says how far it is, answers or refuses, and can be called off."""

import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pollapp.domain import commands
from pollapp.opening import Settings, open_session
from pollapp.service import Order, Service
from pollapp.store.log import Append
from pollapp.store.place import Place, open_log
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog
from pollapp.taking_home import making, start
from pollapp.taking_home.start import Exports
from pollapp.taking_home.wish import Wish
from tests.cast import FINE, crowd, dot, grid
from tests.redis_servers import Engine


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[tuple[Exports, str]]:
    """A store with one session in which three people have voted on the first square, and its id."""
    yield from _voted(Place(tmp_path / SESSIONS_FILE))


def _voted(place: Place) -> Iterator[tuple[Exports, str]]:
    log = open_log(place)
    session_id = open_session(log, grid(3), Settings(), lambda: datetime.now(UTC)).header.id
    service = Service(log)
    service.handle(session_id, [Order("facilitator", "open-round", commands.OpenRound("lobby"))])
    for who in crowd(3):
        service.handle(session_id, [Order(who, "join", commands.Join(who))])
        service.handle(session_id, [Order(who, "dot", dot(who, FINE))])
    yield Exports(place), session_id
    log.close()


def _lines(made: Iterator[Any]) -> list[dict[str, Any]]:
    return [one for one in made if isinstance(one, dict)]


def test_it_says_how_far_it_is_and_then_brings_the_file(folder: tuple[Exports, str]) -> None:
    exports, session_id = folder
    made = list(exports.make(session_id, Wish("json")))
    steps = [one["step"] for one in made if isinstance(one, dict) and "step" in one]
    assert steps == ["read", "make", "make"]
    [file] = [one for one in made if isinstance(one, dict) and "file" in one]
    content = b"".join(one for one in made if isinstance(one, bytes))
    assert (file["kind"], file["bytes"]) == ("application/json", len(content))
    assert json.loads(content)["squares"][0]["counts"] == {"fine": 3, "unsure": 0, "wrong": 0}


def test_from_a_redis_likewise_and_its_address_is_on_no_command_line(redis: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    started = _watched(monkeypatch)
    for exports, session_id in _voted(Place(Path("nowhere"), redis.url)):
        made = list(exports.make(session_id, Wish("json")))
        assert json.loads(b"".join(one for one in made if isinstance(one, bytes)))["squares"][0]["counts"]["fine"] == 3
        assert _lines(exports.make("no-such-session", Wish("csv")))[-1] == {"refused": "gone"}
        assert _lines(exports.make(session_id, Wish("film")))[-1] == {"refused": "no_film"}
    assert not [word for worker in started for word in worker.args if "redis" in word]  # type: ignore[union-attr]


def test_a_session_that_is_gone_and_a_table_that_may_not_be(folder: tuple[Exports, str]) -> None:
    exports, session_id = folder
    assert _lines(exports.make("no-such-session", Wish("csv")))[-1] == {"refused": "gone"}
    assert _lines(exports.make(session_id, Wish("dots.csv")))[-1] == {"refused": "dots_not_now"}


def test_a_store_that_cannot_be_read(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert _lines(Exports(Place(tmp_path / "nothing.sqlite3")).make("any", Wish("csv")))[-1] == {"refused": "not_stored"}
    assert "Could not read" in capfd.readouterr().err
    assert not (tmp_path / "nothing.sqlite3").exists()


def test_a_worker_that_dies_is_answered_for(folder: tuple[Exports, str], capfd: pytest.CaptureFixture[str]) -> None:
    exports, session_id = folder
    assert _lines(exports.make(session_id, Wish("no-such-thing")))[-1] == {"refused": "server_error"}
    assert "KeyError" in capfd.readouterr().err


def test_hanging_up_ends_the_worker(folder: tuple[Exports, str], monkeypatch: pytest.MonkeyPatch) -> None:
    exports, session_id = folder
    started = _watched(monkeypatch)
    made = exports.make(session_id, Wish("pdf"))
    assert next(made) == {"step": "read", "part": 0}
    made.close()  # type: ignore[attr-defined]
    started[0].wait(10)
    assert _lines(exports.make(session_id, Wish("csv")))[-1]["file"].endswith(".csv")  # and its place is free again


def _watched(monkeypatch: pytest.MonkeyPatch) -> list["subprocess.Popen[bytes]"]:
    started: list[subprocess.Popen[bytes]] = []
    make: Callable[[], subprocess.Popen[bytes]] = start._worker

    def watched() -> "subprocess.Popen[bytes]":
        started.append(make())
        return started[-1]

    monkeypatch.setattr(start, "_worker", watched)
    return started


def test_who_comes_while_all_are_busy_waits_and_is_told_so(folder: tuple[Exports, str], monkeypatch: pytest.MonkeyPatch) -> None:
    exports, session_id = folder
    monkeypatch.setattr(start, "PATIENCE", 0.01)
    for _ in range(start.AT_ONCE):
        exports._free.acquire()
    late = exports.make(session_id, Wish("csv"))
    assert [next(late) for _ in range(2)] == [{"step": "wait", "part": 0}] * 2
    exports._free.release()
    assert _lines(late)[-1]["bytes"] > 0
    assert exports._free.acquire(timeout=10)  # its place is free again


def test_whoever_does_not_read_holds_up_nobody(folder: tuple[Exports, str]) -> None:
    exports, session_id = folder
    slow = [exports.make(session_id, Wish("csv")) for _ in range(start.AT_ONCE)]
    for one in slow:
        next(one)  # and never again: as a phone that has stopped reading
    assert _lines(exports.make(session_id, Wish("csv")))[-1]["bytes"] > 0
    assert [_lines(one)[-1]["bytes"] > 0 for one in slow] == [True] * start.AT_ONCE  # nothing of theirs is lost


def test_one_that_takes_too_long_is_ended(folder: tuple[Exports, str], monkeypatch: pytest.MonkeyPatch) -> None:
    exports, session_id = folder
    monkeypatch.setattr(start, "LONGEST", 0.0)
    assert _lines(exports.make(session_id, Wish("csv")))[-1] == {"refused": "server_error"}


def test_a_long_log_is_folded_with_a_word_now_and_then(folder: tuple[Exports, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "A_WHILE", 2)
    exports, session_id = folder
    log = SqliteLog(exports._place.file)
    header, entries = log.header(session_id), log.read(session_id)
    log.close()
    assert header
    assert entries
    heard: list[tuple[str, float]] = []
    making.take_home(header, entries, Wish("csv"), lambda step, part: heard.append((step, part)))
    assert [step for step, _ in heard] == ["fold"] * 3 + ["make"] * 2  # of eight events
    assert [part for _, part in heard[:3]] == sorted(part for _, part in heard[:3])


def test_it_reads_while_somebody_writes(folder: tuple[Exports, str]) -> None:
    """One look at the file: what comes later is no part of it, and nobody waits for anybody."""
    exports, session_id = folder
    log = SqliteLog(exports._place.file)
    stop = threading.Event()

    def write() -> None:
        at = 0
        while not stop.is_set():
            at += 1
            log.append([Append(session_id, "zed", f"{at}", "d", b'{"event":"OneAdmitted","v":1}')])
            time.sleep(0.001)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert _lines(exports.make(session_id, Wish("csv")))[-1]["bytes"] > 0
    finally:
        stop.set()
        writer.join()
        log.close()
