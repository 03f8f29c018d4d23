"""What is done to sessions in the engine, one by one; appending, which is done to many, is in `redis_append`."""

from collections.abc import Collection, Sequence
from typing import Any

from pollapp.store.log import Append, CodeTaken, Entry, Header, StoreFailed
from pollapp.store.redis_asking import Call, scripted
from pollapp.store.redis_connect import Engine
from pollapp.store.redis_errors import refuse_failed
from pollapp.store.redis_keys import BUCKETS, CODES, Keys, bucket_of
from pollapp.store.redis_rows import FIELDS, came_with_words, entry_of, flat, header_fields, header_of, kept, seq_of
from pollapp.store.redis_scripts import OPEN, Script
from pollapp.store.redis_session_scripts import CHANGE, CLAIM_CODE, DELETE, ERASE, EXPIRE, FREE_CODES, HEADERS, KEEP

PAGE = 4_000  # entries in one answer: the engine serves others in between


class RedisSessions:
    def __init__(self, engine: Engine, keys: Keys, name: str) -> None:
        """`name` stands in the notes for other processes, so that this one knows its own.

        `unsure`: sessions of which a change was sent and not answered. It may be made later: then it is news to this process as well.
        """
        self._engine, self._keys, self._name = engine, keys, name
        self.unsure: set[str] = set()

    def open(self, header: Header, events: Sequence[Append]) -> None:
        until = self._claim(header.code, header.id)
        bucket, base = bucket_of(header.id), self._keys.of(header.id)
        arguments = (header.id, until, *header_fields(header), len(events), *flat(events))
        try:
            opened = self._engine.one(scripted(bucket, OPEN, [base, self._sessions(bucket)], arguments))
            if opened != 1 and self.header(header.id) != header:  # a first try may have made it, and its answer been lost
                raise StoreFailed("Could not open a session: it is there already, or two of its events have one id.")
        except StoreFailed:
            self._free([header.code, header.id])
            raise

    def read(self, session_id: str, after: int) -> list[Entry] | None:
        entries: list[Entry] = []
        while True:
            rows, there = self._page(session_id, after + len(entries))
            if not there:
                return None
            entries += self.entries(session_id, rows)
            if entries and entries[-1].seq != after + len(entries):
                raise StoreFailed(f"An event of a session is missing before number {entries[-1].seq}.")
            if len(rows) < PAGE:
                return entries

    def entries(self, session_id: str, rows: Sequence[Any]) -> list[Entry]:
        """From what stands in its stream, with the words that came with them. Raises StoreFailed."""
        seqs = [seq_of(row) for row in rows if came_with_words(row)]
        words: dict[int, bytes] = {}
        if seqs:
            found = self._engine.one(Call(bucket_of(session_id), ("HMGET", f"{self._keys.of(session_id)}:words", *seqs)))
            words = dict(zip(seqs, found, strict=True))
        return [entry_of(row, words.get(seq_of(row))) for row in rows]

    def header(self, session_id: str) -> Header | None:
        call = Call(bucket_of(session_id), ("HMGET", f"{self._keys.of(session_id)}:header", *FIELDS))
        return header_of(session_id, self._engine.one(call))

    def by_code(self, code: str) -> Header | None:
        claim = self._engine.one(Call(CODES, ("HGET", self._keys.codes, code)))
        header = self.header(claim.partition(b":")[2].decode()) if claim else None
        return header if header and header.code == code else None

    def headers(self) -> list[Header]:
        calls = [scripted(bucket, HEADERS, [self._sessions(bucket)], [self._keys.bucket(bucket)]) for bucket in range(BUCKETS)]
        rows = [row for found in self._engine.all(calls) for row in found]
        headers = [header_of(session_id.decode(), row) for session_id, row in rows]
        return sorted((header for header in headers if header), key=lambda header: (-header.opened_at, header.id))

    def change(self, session_id: str, field: str, value: str, was: str | None) -> bool:
        """Give one of its secrets another value, where it still is what it was; None: whatever it was."""
        arguments = (self._name, field, value, "" if was is None else f"={was}")
        call = scripted(bucket_of(session_id), CHANGE, [self._keys.of(session_id)], arguments)
        return self._changed(call, session_id, field, value)

    def keep(self, session_id: str, keep_until: int | None, was: int | None) -> bool:
        bucket = bucket_of(session_id)
        arguments = (self._name, session_id, kept(keep_until), kept(was))
        call = scripted(bucket, KEEP, [self._keys.of(session_id), self._sessions(bucket)], arguments)
        return self._changed(call, session_id, "keep", kept(keep_until))

    def erase(self, session_id: str, seqs: Collection[int]) -> None:
        bucket = bucket_of(session_id)
        self._engine.one(scripted(bucket, ERASE, [self._keys.of(session_id), f"{self._keys.bucket(bucket)}:unswept"], sorted(seqs)))

    def delete(self, session_ids: Sequence[str]) -> None:
        """All that are in one bucket, or none of them. Raises StoreFailed where the engine of some bucket did not answer."""
        buckets: dict[int, list[str]] = {}
        for session_id in session_ids:
            buckets.setdefault(bucket_of(session_id), []).append(session_id)
        calls = [self._deletion(bucket, DELETE, ids) for bucket, ids in buckets.items()]
        for gone in self._engine.all(calls):
            self._free(gone)

    def delete_expired(self, moment: float) -> list[str]:
        calls = [self._deletion(bucket, EXPIRE, [moment]) for bucket in range(BUCKETS)]
        answers = self._engine.call(calls)
        gone = [part for answer in answers if not isinstance(answer, StoreFailed) for part in answer]
        if gone:  # whoever is told of these lets go of them: a bucket that did not answer has its turn the next time
            self._free(gone)
        else:
            refuse_failed(answers)
        return [session_id.decode() for session_id in gone[1::2]]

    def _changed(self, call: Call, session_id: str, field: str, value: str) -> bool:
        """Whether it was changed: at the first try maybe, whose answer was lost."""
        try:
            if self._engine.one(call):
                return True
            look = Call(call.bucket, ("HGET", f"{self._keys.of(session_id)}:header", field))
            return call.repeated and self._engine.one(look) == value.encode()
        except StoreFailed:
            self.unsure.add(session_id)
            raise

    def _deletion(self, bucket: int, script: Script, which: Sequence[Any]) -> Call:
        return scripted(bucket, script, [self._sessions(bucket)], [self._keys.bucket(bucket), self._name, *which])

    def _claim(self, code: str, session_id: str) -> int:
        """Until when (seconds since 1970) the session may be opened with this code. Raises CodeTaken."""
        stale = b""
        while True:
            answer = self._engine.one(scripted(CODES, CLAIM_CODE, [self._keys.codes], [code, session_id, stale]))
            if len(answer) == 1:
                return int(answer[0])
            stale, whose, had_its_time = answer
            header = self.header(whose.decode())
            if (header and header.code == code) or (not had_its_time and whose.decode() != session_id):
                raise CodeTaken(code)

    def _free(self, codes_and_ids: Sequence[Any]) -> None:
        """Where that fails, the code is free in a minute all the same."""
        if codes_and_ids:
            self._engine.call([scripted(CODES, FREE_CODES, [self._keys.codes], codes_and_ids)])

    def _page(self, session_id: str, after: int) -> tuple[list[Any], bool]:
        bucket, base = bucket_of(session_id), self._keys.of(session_id)
        rows = Call(bucket, ("XRANGE", f"{base}:log", f"0-{max(after, 0) + 1}", "+", "COUNT", PAGE))
        found, there = self._engine.all([rows, Call(bucket, ("EXISTS", f"{base}:header"))])
        return found, bool(there)

    def _sessions(self, bucket: int) -> str:
        return f"{self._keys.bucket(bucket)}:sessions"
