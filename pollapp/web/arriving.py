"""Who comes to a session by its code: the session, and who this browser is in it."""

from flask import request

from pollapp import access, codes
from pollapp.domain.legal import stranger
from pollapp.domain.session import Session
from pollapp.store.log import Header
from pollapp.web.refusing import Turned
from pollapp.web.site import Site
from pollapp.web.tries import here, miss, not_too_often


def arrived(site: Site, typed: str) -> tuple[Header, Session]:
    """The session with this code. Raises Turned when there is none, or when this address has guessed too often."""
    code = codes.typed(typed)
    if code is None:
        raise Turned("not_a_code")
    header = site.service.log.by_code(code)
    if not _known_here(site, header):
        not_too_often(site, "code")  # before the session is looked at: how long that takes would tell that there is one
    session = site.session(header) if header else None
    if header is None or session is None:
        miss(site, "code")
        raise Turned("unknown_code")
    site.found.add(here(), header.id)
    return header, session


def _known_here(site: Site, header: Header | None) -> bool:
    """Whether whoever asks knows of this session already: they need no guessing, and stay in whatever others do from the same address.

    Who has a cookie of its name knows its id, which nobody can guess.
    """
    return header is not None and (access.voice_cookie(header.id) in request.cookies or site.found.has(here(), header.id))


def present(site: Site, code: str) -> tuple[Header, Session, str]:
    """For forms of the phone's page: the session and who this browser is in it. Raises Turned when it is nobody there, or when
    the page is of somebody who has passed the phone on.
    """
    header, session = arrived(site, code)
    participant = joined(header, session)
    if participant is None:
        raise Turned("not_joined")
    if not access.speaks_for(participant, request.form.get("me")):
        raise Turned("passed_on")
    return header, session, participant


def joined(header: Header, session: Session) -> str | None:
    """Who this browser is in the session, None when it has not joined (or speaks for nobody any more)."""
    voice = request.cookies.get(access.voice_cookie(header.id))
    participant = access.participant_id(header.id, voice) if voice else None
    return participant if participant and stranger(session, participant) is None else None
