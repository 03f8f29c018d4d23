"""How long a session is kept, on its console: what holds now, and what it may be changed to."""

from typing import Any

from babel.dates import format_skeleton

from pollapp.domain.said import say
from pollapp.domain.session import Session
from pollapp.keeping import keep_until, why_not
from pollapp.languages import locale_of
from pollapp.opening import KEEPS
from pollapp.store.log import Header
from pollapp.web.display import region, said
from pollapp.web.page_data import day_of, keep_sentence
from pollapp.web.refusing import Turned
from pollapp.web.site import Site


def keep_row(site: Site, header: Header, session: Session) -> dict[str, Any]:
    """The console's row, in the language of this request: in short, in a sentence, and each choice, whether it is `offered`."""
    return {
        "now": _until(header.keep_until),
        "sentence": said(keep_sentence(header)),
        "choices": [
            {
                "key": key,
                "label": said(label),
                "until": _until(keep_until(header, key)) if key != "forever" else "",
                "chosen": keep_until(header, key) == header.keep_until,
                "offered": why_not(header, session, key, site.now()) is None,
            }
            for key, (label, _) in KEEPS.items()
        ],
    }


def change_keep(site: Site, header: Header, session: Session, keep: str) -> Header:
    """Keep the session so long from its opening on; its new header. Raises Turned, StoreFailed."""
    refusal = why_not(header, session, keep, site.now())
    if refusal:
        raise Turned(refusal)
    site.service.log.keep(header.id, keep_until(header, keep))
    changed = site.service.log.header(header.id)
    if changed is None:
        raise Turned("gone")
    return changed


def _until(moment: int | None) -> str:
    """In a few words: until December 29."""
    if moment is None:
        return said(say("until you delete it"))
    return said(say("until %(day)s", day=format_skeleton("MMMMd", day_of(moment), locale=locale_of(region()))))
