"""A code that was found from a source stays open to it, whatever else is tried there (see `tries`)."""

from collections import OrderedDict


class Found:
    """Which sessions were found from which source. In memory only, and bounded: what was used longest ago is forgotten first."""

    def __init__(self, most: int = 20_000) -> None:
        self._most = most
        self._all: OrderedDict[tuple[str, str], None] = OrderedDict()

    def add(self, source: str, session_id: str) -> None:
        self._all[source, session_id] = None
        self._all.move_to_end((source, session_id))
        if len(self._all) > self._most:
            self._all.popitem(last=False)

    def has(self, source: str, session_id: str) -> bool:
        return (source, session_id) in self._all
