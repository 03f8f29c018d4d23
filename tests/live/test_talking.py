"""The talk on the wire: what people type reaches consoles and, once approved, the projector; never a phone. What is taken away is gone."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from pollapp.access import WORDS_COST
from pollapp.app import create_app
from pollapp.config import Config
from pollapp.domain.commands import CloseRound, OpenRound
from pollapp.domain.contributions import MOST_EACH
from pollapp.domain.refused import REFUSALS
from pollapp.domain.session import Session
from pollapp.domain.talk_commands import AskTakeaways, MoveSpotlight, WrapUp
from pollapp.live.broadcast import MOST_UNCONFIRMED
from pollapp.live.handlers import BURST, PER_SECOND
from pollapp.service import Service
from pollapp.store.log import StoreFailed
from pollapp.store.sqlite_log import SqliteLog
from tests.live.lines import Line, LiveClass, Message, new_id

REASON = "Whose decision is it, zwetschge?"  # a word that stands nowhere else
MARK = "zwetschge"


@pytest.fixture
def talk(room: LiveClass) -> LiveClass:
    """Square 1 is in the spotlight, with three dots on it."""
    room.says(OpenRound("lobby"))
    for choice in ("green", "green", "red"):
        room.somebody(s1=choice)
    return room.after(CloseRound("voting"), MoveSpotlight(None, 1))


def _typed(line: Line) -> list[Message]:
    return [payload for name, payload in line.came if name == "typed"]


def _reason(line: Line, words: str = REASON, **more: Any) -> Any:
    return line.says("send_reason", square=1, words=words, **more)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where the app keeps everything."""
    return tmp_path / "data"


def _bytes(data: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(data.rglob("*")) if file.is_file())


# Who is told


def test_what_is_typed_goes_to_consoles_alone_and_a_reason_never_to_a_phone(talk: LiveClass) -> None:
    ana, ben, fay, other, projector = talk.line(), talk.line(), talk.console(), talk.console(), talk.projector()
    seq = _reason(ana)["seq"]
    talk.tick()
    told = {
        "reasons": [{"id": seq, "square": 1, "words": REASON, "state": "waiting"}],
        "takeaways": [],
        "notes": {},
        "noted": {},
        "brought_up": None,
    }
    for console in (fay, other):
        assert {name: value for name, value in _typed(console)[-1].items() if name not in ("epoch", "seq")} == told
        assert MARK not in json.dumps(console.views())
    assert MARK not in json.dumps(projector.came)
    assert fay.says("judge", id=seq, verdict="approved")["ok"]
    assert fay.says("bring_up", id=seq)["ok"]
    talk.tick()
    assert projector.views()[-1]["spotlight"]["reason"] == REASON
    assert _typed(other)[-1]["brought_up"] == seq
    assert fay.says("wrap_up", from_="revealed")["ok"]
    talk.tick(after=2)
    assert projector.views()[-1]["wrap_up"]["reasons"] == [{"square": 1, "words": REASON}]
    for phone in (ana, ben, talk.line()):
        assert MARK not in json.dumps(phone.came)
        assert not _typed(phone)
    assert not _typed(projector)


def test_a_takeaway_goes_to_the_projector_when_it_is_approved_and_never_to_a_phone(talk: LiveClass) -> None:
    ana, fay, projector = talk.line(), talk.console(), talk.projector()
    talk.says(WrapUp("revealed"), AskTakeaways("wrap_up"))
    seq = ana.says("send_takeaway", words=REASON)["seq"]
    talk.tick()
    assert _typed(fay)[-1]["takeaways"] == [{"id": seq, "words": REASON, "state": "waiting"}]
    assert projector.views()[-1]["wrap_up"]["takeaways"] == []
    fay.says("judge", id=seq, verdict="approved")
    talk.tick()
    assert projector.views()[-1]["wrap_up"]["takeaways"] == [REASON]
    assert MARK not in json.dumps(ana.came)


