"""The phone's page as the server renders it: whole, so that it can be read before its scripts run, and used without them."""

from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template, request
from flask_babel import gettext

from pollapp import access
from pollapp.domain.contributions import MOST_WORDS
from pollapp.domain.grid import Grid
from pollapp.domain.grid_parts import Principle
from pollapp.domain.refused import Refused
from pollapp.domain.session import Session
from pollapp.domain.views import View, mine, phone_view
from pollapp.store.log import Header
from pollapp.web.display import language
from pollapp.web.page_data import keep_sentence, page_data
from pollapp.web.refusing import told_with
from pollapp.web.site import Site


@dataclass(frozen=True, slots=True)
class Draft:
    """Words that a plain form brought and that were refused: they stand in their field again. `what`: reason or takeaway."""

    what: str
    refused: Refused
    words: str


def phone_page(site: Site, header: Header, session: Session, participant: str, draft: Draft | None = None) -> Response:
    """What this participant sees. `plain=1`: without scripts, for networks that let no live connection through."""
    own = mine(session, participant)
    page = page_data(site, "phone", header, session, phone_view(session)) | {"mine": own}
    grid = session.grid.in_language(language())
    me = access.page_mark(participant)
    page["auth"]["me"] = me
    page["grid"] = grid_of_phone(grid)
    context: dict[str, Any] = {
        "page": page,
        "session": page["session"],
        "grid": grid,
        "me": me,
        "voice": access.new_token(),
        "once": access.new_token()[:11],
        "answered": len(own["dots"]) + len(own["skipped"]),
        "leaders": lambda result: leaders(grid, result),
        "late": _late(session),
        "plain": "plain" in request.values,
        "keep_sentence": keep_sentence(header),
        "draft": draft,
        "most_words": MOST_WORDS,
        "sent": request.args.get("sent") if request.method == "GET" else None,
        "talk_of": lambda square: principles_by_bearing(grid, square),
    }
    return make_response(render_template("phone.html", **context), told_with(draft.refused) if draft else 200)


def grid_of_phone(grid: Grid) -> dict[str, Any]:
    """What the phone's script needs of the grid. Texts of squares stand in the page itself: a phone on a bad line gets nothing twice."""
    return {
        "language": grid.language,
        "choices": grid.to_dict()["choices"],
        "squares": [{"id": square.id, "principles": list(square.principles)} for square in grid.squares],
        "principles": [{"number": one.number, "text": one.short} for one in grid.principles],
    }


def principles_by_bearing(grid: Grid, square: int) -> tuple[list[Principle], list[Principle]]:
    """The principles that bear on this square, most relevant first; then the others."""
    bearing = next((one.principles for one in grid.squares if one.id == square), ())
    found = {one.number: one for one in grid.principles}
    return [found[number] for number in bearing if number in found], [one for one in grid.principles if one.number not in bearing]


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
