"""What the phones were told, held against what stands in the log and what the fold makes of it."""

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from chaos.outbox import Tap
from pollapp.domain import events
from pollapp.domain.fold import fold
from pollapp.domain.session import Session
from pollapp.room import decode_body
from pollapp.store.log import Entry
from pollapp.store.sqlite_reader import reading

_event = functools.cache(decode_body)  # one log is read many times
Taps = Mapping[str, Sequence[Tap]]  # participant → all that they tapped, in order


@dataclass(frozen=True, slots=True)
class Held:
    """`acked`: dots that phones were told are counted. `lost`, `doubled`: of them, as in `chaos.table`."""

    acked: int
    lost: int
    doubled: int


def stored(file: Path, session_id: str) -> list[Entry]:
    """A session's log, by the store's own reader; nothing of one that is not there. Raises StoreFailed."""
    with reading(file) as look:
        return look.read(session_id) or []


def held(entries: Sequence[Entry], tapped: Taps) -> Held:
    """Of a log with more in it than was acked: whether every acked dot is in it, where the ack said, and none twice."""
    at = {entry.seq: entry for entry in entries}
    acked = [(who, tap, tap.seq) for who, taps in tapped.items() for tap in taps if tap.seq is not None]
    lost = sum(not (seq in at and _is(at[seq], who, tap)) for who, tap, seq in acked)
    dots = [(entry, event) for entry in entries if isinstance(event := _event(entry.body), events.DotEvent)]
    ids = Counter(entry.command_id for entry, _ in dots)
    places = Counter((event.participant, event.square, event.counter) for _, event in dots)  # the same tap under two ids
    return Held(len(acked), lost, sum(times - 1 for counted in (ids, places) for times in counted.values()))


def held_at_last(entries: Sequence[Entry], tapped: Taps) -> Held:
    """Once every outbox is empty, also: the newest tap of everybody on every square is what the fold counts, and nobody counts twice."""
    so_far, newest = held(entries, tapped), counted_at_last(entries, tapped)
    return replace(newest, lost=so_far.lost + newest.lost)


def counted_at_last(entries: Sequence[Entry], tapped: Taps) -> Held:
    """Likewise of the newest taps alone: what is asked where a failover may lose some, and phones send again what they hold."""
    session = fold(decode_body(entry.body) for entry in entries)
    newest = {(who, tap.square): tap for who, taps in tapped.items() for tap in taps}
    not_counted = sum(tap.seq is None or _counted(session, who, square) != tap.choice for (who, square), tap in newest.items())
    so_far = held(entries, tapped)
    return replace(so_far, lost=not_counted, doubled=so_far.doubled + len(session.participants - set(tapped)))


def lost_at_first(entries: Sequence[Entry], tapped: Taps) -> int:
    """How many acked taps do not stand where their first ack said: a failover lost them, whatever became of them after that."""
    at = {entry.seq: entry for entry in entries}
    acked = [(who, tap) for who, taps in tapped.items() for tap in taps if tap.first is not None]
    return sum(not (tap.first in at and _is(at[tap.first], who, tap)) for who, tap in acked)


def _is(entry: Entry, who: str, tap: Tap) -> bool:
    """Whether this entry is this tap."""
    event = _event(entry.body)
    if (entry.actor, entry.command_id) != (who, tap.command_id) or not isinstance(event, events.DotEvent):
        return False
    choice = event.choice if isinstance(event, events.DotPlaced) else None
    return (event.participant, event.square, event.counter, choice) == (who, tap.square, tap.counter, tap.choice)


def _counted(session: Session, who: str, square: int) -> str | None:
    """The dot of somebody on a square in the first round, as it stands."""
    return session.rounds[0].squares[square].dots.get(who)