def test_a_note_is_for_consoles_alone(talk: LiveClass) -> None:
    fay, other, projector, phone = talk.console(), talk.console(), talk.projector(), talk.line()
    assert fay.says("write_note", square=7, words=REASON)["ok"]
    talk.tick(after=2)
    assert _typed(other)[-1]["notes"] == {"7": REASON}
    assert talk.console().came[-1][1]["notes"] == {"7": REASON}  # and to one that connects later
    for line in (projector, phone, talk.line(), talk.projector()):
        assert MARK not in json.dumps(line.came)


def test_typed_is_sent_when_it_changed_and_not_with_every_view(talk: LiveClass) -> None:
    fay = talk.console()
    before = len(_typed(fay))
    for layer in ("agreement", "votes"):
        fay.says("arrange_board", layer=layer, order="grid")
        talk.tick()
    assert len(_typed(fay)) == before
    _reason(talk.line())
    talk.tick()
    assert len(_typed(fay)) == before + 1


def test_an_ack_says_no_more_than_that_it_was_stored(talk: LiveClass) -> None:
    ana = talk.line()
    assert set(_reason(ana)) == set(ana.says("cite_principles", square=1, principles=[6])) == {"ok", "seq"}


def test_what_a_phone_cites_comes_to_its_other_tabs_and_to_nobody_elses(talk: LiveClass) -> None:
    phone = talk.phone()
    one, tab, ben = talk.line(phone), talk.line(phone), talk.line()
    assert one.says("cite_principles", square=1, principles=[6, 2])["ok"]
    assert tab.mines()[-1]["cited"] == {"1": [2, 6]}
    assert ben.mines()[-1]["cited"] == {}
    talk.tick(after=2)
    assert ben.views()[-1]["spotlight"]["cited"] is None  # one is fewer than the minimum


def test_hostile_words_come_through_as_they_are_and_cleaned(talk: LiveClass) -> None:
    fay, ana = talk.console(), talk.line()
    for words in ("<script>alert(1)</script>", "'; DROP TABLE events; --", "{{ 7 * 7 }} %(x)s"):
        assert _reason(ana, words)["ok"]
    answer = _reason(talk.line(), "\u202e evil\u0000 \u200b")
    assert answer.get("ok"), answer
    talk.tick()
    assert [one["words"] for one in _typed(fay)[-1]["reasons"]] == [
        "<script>alert(1)</script>", "'; DROP TABLE events; --", "{{ 7 * 7 }} %(x)s", "evil",
    ]  # fmt: skip


# Refusals, retries, rates


def _assert_refused(ack: Message, code: str) -> None:
    assert ack == {"refused": code, "sentence": REFUSALS[code][0], "hint": REFUSALS[code][1]}


def test_what_is_refused_says_why(talk: LiveClass) -> None:
    ana, fay = talk.line(), talk.console()
    _assert_refused(_reason(ana, " \n "), "no_words")
    _assert_refused(_reason(ana, "x" * 281), "too_long")
    _assert_refused(ana.says("send_reason", square=2, words="Why."), "not_in_spotlight")
    _assert_refused(ana.says("send_takeaway", words="Ask first."), "not_asked")
    talk.clock += 60
    _assert_refused(ana.says("cite_principles", square=1, principles=[99]), "unknown_principle")
    _assert_refused(fay.says("judge", id=2, verdict="approved"), "no_such_words")
    _assert_refused(fay.says("set_countdown", seconds=3601, running=True), "bad_countdown")
    _assert_refused(fay.says("count_paper", round=1, square=1, counts=[1000, 0, 0]), "bad_counts")
    _assert_refused(fay.says("move_spotlight", from_square=3, square=2), "moved_on")
    _assert_refused(fay.says("open_second_look", from_="revealed", squares=[], recall="nothing"), "no_squares")


