"""The shelf: small things that every process of one server must know, and that are no events: an offer to steer, since when a countdown
runs, how many are connected. docs/decisions/0021 says what lies on it, and what each process has for itself.

Whatever lies on it is gone after its span, and spans are the only times on it: what is `left` of one tells how long ago it began.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies there. `left`: seconds until it is gone."""

    text: str
    left: float


@dataclass(frozen=True, slots=True)
class Share:
    """How many are connected to a session: phones that have joined it, and consoles."""

    phones: int = 0
    consoles: int = 0


NOBODY = Share()


class Shelf(Protocol):
    """Every method but `close` raises StoreFailed while the shelf is out of reach."""

    shared: bool  # whether other processes may have it too

    def look(self, key: str) -> Kept | None:
        """What lies there, or None."""

    def put(self, key: str, text: str, seconds: float) -> None:
        """Let this lie there for so long, whatever lay there before."""

    def swap(self, key: str, was: str | None, text: str, seconds: float) -> bool:
        """Likewise, but only where that lies there which it `was` to whoever decided this (None: nothing); False where it is not.

        True also where `text` lies there already: whoever tells such a change from another's same one, puts something random into it.
        """

    def take(self, *keys: str) -> None:
        """Away with these; taking what is not there is fine."""

    def share(self, shares: Mapping[str, Share]) -> dict[str, Share]:
        """So many are connected here, by session; the sums of all other processes. To be said again within `SHARE_HOLDS`."""

    def tell(self, text: str) -> None:
        """Say something to all other processes that are there now. It is kept nowhere, and may be missed."""

    def hear(self, heard: Callable[[str], None]) -> None:
        """From now on, heard(text) is called with whatever others tell."""

    def close(self) -> None:
        """Hear nothing more."""


SHARE_HOLDS = 6.0  # seconds: a process that dies leaves its phones behind for so long
MOST_KEPT = 20_000  # things on a shelf of one's own; then the oldest goes


def of_session(session_id: str, name: str) -> str:
    """The key of something that goes with its session."""
    return f"s:{session_id}:{name}"


class MemoryShelf:
    """The shelf of a process that is alone: in memory, bounded. `now`: in seconds, on a clock that is never set back."""

    shared = False

    def __init__(self, now: Callable[[], float] = time.monotonic, most: int = MOST_KEPT) -> None:
        self._now, self._most = now, most
        self._all: dict[str, tuple[str, float]] = {}  # key → text, and until when; what was put there last stands last
        self._lock = threading.Lock()

    def look(self, key: str) -> Kept | None:
        with self._lock:
            return self._kept(key)

    def put(self, key: str, text: str, seconds: float) -> None:
        with self._lock:
            self._put(key, text, seconds)

    def swap(self, key: str, was: str | None, text: str, seconds: float) -> bool:
        with self._lock:
            kept = self._kept(key)
            there = kept.text if kept else None
            if there == was:
                self._put(key, text, seconds)
        return there in (was, text)

    def take(self, *keys: str) -> None:
        with self._lock:
            for key in keys:
                self._all.pop(key, None)

    def share(self, shares: Mapping[str, Share]) -> dict[str, Share]:
        return {}

    def tell(self, text: str) -> None:
        pass

    def hear(self, heard: Callable[[str], None]) -> None:
        pass

    def close(self) -> None:
        pass

    def everything(self) -> dict[str, str]:
        """Key → what lies there, the oldest first."""
        with self._lock:
            self._tidy()
            return {key: text for key, (text, _) in self._all.items()}

    def _kept(self, key: str) -> Kept | None:
        self._tidy()
        text, until = self._all.get(key, ("", 0.0))
        return Kept(text, until - self._now()) if key in self._all else None

    def _put(self, key: str, text: str, seconds: float) -> None:
        self._tidy()
        self._all.pop(key, None)
        if len(self._all) >= self._most:
            del self._all[next(iter(self._all))]
        self._all[key] = (text, self._now() + seconds)

    def _tidy(self) -> None:
        now = self._now()
        for key in [key for key, (_, until) in self._all.items() if until <= now]:
            del self._all[key]
