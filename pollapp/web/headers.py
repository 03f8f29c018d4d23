"""The safety headers that every page carries: what it may load, who may frame it, what its address may be told to."""

import re
from urllib.parse import urlsplit

from flask import Response, request

from pollapp.config import Config
from pollapp.web.cookies import by_https

FRAMED = "projector.projector"  # the one page that others may show in a frame, where the operator lets them
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:]+\](:[0-9]{1,5})?")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # addresses here can be secrets; "no-referrer" would take the Origin from our own forms
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_NOBODY = "'none'"
_A_MONTH = 30 * 24 * 60 * 60  # seconds; of this host alone, and not for good: an operator may give https up again


def give_headers(config: Config, response: Response) -> None:
    """Give this answer its safety headers."""
    frames = config.embed_projector if request.endpoint == FRAMED and response.status_code == 200 else ""
    wanted = {**_ALWAYS, "Content-Security-Policy": _policy(config, frames)}
    if not frames:
        wanted["X-Frame-Options"] = "DENY"  # for browsers that do not know frame-ancestors; it knows no list of sites
    if by_https(config):
        wanted["Strict-Transport-Security"] = f"max-age={_A_MONTH}"
    for name, value in wanted.items():
        response.headers[name] = value


def _policy(config: Config, frames: str) -> str:
    """The Content-Security-Policy: our own files, our own host, and nothing inline. `frames`: the sites that may frame the page."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self'",
            f"connect-src {' '.join(_lines(config))}",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {frames or _NOBODY}",
        )
    )


def _lines(config: Config) -> list[str]:
    """This host, and by name its websockets: 'self' does not cover them in browsers from before 2022."""
    public = urlsplit(config.public_url).netloc
    hosts = dict.fromkeys(host for host in (request.host, public) if _HOST.fullmatch(host))
    return ["'self'", *(f"{scheme}://{host}" for host in hosts for scheme in ("ws", "wss"))]
