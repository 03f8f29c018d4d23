"""The participant's pages: the code, the invitation, the phone."""

import re
from dataclasses import replace

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from pollapp import access, codes
from pollapp.domain.commands import Join
from pollapp.domain.legal import join_refused
from pollapp.domain.refused import Refused, refused
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage
from pollapp.domain.views import mine, phone_view
from pollapp.service import Order
from pollapp.store.log import Header
from pollapp.web.cookies import give_voice
from pollapp.web.page_data import keep_sentence, page_data, session_data
from pollapp.web.refusing import Turned, status_of
from pollapp.web.site import Site
from pollapp.web.start import start_page
from pollapp.web.tries import miss, not_too_often

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
        header, session = _session(site, code)
        participant = _participant(header, session)
        return _phone_page(site, header, session, participant) if participant else _invitation(site, header, session)

    @pages.post("/j/<code>")
    def join(code: str) -> AnyResponse:
        header, session = _session(site, code)
        if _participant(header, session):
            return redirect(url_for("participant.phone", code=header.code))
        if not site.joins.spend(request.remote_addr or ""):
            raise Turned("slow_down")
        voice = _offered_voice()
        participant = access.participant_id(header.id, voice)
        [answer] = site.service.handle(header.id, [Order(participant, "join", Join(participant))])
        if isinstance(answer, Refused):
            return _invitation(site, header, session, answer)
        return give_voice(site, make_response(redirect(url_for("participant.phone", code=header.code))), header, voice)

    return pages


def _unknown(site: Site, code: str) -> Refused | None:
    not_too_often(site)
    if site.service.log.by_code(code):
        return None
    miss(site)
    return refused("unknown_code")


def _session(site: Site, typed: str) -> tuple[Header, Session]:
    code = codes.typed(typed)
    if code is None:
        raise Turned("not_a_code")
    header = site.service.log.by_code(code)
    session = site.session(header) if header else None
    if header and session and _participant(header, session):
        return header, session  # whoever has joined needs no guessing, and stays in whatever others do from the same address
    not_too_often(site)
    if header is None or session is None:
        miss(site)
        raise Turned("unknown_code")
    return header, session


def _offered_voice() -> str:
    """The random number that the invitation offered: pressing Join twice, or again after a lost answer, makes one participant.

    A new one after "forget my dots": that id never comes back, but then the invitation is a new one too.
    """
    offered = request.form.get("voice", "")
    return offered if _VOICE.fullmatch(offered) else access.new_token()


def _participant(header: Header, session: Session) -> str | None:
    """Who this browser is in the session, None when it has not joined (or has left it for good)."""
    voice = request.cookies.get(access.voice_cookie(header.id))
    participant = access.participant_id(header.id, voice) if voice else None
    return participant if participant in session.participants else None


def _phone_page(site: Site, header: Header, session: Session, participant: str) -> Response:
    page = page_data(site, "phone", header, session, phone_view(session)) | {"mine": mine(session, participant)}
    context = {"page": page, "session": page["session"], "grid": session.grid, "keep_sentence": keep_sentence(header)}
    return make_response(render_template("phone.html", **context))


def _invitation(site: Site, header: Header, session: Session, why: Refused | None = None) -> Response:
    """The page with the Join button. Whoever cannot join now is told before pressing it; when the session is over there is none."""
    context = {
        "session": session_data(site, header, session),
        "grid": session.grid,
        "refused": why or _shut(session),
        "over": session.stage is Stage.CLOSED,
        "voice": access.new_token(),
        "keep_sentence": keep_sentence(header),
    }
    return make_response(render_template("join.html", **context), status_of(why) if why else 200)


def _shut(session: Session) -> Refused | None:
    """Why somebody new could not join now, None when they could. Nobody has pressed Join yet, so nothing is "again"."""
    code = join_refused(session, participant="")
    if code == "locked":
        return replace(refused(code), hint="Ask the facilitator to let you in, then press Join.")
    return refused(code) if code else None
