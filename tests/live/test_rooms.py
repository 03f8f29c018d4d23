"""The service's rooms: built from the log whenever they are needed, always as far as what is answered, and never of the dead."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from pollapp.domain.commands import CloseRound, Join, OpenRound, PlaceDot
from pollapp.domain.events import DotPlaced, Event
from pollapp.domain.fold import apply, fold
from pollapp.domain.refused import refused
from pollapp.domain.session import Session
from pollapp.room import Answer, Counted, Room, decode_body, encode_body
from pollapp.service import Order, Service
from pollapp.store.log import Append, Entry
from tests.contract.sessions import at_once
from tests.live.lines import LiveClass


def _join(who: str) -> Order:
    return Order(who, "join", Join(who))


def _dot(who: str, choice: str = "green", *, counter: int = 1, id: str = "") -> Order:
    return Order(who, id or f"{who}-{choice}-{counter}", PlaceDot(who, 1, 1, counter, choice))


def _entries(room: LiveClass) -> list[Entry]:
    return room.parts.log.read(room.id) or []


def _as_folded(room: LiveClass) -> Any:
    return fold(decode_body(entry.body) for entry in _entries(room))


def _here(room: LiveClass) -> Session:
    """As this process has it; but of which life of the store it is, no log tells."""
    return replace(room.session, epoch="")


def _forget(room: LiveClass) -> None:
    room.parts.service._rooms.clear()


def test_a_room_is_what_its_log_folds_to(voting: LiveClass) -> None:
    service = voting.parts.service
    for number in range(10):
        service.handle(voting.id, [_join(f"p{number}"), _dot(f"p{number}")])
        if number % 3 == 0:
            _forget(voting)
    assert _here(voting) == _as_folded(voting)


def test_many_threads_get_one_room_and_one_truth(voting: LiveClass) -> None:
    """Real threads: phones vote, while the room is let go of and built again and again."""
    service = voting.parts.service
    people = [f"p{number}" for number in range(6)]
    service.handle(voting.id, [_join(who) for who in people])

    def votes(who: str) -> Callable[[], list[Answer]]:
        return lambda: [answer for n in range(1, 31) for answer in service.handle(voting.id, [_dot(who, "red", counter=n)])]

    def forgets() -> list[Answer]:
        for _ in range(60):
            service._rooms.pop(voting.id, None)
            assert service.session(voting.id)
        return []

    *answers, _, _ = at_once([*map(votes, people), forgets, forgets])
    assert all(isinstance(answer, Counted) for some in answers for answer in some)
    assert _here(voting) == _as_folded(voting)
    assert voting.session.seq == voting.log_length() == 1 + 1 + 6 + 180


def test_two_who_feed_a_room_at_once_apply_each_entry_once(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    service = voting.parts.service
    service.handle(voting.id, [_join("ana"), *(_dot("ana", counter=n) for n in range(1, 20))])
    entries = _entries(voting)
    room = Room(entries[:1])

    def slowly(session: Session, event: Event, words: str | None) -> None:
        threading.Event().wait(0.001)
        apply(session, event, words)

    monkeypatch.setattr("pollapp.room.apply", slowly)
    at_once([lambda: room.feed(entries)] * 4)
    assert room.session == _as_folded(voting)


def test_an_answer_waits_until_its_room_has_come_so_far(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another thread is just building the room anew, and has not read what was stored a moment ago."""
    service, log = voting.parts.service, voting.parts.log
    service.handle(voting.id, [_join("ana")])
    entries = _entries(voting)
    really_append = log.append

    def append(items: Sequence[Append]) -> Any:
        stored = really_append([close, *items])[1:]  # the round closes just before: what was ready to be stored is late
        service._rooms[voting.id] = Room(entries)
        return stored

    close_order = Order("facilitator", "close-it", CloseRound("voting"))
    close = Append(voting.id, "facilitator", "close-it", close_order.digest(), b'{"event":"RoundClosed","v":1,"from_stage":"voting"}')
    monkeypatch.setattr(log, "append", append)
    assert service.handle(voting.id, [_dot("ana")]) == [refused("late")]
    assert service.session(voting.id) == _as_folded(voting)


