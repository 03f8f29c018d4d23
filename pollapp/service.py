"""The service: every command, whoever sends it, goes through `Service.handle`.

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
from dataclasses import dataclass, replace

from pollapp.domain import events
from pollapp.domain.command import Command
from pollapp.domain.decide import decide
from pollapp.domain.event import Event
from pollapp.domain.fold import apply, open_session
from pollapp.domain.refused import Refused, refused
from pollapp.domain.session import Session
from pollapp.store.log import Append, Conflict, Entry, EventLog, Gone, Outcome, RunBlocking, StoreFailed, log_failure, run_here

logger = logging.getLogger(__name__)

FACILITATOR = "facilitator"  # the actor of every console's commands; participants act under their own id
ROOMS_KEPT = 64  # folded sessions kept in memory when nobody watches them: some 400 kB each, made again in milliseconds


@dataclass(frozen=True, slots=True)
class Counted:
    """Stored durably and counted; `seq` is its place in the log."""

    seq: int


Answer = Counted | Refused
Seen = dict[tuple[str, str], Entry]  # (actor, command_id) → where it stands in the log


@dataclass(frozen=True, slots=True)
class Order:
    """A command under the id its sender gave it. The same (actor, command_id) again gets the same answer."""

    actor: str
    command_id: str
    command: Command

    def digest(self) -> str:
        said = json.dumps(self.command.content(), sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


class Room:
    """One folded session, and which command ids stand in its log.

    The first entries may be tens of thousands, so they are folded through `run_blocking`. No lock is touched in there: it may
    be a native thread, where an async library's locks fail.
    """

    def __init__(self, entries: Sequence[Entry], run_blocking: RunBlocking = run_here) -> None:
        self.session: Session
        self.seen: Seen
        self.session, self.seen = run_blocking(_folded, entries)
        self.erasing = threading.Lock()  # nobody is answered while words that they may have dropped are on their way out
        self._applying = threading.Lock()  # whoever feeds (the follower, or a reader of what was missed): one at a time

    def feed(self, entries: Sequence[Entry]) -> bool:
        """Apply the entries that come next; False when one is missing in between and the log must be read again."""
        with self._applying:
            for entry in entries:
                if entry.seq > self.session.seq + 1:
                    return False
                if entry.seq == self.session.seq + 1:
                    _apply(self.session, self.seen, entry)
            return True

    def take_dropped(self) -> set[int]:
        """The words that are to be erased; whoever takes them erases them, and holds `erasing` until that is done."""
        with self._applying:
            dropped, self.session.dropped = self.session.dropped, set()
            return dropped

    def forget_digests(self, seqs: set[int]) -> None:
        """A digest made from words could be used to test guesses: it goes when they go. A retry is then known by its id alone."""
        with self._applying:
            for key, entry in self.seen.items():
                if entry.seq in seqs:
                    self.seen[key] = replace(entry, digest="")

    def answer(self, seq: int) -> Answer:
        """What the fold says of the event at this place."""
        why_not = self.session.ignored.get(seq)
        return refused(why_not) if why_not else Counted(seq)


def _folded(entries: Sequence[Entry]) -> tuple[Session, Seen]:
    """A session from its log's first entry on, and which command ids stand there."""
    session = open_session(decode_body(entries[0].body))
    seen: Seen = {}
    _remember(seen, entries[0])
    for entry in entries[1:]:
        _apply(session, seen, entry)
    return session, seen


def _apply(session: Session, seen: Seen, entry: Entry) -> None:
    apply(session, decode_body(entry.body), entry.words)
    _remember(seen, entry)


def _remember(seen: Seen, entry: Entry) -> None:
    # The body is in the log; what a retry needs is the digest and the seq.
    seen[entry.actor, entry.command_id] = Entry(entry.seq, entry.actor, entry.command_id, entry.digest, b"")


class Service:
    def __init__(self, log: EventLog, run_blocking: RunBlocking = run_here) -> None:
        self.log = log
        self._run_blocking = run_blocking
        self._rooms: OrderedDict[str, Room] = OrderedDict()
        self._loading = threading.Lock()
        self._sending: set[tuple[str, str]] = set()  # (actor, command_id) of what is being appended from here
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
        """
        self._told_of_others.append(acted)
        self._told_anew.append(anew)

    def session(self, session_id: str) -> Session | None:
        """The session as it stands, or None when it is gone. Read it, never change it. Raises StoreFailed."""
        room = self._room(session_id)
        return room.session if room else None

    def handle(self, session_id: str, orders: Sequence[Order]) -> list[Answer]:
        """Carry out the orders of one sender; one answer each, in order. Returns when they are stored and applied.

        Raises StoreFailed when the session cannot be read at all.
        """
        room = self._room(session_id)
        if room is None:
            return [refused("gone")] * len(orders)
        ready = [self._prepare(room, session_id, order) for order in orders]
        outcomes = iter(self._append([item for item in ready if isinstance(item, Append)]))
        self._erase_dropped(session_id, room)
        return [self._answer(session_id, next(outcomes) if isinstance(item, Append) else item) for item in ready]

    def _append(self, items: Sequence[Append]) -> list[Outcome]:
        ours = {(item.actor, item.command_id) for item in items}
        self._sending |= ours
        try:
            return self.log.append(items)
        finally:
            self._sending -= ours

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

    def _prepare(self, room: Room, session_id: str, order: Order) -> Append | Outcome | Refused:
        """What to append for this order, or what is known already: the entry of its first try, or a refusal."""
        seen = room.seen.get((order.actor, order.command_id))
        if seen:
            return seen if seen.is_retry(order.digest()) else Conflict()
        decision = decide(room.session, order.command)
        if isinstance(decision, Refused):
            return decision
        return Append(session_id, order.actor, order.command_id, order.digest(), encode_body(decision), order.command.typed)

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
        entries = self.log.read(session_id)
        if not entries:
            return None
        room = self._rooms[session_id] = Room(entries, self._run_blocking)
        self.log.attend(session_id, room.session.seq)
        there = False
        try:
            there = self._catch_up(session_id, room)  # what was stored while the log was being read was fed to nobody
        finally:
            if not there:  # it was deleted meanwhile, or cannot be read: nobody may find it here
                self._let_go(session_id)
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
        if room and not room.feed(entries):
            self._catch_up(session_id, room)
        self._tell(session_id)
        others = {entry.actor for entry in entries if entry.seq > known and (entry.actor, entry.command_id) not in self._sending}
        for acted in self._told_of_others if others else ():
            acted(session_id, others)

    def _catch_up(self, session_id: str, room: Room) -> bool:
        """Read what the room has missed; False when the session is gone."""
        missed = self.log.read(session_id, room.session.seq)
        room.feed(missed or [])
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


def encode_body(event: Event) -> bytes:
    """An event as it stands in the log: compact JSON in UTF-8."""
    return json.dumps(events.encode(event), ensure_ascii=False, separators=(",", ":")).encode()


def decode_body(body: bytes) -> Event:
    """The event that stands in a log's entry. Raises ValueError for one that this version does not know."""
    return events.decode(json.loads(body))
