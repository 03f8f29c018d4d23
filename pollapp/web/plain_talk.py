"""The discussion by plain forms: reasons, takeaways and principles, where JavaScript is missing or no live connection gets through.

The same commands as over the socket, through the same service. What was typed is never lost: refused, it stands in its field again.
"""

import hashlib

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from pollapp.access import WORDS_COST
from pollapp.domain import talk_commands as commands
from pollapp.domain.session import Session
from pollapp.domain.views import mine
from pollapp.store.log import Header
from pollapp.web.arriving import present
from pollapp.web.phone_page import Draft, phone_page
from pollapp.web.plain_vote import carry_out, number_in
from pollapp.web.refusing import Turned
from pollapp.web.site import Site


def talk_pages(site: Site) -> Blueprint:
    pages = Blueprint("plain_talk", __name__)

    @pages.post("/j/<code>/reason")
    def reason(code: str) -> Response:
        header, _, participant = present(site, code)
        command = commands.SendReason(_words(), participant, number_in(request.form, "square"))
        return _sent(site, header, participant, command, "reason")

    @pages.post("/j/<code>/takeaway")
    def takeaway(code: str) -> Response:
        header, _, participant = present(site, code)
        return _sent(site, header, participant, commands.SendTakeaway(_words(), participant), "takeaway")

    @pages.post("/j/<code>/principles")
    def principles(code: str) -> Response:
        header, session, participant = present(site, code)
        square = number_in(request.form, "square")
        command = commands.CitePrinciples(participant, square, _cited(session, participant, square))
        carry_out(site, header, participant, [command])
        return redirect(_here(header), 303)

    return pages


def _sent(site: Site, header: Header, participant: str, command: commands.WordsCommand, what: str) -> Response:
    """Send these words; then the page that says so, or that says why not and still has them."""
    try:
        carry_out(site, header, participant, [command], cost=WORDS_COST, once=_once(command))
    except Turned as turned:
        session = site.session(header)
        if session is None:
            raise
        return phone_page(site, header, session, participant, Draft(what, turned.refused, command.words))
    return redirect(_here(header, sent=what), 303)


def _cited(session: Session, participant: str, square: int) -> tuple[int, ...]:
    """What they have cited there, with the one that they add, without the one that they take away. Sent twice it is the same."""
    cited = list(mine(session, participant)["cited"].get(str(square), []))
    added = [number_in(request.form, "cite")] if "cite" in request.form else []
    gone = [number_in(request.form, "uncite")] if "uncite" in request.form else []
    return tuple(dict.fromkeys(number for number in cited + added if number not in gone))


def _once(command: commands.WordsCommand) -> str:
    """The id of these words: pressing Send twice, or back and Send again, is one sending; other words from the same page are another."""
    said = (request.form.get("once", ""), request.path, str(request.form.get("square")), command.words)
    return hashlib.sha256("\0".join(said).encode(errors="replace")).hexdigest()[:40] if said[0] else ""


def _words() -> str:
    return request.form.get("words", "")


def _here(header: Header, sent: str | None = None) -> str:
    return url_for("participant.phone", code=header.code, plain=request.form.get("plain"), sent=sent)
