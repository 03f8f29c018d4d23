"""How many connections each worker has, in memory that all of them see. Who has more than others lets them answer the next knock, and is
given no more rooms.

Without it, 298 of 400 phones that knock in one moment come to one of two workers, and after a rolling restart the last worker has few.
"""

import mmap
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import IO

SEATS = 256  # workers, and those that replace them while they leave
_COLUMNS = 4  # of each: connections, place, life, and when it last said so
_BYTES = 4
_NOBODY = 2**32 - 1
SLACK = 4  # connections more than the least that nobody minds
SHARE = 0.02  # … and this part of the least
FULLER = 1.15  # times as many connections as all have on average: a worker that has more is given no rooms of others
A_CLASS = 40  # … and these: a single class is not divided
HEARD_WITHIN = 1.0  # seconds; who has said nothing for longer hangs, or has more than enough to do


def new_table() -> IO[bytes]:
    """An empty table, as a file without a name; for whoever starts the workers."""
    table = tempfile.TemporaryFile()  # noqa: SIM115  # whoever asked for it closes it
    table.write(b"\xff" * SEATS * _COLUMNS * _BYTES)
    table.flush()
    return table


class Load:
    """`file`: the table's file, by number."""

    def __init__(self, file: int, now: Callable[[], float] = time.monotonic) -> None:
        table = memoryview(mmap.mmap(file, SEATS * _COLUMNS * _BYTES)).cast("I")
        self._connections, self._places, self._lives, self._said = (table[SEATS * n : SEATS * (n + 1)] for n in range(_COLUMNS))
        self._now = now

    def sit(self, seat: int, place: int, life: str) -> None:
        """From now on whoever sits there is the one at this place among the workers, from 0. `life`: six hexadecimal digits."""
        self._places[seat], self._lives[seat] = place, int(life, 16)

    def say(self, seat: int, connections: int) -> None:
        self._said[seat], self._connections[seat] = self._moment(), connections

    def leave(self, seat: int) -> None:
        """Whoever sat there takes no more connections."""
        self._connections[seat] = _NOBODY

    def is_ahead(self, seat: int) -> bool:
        """Whether somebody else should take the next one."""
        least = min(self._connections)
        return self._connections[seat] > least + SLACK + SHARE * least

    def at(self, place: int) -> tuple[str, int] | None:
        """The life of the worker at this place, and how many connections it has. None where nobody is heard of."""
        for seat, connections in self._taking():
            if self._places[seat] == place and (self._moment() - self._said[seat]) % 2**32 <= 1000 * HEARD_WITHIN:
                return f"{self._lives[seat]:06x}", connections
        return None

    def most(self) -> float:
        """From so many connections on a worker is given no more of those that belong to it and come to another one."""
        have = [connections for _, connections in self._taking()]
        return A_CLASS + FULLER * sum(have) / max(1, len(have))

    def _taking(self) -> Iterator[tuple[int, int]]:
        """The seat and the connections of each who takes more."""
        return ((seat, connections) for seat, connections in enumerate(self._connections) if connections != _NOBODY)

    def _moment(self) -> int:
        """Milliseconds, of a clock that all processes of a computer share."""
        return int(1000 * self._now()) % 2**32
