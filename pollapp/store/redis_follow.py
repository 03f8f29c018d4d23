"""Who hears of what other processes do: one blocking read, on a connection of its own, for each bucket in which a session is attended.

It reads the logs and notes of all of them, and a stream by which this process wakes it when there is one more.
"""

import logging
import socket
import threading
import time
from contextlib import suppress

from redis.connection import Connection

from pollapp.store.log import StoreFailed
from pollapp.store.redis_asking import Call, scripted
from pollapp.store.redis_connect import Engine
from pollapp.store.redis_keys import Keys, bucket_of
from pollapp.store.redis_places import Place, RedisPlaces
from pollapp.store.redis_scripts import ATTEND

logger = logging.getLogger(__name__)

BLOCK = 2.0  # seconds that a read waits for something new
LATE = 2.0  # seconds after that, in which its answer has to be here
MOST = 1_000  # entries of a session in one answer
PAUSE = 0.005  # seconds between the starts of two reads while something comes in
AWAY = (0.05, 1.0)  # seconds between tries to reach the engine, the first and the longest
FAREWELL = 0.3  # seconds in which the engine takes what was left there; where it does not, it runs out by itself
SETTLE = 0.25  # seconds that a read waits for a session whose place is just being asked for


class RedisFollow:
    def __init__(self, engine: Engine, keys: Keys, places: RedisPlaces, name: str) -> None:
        self._engine, self._keys, self._places, self._name = engine, keys, places, name
        self._calls: dict[int, int] = {}  # how often each bucket's read was to be woken
        self._threads: dict[int, threading.Thread] = {}
        self._reading: dict[int, Connection] = {}
        self._changed = threading.Condition()
        self._closing = False

    def attend(self, session_id: str, after: int) -> None:
        """Where the engine cannot be asked how the session stands, whoever reaches it next has it read again."""
        bucket, place = bucket_of(session_id), Place(after)
        life = self._engine.lives.get(bucket)
        with self._changed:
            self._places.put(session_id, place)
            call = self._calls[bucket] = self._calls.get(bucket, 0) + 1
            self._start(bucket)
            self._changed.notify_all()
        try:
            head, place.note = self._engine.one(scripted(bucket, ATTEND, [self._wake_of(bucket), self._keys.of(session_id)], [call]))
            now = self._engine.lives[bucket]
            place.life = now if head >= after and life in (None, now) else None
        except StoreFailed:
            place.life = None
        finally:
            with self._changed:
                place.asking = False
                self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        for connection in list(self._reading.values()):
            _break_off(connection)
        until = time.monotonic() + LATE
        for thread in self._threads.values():
            thread.join(max(0.0, until - time.monotonic()))
        leaving = threading.Thread(target=self._take_wakes_away, name="take-wakes-away", daemon=True)
        leaving.start()
        leaving.join(FAREWELL)  # whoever waits for an engine that is away waits alone

    def _take_wakes_away(self) -> None:
        self._engine.call([Call(bucket, ("UNLINK", self._wake_of(bucket))) for bucket in list(self._calls)], FAREWELL)

    def _start(self, bucket: int) -> None:
        if bucket not in self._threads and not self._closing:
            self._threads[bucket] = threading.Thread(target=self._follow, args=[bucket], name=f"follow-{bucket}", daemon=True)
            self._threads[bucket].start()

    def _follow(self, bucket: int) -> None:
        pause, longest = AWAY
        while self._wait_for_some(bucket):
            try:
                with self._engine.connection(bucket) as connection:
                    self._reading[bucket] = connection
                    pause = AWAY[0]
                    while self._places.of(bucket) and not self._closing:
                        self._read(bucket, connection)
            except StoreFailed:
                time.sleep(0 if self._closing else pause)
                pause = min(2 * pause, longest)
            except Exception:
                if not self._closing:  # else a read was broken off
                    logger.exception("Following the sessions failed.")
                    time.sleep(longest)
            finally:
                self._reading.pop(bucket, None)

    def _wait_for_some(self, bucket: int) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._places.of(bucket))
        return not self._closing

    def _read(self, bucket: int, connection: Connection) -> None:
        started = time.monotonic()
        with self._changed:
            self._changed.wait_for(lambda: not any(place.asking for place in self._places.of(bucket).values()), SETTLE)
        self._places.renew(bucket)
        streams = self._streams(bucket)
        after = [f"0-{number}" for number in streams.values()]
        connection.send_command("XREAD", "COUNT", MOST, "BLOCK", int(BLOCK * 1_000), "STREAMS", *streams, *after)
        for stream, rows in connection.read_response(timeout=BLOCK + LATE) or ():
            base, _, kind = stream.decode().rpartition(":")
            session_id = base[len(self._keys.bucket(bucket)) + len(":s:") :]
            if kind == "log":
                self._places.feed_rows(session_id, rows)
            elif kind == "notes":
                self._places.feed_notes(session_id, rows)
        time.sleep(max(0.0, started + PAUSE - time.monotonic()))

    def _streams(self, bucket: int) -> dict[str, int]:
        """What to read, and after which number each."""
        with self._changed:
            streams = {self._wake_of(bucket): self._calls[bucket]}
            for session_id, place in self._places.of(bucket).items():
                streams[f"{self._keys.of(session_id)}:log"] = place.seq
                if not place.asking:
                    streams[f"{self._keys.of(session_id)}:notes"] = place.note
            return streams

    def _wake_of(self, bucket: int) -> str:
        return f"{self._keys.bucket(bucket)}:wake:{self._name}"


def _break_off(connection: Connection) -> None:
    """Whoever reads on it gets no more. Closing it ends a thread's read; with an async library that would wait on."""
    with suppress(OSError):
        if reading := connection._sock:
            reading.shutdown(socket.SHUT_RDWR)
