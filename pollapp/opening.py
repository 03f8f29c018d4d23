"""Opening a session: ids, code and secrets are drawn here, the grid is embedded, header and first events are stored together."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pollapp import access, codes
from pollapp.domain.command import Command
from pollapp.domain.event import Event
from pollapp.domain.events import Kind, SessionOpened
from pollapp.domain.grid import Grid
from pollapp.domain.said import say
from pollapp.domain.tally import LEAST_MINIMUM
from pollapp.room import encode_body
from pollapp.service import FACILITATOR, Order
from pollapp.store.log import Append, CodeTaken, EventLog, Header

DAY = 24 * 60 * 60
KEEPS: dict[str, tuple[str, int | None]] = {
    "30d": (say("30 days"), 30 * DAY),
    "24h": (say("24 hours"), DAY),
    "forever": (say("until I delete it"), None),
}
DEFAULT_KEEP = "30d"
DEFAULT_MINIMUM = LEAST_MINIMUM
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session; the control secret is known in clear here and then only to whom it is given."""

    header: Header
    control_secret: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What a facilitator chooses when opening. `keep` is a key of KEEPS; a minimum of 1 switches protection off."""

    kind: Kind = "class"
    live: bool = False
    minimum: int = DEFAULT_MINIMUM
    keep: str = DEFAULT_KEEP


def open_session(log: EventLog, grid: Grid, settings: Settings, now: Callable[[], datetime]) -> Opened:
    """Open a session on this grid. Raises StoreFailed."""
    opened_on = now().astimezone(UTC).date().isoformat()
    return begin_log(log, [SessionOpened(settings.kind, grid, settings.live, settings.minimum, opened_on)], settings, now)


def begin_log(log: EventLog, happened: Sequence[Event], settings: Settings, now: Callable[[], datetime]) -> Opened:
    """A new session in which this has happened, SessionOpened first. Raises StoreFailed."""
    secret = access.new_control_secret()
    session_id = secrets.token_hex(16)
    stored = [_stored(session_id, number, event) for number, event in enumerate(happened)]
    for _ in range(_TRIES):
        header = _header(log, session_id, secret, settings, int(now().timestamp()))
        try:
            log.open(header, stored)
        except CodeTaken:
            continue
        return Opened(header, secret)
    raise RuntimeError("No free join code after many tries.")  # one in 100,000 each time: this is a bug


def _header(log: EventLog, session_id: str, secret: str, settings: Settings, opened_at: int) -> Header:
    keep = KEEPS[settings.keep][1]
    return Header(
        id=session_id,
        code=codes.new_code(len(log.headers()), secrets.randbelow),
        kind=settings.kind,
        control_hash=access.hashed(secret),
        projector_token=access.new_token(),
        opened_at=opened_at,
        keep_until=None if keep is None else opened_at + keep,
    )


def _stored(session_id: str, number: int, event: Event) -> Append:
    order = Order(FACILITATOR, f"open-{number}" if number else "open", Command())
    return Append(session_id, order.actor, order.command_id, order.digest(), encode_body(event))
