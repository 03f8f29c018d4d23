"""Refusals as pages: a sentence, a hint, a status. Also every error that Flask or the store may raise."""

import logging
import secrets
from dataclasses import replace
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from pollapp.domain.refused import Refused, refused
from pollapp.domain.said import Said, say
from pollapp.store.log import StoreFailed, Trouble
from pollapp.web.display import said

logger = logging.getLogger(__name__)

AGAIN = 4  # seconds, up to twice as many: a page that could not be had is asked for again, not by all in one moment

FRAMES = "application/x-pollapp-frames"  # what a script asks for that takes a file home (docs/wire.md)
_FOR_SCRIPTS = {"application/json", FRAMES}
_CODES = {400: "bad_form", 404: "not_found", 405: "not_found", 413: "too_large"}
_STATUS = {
    "not_found": 404,
    "unknown_code": 404,
    "gone": 410,
    "no_film": 409,
    "no_film_of_poster": 409,
    "handover_over": 410,
    "no_projector": 410,
    "too_large": 413,
    "too_many_tries": 429,
    "slow_down": 429,
    "not_stored": 503,
    "server_error": 500,
    "bad_form": 400,
    "not_a_code": 400,
}


# Of a page: nobody tries a form again by itself.
_SLOW_DOWN = Refused("slow_down", say("That was too much at once."), say("Wait a moment, then press again."))
_LATER = say("Try again in a moment. If it goes on, tell whoever runs the server.")
_FILE_FAILS: dict[Trouble, tuple[str, str]] = {
    "full": (
        say("The server’s disk is full."),
        say("Somebody has to free some space on the server’s computer. Then try again."),
    ),
    "read_only": (
        say("The server’s disk cannot be written to."),
        say("Somebody has to make it writable again on the server’s computer. Then try again."),
    ),
    "slow": (say("The server could not store this in time."), _LATER),
    "failing": (say("The server’s disk reports errors."), _LATER),
    "away": (say("The store of the sessions does not answer."), _LATER),
    "damaged": (
        say("The server’s file of sessions is damaged, and this part of it cannot be read."),
        say("Whoever runs the server can save what is whole: pollapp data repair"),
    ),
}
_ENGINE_FAILS = _FILE_FAILS | {
    "full": (
        say("The store of the sessions is full."),
        say("Whoever runs it has to give it more room. Then try again."),
    ),
    "read_only": (say("The store of the sessions takes nothing new."), _LATER),
    "failing": (say("The store of the sessions reports errors."), _LATER),
}  # fmt: skip


class Turned(Exception):
    """This request is turned away with a refusal: raise it anywhere in a page's handler. `sentence`, `hint`: better ones than are usual."""

    def __init__(self, code: str, hint: Said | None = None, sentence: Said | None = None) -> None:
        super().__init__(code)
        why = _SLOW_DOWN if code == "slow_down" else refused(code)
        self.refused = replace(why, sentence=sentence or why.sentence, hint=hint or why.hint)


def status_of(why: Refused) -> int:
    """The HTTP status that goes with a refusal: 403 unless it has one of its own."""
    return _STATUS.get(why.code, 403)


def told_with(why: Refused) -> int:
    """The status of an answer that tells this refusal; `web.counting` counts it."""
    g.refused = why.code
    return status_of(why)


def refusal_page(why: Refused, status: int | None = None, *, again: bool = False) -> Response:
    """The refusal as JSON where a script asked, else as a page. `again`: the page is asked for again by itself, after some seconds."""
    usual = told_with(why)
    number = status or usual
    if request.accept_mimetypes.best in _FOR_SCRIPTS:
        body = jsonify({"refused": why.code, "sentence": said(why.sentence), "hint": said(why.hint)})
        return make_response(body, number)
    answer = make_response(render_template("refused.html", refused=why, status=number, again=again), number)
    if again:
        answer.headers["Refresh"] = str(AGAIN + secrets.randbelow(AGAIN))
    return answer


def not_stored(trouble: Trouble | None, *, in_engine: bool, changes: bool) -> Refused:
    """Why a page could not be had from the store, or not be stored. `changes`: whether something was to be changed by it."""
    why = refused("not_stored")
    if trouble is None:
        return why
    sentence, to_do = (_ENGINE_FAILS if in_engine else _FILE_FAILS)[trouble]
    return replace(why, sentence=sentence, hint=say("Nothing was changed. %(to_do)s", to_do=to_do) if changes else to_do)


def refuse_clearly(app: Flask, *, in_engine: bool) -> None:
    """Answer every error of this app with a refusal; nothing of a traceback reaches a browser. `in_engine`: it keeps no file."""

    @app.errorhandler(Turned)
    def turned(error: Turned) -> Response:
        return refusal_page(error.refused)

    @app.errorhandler(StoreFailed)
    def store_failed(error: StoreFailed) -> Response:
        if not error.trouble:
            logger.error("No page: %s", error)
        changes = request.method == "POST"
        again = error.trouble == "away" and not changes  # a phone that was reloaded meanwhile comes back by itself
        return refusal_page(not_stored(error.trouble, in_engine=in_engine, changes=changes), again=again)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response | HTTPException:
        if error.code is None or error.code < 400:
            return error  # a redirect
        otherwise = "bad_form" if error.code < 500 else "server_error"
        answer = refusal_page(refused(_CODES.get(error.code, otherwise)), error.code)
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            answer.allow.update(error.valid_methods)
        return answer

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Any:
        logger.error("A page failed.", exc_info=error)
        return refusal_page(refused("server_error"))
