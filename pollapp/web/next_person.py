"""The next person: a phone is passed on within one class, and speaks for somebody new from then on.

Nobody is shut out for want of a phone. The dots of the one before stay counted; from this phone nobody can change them any more.
"""

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from pollapp import access
from pollapp.domain.refused import Refused
from pollapp.web.arriving import arrived, joined, present
from pollapp.web.cookies import give_voice
from pollapp.web.participant import join_as, offered_voice
from pollapp.web.refusing import Turned
from pollapp.web.site import Site


def next_pages(site: Site) -> Blueprint:
    pages = Blueprint("next_person", __name__)

    @pages.post("/j/<code>/next")
    def pass_on(code: str) -> Response:
        header, session = arrived(site, code)
        voice = offered_voice()
        here = redirect(url_for("participant.phone", code=header.code, plain=request.form.get("plain")), 303)
        if joined(header, session) == access.participant_id(header.id, voice):
            return here  # pressed twice
        before = present(site, code)[2]
        if not site.passes.spend(request.remote_addr or ""):
            raise Turned("slow_down")
        answer = join_as(site, header, voice)
        if isinstance(answer, Refused):
            raise Turned(answer.code)
        site.dismiss_phone(before)
        return give_voice(site, make_response(here), header, voice)

    return pages
