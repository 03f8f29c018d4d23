"""What an export says of a session that the log does not know: its code, how long it is kept, and in which language it is told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """`keep_until`: the day as ISO date, None for until it is deleted. `locale`: how numbers and dates are written (es-MX)."""

    code: str
    keep_until: str | None = None
    language: str = "en"
    locale: str = "en"
