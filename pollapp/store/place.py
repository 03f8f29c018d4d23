"""Where the sessions are kept: in a file on this computer, or in an engine that several processes and machines share. Whoever opens
them, to serve or for one command, asks here; nothing else knows which of the two it is.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pollapp.config import Config
from pollapp.redis_address import shown
from pollapp.store.health import Health
from pollapp.store.log import Entry, EventLog, Header, RunBlocking, run_here
from pollapp.store.shelf import MemoryShelf, Shelf
from pollapp.store.sqlite_log import SqliteLog, sessions_file_in
from pollapp.store.sqlite_reader import reading as reading_file


@dataclass(frozen=True, slots=True)
class Place:
    """`redis`: the engine's address, a password in it; "" where it is the file."""

    file: Path
    redis: str = field(default="", repr=False)

    def said(self) -> str:
        """Where that is, for people: without the password."""
        return shown(self.redis) if self.redis else str(self.file.parent)


def place_of(config: Config) -> Place:
    return Place(sessions_file_in(config.data_dir), config.redis)


class Reader(Protocol):
    """What somebody needs who takes a session home."""

    def header(self, session_id: str) -> Header | None: ...

    def read(self, session_id: str, after: int = 0) -> list[Entry] | None: ...


def open_log(place: Place, run_blocking: RunBlocking = run_here, home: str = "", run_storing: RunBlocking | None = None) -> EventLog:
    """The sessions, to work on. `home`: the engine's name, for a server: it goes on with no other engine. Raises StoreFailed."""
    if place.redis:
        # its library takes a while, and a file needs none of it
        from pollapp.store.redis_home import KnownRedisLog  # noqa: PLC0415
        from pollapp.store.redis_log import RedisLog  # noqa: PLC0415

        return KnownRedisLog(place.redis, home) if home else RedisLog(place.redis)
    return SqliteLog(place.file, run_blocking, run_storing)


def open_shelf(place: Place, health: Health) -> Shelf:
    """What the processes that serve these sessions must know of each other; `health`: that of the sessions' log. Raises StoreFailed."""
    if place.redis:
        from pollapp.store.redis_shelf import RedisShelf  # noqa: PLC0415  # as above

        return RedisShelf(place.redis, health)
    return MemoryShelf()


@contextmanager
def reading(place: Place) -> Iterator[Reader]:
    """The sessions, to read while others write. Raises StoreFailed."""
    if place.redis:
        with closing(open_log(place)) as log:
            yield log
    else:
        with reading_file(place.file) as file:
            yield file
