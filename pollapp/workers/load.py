"""How many connections each worker has, in memory that all of them see. Who has more than others lets them answer the next knock.

Without it, 298 of 400 phones that knock in one moment come to one of two workers, and after a rolling restart the last worker has few.
"""

import mmap
import tempfile
from typing import IO

SEATS = 256  # workers, and those that replace them while they leave
_BYTES = 4
_NOBODY = 2**32 - 1
SLACK = 4  # connections more than the least that nobody minds
SHARE = 0.02  # … and this part of the least


def new_table() -> IO[bytes]:
    """An empty table, as a file without a name; for whoever starts the workers."""
    table = tempfile.TemporaryFile()  # noqa: SIM115  # whoever asked for it closes it
    table.write(b"\xff" * SEATS * _BYTES)
    table.flush()
    return table


class Load:
    """`file`: the table's file, by number."""

    def __init__(self, file: int) -> None:
        self._table = memoryview(mmap.mmap(file, SEATS * _BYTES)).cast("I")

    def say(self, seat: int, connections: int) -> None:
        self._table[seat] = connections

    def leave(self, seat: int) -> None:
        """Whoever sat there takes no more connections."""
        self._table[seat] = _NOBODY

    def is_ahead(self, seat: int) -> bool:
        """Whether somebody else should take the next one."""
        least = min(self._table)
        return self._table[seat] > least + SLACK + SHARE * least
