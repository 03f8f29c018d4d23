"""The data block that every live page carries (docs/wire.md): who the page is, its session, its grid, its first view."""

from datetime import date
from typing import Any

from babel.dates import format_date

from pollapp import codes
from pollapp.access import WIRE_VERSION, Role
from pollapp.addresses import phones_address, spoken
from pollapp.domain.said import say
from pollapp.domain.session import Session
from pollapp.keeping import day_of, kept_day
from pollapp.languages import locale_of
from pollapp.store.log import Header
from pollapp.web.display import language, region
from pollapp.web.site import Site


def page_data(site: Site, role: Role, header: Header, session: Session, view: dict[str, Any]) -> dict[str, Any]:
    """What the page of this role starts from, in the language of this request; plain JSON values."""
    return {
        "wire": WIRE_VERSION,
        "auth": {"role": role, "session": header.id, "wire": WIRE_VERSION, "language": language(), "home": site.home},
        "session": session_data(site, header, session),
        "grid": grid_data(session),
        "view": view | {"remains": site.remains(header.id, session)},
    }


def grid_data(session: Session) -> dict[str, Any]:
    """The session's grid in the language of this request, if it has it. `language`: the one it is in then."""
    grid = session.grid.in_language(language())
    return {**grid.to_dict(), "language": grid.language}


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
        "keep_until": kept_day(header),
    }


def keep_sentence(header: Header) -> str:
    """For people: what is kept, and for how long."""
    if header.keep_until is None:
        return say(
            "Kept on the server: dots and what people write, under a random number. No name, no address, no time. "
            "Until the facilitator deletes the session."
        )
    return say(
        "Kept on the server: dots and what people write, under a random number. No name, no address, no time. "
        "Until %(day)s, then everything is deleted.",
        day=long_date(day_of(header.keep_until)),
    )


def kept_briefly(header: Header) -> str:
    """For a lobby: until when."""
    if header.keep_until is None:
        return say("Dots are kept until the facilitator deletes them.")
    return say("Dots are kept until %(day)s, then deleted.", day=long_date(day_of(header.keep_until)))


def long_date(day: date) -> str:
    """The day as the language of this request writes it: December 24, 2026; 24 de diciembre de 2026."""
    return format_date(day, "long", locale=locale_of(region()))
