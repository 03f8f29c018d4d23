"""One connection of a pool, while something is asked on it and answered."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from redis.connection import Connection, ConnectionPool
from redis.exceptions import BusyLoadingError, ConnectionError, DataError, ResponseError, TimeoutError

from pollapp.store.redis_scripts import Script
from pollapp.store.redis_url import life_of


@dataclass(slots=True)
class Call:
    """A command for the engine that has this bucket. Where it is a script, `command` is what follows its text.

    `repeated`: it was sent before and got no answer, so that it may have been carried out already.
    """

    bucket: int
    command: tuple[Any, ...]
    script: Script | None = None
    with_text: bool = False
    repeated: bool = False

    def parts(self) -> tuple[Any, ...]:
        if not self.script:
            return self.command
        return ("EVAL", self.script.text, *self.command) if self.with_text else ("EVALSHA", self.script.sha, *self.command)


def scripted(bucket: int, script: Script, keys: Sequence[str], arguments: Sequence[Any]) -> Call:
    return Call(bucket, (len(keys), *keys, *arguments), script)


class Asking:
    """A connection between questions and their answers. Whoever makes one lets go of it."""

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool
        self._connection = pool.get_connection()
        self.life = life_of(self._connection)
        self._sent: list[int] = []
        self._broken = True  # until every answer is there

    def send(self, calls: Sequence[Call], places: Sequence[int], answers: list[Any]) -> None:
        """What cannot be written down is answered here: it holds up nothing else."""
        packed: list[bytes] = []
        for place in places:
            try:
                packed += self._connection.pack_command(*calls[place].parts())
            except (UnicodeError, DataError) as error:
                answers[place] = error
            else:
                self._sent.append(place)
        self._connection.send_packed_command([b"".join(packed)])

    def read(self, answers: list[Any]) -> None:
        """Puts each answer in its place, or the error that came instead."""
        for number, place in enumerate(self._sent):
            try:
                answers[place] = self._connection.read_response()
            except ResponseError as error:
                answers[place] = error
            except (ConnectionError, TimeoutError) as error:
                if not isinstance(error, BusyLoadingError):  # that is an answer like any other
                    for rest in self._sent[number:]:
                        answers[rest] = error
                    return
                answers[place] = error
        self._broken = False

    def let_go(self) -> None:
        if self._broken:
            self._connection.disconnect()
        self._pool.release(self._connection)


@contextmanager
def taken(pool: ConnectionPool) -> Iterator[Connection]:
    """A connection for work of its own: broken where that fails."""
    connection = pool.get_connection()
    try:
        yield connection
    except BaseException:
        connection.disconnect()
        raise
    finally:
        pool.release(connection)
