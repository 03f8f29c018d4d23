"""Bytes that a deletion leaves in the engine's own files, codes that a crash left behind, and the smallest try whether it stores.

What is deleted is out of the engine's memory at once. Its append-only file keeps the words until it is written anew, so that is asked
for: in each bucket `:unswept` counts deletions since the last time, and while the engine is at it `:sweeping` says in which life of its.
Both are in the engine, so that any process finishes what another has begun. At most one rewriting goes on; a sweep waits for none.
"""

from collections.abc import Sequence

from pollapp.store.log import StoreFailed
from pollapp.store.redis_asking import Call, scripted
from pollapp.store.redis_connect import Engine
from pollapp.store.redis_errors import refuse_failed
from pollapp.store.redis_keys import BUCKETS, CODES, TAGS, Keys
from pollapp.store.redis_session_scripts import CLAIM, FREE_CODES, UNSWEPT_AGAIN, UNSWEPT_BEGUN
from pollapp.store.redis_sessions import RedisSessions

_AT_IT = ("aof_rewrite_in_progress", "aof_rewrite_scheduled", "rdb_bgsave_in_progress")
_FAILED = (
    "What was deleted is gone from every session, but bytes of it still lie in the files of the engine that keeps the sessions: {why}. "
    "This is tried again every minute while the server runs."
)


class RedisSweep:
    def __init__(self, engine: Engine, keys: Keys, sessions: RedisSessions) -> None:
        self._engine, self._keys, self._sessions = engine, keys, sessions
        self._mended = ""

    def sweep(self) -> str:
        """One step of it, for each engine. Gives what keeps it from going on, "" when nothing does. Raises StoreFailed."""
        owed = self._marks("unswept", range(BUCKETS))
        self._mend_codes(anyway=bool(owed))
        found = [self._step(buckets) for buckets in self._engine.together(range(BUCKETS))]
        return next((left for left in found if left), "")

    def probe(self) -> None:
        """A write in every bucket: each engine stores. Raises StoreFailed."""
        calls = [Call(bucket, ("SET", f"{self._keys.bucket(bucket)}:probe", "", "EX", 60)) for bucket in range(len(TAGS))]
        refuse_failed(self._engine.call(calls, patience=1.0))

    def _step(self, buckets: Sequence[int]) -> str:
        owed = self._marks("unswept", buckets)
        begun = self._marks("sweeping", buckets)
        if not owed and not begun:
            return ""
        said = self._persistence(buckets[0])
        if any(said.get(what, "0") != "0" for what in _AT_IT):
            return ""
        if begun:
            return self._finish(begun, said)
        return self._begin(owed)

    def _begin(self, owed: dict[int, bytes]) -> str:
        some = next(iter(owed))
        try:
            self._tell(some, "BGREWRITEAOF")
            if self._snapshots(some):
                self._tell(some, "BGSAVE", "SCHEDULE")
        except StoreFailed as failed:
            return _FAILED.format(why=failed)
        life = self._engine.lives[some]
        self._engine.all([scripted(bucket, UNSWEPT_BEGUN, [self._keys.bucket(bucket)], [count, life]) for bucket, count in owed.items()])
        return ""

    def _finish(self, begun: dict[int, bytes], said: dict[str, str]) -> str:
        """It is at rest: has it done what it was told to?"""
        some = next(iter(begun))
        well = said.get("aof_last_bgrewrite_status", "ok") == said.get("rdb_last_bgsave_status", "ok") == "ok"
        if well and self._engine.lives[some].encode() in begun.values():
            self._engine.all([Call(bucket, ("DEL", f"{self._keys.bucket(bucket)}:sweeping")) for bucket in begun])
            return ""
        self._engine.all([scripted(bucket, UNSWEPT_AGAIN, [self._keys.bucket(bucket)], []) for bucket in begun])
        return "" if well else _FAILED.format(why="it could not write them anew, its own log says why")

    def _snapshots(self, bucket: int) -> bool:
        """Whether it ever writes snapshots, which hold what was deleted until the next one. Where it will not say: as if it did."""
        said = self._engine.call([Call(bucket, ("CONFIG", "GET", "save")), Call(bucket, ("INFO", "persistence"))])
        saves = said[0]
        return isinstance(saves, StoreFailed) or len(saves) != 2 or saves[1] != b"" or _fields(said[1]).get("rdb_saves", "0") != "0"

    def _persistence(self, bucket: int) -> dict[str, str]:
        try:
            return _fields(self._engine.one(Call(bucket, ("INFO", "persistence"))))
        except StoreFailed as failed:
            if failed.trouble:
                raise
            return {}

    def _tell(self, bucket: int, *command: str) -> None:
        self._engine.one(Call(bucket, command))

    def _marks(self, kind: str, buckets: Sequence[int]) -> dict[int, bytes]:
        marks = self._engine.all([Call(bucket, ("GET", f"{self._keys.bucket(bucket)}:{kind}")) for bucket in buckets])
        return {bucket: mark for bucket, mark in zip(buckets, marks, strict=True) if mark not in (None, b"0")}

    def _mend_codes(self, anyway: bool) -> None:
        """Where the engine is another one than at the last look: codes without a session are free, sessions without a code get theirs."""
        life = f"{self._engine.lives}"
        if life == self._mended and not anyway:
            return
        claims: list[bytes] = self._engine.one(Call(CODES, ("HGETALL", self._keys.codes)))
        headers = {header.code: header.id for header in self._sessions.headers()}
        claimed = {code.decode(): claim.decode() for code, claim in zip(claims[::2], claims[1::2], strict=True)}
        now = int(self._engine.one(Call(CODES, ("TIME",)))[0])
        stale: list[str] = []
        for code, claim in claimed.items():
            since, _, session_id = claim.partition(":")
            if code not in headers and now - int(since) > CLAIM:
                stale += [code, session_id]
        lacking = [part for code, session_id in headers.items() if code not in claimed for part in (code, f"0:{session_id}")]
        if stale:
            self._engine.all([scripted(CODES, FREE_CODES, [self._keys.codes], stale)])
        self._engine.all([Call(CODES, ("HSETNX", self._keys.codes, *lacking[at : at + 2])) for at in range(0, len(lacking), 2)])
        self._mended = life


def _fields(info: bytes) -> dict[str, str]:
    return dict(line.split(":", 1) for line in info.decode(errors="replace").splitlines() if ":" in line)
