"""Control moves to the facilitator's phone by a QR code: what the console asks for, and what the phone shows (see `handover`).

Opening the code's address claims nothing, so that a link preview cannot; pressing the button there does.
"""

import re
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from pollapp import access
from pollapp.addresses import phones_address
from pollapp.domain.refused import Refused
from pollapp.handover import ANSWER_WITHIN, Seen, why_not
from pollapp.store.log import Header
from pollapp.web.console import controlled, header_and_session
from pollapp.web.control import secret_in_force
from pollapp.web.cookies import give_control, set_secret
from pollapp.web.page_data import session_data
from pollapp.web.qr import qr_svg
from pollapp.web.refusing import Turned
from pollapp.web.site import Site
from pollapp.web.tries import miss, not_too_often

CLAIM_COOKIE = "claim"  # for the address of one offer, so that each has its own
_CLAIM = re.compile(r"[A-Za-z0-9_-]{43}")  # what `access.new_token` makes
_LONGEST_CLAIM = 3 * int(ANSWER_WITHIN)  # seconds: until the answer, until it is collected, and a rest to be told why it was not


def handing_over_pages(site: Site) -> Blueprint:
    pages = Blueprint("handing_over", __name__)
    _console_pages(site, pages)
    _phone_pages(site, pages)
    return pages


def _console_pages(site: Site, pages: Blueprint) -> None:
    @pages.post("/console/<session_id>/handover")
    def offer(session_id: str) -> Response:
        header, _ = controlled(site, session_id)
        made = site.handovers.offer(header.id)
        link = f"{phones_address(site.config)}{url_for('handing_over.ask', token=made.token)}"
        follow = url_for("handing_over.follow", session_id=header.id, token=made.token)
        return jsonify({"link": link, "qr": str(qr_svg(link)), "seconds": made.seconds, "follow": follow})

    @pages.get("/console/<session_id>/handover/<token>")
    def follow(session_id: str, token: str) -> Response:
        header, _ = controlled(site, session_id)
        return jsonify(_for_console(site, header, token))

    @pages.post("/console/<session_id>/handover/<token>")
    def answer(session_id: str, token: str) -> Response:
        header, _ = controlled(site, session_id)
        why = _answered(site, header, token, request.form.get("confirm", ""))
        if why:
            raise Turned(why.code)
        return jsonify(_for_console(site, header, token))


def _phone_pages(site: Site, pages: Blueprint) -> None:
    @pages.get("/control/<token>")
    def ask(token: str) -> AnyResponse:
        seen = _seen(site, token)
        header, session = header_and_session(site, seen.session_id)
        steers = access.controls(header, request.cookies)
        asked_by_script = request.accept_mimetypes.best == "application/json"
        if steers and not asked_by_script:
            return redirect(url_for("console.console", session_id=header.id))
        if seen.state != "offered" and not (seen.own and seen.state in ("claimed", "granted")):
            raise Turned(why_not(seen.state, seen.own).code)
        if asked_by_script:
            return jsonify({"state": seen.state})
        context = {"token": token, "seen": seen, "session": session_data(site, header, session), "claim": access.new_token()}
        return make_response(render_template("handover.html", **context))

    @pages.post("/control/<token>")
    def claim(token: str) -> AnyResponse:
        _seen(site, token)
        secret = _offered_claim()
        number = site.handovers.claim(token, secret)
        if isinstance(number, Refused):
            raise Turned(number.code)
        response = redirect(_here(token), 303)
        set_secret(site, response, CLAIM_COOKIE, secret, _LONGEST_CLAIM, path=_here(token))
        return response

    @pages.post("/control/<token>/collect")
    def collect(token: str) -> AnyResponse:
        seen = _seen(site, token)
        header, _ = header_and_session(site, seen.session_id)
        if seen.own and (seen.state == "claimed" or access.controls(header, request.cookies)):
            return redirect(_here(token), 303)  # not answered yet, or pressed twice
        control = site.handovers.collect(token, request.cookies.get(CLAIM_COOKIE, ""))
        if isinstance(control, Refused):
            raise Turned(control.code)
        if not access.same(access.hashed(control), header.control_hash):
            raise Turned("handover_over")  # a new phrase was made meanwhile
        response = make_response(redirect(url_for("console.console", session_id=header.id), 303))
        response.delete_cookie(CLAIM_COOKIE, path=_here(token))
        return give_control(site, response, header, control)


def _here(token: str) -> str:
    return url_for("handing_over.ask", token=token)


def _seen(site: Site, token: str) -> Seen:
    """How the offer in this address stands. Raises Turned when there is none: that counts as a guess.

    Who has a real one needs no guessing, and is not kept out by others who guess from the same address.
    """
    seen = site.handovers.seen(token, request.cookies.get(CLAIM_COOKIE, ""))
    if seen is None:
        not_too_often(site, "link")
        miss(site, "link")
        raise Turned("handover_over")
    return seen


def _offered_claim() -> str:
    """The random number that the page offered: pressing its button twice, or again after a lost answer, is one claim."""
    offered = request.form.get("claim", "")
    return offered if _CLAIM.fullmatch(offered) else access.new_token()


def _answered(site: Site, header: Header, token: str, confirm: str) -> Refused | None:
    """Tell what the console says; None when it was in time. Raises Turned("bad_form") for anything but yes and no."""
    if confirm == "1":
        return site.handovers.grant(header.id, token, secret_in_force(header))
    if confirm == "0":
        return site.handovers.refuse(header.id, token)
    raise Turned("bad_form")


def _for_console(site: Site, header: Header, token: str) -> dict[str, Any]:
    """{"state"}, with "number" once a phone has claimed it. Offers of another session are none here."""
    seen = site.handovers.seen(token)
    if seen is None or seen.session_id != header.id:
        return {"state": "over"}
    return {"state": seen.state, "number": seen.number} if seen.number else {"state": seen.state}
