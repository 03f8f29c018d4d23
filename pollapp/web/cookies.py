"""Cookies: random secrets, out of the reach of scripts and of other sites."""

from typing import Any

from flask import Response, request

from pollapp import access
from pollapp.config import Config
from pollapp.store.log import Header
from pollapp.web.site import Site

_LONGEST = 400 * 24 * 60 * 60  # browsers keep no cookie longer


def set_secret(site: Site, response: Any, name: str, value: str, seconds: int = _LONGEST, *, path: str = "/") -> None:
    response.set_cookie(name, value, max_age=seconds, path=path, httponly=True, samesite="Lax", secure=by_https(site.config))


def by_https(config: Config) -> bool:
    """Whether browsers reach this server by https: the settings say so, or this request came so (as the proxies say that are ours)."""
    return config.https or request.is_secure


def give_control(site: Site, response: Response, header: Header, secret: str, following: str = "") -> Response:
    """This browser controls the session from now on; and once the secret `following` is put in force, with that one."""
    set_secret(site, response, access.control_cookie(header.id), secret, _left(site, header))
    if following:
        set_secret(site, response, access.next_cookie(header.id), following, _left(site, header))
    elif access.next_cookie(header.id) in request.cookies:
        response.delete_cookie(access.next_cookie(header.id))
    return response


def give_voice(site: Site, response: Response, header: Header, voice: str) -> Response:
    """This browser speaks for one participant from now on."""
    set_secret(site, response, access.voice_cookie(header.id), voice, _left(site, header))
    return response


def _left(site: Site, header: Header) -> int:
    """Seconds until the session is deleted: its cookies go with it."""
    if header.keep_until is None:
        return _LONGEST
    return max(60, min(_LONGEST, header.keep_until - int(site.now().timestamp())))
