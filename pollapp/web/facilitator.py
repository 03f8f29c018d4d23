"""The facilitator's pages before there is a session: the key, the form that opens one, the rehearsal button."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from pollapp import access
from pollapp.addresses import local_address
from pollapp.domain.refused import refused
from pollapp.opening import Opened, open_session
from pollapp.rehearsal.start import Wishes
from pollapp.store.log import StoreFailed
from pollapp.web.cookies import give_control, set_secret
from pollapp.web.display import language, said
from pollapp.web.my_sessions import classes_running, listed
from pollapp.web.open_form import FieldRefused, read_open_form, settings_context, typed_again
from pollapp.web.refusing import told_with
from pollapp.web.rehearsing import open_rehearsal
from pollapp.web.site import Site
from pollapp.web.start import start_page
from pollapp.web.tries import here, miss, not_too_often


def facilitator_pages(site: Site) -> Blueprint:
    pages = Blueprint("facilitator", __name__)

    @pages.get("/")
    def start() -> AnyResponse:
        return start_page(site)

    @pages.get("/guide")
    def guide() -> str:
        return render_template("guide.html")

    @pages.get("/facilitate")
    def ask_for_key() -> str:
        return render_template("facilitate.html")

    @pages.post("/facilitate")
    def trade_key() -> AnyResponse:
        not_too_often(site, "key")
        if not access.same(request.form.get("key", "").strip(), site.opening_key):
            miss(site, "key")
            why = refused("wrong_key")
            return make_response(render_template("facilitate.html", refused=why), told_with(why))
        response = redirect(url_for("facilitator.start"))
        set_secret(site, response, access.FACILITATOR_COOKIE, access.facilitator_token(site.opening_key))
        return response

    @pages.get("/sessions/new")
    def new_session() -> AnyResponse:
        return _open_page(site)

    @pages.post("/sessions")
    def open_a_session() -> AnyResponse:
        try:
            grid, settings = read_open_form(request.form, request.files, site.book)
        except FieldRefused as why:
            return _open_page(site, why, typed_again(request.form))
        return _to_console(site, open_session(site.service.log, grid, settings, site.now))

    @pages.post("/rehearsals")
    def rehearse() -> AnyResponse:
        try:
            opened = open_rehearsal(site, _wishes(), local_address(site.config))
        except ValueError as why:
            return _refused_wish(why.args[0])
        return _to_console(site, opened)

    return pages


def _wishes() -> Wishes:
    """What the form asks for, of a class that speaks the language of whoever asks. Raises ValueError with a sentence."""
    wishes = Wishes.parse(request.form)
    return replace(wishes, speech=wishes.speech.in_language(language(), said))


def _to_console(site: Site, opened: Opened) -> Response:
    site.found.add(here(), opened.header.id)
    response = make_response(redirect(url_for("console.console", session_id=opened.header.id)))
    return give_control(site, response, opened.header, opened.control_secret)


def _open_page(site: Site, why: FieldRefused | None = None, form: dict[str, Any] | None = None) -> Response:
    grid = site.book.grid.in_language(language())
    context = {
        "form": form or {},
        "refused": why,
        "running": _running(site),
        "sets": [{"key": one.key, "label": one.label, "count": len(one.squares)} for one in site.book.sets_in(language())],
        "default_set": site.book.default_set,
        "grid": grid,
        **settings_context(),
    }
    return make_response(render_template("open.html", **context), 400 if why else 200)


def _running(site: Site) -> list[dict[str, Any]]:
    """Who came back to this page from a console is told of it, before one press opens another session. The form needs no store."""
    with suppress(StoreFailed):
        return [listed(one) for one in classes_running(site)]
    return []


def _refused_wish(sentence: str) -> Response:
    why = refused("bad_form")
    return make_response(render_template("refused.html", refused={"sentence": sentence, "hint": why.hint}, status=400), 400)
