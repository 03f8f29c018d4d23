"""Who may do what. Secrets are random, stored as hashes, and compared in constant time.

Four secrets, each for one thing: the server's *opening key* opens sessions; a session's *control secret* steers it and is
revocable; its *projector token* shows it and can do nothing else; a phone's *voice* speaks for one participant.
"""

import hashlib
import hmac
import ipaddress
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from pollapp.domain.legal import stranger
from pollapp.domain.refused import Refused, refused
from pollapp.domain.session import Session
from pollapp.languages import ORIGINAL, known
from pollapp.service import Service
from pollapp.store.log import Header

Role = Literal["phone", "projector", "console"]
WIRE_VERSION = 2
FACILITATOR_COOKIE = "facilitator"
WORDS_COST = 40  # credits that sending words costs, of a phone's 200: what a person types comes slowly
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_MOST_OF_A_NAME = 5  # cookies
_PHRASE_LETTERS = 25  # 125 bits
_WITH_PORT = re.compile(r"(?:\[([^\]]+)\]|([0-9.]+))(?::[0-9]{1,5})?")
_NETWORK_OF_ONE = 64  # bits: whoever has one IPv6 address has all that begin with these


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits at one socket. `participant` is set for phones only."""

    role: Role
    session_id: str
    participant: str | None = None
    language: str = ORIGINAL  # in which this page is told what is wrong
    proof: str = ""  # what the session's header held of what they showed, of a console or projector


def new_token() -> str:
    """256 random bits for a cookie or an address."""
    return secrets.token_urlsafe(32)


def new_control_secret() -> str:
    """A control secret, 125 random bits in letters that can be read aloud and typed."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_PHRASE_LETTERS))


def phrase(control_secret: str) -> str:
    """The control secret as people write it: five groups of five."""
    return "-".join(control_secret[at : at + 5] for at in range(0, len(control_secret), 5))


def from_phrase(typed: str) -> str:
    """The control secret that a typed phrase means: case, dashes, spaces and look-alike letters do not matter."""
    letters = typed.upper().translate(str.maketrans("OIL", "011"))
    return "".join(letter for letter in letters if letter in _ALPHABET)


def hashed(secret: str) -> str:
    """What is stored of a secret. Plain SHA-256 is enough: every secret here has more than 120 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def participant_id(session_id: str, voice: str) -> str:
    """The nameless id of a phone in one session: a hash, so that the log never holds what the cookie holds."""
    return hashlib.sha256(f"participant {session_id} {voice}".encode()).hexdigest()[:24]


def facilitator_token(opening_key: str) -> str:
    """What a facilitator's cookie holds: made from the opening key, and worthless once the key changes."""
    return hmac.new(opening_key.encode(), b"facilitator", hashlib.sha256).hexdigest()


def page_mark(participant: str) -> str:
    """What a phone's page is told of whom it speaks for, so that it never goes on for the next person. Worth nothing without the cookie."""
    return hashlib.sha256(f"page {participant}".encode()).hexdigest()[:12]


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def voice_cookie(session_id: str) -> str:
    return f"voice_{session_id}"


def control_cookie(session_id: str) -> str:
    return f"control_{session_id}"


def next_cookie(session_id: str) -> str:
    """Of the secret that a browser holds before it is put in force: no answer that is lost can shut its facilitator out."""
    return f"next_{session_id}"


def control_secret(header: Header, cookies: Mapping[str, str]) -> str | None:
    """The session's present control secret, where these cookies hold it: as the one that steers it, or as the next one."""
    held = [secret for name in (control_cookie, next_cookie) for secret in values(cookies, name(header.id))]
    right = [secret for secret in held if same(hashed(secret), header.control_hash)]  # all are looked at: time tells nothing
    return right[0] if right else None


def values(cookies: Mapping[str, str], name: str) -> list[str]:
    """What a browser sends under this name, the first few of it: a neighbour in one domain may have put one there, which may come first."""
    every = getattr(cookies, "getlist", None)  # werkzeug's have it, which the supervisor does without
    return every(name)[:_MOST_OF_A_NAME] if every else [cookies.get(name, "")]


def controls(header: Header, cookies: Mapping[str, str]) -> bool:
    return control_secret(header, cookies) is not None


def next_mark(opening_key: str, header: Header, secret: str) -> str:
    """What a browser is told with the next secret: that it was this server which gave it, to follow the present one. A cookie alone may
    come from a neighbour in one domain.
    """
    return hmac.new(opening_key.encode(), f"next {header.control_hash} {secret}".encode(), hashlib.sha256).hexdigest()[:32]


def is_facilitator(opening_key: str, cookies: Mapping[str, str]) -> bool:
    return same(cookies.get(FACILITATOR_COOKIE, ""), facilitator_token(opening_key))


