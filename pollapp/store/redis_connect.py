"""How to reach the engine that keeps the sessions: one Redis or Valkey, a Sentinel's master, or a cluster."""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from redis import RedisError
from redis.connection import Connection, ConnectionPool
from redis.exceptions import NoScriptError

from pollapp.store.log import StoreFailed
from pollapp.store.redis_asking import Asking, Call, taken
from pollapp.store.redis_errors import failed, refuse_failed, worth_another_try
from pollapp.store.redis_url import PoolOf, life_of, pools_of

PATIENCE = 4.0  # seconds for all tries together: phones wait 5 for an answer
HURRIED = 0.5  # likewise, while it is known that no engine takes writes: nobody waits for long
REST = 0.5  # seconds between two tries to look something up where no engine answers
AT_ONCE = 16  # who look something up; appending waits for none of them
PAUSES = (0.02, 0.5)  # seconds between two tries, the first and the longest


class Engine:
    """Everything sent through here may be sent twice: what gets no answer is tried again.

    `lives`: for each bucket, the run id of the engine that answered for it last; another one has started anew, or taken over.
    It is known before anything is asked of that one.
    """

    def __init__(self, url: str) -> None:
        """Raises StoreFailed for an address that cannot be one."""
        self._pools: PoolOf = pools_of(url)
        self.lives: dict[int, str] = {}
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._away: dict[int, tuple[float, str]] = {}  # the buckets that nobody answers for: since when, and why

    def call(self, calls: Sequence[Call], patience: float | None = None) -> list[Any]:
        """Each one's answer, in order, or the StoreFailed that it came to within `patience` seconds. Those for one engine go together."""
        answers: list[Any] = [None] * len(calls)
        left, until, (pause, longest) = list(range(len(calls))), time.monotonic() + (patience or PATIENCE), PAUSES
        while left:
            for place, answer in zip(left, self._once([calls[place] for place in left]), strict=True):
                answers[place] = answer
            left = [place for place in left if worth_another_try(answers[place])]
            unknown = [place for place in left if isinstance(answers[place], NoScriptError)]
            for place in left:
                calls[place].with_text |= place in unknown
                calls[place].repeated |= place not in unknown
            if len(unknown) < len(left):
                if time.monotonic() + pause > until:
                    break
                time.sleep(pause)
                pause = min(2 * pause, longest)
                self._pools.look_again()
        answers = [failed(answer) if isinstance(answer, Exception) else answer for answer in answers]
        for call, answer in zip(calls, answers, strict=True):
            self._notice(call.bucket, answer)
        return answers

    def all(self, calls: Sequence[Call]) -> list[Any]:
        """Likewise, and StoreFailed is raised where one came to that.

        When many ask at once they do so in turn, and none waits for what somebody has just waited for in vain.
        """
        with self._turns:
            away = [self._away[call.bucket] for call in calls if call.bucket in self._away]
            for since, why in away:
                if time.monotonic() - since < REST:
                    raise StoreFailed(why, "away")
            answers = self.call(calls, HURRIED if away else None)
        refuse_failed(answers)
        return answers

    def one(self, call: Call) -> Any:
        """The answer to one call. Raises StoreFailed."""
        return self.all([call])[0]

    @contextmanager
    def connection(self, bucket: int) -> Iterator[Connection]:
        """One of its own to the engine that has this bucket. Raises StoreFailed; broken where the work with it fails."""
        try:
            pool = self._pools.of(bucket)
            with taken(pool) as connection:
                self._meet(bucket, life_of(connection), pool)
                yield connection
        except (RedisError, OSError) as error:
            self._pools.look_again()
            raise failed(error) from error

    def together(self, buckets: Iterable[int]) -> list[list[int]]:
        """The buckets that one engine has, for each engine. Raises StoreFailed."""
        of: dict[ConnectionPool, list[int]] = {}
        try:
            for bucket in buckets:
                of.setdefault(self._pools.of(bucket), []).append(bucket)
        except (RedisError, OSError) as error:
            raise failed(error) from error
        return list(of.values())

    def close(self) -> None:
        self._pools.close()

    def _notice(self, bucket: int, answer: Any) -> None:
        if isinstance(answer, StoreFailed) and answer.trouble == "away":
            self._away[bucket] = time.monotonic(), str(answer)
        else:
            self._away.pop(bucket, None)

    def _meet(self, bucket: int, life: str, pool: ConnectionPool) -> None:
        if self.lives.get(bucket, life) != life:
            pool.disconnect(inuse_connections=False)  # what lies there from the life before is worth nothing
        self.lives[bucket] = life

    def _once(self, calls: Sequence[Call]) -> list[Any]:
        answers: list[Any] = [None] * len(calls)
        places_of: dict[ConnectionPool, list[int]] = {}
        for place, call in enumerate(calls):
            try:
                places_of.setdefault(self._pools.of(call.bucket), []).append(place)
            except (RedisError, OSError) as error:
                answers[place] = error
        with ExitStack() as asked:
            for asking in [self._asked(pool, calls, places, answers, asked) for pool, places in places_of.items()]:
                if asking:
                    asking.read(answers)
        return answers

    def _asked(
        self, pool: ConnectionPool, calls: Sequence[Call], places: Sequence[int], answers: list[Any], asked: ExitStack
    ) -> Asking | None:
        try:
            asking = Asking(pool)
            asked.callback(asking.let_go)
            for bucket in {calls[place].bucket for place in places}:
                self._meet(bucket, asking.life, pool)
            asking.send(calls, places, answers)
        except (RedisError, OSError) as error:
            for place in places:
                answers[place] = error
            return None
        return asking
