"""Waiting until a replica has what was stored, before somebody is told of it who took something back: an engine acks before its replicas
have heard of it, and whichever takes over in that moment would bring back what was forgotten or deleted.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress

from redis.connection import Connection

from pollapp.store.log import StoreFailed
from pollapp.store.redis_connect import Engine
from pollapp.store.redis_keys import BUCKETS, Keys
from pollapp.store.redis_url import life_of

logger = logging.getLogger(__name__)

WITHIN = 1.0  # seconds: who waits for an answer gives up after 5

# An engine waits for what the connection that asks has written last, and so for all that anybody wrote before. This leaves nothing there.
_MARK = "redis.call('SET', KEYS[1], '') redis.call('DEL', KEYS[1])"


class RedisCopies:
    def __init__(self, engine: Engine, keys: Keys) -> None:
        self._engine, self._keys = engine, keys
        self._turns = [_Turns() for _ in range(BUCKETS)]
        self._missing = False

    def wait(self, buckets: Iterable[int]) -> None:
        """Until one replica of each engine that has these buckets has all that was stored there before. Nothing is raised: where none
        says so in time, that is logged, once until one does again. An engine without a replica is not waited for.
        """
        with suppress(StoreFailed):
            for bucket, *_ in self._engine.together(buckets):
                self._turns[bucket].share(lambda bucket=bucket: self._wait(bucket))  # type: ignore[misc]

    def _wait(self, bucket: int) -> None:
        try:
            with self._engine.connection(bucket) as connection:
                confirmed = not _has_replica(connection) or self._confirmed(connection, bucket)
        except StoreFailed:  # or it may not be asked, or has just become a replica
            confirmed = False
        if not (confirmed or self._missing):
            logger.warning(
                "No replica of Redis has confirmed in %g s what somebody has just deleted, forgotten or taken back. It is stored; "
                "a replica that takes over now may bring it back. See that the replicas are there and keep up.",
                WITHIN,
            )
        self._missing = not confirmed

    def _confirmed(self, connection: Connection, bucket: int) -> bool:
        connection.send_command("EVAL", _MARK, 1, f"{self._keys.bucket(bucket)}:mark")
        connection.read_response()
        connection.send_command("WAIT", 1, int(WITHIN * 1_000))
        return bool(connection.read_response(timeout=2 * WITHIN))


def _has_replica(connection: Connection) -> bool:
    if not life_of(connection):  # this user may not ask for it
        return False
    connection.send_command("INFO", "replication")
    return b"state=online" in connection.read_response()


class _Turns:
    """One waits at a time; all who come meanwhile share the next wait: a class that forgets at once waits for two, not for thirty."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._begun = self._ended = 0

    def share(self, wait: Callable[[], None]) -> None:
        """Returns once a wait is over that began after this was called."""
        with self._changed:
            mine = self._begun + 1
            self._changed.wait_for(lambda: self._ended >= mine or self._begun == self._ended)
            if self._ended >= mine:
                return
            self._begun += 1
        try:
            wait()
        finally:
            with self._changed:
                self._ended = self._begun
                self._changed.notify_all()
