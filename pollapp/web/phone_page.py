"""The phone's page as the server renders it: whole, so that it can be read before its scripts run, and used without them."""

from typing import Any

from flask import Response, make_response, render_template, request
from flask_babel import gettext

from pollapp.domain.grid import Grid
from pollapp.domain.session import Session
from pollapp.domain.views import View, mine, phone_view
from pollapp.store.log import Header
from pollapp.web.display import language
from pollapp.web.page_data import keep_sentence, page_data
from pollapp.web.site import Site


def phone_page(site: Site, header: Header, session: Session, participant: str) -> Response:
    """What this participant sees. `?plain=1`: without scripts, for networks that let no live connection through."""
    own = mine(session, participant)
    page = page_data(site, "phone", header, session, phone_view(session)) | {"mine": own}
    grid = session.grid.in_language(language())
    context: dict[str, Any] = {
        "page": page,
        "session": page["session"],
        "grid": grid,
        "answered": len(own["dots"]) + len(own["skipped"]),
        "leaders": lambda result: leaders(grid, result),
        "late": _late(session),
        "plain": "plain" in request.args,
        "keep_sentence": keep_sentence(header),
    }
    return make_response(render_template("phone.html", **context))


def _late(session: Session) -> int:
    """How many dots of a plain form came after the round had closed, as the address says; nothing while it is open."""
    return 0 if session.round_open else max(0, min(request.args.get("late", 0, int), len(session.grid.squares)))


def leaders(grid: Grid, result: View) -> str:
    """The names of the choices that lead on a square: "this and that", as the language of this request joins them; "" for none."""
    said = ""
    for place in result["leading"]:
        name = grid.choices[place].name
        said = str(gettext("%(one)s and %(other)s", one=said, other=name)) if said else name
    return said
