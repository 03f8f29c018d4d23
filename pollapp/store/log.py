"""The EventLog: where sessions are kept, and the contract that every store fulfils (tests/contract runs it on each).

A session is a header (code, secrets' hashes, dates), an append-only log of events, and beside it the words that people typed
with some of them. What the store promises:

- `append` returns when the events would survive a power cut, in the order of the log, each with its `seq` (1, 2, 3 …).
- The same (session, actor, command_id) again gives the entry stored the first time, and stores nothing; with another
  digest it gives `Conflict`.
- Words are stored with their event or not at all, and `erase` takes them away while the event stays. A retry after that
  gives the entry without them and brings nothing back; nothing is kept that guesses at them could be tested with.
- Appending needs the header: after `delete` every append gives `Gone`, so a late retry brings nothing back.
- Whoever follows is fed every new entry, in order, before the append that stored it returns; an older entry may come again.
  Where other processes append too, it is fed what they stored in the sessions that it attends, soon.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from pollapp.metrics.figures import StoreFigures
    from pollapp.store.health import Health


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a session besides its log. `opened_at`, `keep_until`: seconds since 1970, UTC; None = keep until deleted."""

    id: str
    code: str
    kind: str
    control_hash: str
    projector_token: str
    opened_at: int
    keep_until: int | None


class Append(NamedTuple):
    """One event to store. `digest` tells a retry from another command under the same id, and is never ""; `body` is the event as JSON.

    `words`: what somebody typed with it, never part of its body, so that it can be erased; None when nobody typed anything.
    """

    session_id: str
    actor: str
    command_id: str
    digest: str
    body: bytes
    words: str | None = None


class Entry(NamedTuple):
    """One stored event. `words`: what was typed with it; None where nothing was, or where it was erased and `digest` is "" with it."""

    seq: int
    actor: str
    command_id: str
    digest: str
    body: bytes
    words: str | None = None

    def is_retry(self, digest: str) -> bool:
        """Whether a command with this digest, under this entry's id, is the one stored here. Once words are erased, nothing tells: yes."""
        return self.digest in (digest, "")


@dataclass(frozen=True, slots=True)
class Conflict:
    """This command id already stands in the log, with another content."""


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such session (any more)."""


@dataclass(frozen=True, slots=True)
class NotStored:
    """The store failed; nothing was stored. `reason` is for the operator."""

    reason: str


Trouble = Literal["full", "read_only", "slow", "failing", "damaged", "away"]  # of the disk or the engine
Outcome = Entry | Conflict | Gone | NotStored
Feed = Callable[[str, Sequence[Entry]], None]  # feed(session_id, new entries); none: read header and log again, they are others now
RunBlocking = Callable[..., Any]  # run_blocking(work, *args): does blocking work without holding up live rooms


def run_here(work: Callable[..., Any], *args: Any) -> Any:
    """The plainest `run_blocking`: do the work in the caller's own thread."""
    return work(*args)


class CodeTaken(Exception):
    """Another live session has this code."""


class StoreFailed(Exception):
    """The store could not read or write; the text is for the operator. `trouble`: what is wrong with the disk, where it is that.

    The store's health has told the operator of a trouble: whoever catches one need not say it again for each dot.
    """

    def __init__(self, text: str, trouble: Trouble | None = None) -> None:
        super().__init__(text)
        self.trouble = trouble


def log_failure(logger: logging.Logger, what: str, failed: Exception) -> None:
    """For the operator: what came of it, and why; unless it is trouble that the store's health has told of. Of an error that nobody
    thought of, where it was.
    """
    if not isinstance(failed, StoreFailed):
        logger.error("%s.", what, exc_info=failed)
    elif not failed.trouble:
        logger.error("%s: %s", what, failed)


class EventLog(Protocol):
    health: "Health"  # whether it can store
    figures: "StoreFigures"  # of its group commits

    def open(self, header: Header, events: Sequence[Append]) -> None:
        """Make a session: header and its first events, one or more, durable together or not at all. Raises CodeTaken, StoreFailed."""

    def append(self, items: Sequence[Append]) -> list[Outcome]:
        """Store events, waiting until they are durable; one outcome an item, in the order given."""

    def append_soon(self, items: Sequence[Append], settled: Callable[[Sequence[Outcome]], None]) -> None:
        """The same without waiting: settled(outcomes) is called then, once, by another thread; it must not wait for the store."""

    def read(self, session_id: str, after: int = 0) -> list[Entry] | None:
        """The log's entries with seq > after, in order; None when there is no such session. Raises StoreFailed."""

    def header(self, session_id: str) -> Header | None:
        """A session's header, or None. Raises StoreFailed."""

    def by_code(self, code: str) -> Header | None:
        """The live session with this code, or None. Raises StoreFailed."""

    def headers(self) -> list[Header]:
        """All sessions, newest first. Raises StoreFailed."""

    def replace_control(self, session_id: str, control_hash: str, was: str) -> bool:
        """Give control to another secret: every older one is revoked. Raises StoreFailed.

        Only where it still is the one that it `was` to whoever may do this; False, and nothing is changed, where it is not.
        """

    def replace_projector(self, session_id: str, token: str) -> None:
        """Give the projector another token: the older one shows nothing any more. Raises StoreFailed."""

    def keep(self, session_id: str, keep_until: int | None, was: int | None) -> bool:
        """Change when the session is deleted by itself (seconds since 1970, UTC); None: never. Raises StoreFailed.

        Only where it still is what it `was` to whoever decided this; False, and nothing is changed, where it is not.
        """

    def erase(self, session_id: str, seqs: Collection[int]) -> None:
        """Remove for good the words that came with these events, and the digests made from them. The events stay.

        Erasing what is not there, or in a session that is gone, is fine; an event that came without words keeps its digest.
        Raises StoreFailed.
        """

    def delete(self, *session_ids: str) -> None:
        """Remove headers, logs and words for good, all or none; deleting what is not there is fine. Raises StoreFailed.

        Several at once cost hardly more than one. Where not every byte can be taken away now, that is logged, and `sweep` does it.
        """

    def delete_expired(self, moment: float) -> list[str]:
        """Delete, likewise, every session whose `keep_until` has come (seconds since 1970, UTC); the ids of those. Raises StoreFailed.

        What somebody keeps longer in this moment is not among them, or is gone before they are answered.
        """

    def await_copy(self, session_id: str) -> None:
        """Wait, for a second or two at most, until what was stored in this session is in a second place too, where the store has one.

        For what must not come undone when that second place takes over. `delete` and what gives control or the projector to another
        secret do so by themselves. Nothing is raised: where it takes longer the operator is told, and it is stored all the same.
        """

    def sweep(self) -> None:
        """Take away the bytes that a deletion had to leave behind, as far as it can be done now. Raises StoreFailed."""

    def try_again(self) -> None:
        """Where there was trouble, try the smallest durable write: when it goes through, all is well. Without trouble it writes nothing."""

    def follow(self, feed: Feed) -> None:
        """From now on, feed(session_id, entries) is called with every new entry, in order.

        Without entries: this session was deleted, its header changed, or its log is another one than was read (see `epoch`), and it was
        not this process that did it. Whoever holds something of it reads it again.
        """

    def attend(self, session_id: str, after: int) -> None:
        """From now on followers are fed what other processes do in this session too, from the entry after this seq on."""

    def leave(self, session_id: str) -> None:
        """Until here."""

    def epoch(self, session_id: str) -> str:
        """Which life of the store's this session is in: another one, and its log may lack what was last acked in the one before."""

    def close(self) -> None:
        """Finish what is waiting and let go of the store."""
