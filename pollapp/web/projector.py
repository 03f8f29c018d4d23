"""The projector: its address is a random read-only token, safe to show, and it can do nothing but look."""

from flask import Blueprint, render_template

from pollapp import access
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage
from pollapp.domain.views import View, projector_view
from pollapp.store.log import Header
from pollapp.web.console import with_session
from pollapp.web.display import language
from pollapp.web.page_data import kept_briefly, page_data
from pollapp.web.qr import qr_svg
from pollapp.web.refusing import Turned
from pollapp.web.site import Site
from pollapp.web.tries import here, miss, not_too_often


def projector_pages(site: Site) -> Blueprint:
    pages = Blueprint("projector", __name__)

    @pages.get("/projector/<token>")
    def projector(token: str) -> str:
        header, session = projected(site, token)
        page = page_data(site, "projector", header, session, projector_view(session, 0))
        page["auth"]["token"] = token
        qr = qr_svg(page["session"]["join_address"])
        grid = session.grid.in_language(language())
        context = {"page": page, "session": page["session"], "grid": grid, "scene": scene_of(page["view"]), "qr_svg": qr}
        return render_template("projector.html", **context, kept=kept_briefly(header))

    return pages


def projected(site: Site, token: str) -> tuple[Header, Session]:
    """The session that this token shows. Raises Turned("no_projector"); that counts as a guess, for whoever has no real one."""
    # All are compared, so that time tells nothing.
    shown = [header for header in site.service.log.headers() if access.same(header.projector_token, token)]
    if not shown:
        not_too_often(site, "link")
        miss(site, "link")
        raise Turned("no_projector")
    site.found.add(here(), shown[0].id)
    return with_session(site, shown[0])


def scene_of(view: View) -> str:
    """What is shown at first: as sceneOf in static/js/lib/projector_scene.js tells it from then on."""
    if view["stage"] == Stage.LOBBY:
        return "lobby"
    if view["stage"] == Stage.HIDDEN:
        return "covered"
    if view["wrap_up"]:
        return _ending_of(view)
    if view["spotlight"]:
        return "spotlight"
    return "thanks" if view["stage"] == Stage.CLOSED and not view["results"] else "board"


def _ending_of(view: View) -> str:
    """A session that is over shows what it ended with."""
    over = view["stage"] == Stage.CLOSED and view["wrap_up"]["takeaways"]
    return "takeaways" if over or view["stage"] == Stage.TAKEAWAYS else "wrap_up"
