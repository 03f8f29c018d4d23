"""The service: every command, whoever sends it, goes through `Service.handle` (dots of phones: `handle_soon`, which does not wait).

Seen before? Answer again. Else decide, append, wait until the log's follower has applied it, answer what the fold says.
Rooms (folded sessions) are built from the log on demand and carried on by the follower alone, so an answer, a broadcast
and a reload can never disagree.
"""

import hashlib
import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pollapp.domain.command import Command
from pollapp.domain.commands import DotCommand
from pollapp.domain.decide import decide
from pollapp.domain.refused import Refused, refused
from pollapp.domain.session import Session
from pollapp.metrics.figures import Figures
from pollapp.room import Answer, Counted, Room, Sending, encode_body
from pollapp.store.log import Append, Conflict, Entry, EventLog, Gone, Outcome, RunBlocking, StoreFailed, log_failure, run_here

logger = logging.getLogger(__name__)

FACILITATOR = "facilitator"  # the actor of every console's commands; participants act under their own id
ROOMS_KEPT = 64  # folded sessions kept in memory when nobody watches them: some 400 kB each, made again in milliseconds
_SORTED = json.JSONEncoder(sort_keys=True)  # digests stand in every log: they are made as they always were

Ready = Append | Outcome | Refused  # an order, prepared: what to append for it, or what is known of it already


class Order(NamedTuple):
    """A command under the id its sender gave it. The same (actor, command_id) again gets the same answer."""

    actor: str
    command_id: str
    command: Command

    def digest(self) -> str:
        return hashlib.sha256(_SORTED.encode(self.command.content()).encode()).hexdigest()[:16]


def _new(ready: Sequence[Ready]) -> list[Append]:
    return [item for item in ready if isinstance(item, Append)]


