"""The shelf of several processes: in the Redis or Valkey that has their sessions, under keys of the same buckets (`redis_keys`).

What lies there are strings that run out. What is told goes through publish and subscribe, which the engine keeps nowhere.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

from redis.exceptions import TimeoutError

from pollapp.store.health import Health
from pollapp.store.log import StoreFailed
from pollapp.store.redis_asking import Call, scripted
from pollapp.store.redis_connect import Engine
from pollapp.store.redis_errors import refuse_failed
from pollapp.store.redis_keys import Keys, bucket_of
from pollapp.store.redis_scripts import Script
from pollapp.store.redis_sums import Sums, said
from pollapp.store.shelf import SHARE_HOLDS, Kept, Share

logger = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds for all tries together: less than a dot's, because nothing of this is worth holding up a broadcast
ECHO = 0.5  # seconds within which what was said comes back; later, it is not waited for
LISTEN_AGAIN = 1.0  # seconds until a lost connection is made anew
GLANCE = 1.0  # seconds in which a listener that should end notices
QUIET = 5  # glances without a word, then it asks whether the engine is there; and as many until it gives it up

LOOK = Script("return {redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1])}")

PUT = Script("redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])")
TAKE = Script("redis.call('DEL', KEYS[1])")

# ARGV: what it was ("=" and that; "": nothing), what it is to be, for how many milliseconds. Gives whether it is that now: also where it
# was sent twice.
SWAP = Script("""
local was = redis.call('GET', KEYS[1])
if was == ARGV[2] then return 1 end
if (was and '=' .. was or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
""")


class RedisShelf:
    """`url`: of the engine that has the sessions, whose `health` notices what goes wrong here: where nobody votes, nothing else may.

    Raises StoreFailed for what is no such address; nothing is asked of the engine yet.
    """

    shared = True

    def __init__(self, url: str, health: Health, prefix: str = "pollapp") -> None:
        self._health = health
        self._engine = Engine(url)
        self._keys, self._prefix = Keys(prefix), prefix
        self._name = secrets.token_hex(4)  # of this process, among those that share
        self._closed = threading.Event()
        self._hearers: list[Callable[[str], None]] = []
        self._sums = Sums()
        self._has_listener, self._listens = False, threading.Event()
        self._numbers, self._echo, self._echoed = count(1), 0, threading.Condition()  # of what was said, and has come back

    def look(self, key: str) -> Kept | None:
        text, left = self._run(LOOK, key)
        return Kept(text.decode(), max(0, left) / 1000) if text is not None else None

    def put(self, key: str, text: str, seconds: float) -> None:
        self._run(PUT, key, text, _ms(seconds))

    def swap(self, key: str, was: str | None, text: str, seconds: float) -> bool:
        return bool(self._run(SWAP, key, "" if was is None else f"={was}", text, _ms(seconds)))

    def take(self, *keys: str) -> None:
        for key in keys:  # one by one: they are in as many slots of a cluster
            self._run(TAKE, key)

    def share(self, shares: Mapping[str, Share]) -> dict[str, Share]:
        """Once what was said here comes back, everything that others said before it has come too."""
        self._start_listening()
        self._listens.wait(ECHO)
        number = next(self._numbers)
        self._publish("present", f"{number} {said(shares, SHARE_HOLDS)}")
        with self._echoed:
            self._echoed.wait_for(lambda: self._echo >= number, ECHO)
        return self._sums.of(shares)

    def tell(self, text: str) -> None:
        self._publish("told", text)

    def hear(self, heard: Callable[[str], None]) -> None:
        self._hearers.append(heard)
        self._start_listening()

    def _publish(self, channel: str, text: str) -> None:
        self._all([Call(0, ("PUBLISH", f"{self._prefix}:{channel}", f"{self._name} {text}"))])

    def _start_listening(self) -> None:
        with self._echoed:
            starts, self._has_listener = not self._has_listener, True
        if starts:
            threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._closed.set()
        self._engine.close()

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                with self._engine.connection(0) as connection:
                    self._listen_to(connection)
            except StoreFailed:  # the store's health tells of it; what is told meanwhile is missed
                self._closed.wait(LISTEN_AGAIN)
            except Exception:
                if not self._closed.is_set():  # else its connection was closed while it listened
                    logger.exception("Not heard what others tell.")
                self._closed.wait(LISTEN_AGAIN)

    def _listen_to(self, connection: Any) -> None:
        """Until it is lost: then OSError or RedisError; or until the shelf is closed."""
        try:
            connection.send_command("SUBSCRIBE", f"{self._prefix}:told", f"{self._prefix}:present")
            quiet = 0
            while not self._closed.is_set():
                try:
                    self._read(connection.read_response(timeout=GLANCE, disconnect_on_error=False))
                    quiet = 0
                except TimeoutError:
                    quiet += 1
                if quiet == QUIET:
                    connection.send_command("PING")
                elif quiet == 2 * QUIET:
                    raise OSError("it has fallen silent")
        finally:
            self._listens.clear()
            connection.disconnect()  # one that has subscribed is of no other use

    def _read(self, message: Any) -> None:
        kind, channel, text = message[:3] if len(message) > 2 else (*message, b"")  # an answer to PING has two parts
        if kind == b"subscribe":
            self._listens.set()
        elif kind == b"message":
            name, _, rest = text.decode().partition(" ")
            heard = self._hear_who_is_there if channel.endswith(b":present") else self._hear_told
            heard(name, rest)

    def _hear_told(self, name: str, text: str) -> None:
        for heard in self._hearers if name != self._name else ():
            heard(text)

    def _hear_who_is_there(self, name: str, text: str) -> None:
        number, _, shares = text.partition(" ")
        if name != self._name:
            self._sums.hear(name, shares)
            return
        with self._echoed:
            self._echo = int(number)
            self._echoed.notify_all()

    def _run(self, script: Script, key: str, *arguments: Any) -> Any:
        bucket, where = self._place(key)
        [answer] = self._all([scripted(bucket, script, [where], arguments)])
        return answer

    def _place(self, key: str) -> tuple[int, str]:
        """`s:<session>:<name>` lies beside the session's own; whatever belongs to none is spread over the buckets."""
        if key.startswith("s:"):
            session_id, _, name = key.removeprefix("s:").rpartition(":")
            return bucket_of(session_id), f"{self._keys.of(session_id)}:{name}"
        return bucket_of(key), f"{self._keys.bucket(bucket_of(key))}:shelf:{key}"

    def _all(self, calls: Sequence[Call]) -> list[Any]:
        with self._health.noticing():
            answers = self._engine.call(calls, PATIENCE)
            refuse_failed(answers)
        return answers


def _ms(seconds: float) -> int:
    return max(1, round(seconds * 1000))
