"""What is different from the last start on this data folder: said at once, because a facilitator in a hurry wonders where everything is."""

import re
from contextlib import suppress
from pathlib import Path

from pollapp.durable import write_file

PORT_FILE = "last-port"  # in the data folder
_NONE_HERE = "No session is in this folder yet. Are you looking for older ones? Start pollapp where they are, or name it: --data-dir DIR"
_NONE_IN_REDIS = (
    "No session is in this Redis yet. Are you looking for older ones? Name the Redis and the number of the database that have them, "
    "or leave --redis out for those in the data folder"
)


def changes(data_dir: Path, port: int, sessions: int, *, in_redis: bool = False) -> list[str]:
    """A sentence for each thing that may not be meant so; remembers the port for the next time, where that can be written."""
    file = data_dir / PORT_FILE
    before = _port_in(file) or str(port)
    with suppress(OSError):  # it is a courtesy, and keeps no server from starting
        write_file(file, f"{port}\n")
    said = []
    if not sessions:
        said.append(_NONE_IN_REDIS if in_redis else _NONE_HERE)
    elif before != str(port):
        said.append(
            f"Last time it listened on port {before}: pages that are still open look for it there. To go on with them: --port {before}"
        )
    return said


def _port_in(file: Path) -> str:
    """The port that stands in this file; "" where none can be read."""
    try:
        found = re.fullmatch(rb"\s*(\d{1,5})\s*", file.read_bytes())
    except OSError:
        return ""
    return found[1].decode() if found else ""
