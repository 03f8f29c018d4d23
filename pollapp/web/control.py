"""What a browser controls a session with: its secret, shown as the recovery phrase; and for a moment a second one, which is to follow it.

    POST new-phrase ── cookie next_<id> ──▸ the same POST again ── stored? ──▸ cookie control_<id>

So the browser holds the next secret before that is put in force, and one of its two is the right one whatever gets lost on the way:
an answer of ours, or one of a store that had stored it. Either controls the session if it is the one in the session's header.
"""

import logging

from flask import Response, jsonify, make_response, redirect, request, url_for

from pollapp import access
from pollapp.addresses import phones_address
from pollapp.domain.said import say
from pollapp.store.log import Header, StoreFailed, log_failure
from pollapp.web.cookies import give_control
from pollapp.web.refusing import Turned
from pollapp.web.site import Site

logger = logging.getLogger(__name__)

_MAY_BE_NEW = say("The store of the sessions did not answer: there may be a new phrase, or not.")
_TRY_AGAIN = say("This browser keeps control either way; other laptops may have lost it. Make a new phrase again in a moment.")


def secret_in_force(header: Header) -> str:
    """The control secret that this browser holds. Raises Turned("no_control")."""
    secret = access.control_secret(header, request.cookies)
    if secret is None:
        raise Turned("no_control")
    return secret


def go_on_controlling(site: Site, response: Response, header: Header, secret: str) -> Response:
    """This browser controls the session with the `secret` that is in force, as long as that is kept. Where it holds another one to follow,
    it keeps that too: what was sent to a store that did not answer may still arrive there.
    """
    waiting = request.cookies.get(access.next_cookie(header.id), "")
    return give_control(site, response, header, secret, following="" if waiting == secret else waiting)


def settle_control(site: Site, response: Response, header: Header, secret: str) -> Response:
    """Where the secret that is in force has been the next one up to now, it is the one from now on."""
    if secret in access.values(request.cookies, access.next_cookie(header.id)):
        give_control(site, response, header, secret)
    return response


def take_control(response: Response, header: Header) -> None:
    """This browser controls the session no longer."""
    for name in (access.control_cookie, access.next_cookie):
        if name(header.id) in request.cookies:
            response.delete_cookie(name(header.id))


def give_next(site: Site, header: Header) -> Response:
    """The answer to the first POST: the browser asks by itself, by the same one, for the secret that it now holds to be put in force."""
    secret = access.new_control_secret()
    mark = access.next_mark(site.opening_key, header, secret)
    response = make_response(redirect(url_for("console.new_phrase", session_id=header.id, given=mark), 307))
    return give_control(site, response, header, secret_in_force(header), following=secret)


def put_in_force(site: Site, header: Header, mark: str) -> Response:
    """The answer to the second POST: the new phrase. Raises Turned: "bad_form", "no_control", "not_stored" where nobody knows."""
    held = access.values(request.cookies, access.next_cookie(header.id))
    ours = [secret for secret in held if access.same(mark, access.next_mark(site.opening_key, header, secret))]
    if not ours:
        raise Turned("bad_form")
    secret = ours[0]
    try:
        replaced = site.service.log.replace_control(header.id, access.hashed(secret), was=header.control_hash)
    except StoreFailed as failed:
        log_failure(logger, "A new phrase may not be stored", failed)
        site.dismiss_consoles(header.id)  # or it is: whoever sits there shows once more what they have
        raise Turned("not_stored", _TRY_AGAIN, _MAY_BE_NEW) from failed
    if not replaced:
        raise Turned("no_control")  # somebody else made one in this very moment
    site.dismiss_consoles(header.id)
    return give_control(site, phrase_of(site, secret), header, secret)


def phrase_of(site: Site, secret: str) -> Response:
    words = access.phrase(secret)
    return jsonify({"phrase": words, "link": f"{phones_address(site.config)}{url_for('console.ask_for_phrase')}#phrase={words}"})
