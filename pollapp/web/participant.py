"""The participant's pages: the code, the invitation, the phone."""

import re
from dataclasses import replace

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from pollapp import access, codes
from pollapp.domain.commands import Join
from pollapp.domain.legal import join_refused, stranger
from pollapp.domain.refused import Refused, refused
from pollapp.domain.said import say
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage
from pollapp.room import Answer
from pollapp.service import Order
from pollapp.store.log import Header
from pollapp.web.arriving import arrived, joined
from pollapp.web.cookies import give_voice
from pollapp.web.display import language
from pollapp.web.page_data import keep_sentence, session_data
from pollapp.web.phone_page import phone_page
from pollapp.web.refusing import Turned, told_with
from pollapp.web.site import Site
from pollapp.web.start import start_page
from pollapp.web.tries import here_in

_VOICE = re.compile(r"[A-Za-z0-9_-]{43}")  # what `access.new_token` makes


def participant_pages(site: Site) -> Blueprint:
    pages = Blueprint("participant", __name__)

    @pages.post("/join")
    def join_by_code() -> AnyResponse:
        entered = request.form.get("code", "")
        code = codes.typed(entered)
        why = refused("not_a_code") if code is None else _unknown(site, code)
        if why:
            return start_page(site, entered, why)
        return redirect(url_for("participant.phone", code=code))

    @pages.get("/j/<code>")
    def phone(code: str) -> AnyResponse:
        header, session = arrived(site, code)
        participant = joined(header, session)
        return phone_page(site, header, session, participant) if participant else _invitation(site, header, session)

    @pages.post("/j/<code>")
    def join(code: str) -> AnyResponse:
        header, session = arrived(site, code)
        if joined(header, session):
            return redirect(url_for("participant.phone", code=header.code))
        voice = offered_voice()
        answer = join_as(site, header, voice)
        if isinstance(answer, Refused):
            return _invitation(site, header, session, answer)
        return give_voice(site, make_response(redirect(url_for("participant.phone", code=header.code))), header, voice)

    return pages


def _unknown(site: Site, code: str) -> Refused | None:
    try:
        arrived(site, code)
    except Turned as turned:
        if turned.refused.code != "unknown_code":
            raise
        return turned.refused
    return None


def join_as(site: Site, header: Header, voice: str) -> Answer:
    """Somebody new joins, under this random number. Raises Turned when too many come from one address.

    Whoever is refused has cost nothing: nobody keeps others out by pressing Join where joining is locked.
    """
    if site.joins.left(here_in(header)) < 1:
        raise Turned("slow_down")
    participant = access.participant_id(header.id, voice)
    there = _no_voice(site, header, participant) is None
    [answer] = site.service.handle(header.id, [Order(participant, "join", Join(participant))])
    if isinstance(answer, Refused):
        return answer
    if why_not := _no_voice(site, header, participant):  # they had joined before, and their dots are forgotten since
        return refused(why_not)
    if not there:
        site.joins.spend(here_in(header))
    return answer


def _no_voice(site: Site, header: Header, participant: str) -> str | None:
    """None when this participant may speak now, else the code that says why not."""
    session = site.session(header)
    return stranger(session, participant) if session else "gone"


def offered_voice() -> str:
    """The random number that the invitation offered: pressing Join twice, or again after a lost answer, makes one participant.

    A new one after "forget my dots": that id never comes back, but then the invitation is a new one too.
    """
    offered = request.form.get("voice", "")
    return offered if _VOICE.fullmatch(offered) else access.new_token()


def _invitation(site: Site, header: Header, session: Session, why: Refused | None = None) -> Response:
    """The page with the Join button. Whoever cannot join now is told before pressing it; when the session is over there is none."""
    context = {
        "session": session_data(site, header, session),
        "grid": session.grid.in_language(language()),
        "refused": why or _shut(session),
        "over": session.stage is Stage.CLOSED,
        "voice": access.new_token(),
        "keep_sentence": keep_sentence(header),
    }
    return make_response(render_template("join.html", **context), told_with(why) if why else 200)


def _shut(session: Session) -> Refused | None:
    """Why somebody new could not join now, None when they could. Nobody has pressed Join yet, so nothing is "again"."""
    code = join_refused(session, participant="")
    if code == "locked":
        return replace(refused(code), hint=say("Ask the facilitator to let you in, then press Join."))
    return refused(code) if code else None
