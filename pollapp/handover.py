"""Control of a session moves to a phone: the console offers it, one phone claims it, the console says yes, that phone collects it.

    offered ──claim──▸ claimed ──grant──▸ granted ──collect──▸ collected
       │                  ├──refuse──▸ refused
       └──60 s──▸ over ◂──┴──60 s─────────┘

All of it lies on the shelf, where every process of the server finds it, and runs out there by itself: console and phone need not be
served by the same one. The control secret, of which the server otherwise knows the hash, lies there from the console's yes until the
phone comes for it, seconds, sealed with the offer's token, which stands nowhere on the shelf.
"""

import json
import secrets
from dataclasses import asdict, dataclass, replace
from typing import Literal

from pollapp import access
from pollapp.domain.refused import Refused, refused
from pollapp.sealed import seal, unseal
from pollapp.store.shelf import Shelf, of_session

State = Literal["offered", "claimed", "granted", "collected", "refused", "over"]

CLAIM_WITHIN = 60.0  # seconds from the offer to the phone's press
ANSWER_WITHIN = 60.0  # seconds from there to the console's answer, and from there until the phone has come for it
REMEMBERED = 600.0  # seconds in which a phone that comes too late is told why
MOST_OF_ONE = 20  # offers that are remembered of one session
_RUNNING = ("offered", "claimed", "granted")
_LISTED = CLAIM_WITHIN + 2 * ANSWER_WITHIN  # seconds: no offer runs longer


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


@dataclass(frozen=True, slots=True)
class _Handover:
    """As it lies on the shelf. What runs lies there for REMEMBERED longer than it runs."""

    session_id: str
    state: State = "offered"
    claim: str = ""  # the hash of the claim's secret
    number: int = 0
    change: str = ""  # random: tells one process's step from the same step of another

    def text(self) -> str:
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class _Found:
    """`one`: how it stands now. `text`: how it lies there, which is older where its time is up."""

    one: _Handover
    text: str


class Handovers:
    """Every handover that goes on or has just ended. Every method raises StoreFailed while the shelf is out of reach."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def offer(self, session_id: str) -> Offer:
        """Offer control of this session. Whatever the session offered before is over, unless a phone has been granted it."""
        token = secrets.token_urlsafe(16)
        self._shelf.put(_offer(token), _Handover(session_id).text(), CLAIM_WITHIN + REMEMBERED)
        self._list(session_id, access.hashed(token))
        return Offer(token, CLAIM_WITHIN)

    def seen(self, token: str, claim_secret: str = "") -> Seen | None:
        """How the handover with this token stands, None when there is none, or none any more."""
        found = self._find(token)
        return Seen(found.one.session_id, found.one.state, found.one.number, _claimed_by(found.one, claim_secret)) if found else None

    def claim(self, token: str, secret: str) -> int | Refused:
        """The first who asks has it, under a random secret of their own; who asks again hears the same. The number that shows which
        phone that is, or refused: `handover_taken` or `handover_over`.
        """
        found = self._find(token)
        if found and found.one.state == "claimed" and _claimed_by(found.one, secret):
            return found.one.number
        if found is None or found.one.state != "offered":
            return why_not(found.one.state if found else None, own=False)
        number = 100 + secrets.randbelow(900)
        claimed = replace(found.one, state="claimed", claim=access.hashed(secret), number=number)
        return number if self._goes_on(token, found, claimed, ANSWER_WITHIN) else self.claim(token, secret)

    def grant(self, session_id: str, token: str, control_secret: str) -> Refused | None:
        """The console of this session says yes: the phone may collect its secret. Refused: `handover_over`."""
        found = self._asking(session_id, token)
        if found is None:
            return refused("handover_over")
        self._shelf.put(_control(token), seal(control_secret, token), ANSWER_WITHIN)  # first: whoever is granted it finds it
        granted = replace(found.one, state="granted")
        return None if self._goes_on(token, found, granted, ANSWER_WITHIN) else self.grant(session_id, token, control_secret)

    def refuse(self, session_id: str, token: str) -> Refused | None:
        """The console of this session says no. Refused: `handover_over`."""
        found = self._asking(session_id, token)
        if found is None:
            return refused("handover_over")
        return None if self._goes_on(token, found, replace(found.one, state="refused"), 0) else self.refuse(session_id, token)

    def collect(self, token: str, claim_secret: str) -> str | Refused:
        """The control secret, once, for the phone whose claim was granted. Refused: `handover_over`, `_taken` or `_refused`."""
        found = self._find(token)
        own = found is not None and _claimed_by(found.one, claim_secret)
        sealed = self._shelf.look(_control(token)) if own else None
        if found is None or found.one.state != "granted" or sealed is None:
            return why_not(found.one.state if found else None, own)
        if not self._goes_on(token, found, replace(found.one, state="collected"), 0):
            return self.collect(token, claim_secret)
        self._shelf.take(_control(token))
        return unseal(sealed.text, token)

    def _find(self, token: str) -> _Found | None:
        kept = self._shelf.look(_offer(token))
        if kept is None:
            return None
        one = _Handover(**json.loads(kept.text))
        late = one.state in _RUNNING and kept.left <= REMEMBERED
        older = one.state in ("offered", "claimed") and self._listed(one.session_id)[-1:] != [access.hashed(token)]
        return _Found(replace(one, state="over") if late or older else one, kept.text)

    def _asking(self, session_id: str, token: str) -> _Found | None:
        """The claim that waits for this session's console to answer."""
        found = self._find(token)
        return found if found and found.one.session_id == session_id and found.one.state == "claimed" else None

    def _goes_on(self, token: str, found: _Found, to: _Handover, seconds: float) -> bool:
        """It is like this from now on, and runs for so long; False when somebody else was quicker and it has to be looked at again."""
        text = replace(to, change=secrets.token_hex(4)).text()
        return self._shelf.swap(_offer(token), found.text, text, seconds + REMEMBERED)

    def _listed(self, session_id: str) -> list[str]:
        """The hashes of the tokens that this session offered lately; the last is the only one that can be claimed or answered."""
        kept = self._shelf.look(of_session(session_id, "offers"))
        return kept.text.split() if kept else []

    def _list(self, session_id: str, token_hash: str) -> None:
        """A console that offers and offers fills no shelf: its oldest are forgotten."""
        before = self._listed(session_id)
        after = [*before, token_hash]
        was, text = " ".join(before) or None, " ".join(after[-MOST_OF_ONE:])
        if self._shelf.swap(of_session(session_id, "offers"), was, text, _LISTED + REMEMBERED):
            self._shelf.take(*(f"offer:{old}" for old in after[:-MOST_OF_ONE]))
        else:
            self._list(session_id, token_hash)  # two consoles at once


def _offer(token: str) -> str:
    return f"offer:{access.hashed(token)}"


def _control(token: str) -> str:
    return f"control:{access.hashed(token)}"


def _claimed_by(one: _Handover, claim_secret: str) -> bool:
    return bool(one.claim) and access.same(access.hashed(claim_secret), one.claim)


def why_not(state: State | None, own: bool) -> Refused:
    """What a phone is told that cannot have it, or not again. `own`: it was its claim that came to this; None: there is no such offer."""
    if state in (None, "over"):
        return refused("handover_over")
    if own:
        return refused("handover_refused" if state == "refused" else "handover_over")
    return refused("handover_taken")
