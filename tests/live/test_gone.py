"""A session that another process deletes: this server lets go of it, whoever watches is told, and no retry brings anything back."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from pollapp import expiry
from pollapp.app import Parts, create_app
from pollapp.domain.commands import OpenRound
from pollapp.service import Service
from pollapp.store.log import EventLog, StoreFailed
from pollapp.store.place import open_log, place_of
from tests.live.lines import LiveClass, new_id
from tests.live.over_the_network import Stage


@pytest.fixture
def another(parts: Parts) -> Iterator[EventLog]:
    """The same store, as another process has it open."""
    log = open_log(place_of(parts.site.config))
    yield log
    log.close()


def _gone(events: list[tuple[str, Any]]) -> bool:
    return ("gone", {}) in events


def test_whoever_watches_is_told(voting: LiveClass, another: EventLog) -> None:
    lines = [voting.line(), voting.console(), voting.projector()]
    another.delete(voting.id)
    voting.parts.service.let_go_of_deleted()
    voting.tick()
    assert all(_gone(line.came) for line in lines)
    assert voting.parts.service._rooms == {}


def test_a_retry_is_answered_gone_and_brings_nothing_back(voting: LiveClass, another: EventLog) -> None:
    ana, dot = voting.line(), new_id()
    assert ana.places(1, "green", id=dot, counter=1)["ok"]
    another.delete(voting.id)
    voting.parts.service.let_go_of_deleted()
    assert ana.places(1, "green", id=dot, counter=1)["refused"] == "gone"
    assert ana.places(2, "red")["refused"] == "gone"
    assert voting.console().refused["refused"] == "gone"
    assert (another.read(voting.id), another.headers()) == (None, [])


def test_others_go_on_and_nobody_is_told_anything(app: Flask, voting: LiveClass, another: EventLog) -> None:
    deleted = LiveClass(app, voting.fay).after(OpenRound("lobby"))
    ana, ben = voting.line(), deleted.line()
    voting.tick(after=2)
    came = list(ana.came)
    another.delete(deleted.id)
    voting.parts.service.let_go_of_deleted()
    voting.tick(after=2)
    assert _gone(ben.came)
    assert ana.came == came
    assert ana.places(1, "green")["ok"]


def test_a_session_that_is_opened_while_the_server_looks_is_not_let_go_of(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    service, log = voting.parts.service, voting.parts.log
    heard: list[str] = []
    service.watch(heard.append, lambda session_id: True)
    really_headers = log.headers

    def headers() -> Any:
        there = really_headers()
        monkeypatch.undo()
        room = LiveClass(voting.app, voting.fay)
        assert room.session.stage == "lobby"  # it is in memory now, and not in what was read
        return there

    monkeypatch.setattr(log, "headers", headers)
    service.let_go_of_deleted()
    assert heard == []
    assert len(service._rooms) == 2


class _Enough(Exception):
    """Ends a task that goes on for ever."""


def test_the_look_comes_every_second_and_outlives_an_ill_store(
    voting: LiveClass, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[str] = []
    pauses: list[float] = []

    def ill() -> None:
        looks.append("ill")
        raise StoreFailed("disk")

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            raise _Enough

    monkeypatch.setattr(voting.parts.service, "let_go_of_deleted", ill)
    with pytest.raises(_Enough):
        expiry.keep_letting_go(voting.parts.service, sleep)
    assert (looks, pauses) == (["ill"] * 3, [expiry.GLANCE] * 3)
    assert caplog.text.count("Not looked whether sessions were deleted: disk") == 1


def test_what_a_deletion_had_to_leave_is_looked_for_every_minute(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[bool] = []
    monkeypatch.setattr(voting.parts.log, "sweep", lambda: swept.append(True))

    def sleep(seconds: float) -> None:
        raise _Enough

    with pytest.raises(_Enough):
        expiry.keep_deleting(voting.parts.service, voting.parts.site.now, sleep)
    assert swept == [True]


def test_a_long_log_is_folded_where_blocking_work_is_done(voting: LiveClass) -> None:
    voting.lines(3)
    done: list[tuple[str, int]] = []

    def elsewhere(work: Any, *args: Any) -> Any:
        if work.__name__ == "_folded":
            done.append((work.__name__, len(args[0])))
        return work(*args)

    entries = voting.log_length()
    assert Service(voting.parts.log, elsewhere).session(voting.id) == voting.session
    assert done == [("_folded", entries)]
    again = create_app(voting.parts.site.config, run_blocking=elsewhere)
    parts = again.extensions["pollapp"]
    assert parts.service.session(voting.id) == voting.session
    assert done == [("_folded", entries)] * 2
    parts.close()


@pytest.mark.server
def test_a_running_server_sees_what_the_shell_deletes(stage: Stage) -> None:
    fay = stage.fay(minimum_off="1")
    console = stage.socket(fay, stage.console)
    ana = stage.joins()
    phone, projector = stage.socket(ana, f"/j/{stage.code}"), stage.socket(stage.somebody(), stage.projector)
    assert console.send("open_round", from_="lobby")["ok"]
    retry = {"command_id": new_id(), "round": 1, "square": 1, "choice": "green", "counter": 1}
    assert phone.client.call("place_dots", {"dots": [retry]})["answers"][0]["ok"]
    code, gone, path = stage.code, stage.id, f"/j/{stage.code}"
    stage.fay()  # another session, which stays
    assert _shell(stage, "delete", code, "--yes").endswith(f"Deleted: {code}.\n")
    for line in (console, phone, projector):
        line.until("gone", lambda payload: payload == {})
    assert phone.client.call("place_dots", {"dots": [retry]})["answers"][0]["refused"] == "gone"
    assert [fay.get(f"/console/{gone}").status_code, ana.get(path).status_code] == [410, 404]
    assert code not in _shell(stage, "list", "--json")
    assert stage.code in _shell(stage, "list", "--json")
    for file in stage.server.data_dir.iterdir():
        assert gone.encode() not in file.read_bytes(), file.name


def _shell(stage: Stage, *words: str) -> str:
    command = [sys.executable, "-P", "-m", "pollapp", "session", *words, "--data-dir", str(stage.server.data_dir)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
