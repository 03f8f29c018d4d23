"""Control of a session moves to a phone: the console offers it, one phone claims it, the console says yes, that phone collects it.

    offered ──claim──▸ claimed ──grant──▸ granted ──collect──▸ collected
       │                  ├──refuse──▸ refused
       └──60 s──▸ over ◂──┴──60 s─────────┘

All of it is in memory only, and bounded: a server that is started again knows no offer, and the console makes another one. The
control secret, of which the server otherwise knows the hash, is here from the console's yes until the phone comes for it: seconds.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pollapp import access
from pollapp.domain.refused import Refused, refused

State = Literal["offered", "claimed", "granted", "collected", "refused", "over"]

CLAIM_WITHIN = 60.0  # seconds from the offer to the phone's press
ANSWER_WITHIN = 60.0  # seconds from there to the console's answer, and from there until the phone has come for it
REMEMBERED = 600.0  # seconds in which a phone that comes too late is told why
MOST_OF_ONE = 20  # ended ones that are remembered of one session
_RUNNING = ("offered", "claimed", "granted")


@dataclass(frozen=True, slots=True)
class Offer:
    """`token`: 128 random bits for one address. `seconds`: how long it can be claimed."""

    token: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Seen:
    """How a handover stands. `number`: three digits that phone and console show, 0 before somebody claimed it. `own`: by whoever asks."""

    session_id: str
    state: State
    number: int
    own: bool


@dataclass(slots=True)
class _Handover:
    session_id: str
    until: float
    state: State = "offered"
    claim: str = ""  # the hash of the claim's secret
    number: int = 0
    control: str = ""


class Handovers:
    """Every handover that goes on or has just ended. `now`: in seconds, on a clock that is never set back."""

    def __init__(self, now: Callable[[], float] = time.monotonic, most: int = 1000) -> None:
        self._now, self._most = now, most
        self._all: dict[str, _Handover] = {}  # by the hash of the token, the oldest first
        self._lock = threading.Lock()

    def offer(self, session_id: str) -> Offer:
        """Offer control of this session. Whatever the session offered before is over, unless a phone has been granted it."""
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._tidy()
            for one in self._all.values():
                if one.session_id == session_id and one.state in ("offered", "claimed"):
                    self._end(one, "over")
            self._make_room(session_id)
            self._all[access.hashed(token)] = _Handover(session_id, self._now() + CLAIM_WITHIN)
        return Offer(token, CLAIM_WITHIN)

    def seen(self, token: str, claim_secret: str = "") -> Seen | None:
        """How the handover with this token stands, None when there is none, or none any more."""
        with self._lock:
            one = self._find(token)
            return Seen(one.session_id, one.state, one.number, _claimed_by(one, claim_secret)) if one else None

    def claim(self, token: str, secret: str) -> int | Refused:
        """The first who asks has it, under a random secret of their own; who asks again hears the same. The number that shows which
        phone that is, or refused: `handover_taken` or `handover_over`.
        """
        with self._lock:
            one = self._find(token)
            if one and one.state == "claimed" and _claimed_by(one, secret):
                return one.number
            if one is None or one.state != "offered":
                return why_not(one.state if one else None, own=False)
            one.state, one.until = "claimed", self._now() + ANSWER_WITHIN
            one.claim, one.number = access.hashed(secret), 100 + secrets.randbelow(900)
            return one.number

    def grant(self, session_id: str, token: str, control_secret: str) -> Refused | None:
        """The console of this session says yes: the phone may collect its secret. Refused: `handover_over`."""
        with self._lock:
            one = self._asking(session_id, token)
            if one is None:
                return refused("handover_over")
            one.state, one.until, one.control = "granted", self._now() + ANSWER_WITHIN, control_secret
        return None

    def refuse(self, session_id: str, token: str) -> Refused | None:
        """The console of this session says no. Refused: `handover_over`."""
        with self._lock:
            one = self._asking(session_id, token)
            if one is None:
                return refused("handover_over")
            self._end(one, "refused")
        return None

    def collect(self, token: str, claim_secret: str) -> str | Refused:
        """The control secret, once, for the phone whose claim was granted. Refused: `handover_over`, `_taken` or `_refused`."""
        with self._lock:
            one = self._find(token)
            own = one is not None and _claimed_by(one, claim_secret)
            if one is None or one.state != "granted" or not own:
                return why_not(one.state if one else None, own)
            control = one.control
            self._end(one, "collected")
        return control

    def _find(self, token: str) -> _Handover | None:
        self._tidy()
        return self._all.get(access.hashed(token))

    def _asking(self, session_id: str, token: str) -> _Handover | None:
        """The claim that waits for this session's console to answer."""
        one = self._find(token)
        return one if one and one.session_id == session_id and one.state == "claimed" else None

    def _tidy(self) -> None:
        """What has run out is over; what ended long ago is forgotten."""
        now = self._now()
        for key, one in list(self._all.items()):
            if one.state in _RUNNING and one.until <= now:
                self._end(one, "over")
            elif one.until <= now:
                del self._all[key]

    def _make_room(self, session_id: str) -> None:
        """One session's ended offers take little room, and a running one goes last: a console that offers and offers harms no other."""
        ended = [(key, one) for key, one in self._all.items() if one.state not in _RUNNING]
        own = [key for key, one in ended if one.session_id == session_id]
        for key in own[: -MOST_OF_ONE or None]:
            del self._all[key]
        going = [key for key, _ in ended if key in self._all] + list(self._all)
        for key in going[: max(0, len(self._all) + 1 - self._most)]:
            self._all.pop(key, None)

    def _end(self, one: _Handover, state: State) -> None:
        one.state, one.until, one.control = state, self._now() + REMEMBERED, ""


def _claimed_by(one: _Handover, claim_secret: str) -> bool:
    return bool(one.claim) and access.same(access.hashed(claim_secret), one.claim)


def why_not(state: State | None, own: bool) -> Refused:
    """What a phone is told that cannot have it, or not again. `own`: it was its claim that came to this; None: there is no such offer."""
    if state in (None, "over"):
        return refused("handover_over")
    if own:
        return refused("handover_refused" if state == "refused" else "handover_over")
    return refused("handover_taken")
