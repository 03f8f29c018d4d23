"""How long a session is kept, on its console: what holds now, and what it may be changed to."""

from dataclasses import replace
from typing import Any

from babel.dates import format_skeleton

from pollapp.domain.events import ParticipantJoined
from pollapp.domain.said import say
from pollapp.domain.session import Session
from pollapp.keeping import day_of, keep_until, later, why_not
from pollapp.languages import locale_of
from pollapp.opening import KEEPS
from pollapp.room import decode_body
from pollapp.store.log import Header
from pollapp.web.display import region, said
from pollapp.web.page_data import keep_sentence
from pollapp.web.refusing import Turned
from pollapp.web.site import Site


def keep_row(site: Site, header: Header, session: Session) -> dict[str, Any]:
    """The console's row, in the language of this request: in short, in a sentence, and each choice, whether it is `offered`.

    `changeable`: another than the one that holds is.
    """
    choices = _choices(site, header, session)
    return {
        "now": _until(header.keep_until),
        "sentence": said(keep_sentence(header)),
        "choices": choices,
        "changeable": any(one["offered"] and not one["chosen"] for one in choices),
    }


def _choices(site: Site, header: Header, session: Session) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "label": said(label),
            "until": _until(keep_until(header, key)) if key != "forever" else "",
            "chosen": keep_until(header, key) == header.keep_until,
            "offered": why_not(header, session, key, site.now()) is None,
        }
        for key, (label, _) in KEEPS.items()
    ]


def change_keep(site: Site, header: Header, session: Session, keep: str) -> Header:
    """Keep the session so long from its opening on; its new header. Raises Turned, StoreFailed."""
    looked_at = session.seq  # first: whoever joins from here on is found in the log
    changed = _kept(site, header, session, keep)
    while changed is None:  # another console changed it in between: what may be is decided anew
        header = _header(site, header.id)
        changed = _kept(site, header, session, keep)
    if later(changed.keep_until, header.keep_until) and _has_joined(site, header.id, looked_at):
        _keep_promise(site, header)
        raise Turned("keep_promised")
    site.tell_kept(header.id)
    return changed


def _kept(site: Site, header: Header, session: Session, keep: str) -> Header | None:
    """Change it from what this header says; the new header, None where it says so no more. Raises Turned, StoreFailed."""
    refusal = why_not(header, session, keep, site.now())
    if refusal:
        raise Turned(refusal)
    until = keep_until(header, keep)
    return replace(header, keep_until=until) if site.service.log.keep(header.id, until, header.keep_until) else None


def _keep_promise(site: Site, promised: Header) -> None:
    """Never later than who has joined was promised, whatever other consoles do meanwhile. Raises Turned, StoreFailed."""
    now = _header(site, promised.id)
    while later(now.keep_until, promised.keep_until) and not site.service.log.keep(now.id, promised.keep_until, now.keep_until):
        now = _header(site, promised.id)


def _header(site: Site, session_id: str) -> Header:
    """Raises Turned("gone")."""
    header = site.service.log.header(session_id)
    if header is None:
        raise Turned("gone")
    return header


def _has_joined(site: Site, session_id: str, after: int) -> bool:
    """Whether somebody has joined since this place in the log; asked of the store, which knows it first. Raises StoreFailed."""
    return any(isinstance(decode_body(entry.body), ParticipantJoined) for entry in site.service.log.read(session_id, after) or ())


def _until(moment: int | None) -> str:
    """In a few words: until December 29."""
    if moment is None:
        return said(say("until you delete it"))
    return said(say("until %(day)s", day=format_skeleton("MMMMd", day_of(moment), locale=locale_of(region()))))
