"""What holds for every request: no other site may act in a visitor's name, and every answer carries the safety headers."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from pollapp.access import Credits
from pollapp.config import Config
from pollapp.web.headers import give_headers
from pollapp.web.plain_query import plainly_asked
from pollapp.web.polling import Wsgi, strictly_polled
from pollapp.web.refusing import Turned
from pollapp.web.sheets import FLAT_SHEETS, SHEETS

_FILES = {"static", SHEETS, FLAT_SHEETS}
_SAFE = {"GET", "HEAD", "OPTIONS"}


def same_site(origin: str | None, host: str, config: Config) -> bool:
    """Whether a request with this Origin comes from our own pages. Browsers always send it with a POST and a websocket."""
    if origin is None:
        return True  # no browser
    if config.public_url and origin == config.public_url.rstrip("/"):
        return True
    return bool(host) and origin in (f"http://{host}", f"https://{host}")


def from_our_pages(environ: Mapping[str, Any], config: Config) -> bool:
    """Whether a request comes from our own pages, or from no page at all.

    Browsers say so in two ways: with an Origin, which a plain GET has not, and on https and this very computer with Sec-Fetch-Site,
    which calls another port or scheme of our host "same-site". What neither names comes from no browser, or from an old one.
    """
    if environ.get("HTTP_SEC_FETCH_SITE", "none") not in ("same-origin", "none"):
        return False
    return same_site(environ.get("HTTP_ORIGIN"), environ.get("HTTP_HOST", ""), config)


def origin_allowed(config: Config) -> Any:
    """The same rule in the form that python-engineio asks for: allowed(origin, environ)."""

    def allowed(origin: str | None, environ: dict[str, Any]) -> bool:
        return same_site(origin, environ.get("HTTP_HOST", ""), config)

    return allowed


def _own_lines(app: Wsgi, config: Config) -> Wsgi:
    """The app, with Socket.IO for our own pages alone: python-engineio asks for an Origin where there is one, and for nothing else."""

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith("/socket.io/") and not from_our_pages(environ, config):
            return Response("Open the page at its own address.", 403)(environ, start_response)
        return app(environ, start_response)

    return wsgi


def guard(app: Flask, config: Config) -> None:
    """Put the guard in front of every page of this app, and of its Socket.IO, which must be there already."""
    largest = app.extensions["socketio"].server.eio.max_http_buffer_size
    polled = strictly_polled(app.wsgi_app, largest, Credits(burst=5000, per_second=250))
    app.wsgi_app = ProxyFix(plainly_asked(_own_lines(polled, config)), x_for=config.proxies, x_proto=config.proxies, x_host=config.proxies)  # type: ignore[method-assign]

    @app.before_request
    def from_our_own_pages() -> None:
        if request.method not in _SAFE and not from_our_pages(request.environ, config):
            raise Turned("other_site")

    @app.after_request
    def safe_answer(response: Response) -> Response:
        if request.endpoint in _FILES and response.status_code in (200, 304):
            return _kept_for_good(response)
        give_headers(config, response)
        return response


def _kept_for_good(response: Response) -> Response:
    """A file whose path names its content. The headers that guard pages say nothing about it, and a phone fetches twenty of them."""
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    for name in ("Content-Disposition", "Last-Modified", "ETag", "Date", "Accept-Ranges"):
        response.headers.pop(name, None)
    return response
