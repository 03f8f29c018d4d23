"""The start page: join by code; for a facilitator also open, rehearse, and the newest of my sessions."""

from flask import Response, make_response, render_template, request

from pollapp import access
from pollapp.domain.refused import Refused
from pollapp.rehearsal.start import MOODS, MOST, PACES, Wishes
from pollapp.web.my_sessions import NEWEST, listed, my_sessions
from pollapp.web.refusing import told_with
from pollapp.web.site import Site


def start_page(site: Site, entered: str = "", why: Refused | None = None) -> Response:
    """The start page; with a refusal, what was entered is still there."""
    facilitator = access.is_facilitator(site.opening_key, request.cookies)
    sessions, all_of_them = my_sessions(site, NEWEST)
    context = {
        "facilitator": facilitator,
        "sessions": list(map(listed, sessions)),
        "more": all_of_them - len(sessions),
        "deleted": "deleted" in request.args,
        "entered": entered,
        "refused": why,
        "paces": PACES,
        "moods": MOODS,
        "most": MOST,
        "usual": Wishes(),
    }
    return make_response(render_template("home.html", **context), told_with(why) if why else 200)
