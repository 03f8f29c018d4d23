"""The console of one session: for whoever holds its control secret, and the way back in for who has lost it."""

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from pollapp import access
from pollapp.addresses import way_for_phones
from pollapp.domain.contributions import MOST_NOTE
from pollapp.domain.refused import refused
from pollapp.domain.session import Session
from pollapp.domain.tally import LEAST_MINIMUM, MOST_MINIMUM, MOST_PAPER
from pollapp.domain.views import console_view
from pollapp.exports.formats import FORMATS
from pollapp.store.log import Header
from pollapp.web.control import give_next, go_on_controlling, phrase_of, put_in_force, secret_in_force, settle_control, take_control
from pollapp.web.cookies import give_control
from pollapp.web.display import language
from pollapp.web.keeping import change_keep, keep_row
from pollapp.web.page_data import page_data
from pollapp.web.qr import qr_svg
from pollapp.web.refusing import Turned, told_with
from pollapp.web.site import Site
from pollapp.web.tries import here, miss, not_too_often


def console_pages(site: Site) -> Blueprint:
    pages = Blueprint("console", __name__)

    @pages.get("/console/<session_id>")
    def console(session_id: str) -> AnyResponse:
        header, session = header_and_session(site, session_id)
        secret = access.control_secret(header, request.cookies)
        if secret is None:
            return make_response(render_template("recover.html", no_control=True), 403)
        site.found.add(here(), header.id)
        return settle_control(site, _console_page(site, header, session), header, secret)

    @pages.get("/recover")
    def ask_for_phrase() -> str:
        return render_template("recover.html")

    @pages.post("/recover")
    def recover() -> AnyResponse:
        secret = access.from_phrase(request.form.get("phrase", ""))
        header = _controlled_by(site, secret)
        if header is None:  # the right one, which nobody can guess, is not kept out by others who guess from the same address
            not_too_often(site, "phrase")
            miss(site, "phrase")
            why = refused("wrong_phrase")
            return make_response(render_template("recover.html", refused=why), told_with(why))
        response = make_response(redirect(url_for("console.console", session_id=header.id)))
        return give_control(site, response, header, secret)

    @pages.post("/console/<session_id>/phrase")
    def phrase(session_id: str) -> AnyResponse:
        header, _ = controlled(site, session_id)
        secret = secret_in_force(header)
        return settle_control(site, phrase_of(site, secret), header, secret)

    @pages.post("/console/<session_id>/new-phrase")
    def new_phrase(session_id: str) -> AnyResponse:
        header, _ = controlled(site, session_id)
        mark = request.args.get("given")
        return put_in_force(site, header, mark) if mark else give_next(site, header)

    @pages.post("/console/<session_id>/new-projector")
    def new_projector(session_id: str) -> AnyResponse:
        header, _ = controlled(site, session_id)
        site.service.log.replace_projector(header.id, access.new_token())
        site.dismiss_projectors(header.id)
        return redirect(f"{url_for('console.console', session_id=header.id)}#projector-new", 303)

    @pages.post("/console/<session_id>/keep")
    def keep(session_id: str) -> AnyResponse:
        header, session = controlled(site, session_id)
        changed = change_keep(site, header, session, request.form.get("keep", ""))
        if request.accept_mimetypes.best == "application/json":
            answer = jsonify(keep_row(site, changed, session))
        else:
            answer = make_response(redirect(url_for("console.console", session_id=header.id)))
        return go_on_controlling(site, answer, changed, secret_in_force(header))

    @pages.post("/console/<session_id>/delete")
    def delete(session_id: str) -> AnyResponse:
        header, _ = controlled(site, session_id)
        site.service.delete(header.id)
        response = make_response(redirect(url_for("facilitator.start", deleted=1)))
        take_control(response, header)
        return response

    return pages


def header_and_session(site: Site, session_id: str) -> tuple[Header, Session]:
    """The session with this id. Raises Turned("gone")."""
    return with_session(site, site.service.log.header(session_id))


def controlled(site: Site, session_id: str) -> tuple[Header, Session]:
    """The session with this id, if this browser controls it. Raises Turned("gone" or "no_control")."""
    return with_session(site, controlled_header(site, session_id))


def controlled_header(site: Site, session_id: str) -> Header:
    """As `controlled`, for whoever does not need the session itself: a large one takes a while to fold."""
    header = site.service.log.header(session_id)
    if header is None:
        raise Turned("gone")
    if not access.controls(header, request.cookies):
        raise Turned("no_control")
    return header


def with_session(site: Site, header: Header | None) -> tuple[Header, Session]:
    """The header that was found, with its session. Raises Turned("gone") where there is either not."""
    session = site.session(header) if header else None
    if header is None or session is None:
        raise Turned("gone")
    return header, session


def _controlled_by(site: Site, secret: str) -> Header | None:
    """The session that this secret controls; every header is compared, so that time tells nothing."""
    digest = access.hashed(secret)
    found = [header for header in site.service.log.headers() if access.same(header.control_hash, digest)]
    return found[0] if found else None


def _console_page(site: Site, header: Header, session: Session) -> Response:
    page = page_data(site, "console", header, session, console_view(session, 0, peeking=False))
    page["in_engine"] = bool(site.config.redis)
    page["urls"] = {
        "projector": url_for("projector.projector", token=header.projector_token),
        "report": url_for("report.report", session_id=header.id),
        "replay": url_for("replay.on_console", session_id=header.id),
        **{what: url_for("results.export", session_id=header.id, what=what) for what in FORMATS},
        "phrase": url_for("console.phrase", session_id=header.id),
        "new_phrase": url_for("console.new_phrase", session_id=header.id),
        "new_projector": url_for("console.new_projector", session_id=header.id),
        "handover": url_for("handing_over.offer", session_id=header.id),
        "keep": url_for("console.keep", session_id=header.id),
        "delete": url_for("console.delete", session_id=header.id),
        "recover": url_for("console.ask_for_phrase"),
    }
    context = {
        "page": page,
        "session": page["session"],
        "grid": session.grid.in_language(language()),
        "least": LEAST_MINIMUM,
        "most": MOST_MINIMUM,
        "most_paper": MOST_PAPER,
        "most_note": MOST_NOTE,
        "keep": keep_row(site, header, session),
        "way_for_phones": way_for_phones(site.config),
        "qr_svg": qr_svg(page["session"]["join_address"]),
    }
    return make_response(render_template("console.html", **context))
