"""What is different from the last start with these sessions: said at once, because a facilitator in a hurry wonders where everything is.

Whoever takes the port that was named to them is told nothing there, so that nobody is sent in circles. Ports are compared within one store.
"""

import re
from contextlib import suppress
from pathlib import Path

from pollapp.durable import write_file

PORT_FILE = "last-port"  # in the data folder. A line for each store, the newest first: its name, its port, another one that was tried since
_LINE = re.compile(r"^([\w-]{1,64}) (\d{1,5})(?: (\d{1,5}))?$", re.ASCII | re.MULTILINE)
_MOST_STORES = 8
_NONE_HERE = "No session is in this folder yet. Are you looking for older ones? Start pollapp where they are, or name it: --data-dir DIR"
_NONE_IN_REDIS = (
    "No session is in this Redis yet. Are you looking for older ones? Name the Redis and the number of the database that have them, "
    "or leave --redis out for those in the data folder"
)


def changes(data_dir: Path, port: int, sessions: int, home: str, *, in_redis: bool = False) -> list[str]:
    """A sentence for each thing that may not be meant so; remembers the port for the next time, where that can be written.

    `home` names the store of the sessions. Every worker asks, and only the first one is heard: asking again changes nothing.
    """
    file = data_dir / PORT_FILE
    known = _ports_in(file)
    before = known.pop(home, ())
    now = _remembered(before if sessions else (), str(port))
    with suppress(OSError):  # it is a courtesy, and keeps no server from starting
        write_file(file, _lines({home: now, **known}))
    if not sessions:
        return [_NONE_IN_REDIS if in_redis else _NONE_HERE]
    if before and str(port) not in before:
        return [f"It listened on port {now[0]} before: pages that are still open look for it there. To go on with them: --port {now[0]}"]
    return []


def _remembered(before: tuple[str, ...], port: str) -> tuple[str, ...]:
    """Its port; behind the one that is named to whoever starts it on another, so that both are silent the next time."""
    if not before or port == before[0]:
        return (port,)
    return before if port in before else (before[-1], port)


def _lines(known: dict[str, tuple[str, ...]]) -> str:
    return "".join(f"{' '.join((home, *ports))}\n" for home, ports in list(known.items())[:_MOST_STORES])


def _ports_in(file: Path) -> dict[str, tuple[str, ...]]:
    """The name of a store → its one or two ports; nothing where nothing can be read."""
    try:
        found = _LINE.findall(file.read_text("ascii", "replace"))
    except OSError:
        return {}
    return {home: (port, tried) if tried else (port,) for home, port, tried in found}
