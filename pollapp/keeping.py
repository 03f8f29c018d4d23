"""How long a session is kept, and when that may still be changed (docs/decisions/0013-gone-when-it-should-be.md).

Shorter, always. Longer, only until somebody has joined: phones show the promise, and people answered it with their dots. Never
to a moment that has passed: a date is changed without a question, and nothing is deleted without one.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from pollapp.domain.session import Session
from pollapp.opening import DAY, KEEPS
from pollapp.store.log import Header

MOST_REHEARSAL = DAY  # seconds that a rehearsal is kept


def expired(headers: Sequence[Header], now: datetime) -> list[Header]:
    """Those whose `keep_until` has passed."""
    moment = now.timestamp()
    return [header for header in headers if header.keep_until is not None and header.keep_until <= moment]


def keep_until(header: Header, keep: str) -> int | None:
    """When the session would be deleted under this key of KEEPS, counted from its opening; None: never by itself."""
    seconds = KEEPS[keep][1]
    return None if seconds is None else header.opened_at + seconds


def why_not(header: Header, session: Session, keep: str, now: datetime) -> str | None:
    """The code of the refusal to keep it so long; None when it can be chosen."""
    if keep not in KEEPS:
        return "bad_form"
    until = keep_until(header, keep)
    if until is not None and until <= now.timestamp():
        return "keep_over"
    if header.kind == "rehearsal" and later(until, header.opened_at + MOST_REHEARSAL):
        return "rehearsal_kept"
    if later(until, header.keep_until) and (session.participants or session.forgotten):
        return "keep_promised"
    return None


def kept_day(header: Header) -> str | None:
    """The day until which the session is kept, as ISO date; None: until it is deleted."""
    return None if header.keep_until is None else day_of(header.keep_until).isoformat()


def day_of(moment: int) -> date:
    """The day (UTC) of a moment in seconds since 1970."""
    return datetime.fromtimestamp(moment, UTC).date()


def later(one: int | None, other: int | None) -> bool:
    """Whether one moment comes after the other; None comes after all."""
    return other is not None and (one is None or one > other)