def seat(service: Service, auth: Any, cookies: Mapping[str, str], here: str = "") -> Seat | Refused:
    """The seat that a connecting page may take, or why it may not; `here`: the name of this server's data folder. Raises StoreFailed."""
    if not isinstance(auth, dict) or auth.get("wire") != WIRE_VERSION:
        return refused("old_page")
    role, session_id = auth.get("role"), auth.get("session")
    if not isinstance(session_id, str) or not isinstance(role, str) or role not in ("phone", *_SCREENS):
        return refused("malformed")
    session = service.session(session_id)
    # A thousand phones come back in one second, and nothing of the header is asked of them: the store is spared.
    header = service.log.header(session_id) if session and role != "phone" else None
    if session is None or (header is None and role != "phone"):
        return refused("gone" if auth.get("home", here) == here else "elsewhere")
    taken = _taken(header, session_id, session, auth, cookies)
    if isinstance(taken, Refused) and service.has_others:  # they may have joined on another process just before
        taken = _taken(header, session_id, service.session(session_id, fresh=True) or session, auth, cookies)
    return replace(taken, language=asked_language(auth)) if isinstance(taken, Seat) else taken


def _taken(header: Header | None, session_id: str, session: Session, auth: Any, cookies: Mapping[str, str]) -> Seat | Refused:
    """`header`: of screens alone."""
    return _SCREENS[auth["role"]](header, auth, cookies) if header else _phone_seat(session_id, session, auth, cookies)


def asked_language(auth: Any) -> str:
    """The language that a connecting page is written in."""
    return known(auth.get("language")) if isinstance(auth, dict) else ORIGINAL


def _phone_seat(session_id: str, session: Session, auth: Any, cookies: Mapping[str, str]) -> Seat | Refused:
    participant = participant_id(session_id, cookies.get(voice_cookie(session_id), ""))
    if why_not := stranger(session, participant):
        return refused(why_not)
    return Seat("phone", session_id, participant) if speaks_for(participant, auth.get("me")) else refused("passed_on")


def speaks_for(participant: str, mark: Any) -> bool:
    """Whether a page with this mark (None: it names nobody) was made for this participant, not for whoever had the phone before."""
    return mark is None or (isinstance(mark, str) and same(mark, page_mark(participant)))


def _projector_seat(header: Header, auth: Any, cookies: Mapping[str, str]) -> Seat | Refused:
    token = auth.get("token")
    good = isinstance(token, str) and same(token, header.projector_token)
    return Seat("projector", header.id, proof=header.projector_token) if good else refused("no_projector")


def _console_seat(header: Header, auth: Any, cookies: Mapping[str, str]) -> Seat | Refused:
    return Seat("console", header.id, proof=header.control_hash) if controls(header, cookies) else refused("no_control")


_SCREENS: dict[str, Callable[[Header, Any, Mapping[str, str]], Seat | Refused]] = {
    "projector": _projector_seat,
    "console": _console_seat,
}


def keeps_seat(taken: Seat, header: Header, session: Session) -> bool:
    """Whether whoever sits here would be let in again: control or the projector's link may have been replaced, a phone passed on."""
    if taken.participant:
        return stranger(session, taken.participant) is None
    return same(taken.proof, header.control_hash if taken.role == "console" else header.projector_token)


def source(address: str | None) -> str:
    """Whose credits an address spends: its own, of an IPv6 address its /64, because each household and each phone has a whole one."""
    if address and address.isascii() and address.replace(".", "").isdigit():  # of most, and of every connection: it is its own
        return address
    try:
        known = ipaddress.ip_address(_without_port(address or "").partition("%")[0])
    except ValueError:
        return address or ""
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, _NETWORK_OF_ONE), strict=False))
    return str(known)


def _without_port(address: str) -> str:
    """Some proxies say where a visitor's connection comes from to the port: "192.0.2.1:4711", "[2001:db8::1]:4711"."""
    found = _WITH_PORT.fullmatch(address)
    return (found[1] or found[2]) if found else address


class Credits:
    """Rate credits: each key may spend `burst` at once and gains `per_second`. In memory only, bounded, forgotten when full again."""

    def __init__(self, burst: float, per_second: float, now: Callable[[], float] = time.monotonic, most_keys: int = 20_000):
        self._burst, self._per_second, self._now, self._most = burst, per_second, now, most_keys
        self._spent: dict[str, tuple[float, float]] = {}  # key → credits left, at time

    def left(self, key: str) -> float:
        left, at = self._spent.get(key, (self._burst, 0.0))
        return min(self._burst, left + (self._now() - at) * self._per_second)

    def spend(self, key: str, amount: float = 1) -> bool:
        """Take credits; False, and nothing taken, when there are too few."""
        left = self.left(key)
        if left < amount:
            return False
        if len(self._spent) >= self._most:
            self._make_room()
        self._spent.pop(key, None)  # so that whoever spent last stands last
        self._spent[key] = (left - amount, self._now())
        return True

    def drop(self, key: str) -> None:
        self._spent.pop(key, None)

    def _make_room(self) -> None:
        """Forget whoever is full again; and, when there are still too many, the tenth of them that spent longest ago."""
        known = [(key, value) for key, value in self._spent.items() if self.left(key) < self._burst]
        self._spent = dict(known[self._most // 10 :] if len(known) >= self._most else known)
