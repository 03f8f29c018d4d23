"""A room: one session as its log folds to, and which command ids stand there; and an event as it stands in the log."""

import threading
from collections.abc import Sequence
from typing import NamedTuple

import orjson

from pollapp.domain import events
from pollapp.domain.event import Event
from pollapp.domain.fold import apply, open_session
from pollapp.domain.refused import Refused, refused
from pollapp.domain.session import Session
from pollapp.store.log import Entry, RunBlocking, run_here


class Counted(NamedTuple):
    """Stored durably and counted; `seq` is its place in the log."""

    seq: int


Answer = Counted | Refused
Seen = dict[tuple[str, str], tuple[int, str]]  # (actor, command_id) → where it stands in the log, and its digest
Sending = dict[tuple[str, str], tuple[bytes, Event]]  # (actor, command_id) → what is being appended from here, written and as it is


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

    def feed(self, entries: Sequence[Entry], sending: Sending | None = None) -> bool:
        """Apply the entries that come next; False when one is missing in between and the log must be read again. What stands in
        `sending` need not be read.
        """
        with self._applying:
            for entry in entries:
                if entry.seq > self.session.seq + 1:
                    return False
                if entry.seq == self.session.seq + 1:
                    apply(self.session, _event_of(entry, sending) if sending else decode_body(entry.body), entry.words)
                    self.seen[entry.actor, entry.command_id] = entry.seq, entry.digest
            return True

    def take_dropped(self) -> set[int]:
        """The words that are to be erased; whoever takes them erases them, and holds `erasing` until that is done."""
        with self._applying:
            dropped, self.session.dropped = self.session.dropped, set()
            return dropped

    def forget_digests(self, seqs: set[int]) -> None:
        """A digest made from words could be used to test guesses: it goes when they go. A retry is then known by its id alone."""
        with self._applying:
            for key, (seq, _) in self.seen.items():
                if seq in seqs:
                    self.seen[key] = seq, ""

    def answer(self, seq: int) -> Answer:
        """What the fold says of the event at this place."""
        why_not = self.session.ignored.get(seq)
        return refused(why_not) if why_not else Counted(seq)


def _folded(entries: Sequence[Entry]) -> tuple[Session, Seen]:
    """A session from its log's first entry on, and which command ids stand there."""
    session = open_session(decode_body(entries[0].body))
    for entry in entries[1:]:
        apply(session, decode_body(entry.body), entry.words)
    return session, {(entry.actor, entry.command_id): (entry.seq, entry.digest) for entry in entries}


def _event_of(entry: Entry, sending: Sending) -> Event:
    written, event = sending.get((entry.actor, entry.command_id), (b"", None))
    return event if event and written == entry.body else decode_body(entry.body)


def encode_body(event: Event) -> bytes:
    """An event as it stands in the log: compact JSON in UTF-8."""
    return orjson.dumps(events.encode(event))


def decode_body(body: bytes) -> Event:
    """The event that stands in a log's entry. Raises ValueError for one that this version does not know."""
    return events.decode(orjson.loads(body))
