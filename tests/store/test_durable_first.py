"""Durable before anything else: `append` has not returned, and nobody has heard of it, while the file is being written."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from pollapp.store.log import Append, Entry, Outcome, StoreFailed
from pollapp.store.sqlite_log import SqliteLog
from tests.contract.sessions import ANA, at_once, item, open_session, stored


def test_append_returns_only_after_the_commit(log: SqliteLog, monkeypatch: pytest.MonkeyPatch) -> None:
    open_session(log)
    really_write = log._file.write
    writing, disk = threading.Event(), threading.Event()
    answers: list[list[Outcome]] = []
    fed: list[Entry] = []
    log.follow(lambda session_id, entries: fed.extend(entries))

    def slowly(items: Sequence[Append]) -> list[Outcome]:
        writing.set()
        assert disk.wait(5)
        return really_write(items)

    monkeypatch.setattr(log._file, "write", slowly)
    phone = threading.Thread(target=lambda: answers.append(log.append([item(ANA, "tap")])))
    phone.start()
    assert writing.wait(5)
    phone.join(0.05)
    assert phone.is_alive()
    assert (answers, fed, len(stored(log))) == ([], [], 1)
    disk.set()
    phone.join(5)
    assert answers == [fed] == [stored(log)[1:]]


def test_a_commit_that_fails_is_no_commit(log: SqliteLog, monkeypatch: pytest.MonkeyPatch) -> None:
    open_session(log)

    def fails(items: Sequence[Append]) -> list[Outcome]:
        raise StoreFailed("Could not store events: disk I/O error")

    monkeypatch.setattr(log._file, "write", fails)
    [outcome] = log.append([item(ANA, "tap")])
    assert type(outcome).__name__ == "NotStored"
    monkeypatch.undo()
    assert [type(one).__name__ for one in log.append([item(ANA, "tap")])] == ["Entry"]


def test_one_read_at_a_time_and_one_write(log: SqliteLog) -> None:
    """Since Python 3.12, two threads that read on one connection can get each other's rows (cpython issue 118172)."""
    open_session(log)
    here: dict[str, int] = {}
    most: dict[str, int] = {}
    reads = {"read", "find", "headers"}

    def counted(work: Callable[..., Any], *args: Any) -> Any:
        kind = "reading" if work.__name__ in reads else "writing"
        here[kind] = here.get(kind, 0) + 1
        most[kind] = max(most.get(kind, 0), here[kind])
        try:
            threading.Event().wait(0.002)
            return work(*args)
        finally:
            here[kind] -= 1

    log._run_blocking = log._run_storing = counted
    works: list[Callable[[], Any]] = [
        log.headers, lambda: log.header("one"), lambda: log.by_code("code-one"), lambda: log.read("one"),
        lambda: log.append([item(ANA, "tap")]), lambda: log.replace_control("one", "x", "y"), lambda: log.delete("two"),
        lambda: log.erase("one", [1]),
    ]  # fmt: skip
    at_once(works * 3)
    assert most == {"reading": 1, "writing": 1}
