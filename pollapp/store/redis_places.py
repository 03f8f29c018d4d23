"""How far each attended session has been fed, and feeding it on: what an append brought, what others stored, that all is to be read again.

A place says which life of the engine's that was in. Whoever finds another life there (`renew`) has followers read the session again
before anything of the new one is fed, and before anybody is answered. One bucket is fed by one thread at a time; a feed never appends.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pollapp.store.log import Entry, StoreFailed
from pollapp.store.redis_append import NOT_ATTENDED, Line
from pollapp.store.redis_asking import Call, scripted
from pollapp.store.redis_connect import Engine
from pollapp.store.redis_keys import BUCKETS, Keys, bucket_of
from pollapp.store.redis_rows import seq_of
from pollapp.store.redis_scripts import HEADS
from pollapp.store.redis_sessions import RedisSessions

Tell = Callable[[str, Sequence[Entry]], None]


@dataclass(slots=True)
class Place:
    """`life`: the engine's; None where it is not known whether this still is the same log. `note`: the last one that was heard."""

    seq: int
    note: int = 0
    life: str | None = None
    asking: bool = True  # `note` and `life` are not known yet

    def stand(self, head: int, note: int, life: str | None) -> None:
        self.seq, self.note, self.life = max(head, 0), note, life


class RedisPlaces:
    def __init__(self, engine: Engine, keys: Keys, sessions: RedisSessions, name: str, tell: Tell) -> None:
        self._engine, self._keys, self._sessions, self._name, self._tell = engine, keys, sessions, name, tell
        self._of: list[dict[str, Place]] = [{} for _ in range(BUCKETS)]
        self._feeding = [threading.Lock() for _ in range(BUCKETS)]

    def of(self, bucket: int) -> dict[str, Place]:
        return dict(self._of[bucket])

    def put(self, session_id: str, place: Place) -> None:
        self._of[bucket_of(session_id)][session_id] = place

    def leave(self, session_id: str) -> None:
        self._of[bucket_of(session_id)].pop(session_id, None)

    def known(self, session_id: str) -> int:
        """The seq up to which it has been fed of the log as the engine has it now."""
        bucket = bucket_of(session_id)
        place = self._of[bucket].get(session_id)
        return place.seq if place and place.life == self._engine.lives.get(bucket) else NOT_ATTENDED

    def epoch(self, session_id: str) -> str:
        """That of what has been fed, also while the engine is in another one already."""
        bucket = bucket_of(session_id)
        place = self._of[bucket].get(session_id)
        if place and place.life is not None:
            return place.life[:8]
        if bucket not in self._engine.lives:
            with suppress(StoreFailed):
                self._engine.one(Call(bucket, ("PING",)))
        return self._engine.lives.get(bucket, "")[:8]

    def feed_line(self, line: Line, own: Sequence[Entry]) -> None:
        """What an append brought: the entries of others before it, and its own."""
        bucket = bucket_of(line.session_id)
        entries = {entry.seq: entry for entry in (*line.missed, *own)}
        with self._feeding[bucket]:
            self._renew(bucket)
            self._feed(bucket, line.session_id, [entries[seq] for seq in sorted(entries)])

    def feed_rows(self, session_id: str, rows: Sequence[Any]) -> None:
        """What stands in its log's stream. Raises StoreFailed."""
        bucket = bucket_of(session_id)
        with self._feeding[bucket]:
            if place := self._of[bucket].get(session_id):
                new = [row for row in rows if seq_of(row) > place.seq]
                self._feed(bucket, session_id, self._sessions.entries(session_id, new))

    def feed_notes(self, session_id: str, rows: Sequence[Any]) -> None:
        bucket = bucket_of(session_id)
        with self._feeding[bucket]:
            if place := self._of[bucket].get(session_id):
                missed = seq_of(rows[0]) > place.note + 1
                place.note = seq_of(rows[-1])
                if missed or session_id in self._sessions.unsure or any(by != self._name.encode() for _, (_, by) in rows):
                    self._tell(session_id, ())

    def renew(self, bucket: int) -> None:
        """Where the engine is in another life: sessions are read again, and fed from where they stand there."""
        with self._feeding[bucket]:
            self._renew(bucket)

    def _renew(self, bucket: int) -> None:
        life = self._engine.lives.get(bucket)
        old = {session_id: place for session_id, place in self.of(bucket).items() if place.life != life and not place.asking}
        if not old:
            return
        [heads] = self._engine.call([scripted(bucket, HEADS, [self._keys.of(session_id) for session_id in old], ())])
        for number, (session_id, place) in enumerate(old.items()):
            if isinstance(heads, StoreFailed):
                place.life = None  # whoever reaches the engine next goes on with it
            else:
                head, note = heads[number]
                place.stand(head, note, life)
            if self._of[bucket].get(session_id) is place:
                self._tell(session_id, ())

    def _feed(self, bucket: int, session_id: str, entries: Sequence[Entry]) -> None:
        """What is new in these, in order; where something is missing before them, it is read."""
        place = self._of[bucket].get(session_id)
        if place and not place.asking:
            entries = [entry for entry in entries if entry.seq > place.seq]
            if entries and entries[0].seq > place.seq + 1:
                with suppress(StoreFailed):  # then the place stays where it is, and all of it comes once more
                    entries = self._sessions.read(session_id, place.seq) or entries
            if entries and entries[0].seq == place.seq + 1:
                place.seq = entries[-1].seq
        if entries:
            self._tell(session_id, entries)
