"""Rooms kept together: which worker a new line should be on. Any of them could have it, but each that has one line of a room reads and
folds everything that is stored in it (docs/decisions/0023-rooms-kept-together.md).

Pages of one session name the same `room` in their line's address; of that follows a place among the workers. Whoever is hung up on, or
finds that worker gone or too full, is answered by whichever has the knock.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from pollapp.workers.load import Load
from pollapp.workers.post import Post, name_of


class Together:
    def __init__(self, post: Post, workers: int, machine: str, load: Load) -> None:
        self._post, self._workers, self._machine, self._load = post, workers, machine, load
        self._coming: Counter[str] = Counter()  # to each worker, from here: it counts only those that it has taken

    def host(self, room: str, leaving: bool) -> str | None:
        """Who should have a line of this room, by name and life; None where it may as well be us. `leaving`: whether we are."""
        place = crc32(room.encode("utf-8", "replace")) % self._workers
        if place == self._post.number and not leaving:
            return None
        there = self._load.at(place)
        if there is None:
            return None
        life, connections = there
        host = f"{name_of(self._machine, place)}.{life}"
        return host if connections + self._coming[host] < self._load.most() else None

    @contextmanager
    def giving(self, host: str) -> Iterator[None]:
        """While a connection is on its way there."""
        self._coming[host] += 1
        try:
            yield
        finally:
            self._coming -= Counter((host,))  # which keeps no name without any: strangers make some up
