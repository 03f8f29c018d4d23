"""How long a session is kept, on its console: what holds now, and what it may be changed to."""

from typing import Any

from babel.dates import format_skeleton

from pollapp.domain.events import ParticipantJoined
from pollapp.domain.said import say
from pollapp.domain.session import Session
from pollapp.keeping import day_of, keep_until, later, why_not
from pollapp.languages import locale_of
from pollapp.opening import KEEPS
from pollapp.service import decode_body
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
    refusal = why_not(header, session, keep, site.now())
    if refusal:
        raise Turned(refusal)
    until = keep_until(header, keep)
    site.service.log.keep(header.id, until)
    if later(until, header.keep_until) and _has_joined(site, header.id, looked_at):
        site.service.log.keep(header.id, header.keep_until)  # they were promised that
        raise Turned("keep_promised")
    changed = site.service.log.header(header.id)
    if changed is None:
        raise Turned("gone")
    return changed


def _has_joined(site: Site, session_id: str, after: int) -> bool:
    """Whether somebody has joined since this place in the log; asked of the store, which knows it first. Raises StoreFailed."""
    return any(isinstance(decode_body(entry.body), ParticipantJoined) for entry in site.service.log.read(session_id, after) or ())


def _until(moment: int | None) -> str:
    """In a few words: until December 29."""
    if moment is None:
        return said(say("until you delete it"))
    return said(say("until %(day)s", day=format_skeleton("MMMMd", day_of(moment), locale=locale_of(region()))))
