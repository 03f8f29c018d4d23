"""Who is connected to other processes, as these say it: numbers that are heard and forgotten, and stored nowhere.

A key with a span would do as well, but the engine writes its end into its append-only file, as a moment, between the dots: each of them
would have a time.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping

from pollapp.store.shelf import Share


def said(shares: Mapping[str, Share], seconds: float) -> str:
    """What `Sums.hear` understands: so many are connected to these sessions; it holds for so long."""
    return json.dumps([seconds, {session_id: (share.phones, share.consoles) for session_id, share in shares.items()}])


class Sums:
    """`now`: in seconds, on a clock that is never set back."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._heard: dict[str, dict[str, tuple[Share, float]]] = {}  # process → session → how many, and until when that holds

    def hear(self, process: str, text: str) -> None:
        seconds, shares = json.loads(text)
        until = self._now() + seconds
        self._heard.setdefault(process, {}).update({session_id: (Share(*both), until) for session_id, both in shares.items()})

    def of(self, session_ids: Iterable[str]) -> dict[str, Share]:
        self._forget_old()
        return {session_id: self._sum(session_id) for session_id in session_ids}

    def _sum(self, session_id: str) -> Share:
        shares = [sessions[session_id][0] for sessions in self._heard.values() if session_id in sessions]
        return Share(sum(share.phones for share in shares), sum(share.consoles for share in shares))

    def _forget_old(self) -> None:
        now = self._now()
        heard = {
            process: {session_id: told for session_id, told in sessions.items() if told[1] > now}
            for process, sessions in list(self._heard.items())
        }
        self._heard = {process: sessions for process, sessions in heard.items() if sessions}
