"""The finished session as a film: for its console, and read-only for whoever has the projector's address."""

from flask import Blueprint, Response, render_template, url_for

from pollapp.access import Credits, Role
from pollapp.domain.film_steps import film_step
from pollapp.domain.replay import why_no_film
from pollapp.domain.session import Session
from pollapp.store.log import Header
from pollapp.taking_home.wish import FILM, Wish
from pollapp.web.console import controlled, controlled_header
from pollapp.web.display import language
from pollapp.web.page_data import page_data
from pollapp.web.projector import projected
from pollapp.web.refusing import Turned
from pollapp.web.results import whole
from pollapp.web.site import Site


def replay_pages(site: Site) -> Blueprint:
    pages = Blueprint("replay", __name__)
    wanted = Credits(burst=30, per_second=0.5)  # films: each is folded anew, and many may have the projector's address

    @pages.get("/console/<session_id>/replay")
    def on_console(session_id: str) -> str:
        header, session = controlled(site, session_id)
        urls = {
            "film": url_for("replay.film_for_console", session_id=header.id),
            "back": url_for("console.console", session_id=header.id),
            "projector": url_for("replay.on_projector", token=header.projector_token, lang=language()),
        }
        return _page(site, "console", header, session, urls)

    @pages.get("/console/<session_id>/film.json")
    def film_for_console(session_id: str) -> Response:
        header = controlled_header(site, session_id)
        return _film(site, header, wanted, f"console {header.id}")

    @pages.get("/projector/<token>/replay")
    def on_projector(token: str) -> str:
        header, session = projected(site, token)
        urls = {"film": url_for("replay.film_for_projector", token=token), "back": url_for("projector.projector", token=token)}
        return _page(site, "projector", header, session, urls)

    @pages.get("/projector/<token>/film.json")
    def film_for_projector(token: str) -> Response:
        header, _ = projected(site, token)
        return _film(site, header, wanted, f"projector {header.id}")

    return pages


def _page(site: Site, role: Role, header: Header, session: Session, urls: dict[str, str]) -> str:
    """The page, without the film: it is fetched when the page is there. Raises Turned("no_film" or "no_film_of_poster")."""
    if why_not := why_no_film(session):
        raise Turned(why_not)
    page = page_data(site, role, header, session, {}) | {"urls": urls}
    if role == "projector":
        page["auth"]["token"] = header.projector_token
    grid = session.grid.in_language(language())
    return render_template("replay.html", page=page, session=page["session"], grid=grid, role=role, step=film_step(session.minimum))


def _film(site: Site, header: Header, wanted: Credits, by: str) -> Response:
    """Raises Turned("slow_down", "gone", "no_film" or "no_film_of_poster")."""
    if not wanted.spend(by):
        raise Turned("slow_down")
    line, content = whole(site.exports.make(header.id, Wish(FILM)))
    return Response(content, mimetype=line["kind"])
