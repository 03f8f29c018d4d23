"""The start page: join by code; for a facilitator also open, rehearse and my sessions."""

from datetime import date
from typing import Any

from flask import Response, make_response, render_template, request, url_for

from pollapp import access, codes
from pollapp.domain.refused import Refused
from pollapp.domain.said import say
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage
from pollapp.rehearsal.start import MOODS, MOST, PACES, Wishes
from pollapp.store.log import Header
from pollapp.web.display import language
from pollapp.web.page_data import long_date
from pollapp.web.refusing import status_of
from pollapp.web.site import Site


def start_page(site: Site, entered: str = "", why: Refused | None = None) -> Response:
    """The start page; with a refusal, what was entered is still there."""
    facilitator = access.is_facilitator(site.opening_key, request.cookies)
    context = {
        "facilitator": facilitator,
        "sessions": _my_sessions(site),
        "deleted": "deleted" in request.args,
        "entered": entered,
        "refused": why,
        "paces": PACES,
        "moods": MOODS,
        "most": MOST,
        "usual": Wishes(),
    }
    return make_response(render_template("home.html", **context), status_of(why) if why else 200)


def _my_sessions(site: Site) -> list[dict[str, Any]]:
    """The sessions that this browser controls, newest first; also without the key, which opening needs and steering does not."""
    mine = [header for header in site.service.log.headers() if access.controls(header, request.cookies)]
    found = [(header, site.session(header)) for header in mine]
    return [_listed(header, session) for header, session in found if session]


def _listed(header: Header, session: Session) -> dict[str, Any]:
    grid = session.grid.in_language(language())
    return {
        "console_url": url_for("console.console", session_id=header.id),
        "spoken_code": codes.spoken(header.code),
        "kind": header.kind,
        "title": grid.title,
        "title_language": grid.language,
        "stage_words": stage_words(session),
        "joined": len(session.participants),
        "opened_on": session.opened_on,
        "opened_day": long_date(date.fromisoformat(session.opened_on)),
    }


def stage_words(session: Session) -> str:
    """Where the session is, for a list of sessions."""
    round = len(session.rounds)
    return {
        Stage.LOBBY: say("in the lobby"),
        Stage.VOTING: say("round %(round)s is open", round=round),
        Stage.SHOWING: say("round %(round)s is open and revealed", round=round),
        Stage.HIDDEN: say("round %(round)s is closed, not revealed", round=round),
        Stage.UNVEILING: say("round %(round)s is revealed square by square", round=round),
        Stage.WRAP_UP: say("at its wrap-up"),
        Stage.TAKEAWAYS: say("collecting takeaways"),
        Stage.REVEALED: say("round %(round)s is revealed", round=round),
        Stage.CLOSED: say("closed"),
    }[session.stage]
