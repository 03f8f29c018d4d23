"""The next person: a phone is passed on within one class, and speaks for somebody new from then on.

Nobody is shut out for want of a phone. The dots of the one before stay counted, and nobody can change them any more: not from
this phone, and not with a copy of its cookie.
"""

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from pollapp import access
from pollapp.domain.commands import PassOn
from pollapp.domain.legal import join_refused
from pollapp.domain.refused import Refused
from pollapp.domain.said import say
from pollapp.domain.session import Session
from pollapp.service import Order
from pollapp.store.log import Header
from pollapp.web.arriving import arrived, joined, present
from pollapp.web.cookies import give_voice
from pollapp.web.participant import join_as, offered_voice
from pollapp.web.refusing import Turned
from pollapp.web.site import Site
from pollapp.web.tries import here_in


def next_pages(site: Site) -> Blueprint:
    pages = Blueprint("next_person", __name__)

    @pages.post("/j/<code>/next")
    def pass_on(code: str) -> Response:
        header, session = arrived(site, code)
        voice = offered_voice()
        back = redirect(url_for("participant.phone", code=header.code, plain=request.form.get("plain")), 303)
        if joined(header, session) == access.participant_id(header.id, voice):
            return back  # pressed twice
        before = present(site, code)[2]
        _must_be_free(site, header, session, access.participant_id(header.id, voice))
        _end(site, header, before, voice)
        site.passes.spend(here_in(header))
        site.dismiss_phone(before)
        answer = join_as(site, header, voice)
        if isinstance(answer, Refused):
            raise Turned(answer.code)
        return give_voice(site, make_response(back), header, voice)

    return pages


def _must_be_free(site: Site, header: Header, session: Session, following: str) -> None:
    """Raises Turned when nobody could follow now: then the one before stays."""
    if session.locked:  # whom the facilitator lets in is somebody else, who stands at the door
        raise Turned("locked", hint=say("Ask the facilitator to open joining again, then press once more."))
    if why_not := join_refused(session, following):
        raise Turned(why_not)
    if min(site.passes.left(here_in(header)), site.joins.left(here_in(header))) < 1:
        raise Turned("slow_down")


def _end(site: Site, header: Header, participant: str, voice: str) -> None:
    """Nobody speaks for this participant any more. Raises Turned when that could not be stored: pressed again, it is tried again.

    Passed on twice at once, from two tabs, only the first counts: the order's id is that of the one who follows.
    """
    follower = access.hashed(f"pass on {header.id} {voice}")[:24]  # no piece of what a cookie or the log names them by
    order = Order(participant, f"pass-on-{follower}", PassOn(participant))
    [answer] = site.service.handle(header.id, [order])
    if isinstance(answer, Refused):
        raise Turned(answer.code)
