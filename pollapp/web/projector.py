"""The projector: its address is a random read-only token, safe to show, and it can do nothing but look."""

from flask import Blueprint, render_template

from pollapp.domain.views import projector_view
from pollapp.web.display import language
from pollapp.web.page_data import page_data
from pollapp.web.qr import qr_svg
from pollapp.web.refusing import Turned
from pollapp.web.site import Site


def projector_pages(site: Site) -> Blueprint:
    pages = Blueprint("projector", __name__)

    @pages.get("/projector/<token>")
    def projector(token: str) -> str:
        header = site.service.log.by_projector(token)
        session = site.session(header) if header else None
        if header is None or session is None:
            raise Turned("gone")
        page = page_data(site, "projector", header, session, projector_view(session, 0))
        page["auth"]["token"] = token
        qr = qr_svg(page["session"]["join_address"])
        return render_template("projector.html", page=page, session=page["session"], grid=session.grid.in_language(language()), qr_svg=qr)

    return pages
