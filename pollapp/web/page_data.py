"""The data block that every live page carries (docs/wire.md): who the page is, its session, its grid, its first view."""

from datetime import UTC, datetime
from typing import Any

from pollapp import codes
from pollapp.access import WIRE_VERSION, Role
from pollapp.addresses import phones_address, spoken
from pollapp.domain.session import Session
from pollapp.store.log import Header
from pollapp.web.site import Site


def page_data(site: Site, role: Role, header: Header, session: Session, view: dict[str, Any]) -> dict[str, Any]:
    """What the page of this role starts from; plain JSON values."""
    return {
        "wire": WIRE_VERSION,
        "auth": {"role": role, "session": header.id, "wire": WIRE_VERSION},
        "session": session_data(site, header, session),
        "grid": session.grid.to_dict(),
        "view": view,
    }


def session_data(site: Site, header: Header, session: Session) -> dict[str, Any]:
    """What every page may know of a session."""
    address = phones_address(site.config)
    return {
        "id": header.id,
        "code": header.code,
        "spoken_code": codes.spoken(header.code),
        "kind": header.kind,
        "minimum": session.minimum,
        "join_address": f"{address}/j/{header.code}",
        "join_host": spoken(address),
        "opened_on": session.opened_on,
        "keep_until": None if header.keep_until is None else _day(header.keep_until).date().isoformat(),
    }


def keep_sentence(header: Header) -> str:
    """One sentence for people: what is kept, and for how long."""
    kept = "Kept on the server: the dots, under a random number. No name, no address, no time."
    if header.keep_until is None:
        return f"{kept} Until the facilitator deletes the session."
    return f"{kept} Until {long_date(_day(header.keep_until))}, then everything is deleted."


def long_date(day: datetime) -> str:
    """24 December 2026."""
    return f"{day.day} {day:%B} {day.year}"


def _day(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