class Service:
    def __init__(
        self, log: EventLog, run_blocking: RunBlocking = run_here, figures: Figures | None = None, has_others: bool = False
    ) -> None:
        """`has_others`: other processes may work on this log too, and be a moment ahead of what is known here."""
        self.log = log
        self.figures = figures or Figures()
        self.has_others = has_others
        self._run_blocking = run_blocking
        self._rooms: OrderedDict[str, Room] = OrderedDict()
        self._loading = threading.Lock()
        self._sending: Sending = {}
        self._watchers: list[Callable[[str], None]] = []
        self._told_of_others: list[Callable[[str, set[str]], None]] = []
        self._told_anew: list[Callable[[str], None]] = []
        self._is_watched: Callable[[str], bool] = lambda session_id: False
        log.follow(self._follow)

    def watch(self, changed: Callable[[str], None], is_watched: Callable[[str], bool]) -> None:
        """Call changed(session_id) whenever a session moved on or is gone; rooms that is_watched stay in memory."""
        self._watchers.append(changed)
        self._is_watched = is_watched

    def watch_others(self, acted: Callable[[str, set[str]], None], anew: Callable[[str], None]) -> None:
        """Where several processes work on one store: acted(session_id, actors) whenever something is applied that these sent to another
        process; anew(session_id) when somebody there changed more than the log (who has control, say), or it is another log now.

        Both are called while the session is fed on, or loaded: they wait for nothing, and look at the session apart from that.
        """
        self._told_of_others.append(acted)
        self._told_anew.append(anew)

    def session(self, session_id: str, fresh: bool = False) -> Session | None:
        """The session as it stands, or None when it is gone. Read it, never change it. Raises StoreFailed.

        `fresh`: also with what another process has answered just before, to somebody who asks here now.
        """
        room = self._room(session_id)
        if room and fresh and self.has_others and not self._catch_up(session_id, room):
            self._forget_room(session_id)
            return None
        return room.session if room else None

    def handle(self, session_id: str, orders: Sequence[Order]) -> list[Answer]:
        """Carry out the orders of one sender; one answer each, in order. Returns when they are stored and applied.

        Raises StoreFailed when the session cannot be read at all.
        """
        room = self._room(session_id)
        if room is None:
            return [refused("gone")] * len(orders)
        ready = self._ready(room, session_id, orders)
        items = _new(ready)
        try:
            outcomes = self.log.append(items)
        finally:
            self._sent(items)
        self._erase_dropped(session_id, room)
        answers = self._answers(session_id, orders, ready, outcomes)
        if any(order.command.takes_back and isinstance(answer, Counted) for order, answer in zip(orders, answers, strict=True)):
            self.log.await_copy(session_id)
        return answers

    def handle_soon(self, session_id: str, orders: Sequence[Order], settled: Callable[[list[Answer] | None], None]) -> None:
        """The same for orders that drop no words, and nobody waits: settled(answers) is called by whoever has stored them, or by whoever
        asks here. settled(None) where the store has to be read first, or again: then they go through `handle`, also if they are stored.
        """
        room = self._rooms.get(session_id)
        ready = self._prepared(room, session_id, orders) if room else []
        items = _new(ready)
        if room is None or self._in_doubt(ready):
            self._sent(items)
            settled(None)
            return

        def stored(outcomes: Sequence[Outcome]) -> None:
            self._sent(items)
            here = self._has_applied(session_id, ready) and self._has_applied(session_id, outcomes)
            settled(self._answers(session_id, orders, ready, outcomes) if here else None)

        self.log.append_soon(items, stored)

    def _has_applied(self, session_id: str, known: Sequence[Ready]) -> bool:
        """Whether the room that is here has come as far as these entries, so that nothing need be read to answer."""
        room = self._rooms.get(session_id)
        return room is not None and all(item.seq <= room.session.seq for item in known if isinstance(item, Entry))

    def _answers(self, session_id: str, orders: Sequence[Order], ready: Sequence[Ready], outcomes: Sequence[Outcome]) -> list[Answer]:
        rest = iter(outcomes)
        answers = [self._answer(session_id, next(rest) if isinstance(item, Append) else item) for item in ready]
        self._count(orders, answers)
        return answers

    def _count(self, orders: Sequence[Order], answers: Sequence[Answer]) -> None:
        for order, answer in zip(orders, answers, strict=True):
            if isinstance(answer, Counted):
                if isinstance(order.command, DotCommand):
                    self.figures.dots += 1
                else:
                    self.figures.commands += 1

    def _sent(self, items: Sequence[Append]) -> None:
        for item in items:
            self._sending.pop((item.actor, item.command_id), None)

    def _erase_dropped(self, session_id: str, room: Room) -> None:
        """Words that count no longer leave the store, before the command that took them away is answered."""
        with room.erasing:
            dropped = room.take_dropped()
            if not dropped:
                return
            try:
                self.log.erase(session_id, dropped)
            except StoreFailed as failed:  # nobody is shown them any more; they are erased with the next command, or when next read
                log_failure(logger, "Words could not be erased", failed)
                room.session.dropped |= dropped
            else:
                room.forget_digests(dropped)

    def in_memory(self) -> int:
        """How many folded sessions are kept."""
        return len(self._rooms)

    def delete(self, *session_ids: str) -> None:
        """Remove these sessions and everything in them for good. Raises StoreFailed."""
        try:
            self.log.delete(*session_ids)
        finally:  # however far it came: what is still in the log is read again
            for session_id in session_ids:
                self._forget_room(session_id)

    def delete_expired(self, moment: float) -> list[str]:
        """Remove every session whose time is up, likewise; the ids of those. Raises StoreFailed."""
        deleted = self.log.delete_expired(moment)
        for session_id in deleted:
            self._forget_room(session_id)
        return deleted

    def let_go_of_deleted(self) -> None:
        """Forget every room whose session another process has deleted, and tell whoever watches. Raises StoreFailed."""
        here = list(self._rooms)  # before the store is asked: one that is opened meanwhile is not missed there
        there = {header.id for header in self.log.headers()} if here else set()
        for session_id in here:
            if session_id not in there:
                self._forget_room(session_id)

    def _forget_room(self, session_id: str) -> None:
        """Let go of a session that was deleted, or that has to be read again, and tell whoever watches."""
        self._let_go(session_id)
        self._tell(session_id)

    def _ready(self, room: Room, session_id: str, orders: Sequence[Order]) -> list[Ready]:
        """Each order, prepared. Nobody is refused who may go by what another process has stored just before."""
        ready = self._prepared(room, session_id, orders)
        if not self._in_doubt(ready):
            return ready
        self._sent(_new(ready))
        self._catch_up(session_id, room)
        return self._prepared(room, session_id, orders)

    def _in_doubt(self, ready: Sequence[Ready]) -> bool:
        """Whether somebody is refused of whom another process may know more."""
        return self.has_others and any(isinstance(item, Refused) for item in ready)

    def _prepared(self, room: Room, session_id: str, orders: Sequence[Order]) -> list[Ready]:
        return [self._prepare(room, session_id, order) for order in orders]

    def _prepare(self, room: Room, session_id: str, order: Order) -> Ready:
        """What to append for this order, or what is known already: the entry of its first try, or a refusal."""
        if known := room.seen.get((order.actor, order.command_id)):
            seen = Entry(known[0], order.actor, order.command_id, known[1], b"")
            return seen if seen.is_retry(order.digest()) else Conflict()
        decision = decide(room.session, order.command)
        if isinstance(decision, Refused):
            return decision
        body = encode_body(decision)
        self._sending[order.actor, order.command_id] = body, decision
        return Append(session_id, order.actor, order.command_id, order.digest(), body, order.command.typed)

    def _answer(self, session_id: str, outcome: Outcome | Refused) -> Answer:
        if isinstance(outcome, Refused):
            return outcome
        if isinstance(outcome, Entry):
            room = self._room_at(session_id, outcome.seq)
            return room.answer(outcome.seq) if room else refused("gone")
        if isinstance(outcome, Gone):
            self._forget_room(session_id)
            return refused("gone")
        return refused("conflict" if isinstance(outcome, Conflict) else "not_stored")

    def _room(self, session_id: str) -> Room | None:
        room = self._rooms.get(session_id)
        if room:
            self._rooms.move_to_end(session_id)
            return room
        with self._loading:
            return self._rooms.get(session_id) or self._load(session_id)

    def _room_at(self, session_id: str, seq: int) -> Room | None:
        """The room, come at least as far as this seq: one that another thread is just loading may not be."""
        room = self._room(session_id)
        if room and room.session.seq < seq:
            self._catch_up(session_id, room)
        return room

    def _load(self, session_id: str) -> Room | None:
        epoch = self.log.epoch(session_id)  # asked for before the log is read: one that begins meanwhile is noticed
        entries = self.log.read(session_id)
        if not entries:
            return None
        room = self._rooms[session_id] = Room(entries, self._run_blocking)
        room.session.epoch = epoch
        self.log.attend(session_id, room.session.seq)
        there = False
        try:
            there = self._catch_up(session_id, room)  # what was stored while the log was being read was fed to nobody
        finally:
            if not there:  # it was deleted meanwhile, or cannot be read: nobody may find it here
                self._let_go(session_id)
        if there and self.log.epoch(session_id) != epoch:  # whoever was told of it found no room here
            self._let_go(session_id)
            return self._load(session_id)
        self._let_go_of_old_rooms()
        if there:
            self._erase_dropped(session_id, room)  # what a crash kept from being erased
        return room if there else None

    def _follow(self, session_id: str, entries: Sequence[Entry]) -> None:
        """The one applier: called by the log with every new entry, in order; without any, what is here is to be read again."""
        if not entries:
            self._forget_room(session_id)
            for anew in self._told_anew:
                anew(session_id)
            return
        room = self._rooms.get(session_id)
        known = room.session.seq if room else 0
        if room and not room.feed(entries, self._sending):
            self._catch_up(session_id, room)
        self._tell_of(session_id, known, entries)

    def _tell_of(self, session_id: str, known: int, entries: Sequence[Entry]) -> None:
        """Tell whoever watches that there are these entries, and of those that were not `known` who has sent them elsewhere."""
        self._tell(session_id)
        followed = [entry.actor for entry in entries if entry.seq > known and (entry.actor, entry.command_id) not in self._sending]
        self.figures.followed += len(followed)
        others = set(followed)
        for acted in self._told_of_others if others else ():
            acted(session_id, others)

    def _catch_up(self, session_id: str, room: Room) -> bool:
        """Read what the room has missed; False when the session is gone."""
        known = room.session.seq
        missed = self.log.read(session_id, known)
        room.feed(missed or [])
        if missed:
            self._tell_of(session_id, known, missed)
        return missed is not None

    def _let_go_of_old_rooms(self) -> None:
        for session_id in list(self._rooms)[: max(0, len(self._rooms) - ROOMS_KEPT)]:
            if not self._is_watched(session_id):
                self._let_go(session_id)

    def _let_go(self, session_id: str) -> None:
        if self._rooms.pop(session_id, None) is not None:
            self.log.leave(session_id)

    def _tell(self, session_id: str) -> None:
        for changed in self._watchers:
            changed(session_id)
