"""The next person: a phone is passed on within one class, and speaks for somebody new from then on.

Nobody is shut out for want of a phone. The dots of the one before stay counted, and nobody can change them any more: not from
this phone, and not with a copy of its cookie.
"""

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from pollapp import access
from pollapp.domain.commands import PassOn
from pollapp.domain.refused import Refused
from pollapp.service import Order
from pollapp.store.log import Header
from pollapp.web.arriving import arrived, joined, present
from pollapp.web.cookies import give_voice
from pollapp.web.participant import join_as, offered_voice
from pollapp.web.refusing import Turned
from pollapp.web.site import Site
from pollapp.web.tries import here


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
        if not site.passes.spend(here()):
            raise Turned("slow_down")
        answer = join_as(site, header, voice)
        if isinstance(answer, Refused):
            raise Turned(answer.code)
        _end(site, header, before)
        site.dismiss_phone(before)
        return give_voice(site, make_response(back), header, voice)

    return pages


def _end(site: Site, header: Header, participant: str) -> None:
    """Nobody speaks for this participant any more. Raises Turned when that could not be stored: pressed again, it is tried again."""
    [answer] = site.service.handle(header.id, [Order(participant, "pass-on", PassOn(participant))])
    if isinstance(answer, Refused) and answer.code not in ("passed_on", "forgotten"):
        raise Turned(answer.code)
