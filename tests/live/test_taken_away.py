"""What people typed and what is taken away: gone from every screen, and from the store before that is answered."""

import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from pollapp.app import create_app
from pollapp.domain.session import Session
from pollapp.service import Service
from pollapp.store.log import StoreFailed
from pollapp.store.sqlite_log import SqliteLog
from tests.live.lines import LiveClass, new_id
from tests.live.talking import MARK, REASON, reason, typed


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where the app keeps everything."""
    return tmp_path / "data"


def _bytes(data: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(data.rglob("*")) if file.is_file())


# Taken away


@pytest.mark.in_a_file
@pytest.mark.parametrize("how", ["deleted", "forgotten"])
def test_words_that_are_taken_away_are_erased_from_the_file_before_the_ack(talk: LiveClass, data: Path, how: str) -> None:
    ana, fay, projector = talk.line(), talk.console(), talk.projector()
    seq = reason(ana)["seq"]
    fay.says("judge", id=seq, verdict="approved")
    fay.says("bring_up", id=seq)
    talk.tick()
    assert MARK.encode() in _bytes(data)
    assert (fay.says("delete_words", id=seq) if how == "deleted" else ana.says("forget_dots"))["ok"]
    assert MARK.encode() not in _bytes(data)
    talk.tick()
    assert typed(fay)[-1]["reasons"] == []
    assert projector.views()[-1]["spotlight"]["reason"] is None


def test_nobody_is_answered_while_another_erases_what_they_took_away(talk: LiveClass) -> None:
    """Whoever comes first takes all that is to be erased, also what somebody else has just deleted."""
    seq, fay = reason(talk.line())["seq"], talk.console()
    room = talk.parts.service._room(talk.id)
    assert room
    answers: list[Any] = []
    deleting = threading.Thread(target=lambda: answers.append(fay.says("delete_words", id=seq)))
    with room.erasing:  # somebody else is at it
        deleting.start()
        deleting.join(0.3)
        assert answers == []
    deleting.join()
    assert answers[0]["ok"]


def test_of_words_that_are_gone_no_digest_stays_in_memory(talk: LiveClass) -> None:
    ana, fay = talk.line(), talk.console()
    id = new_id()
    seq = reason(ana, command_id=id)["seq"]
    room = talk.parts.service._room(talk.id)
    assert room
    digests = dict(room.seen.values())
    assert len(digests[seq]) == 16
    fay.says("delete_words", id=seq)
    assert dict(room.seen.values())[seq] == ""
    assert reason(ana, command_id=id)["seq"] == seq  # a retry is still known


@pytest.mark.in_a_file
def test_a_note_that_is_replaced_is_erased(talk: LiveClass, data: Path) -> None:
    fay = talk.console()
    fay.says("write_note", square=1, words=REASON)
    fay.says("write_note", square=1, words="Ask the quieter side.")
    assert MARK.encode() not in _bytes(data)
    fay.says("write_note", square=1, words="")
    assert b"quieter side" not in _bytes(data)


@pytest.mark.in_a_file
def test_words_that_were_refused_never_touch_the_disk(talk: LiveClass, data: Path) -> None:
    ana = talk.line()
    assert ana.says("send_reason", square=2, words=REASON)["refused"] == "not_in_spotlight"
    assert reason(ana, f"{MARK} " * 100)["refused"] == "too_long"
    assert MARK.encode() not in _bytes(data)


@pytest.mark.in_a_file
def test_when_erasing_fails_nobody_is_shown_them_and_the_next_command_erases(
    talk: LiveClass, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, fay = talk.line(), talk.console()
    seq = reason(ana)["seq"]

    def fails(session_id: str, seqs: object) -> None:
        raise StoreFailed("disk I/O error")

    monkeypatch.setattr(talk.parts.log, "erase", fails)
    assert fay.says("delete_words", id=seq)["ok"]
    monkeypatch.undo()
    talk.tick()
    assert typed(fay)[-1]["reasons"] == []
    assert MARK.encode() in _bytes(data)
    assert fay.says("mark_discussed", square=1, discussed=True)["ok"]
    assert MARK.encode() not in _bytes(data)


# Another process


def _after_a_start(talk: LiveClass) -> tuple[Flask, Session]:
    """The session as another process finds it in the same store."""
    talk.parts.close()
    app = create_app(talk.parts.site.config)
    session = app.extensions["pollapp"].service.session(talk.id)
    assert isinstance(session, Session)
    return app, session


def test_reasons_notes_and_the_spotlight_outlive_a_start(talk: LiveClass) -> None:
    fay, ana = talk.console(), talk.line()
    seq = reason(ana)["seq"]
    fay.says("judge", id=seq, verdict="approved")
    fay.says("bring_up", id=seq)
    fay.says("write_note", square=1, words="Ask the quieter side.")
    fay.says("cite_principles", square=1, principles=[6])
    before = talk.session
    app, after = _after_a_start(talk)
    assert after == before
    assert (after.words[seq], after.talk.spotlight) == (REASON, 1)
    app.extensions["pollapp"].close()


@pytest.mark.in_a_file
def test_what_a_crash_kept_from_being_erased_is_erased_when_the_session_is_next_read(
    talk: LiveClass, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = reason(talk.line())["seq"]
    monkeypatch.setattr(SqliteLog, "erase", lambda *nothing: None)  # the event is stored, and then the power is cut
    assert talk.console().says("delete_words", id=seq)["ok"]
    monkeypatch.undo()
    assert MARK.encode() in _bytes(data)
    app, session = _after_a_start(talk)
    assert (session.words, session.dropped) == ({}, set())
    assert MARK.encode() not in _bytes(data)
    app.extensions["pollapp"].close()


def test_a_second_service_on_the_same_log_heals_too(talk: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading is what heals: no command has to come first."""
    seq = reason(talk.line())["seq"]
    erased: list[tuple[str, set[int]]] = []
    monkeypatch.setattr(talk.parts.log, "erase", lambda session_id, seqs: erased.append((session_id, set(seqs))))
    talk.console().says("delete_words", id=seq)
    assert Service(talk.parts.log).session(talk.id)
    assert erased == [(talk.id, {seq})] * 2