def test_the_fold_has_the_last_word_and_everybody_hears_it(voting: LiveClass) -> None:
    """Two phones are ready to store a dot while the round closes: what stands behind the close is late, also for a retry."""
    service, log = voting.parts.service, voting.parts.log
    service.handle(voting.id, [_join("ana")])
    ready = _dot("ana")
    event = DotPlaced("ana", 1, 1, 1, "green")
    service.handle(voting.id, [Order("facilitator", "close-1", CloseRound("voting"))])
    log.append([Append(voting.id, "ana", ready.command_id, ready.digest(), encode_body(event))])
    assert service.handle(voting.id, [ready]) == [refused("late")]
    _forget(voting)
    assert service.handle(voting.id, [ready]) == [refused("late")]
    assert voting.session.round
    assert voting.session.round.squares[1].dots == {}


def test_a_session_deleted_while_it_is_read_leaves_no_room(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    service, log = voting.parts.service, voting.parts.log
    _forget(voting)
    really_read = log.read

    def read(session_id: str, after: int = 0) -> list[Entry] | None:
        entries = really_read(session_id, after)
        monkeypatch.undo()
        service.delete(session_id)
        return entries

    monkeypatch.setattr(log, "read", read)
    assert service.session(voting.id) is None
    assert service._rooms == {}
    assert service.handle(voting.id, [_join("ana")]) == [refused("gone")]


def test_a_session_deleted_while_a_dot_is_on_its_way_is_gone(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    service, log = voting.parts.service, voting.parts.log
    service.handle(voting.id, [_join("ana")])
    really_append = log.append

    def append(items: Sequence[Append]) -> Any:
        log.delete(voting.id)
        return really_append(items)

    monkeypatch.setattr(log, "append", append)
    assert service.handle(voting.id, [_dot("ana")]) == [refused("gone")]
    assert service._rooms == {}
    assert log.read(voting.id) is None


def test_a_deletion_that_fails_leaves_the_session_as_it_is(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(session_id: str) -> None:
        raise OSError("disk")

    before = voting.session.stage
    monkeypatch.setattr(voting.parts.log, "delete", fails)
    with pytest.raises(OSError, match="disk"):
        voting.parts.service.delete(voting.id)
    assert voting.session.stage == before


def test_a_follower_that_missed_something_reads_it_again(voting: LiveClass) -> None:
    service, log = voting.parts.service, voting.parts.log
    service.handle(voting.id, [_join("ana")])
    old = Room(_entries(voting)[:1])
    service._rooms[voting.id] = old
    service.handle(voting.id, [_join("ben")])
    assert old.session == _as_folded(voting)
    assert log.read(voting.id)


def test_old_entries_are_not_applied_twice(voting: LiveClass) -> None:
    service = voting.parts.service
    service.handle(voting.id, [_join("ana"), _dot("ana")])
    before = _as_folded(voting)
    service._follow(voting.id, _entries(voting))
    service._follow(voting.id, _entries(voting)[-1:])
    assert _here(voting) == before


def test_rooms_nobody_watches_are_let_go_of(app: Flask, room: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pollapp.service.ROOMS_KEPT", 3)
    watched = room.line()
    others = [LiveClass(app, room.fay) for _ in range(6)]
    for other in others:
        assert other.session.stage == "lobby"
    rooms = room.parts.service._rooms
    assert len(rooms) <= 4
    assert room.id in rooms
    assert others[-1].id in rooms
    assert others[0].after(OpenRound("lobby")).session.stage == "voting"
    assert watched.is_connected()


def test_handling_nothing_is_fine(room: LiveClass) -> None:
    assert room.parts.service.handle(room.id, []) == []
    assert room.parts.service.handle("nowhere", [_join("ana")]) == [refused("gone")]


def test_whoever_watches_hears_of_every_change(room: LiveClass) -> None:
    heard: list[str] = []
    service: Service = room.parts.service
    service.watch(heard.append, lambda session_id: False)
    room.says(OpenRound("lobby"))
    assert heard == [room.id]
    service.delete(room.id)
    assert heard == [room.id] * 2


@pytest.mark.in_a_file
def test_a_long_commit_holds_up_no_reader(voting: LiveClass, monkeypatch: pytest.MonkeyPatch) -> None:
    writing, disk = threading.Event(), threading.Event()
    really_write = voting.parts.log._file.write  # type: ignore[attr-defined]

    def slowly(items: Sequence[Append]) -> Any:
        writing.set()
        assert disk.wait(5)
        return really_write(items)

    monkeypatch.setattr(voting.parts.log._file, "write", slowly)  # type: ignore[attr-defined]
    phone = threading.Thread(target=voting.parts.service.handle, args=(voting.id, [_join("ana")]))
    phone.start()
    assert writing.wait(5)
    _forget(voting)
    assert "ana" not in voting.session.participants
    disk.set()
    phone.join(5)
    assert "ana" in voting.session.participants
