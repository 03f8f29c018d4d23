"""Is the server well? For whoever watches it, or sends visitors to it (docs/operating.md).

`/healthz`: it is alive, whatever its store does. A new start would not help an engine that is away, and would throw everybody out.
`/readyz`: it can do its work, so new visitors may come.
"""

from flask import Blueprint, Response, jsonify, make_response

from pollapp.store.log import StoreFailed
from pollapp.web.site import Site


def health_pages(site: Site) -> Blueprint:
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def healthz() -> Response:
        return jsonify({"ok": True})

    @pages.get("/readyz")
    def readyz() -> Response:
        why = _why_not(site)
        return make_response(jsonify({"ok": False, "sentence": why}), 503) if why else jsonify({"ok": True})

    return pages


def _why_not(site: Site) -> str | None:
    """Why nobody should be sent here now: a sentence for the operator; None when they may come."""
    log = site.service.log
    if site.draining.is_set():
        return "This server is about to end and lets go of its visitors. Others take them."
    try:
        log.by_code("0")
    except StoreFailed:  # what it says may name files: it is in the operator's log
        return "The store does not answer."
    if log.health.trouble not in (None, "slow"):
        return f"The store cannot store ({log.health.trouble}). The server's log says what to do."
    return None
