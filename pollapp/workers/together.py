"""Rooms kept together: which worker a new line should be on. Any of them could have it, but each that has one line of a room reads and
folds everything that is stored in it (docs/decisions/0023-rooms-kept-together.md).

Pages of one session name the same `room` in their line's address; of that follows a place among the workers. Whoever is hung up on, or
finds that worker gone or too full, is answered by whichever has the knock.
"""

from zlib import crc32

from pollapp.workers.load import Load
from pollapp.workers.post import Post, name_of


class Together:
    def __init__(self, post: Post, workers: int, machine: str, load: Load) -> None:
        self._post, self._workers, self._machine, self._load = post, workers, machine, load

    def host(self, room: str) -> str | None:
        """Who should have a line of this room, by name and life; None where it may as well be us."""
        place = crc32(room.encode("utf-8", "replace")) % self._workers
        if place == self._post.number:
            return None
        life = self._load.host(place)
        return life and f"{name_of(self._machine, place)}.{life}"