def test_a_retry_gets_the_same_answer_and_there_is_one_reason(talk: LiveClass) -> None:
    phone = talk.phone()
    ana, tab = talk.line(phone), talk.line(phone)
    payload = {"command_id": new_id(), "square": 1, "words": REASON}
    first = ana.send("send_reason", payload)
    assert first["ok"]
    assert ana.send("send_reason", payload) == tab.send("send_reason", payload) == first
    assert len(talk.session.talk.contributions) == 1
    talk.clock += 60
    assert ana.send("send_reason", payload | {"words": "Other words."})["refused"] == "conflict"
    assert talk.console().says("delete_words", id=first["seq"])["ok"]
    assert ana.send("send_reason", payload) == first  # and nothing comes back
    assert talk.session.talk.contributions == {}


def test_words_come_slowly_and_dots_are_not_kept_waiting(talk: LiveClass) -> None:
    ana = talk.line()
    for _ in range(BURST // WORDS_COST):
        _reason(ana)
    assert _reason(ana)["refused"] == "slow_down"
    assert len(talk.session.talk.contributions) == MOST_EACH  # the fourth was one too many already
    talk.clock += WORDS_COST / PER_SECOND
    assert _reason(ana)["refused"] == "said_enough"
    assert ana.says("cite_principles", square=1, principles=[6])["refused"] == "slow_down"
    assert _reason(talk.line())["ok"]


# The countdown


def test_every_screen_and_phone_is_told_what_remains_when_it_is_told_anything(talk: LiveClass) -> None:
    talk.parts.broadcast.countdowns._now = lambda: talk.clock
    fay, phone, projector = talk.console(), talk.line(), talk.projector()
    assert [line.views()[-1]["remains"] for line in (fay, phone, projector)] == [None] * 3
    assert fay.says("set_countdown", seconds=90, running=True)["ok"]
    talk.tick(after=2)
    assert [line.views()[-1]["remains"] for line in (fay, phone, projector)] == [90.0] * 3
    sent = len(phone.views())
    talk.clock += 30
    talk.parts.broadcast.mark(talk.id)
    talk.tick(after=0)
    assert len(phone.views()) == sent  # that time passes is no news
    assert talk.line().views()[-1]["remains"] == 60.0
    assert fay.says("set_countdown", seconds=60, running=False)["ok"]
    talk.tick(after=5)
    assert talk.projector().views()[-1]["remains"] == 60.0
    assert fay.says("set_countdown", seconds=10, running=True)["ok"]
    talk.tick(after=0)
    talk.clock += 30
    assert talk.line().views()[-1]["remains"] == 0.0
    assert fay.says("move_spotlight", from_square=1, square=2)["ok"]
    talk.tick(after=2)
    assert (projector.views()[-1]["countdown"], projector.views()[-1]["remains"]) == (None, None)


def test_a_console_that_confirms_nothing_gets_what_is_typed_as_it_stands_when_it_does(talk: LiveClass) -> None:
    fay = talk.console()
    talk.tick()
    before = len(_typed(fay))
    fay.confirms = False
    for ana in talk.lines(10):
        _reason(ana)
        talk.tick()
    assert len(_typed(fay)) <= before + MOST_UNCONFIRMED
    fay.confirm()
    talk.tick()
    assert len(_typed(fay)[-1]["reasons"]) == 10


# Taken away


@pytest.mark.parametrize("how", ["deleted", "forgotten"])
def test_words_that_are_taken_away_are_erased_from_the_file_before_the_ack(talk: LiveClass, data: Path, how: str) -> None:
    ana, fay, projector = talk.line(), talk.console(), talk.projector()
    seq = _reason(ana)["seq"]
    fay.says("judge", id=seq, verdict="approved")
    fay.says("bring_up", id=seq)
    talk.tick()
    assert MARK.encode() in _bytes(data)
    assert (fay.says("delete_words", id=seq) if how == "deleted" else ana.says("forget_dots"))["ok"]
    assert MARK.encode() not in _bytes(data)
    talk.tick()
    assert _typed(fay)[-1]["reasons"] == []
    assert projector.views()[-1]["spotlight"]["reason"] is None


def test_nobody_is_answered_while_another_erases_what_they_took_away(talk: LiveClass) -> None:
    """Whoever comes first takes all that is to be erased, also what somebody else has just deleted."""
    seq, fay = _reason(talk.line())["seq"], talk.console()
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
    seq = _reason(ana, command_id=id)["seq"]
    room = talk.parts.service._room(talk.id)
    assert room
    digests = dict(room.seen.values())
    assert len(digests[seq]) == 16
    fay.says("delete_words", id=seq)
    assert dict(room.seen.values())[seq] == ""
    assert _reason(ana, command_id=id)["seq"] == seq  # a retry is still known


def test_a_note_that_is_replaced_is_erased(talk: LiveClass, data: Path) -> None:
    fay = talk.console()
    fay.says("write_note", square=1, words=REASON)
    fay.says("write_note", square=1, words="Ask the quieter side.")
    assert MARK.encode() not in _bytes(data)
    fay.says("write_note", square=1, words="")
    assert b"quieter side" not in _bytes(data)


def test_words_that_were_refused_never_touch_the_disk(talk: LiveClass, data: Path) -> None:
    ana = talk.line()
    assert ana.says("send_reason", square=2, words=REASON)["refused"] == "not_in_spotlight"
    assert _reason(ana, f"{MARK} " * 100)["refused"] == "too_long"
    assert MARK.encode() not in _bytes(data)


def test_when_erasing_fails_nobody_is_shown_them_and_the_next_command_erases(
    talk: LiveClass, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, fay = talk.line(), talk.console()
    seq = _reason(ana)["seq"]

    def fails(session_id: str, seqs: object) -> None:
        raise StoreFailed("disk I/O error")

    monkeypatch.setattr(talk.parts.log, "erase", fails)
    assert fay.says("delete_words", id=seq)["ok"]
    monkeypatch.undo()
    talk.tick()
    assert _typed(fay)[-1]["reasons"] == []
    assert MARK.encode() in _bytes(data)
    assert fay.says("mark_discussed", square=1, discussed=True)["ok"]
    assert MARK.encode() not in _bytes(data)


# Another process


def _after_a_start(talk: LiveClass, data: Path) -> tuple[Flask, Session]:
    """The session as another process finds it on the same disk."""
    talk.parts.close()
    app = create_app(Config(host="127.0.0.1", port=8000, data_dir=data))
    session = app.extensions["pollapp"].service.session(talk.id)
    assert isinstance(session, Session)
    return app, session


def test_reasons_notes_and_the_spotlight_outlive_a_start(talk: LiveClass, data: Path) -> None:
    fay, ana = talk.console(), talk.line()
    seq = _reason(ana)["seq"]
    fay.says("judge", id=seq, verdict="approved")
    fay.says("bring_up", id=seq)
    fay.says("write_note", square=1, words="Ask the quieter side.")
    fay.says("cite_principles", square=1, principles=[6])
    before = talk.session
    app, after = _after_a_start(talk, data)
    assert after == before
    assert (after.words[seq], after.talk.spotlight) == (REASON, 1)
    app.extensions["pollapp"].close()


def test_what_a_crash_kept_from_being_erased_is_erased_when_the_session_is_next_read(
    talk: LiveClass, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = _reason(talk.line())["seq"]
    monkeypatch.setattr(SqliteLog, "erase", lambda *nothing: None)  # the event is stored, and then the power is cut
    assert talk.console().says("delete_words", id=seq)["ok"]
    monkeypatch.undo()
    assert MARK.encode() in _bytes(data)
    app, session = _after_a_start(talk, data)
    assert (session.words, session.dropped) == ({}, set())
    assert MARK.encode() not in _bytes(data)
    app.extensions["pollapp"].close()


def test_a_second_service_on_the_same_log_heals_too(talk: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading is what heals: no command has to come first."""
    seq = _reason(talk.line())["seq"]
    erased: list[tuple[str, set[int]]] = []
    monkeypatch.setattr(talk.parts.log, "erase", lambda session_id, seqs: erased.append((session_id, set(seqs))))
    talk.console().says("delete_words", id=seq)
    assert Service(talk.parts.log).session(talk.id)
    assert erased == [(talk.id, {seq})] * 2
