"""The report as a page of the app: from the console, for whoever controls the session. It prints; as a file it is html_export's."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from pollapp.domain.replay import may_be_shown
from pollapp.domain.report import report as report_of
from pollapp.domain.report import seen_by_the_class
from pollapp.domain.report_talk import note
from pollapp.domain.session import Session
from pollapp.exports.about import About
from pollapp.exports.bars import widths
from pollapp.exports.formats import FORMATS
from pollapp.exports.html_export import REPORT_SHEETS
from pollapp.exports.telling.tell import tell
from pollapp.keeping import day_of, kept_day
from pollapp.store.log import Header
from pollapp.web.console import controlled
from pollapp.web.display import language, region
from pollapp.web.page_data import long_date
from pollapp.web.site import Site


def report_pages(site: Site) -> Blueprint:
    pages = Blueprint("report", __name__)
    pages.add_app_template_global(widths)

    @pages.get("/console/<session_id>/report")
    def report(session_id: str) -> Response:
        header, session = controlled(site, session_id)
        if _not_seen_yet(session) and "peek" not in request.args:
            return make_response(render_template("report_covered.html", console_url=_console_url(header), peek_url=_here(header, peek=1)))
        wanted = request.args.get("notes") == "1"
        told = site.run_blocking(tell, report_of(session, language(), notes=wanted), _about(header))
        context = {"told": told, "with_notes": wanted, "report_sheets": REPORT_SHEETS, **_bar(header, session)}
        return make_response(render_template("report.html", **context))

    return pages


def _not_seen_yet(session: Session) -> bool:
    """Whether there are results that the class has not been shown, or not any more: the laptop may be on the projector."""
    return session.round is not None and not seen_by_the_class(session)


def _console_url(header: Header) -> str:
    return url_for("console.console", session_id=header.id)


def _here(header: Header, **wanted: Any) -> str:
    """This page's address, with what else was asked of it."""
    values: dict[str, Any] = {"peek": 1} if "peek" in request.args else {}
    return url_for("report.report", session_id=header.id, **values, **wanted)


def _about(header: Header) -> About:
    return About(header.code, kept_day(header), language(), region())


def _bar(header: Header, session: Session) -> dict[str, Any]:
    """What stands above the report and is not printed: the ways to its files and to other pages."""
    id = header.id
    return {
        "exports": {what: url_for("results.export", session_id=id, what=what) for what in FORMATS},
        "console_url": _console_url(header),
        "replay_url": url_for("replay.on_console", session_id=id) if may_be_shown(session) else None,
        "has_notes": any(note(session, square.id) for square in session.grid.squares),
        "with_url": _here(header, notes=1),
        "without_url": _here(header),
        "kept_until": None if header.keep_until is None else long_date(day_of(header.keep_until)),
    }
