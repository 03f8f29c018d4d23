"""Is the server well? For whoever watches it: 200 when the store answers."""

from flask import Blueprint, Response, jsonify

from pollapp.web.site import Site


def health_pages(site: Site) -> Blueprint:
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def healthz() -> Response:
        site.service.log.by_code("0")  # raises StoreFailed when the store does not answer
        return jsonify({"ok": True})

    return pages
