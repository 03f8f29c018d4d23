"""The sessions that a browser controls, as lists tell of them. Control is enough: steering needs no opening key, nor does looking back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for

from pollapp import access, codes
from pollapp.domain.kinds import kind_words
from pollapp.domain.replay import may_be_shown
from pollapp.domain.said import say, say_many
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage
from pollapp.keeping import day_of
from pollapp.store.log import Header
from pollapp.web.display import language
from pollapp.web.page_data import long_date
from pollapp.web.site import Site

NEWEST = 5  # so many, where a page has more to tell; all of them are on a page of their own

# Group → its heading, in the order of the page.
GROUPS = {"running": say("Running"), "closed": say("Closed"), "paper": say("Paper posters"), "rehearsal": say("Rehearsals")}


@dataclass(frozen=True, slots=True)
class Mine:
    """A session that this browser controls."""

    header: Header
    session: Session

    @property
    def group(self) -> str:
        """A key of GROUPS."""
        if self.session.kind in GROUPS:
            return self.session.kind
        return "closed" if self.session.stage is Stage.CLOSED else "running"

    @property
    def may_compare(self) -> bool:
        """Its colours were shown, or it is over: whoever looks back beside a class uncovers nothing by accident."""
        return bool(self.session.rounds) and (self.session.revealed or self.session.stage is Stage.CLOSED)


def my_sessions(site: Site, most: int | None = None) -> tuple[list[Mine], int]:
    """The sessions that this browser controls, newest first, at most so many; and how many there are. Raises StoreFailed."""
    headers = [header for header in site.service.log.headers() if access.controls(header, request.cookies)]
    found = ((header, site.session(header)) for header in headers[:most])
    return [Mine(header, session) for header, session in found if session], len(headers)


def classes_running(site: Site) -> list[Mine]:
    """Those among the newest sessions of this browser in which a class is still at it, newest first. Raises StoreFailed."""
    return [one for one in my_sessions(site, NEWEST)[0] if one.group == "running"]


def grouped(sessions: Iterable[Mine]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Heading and lines of each group that has any, the latest class first."""
    ordered = sorted(sessions, key=lambda one: (one.session.opened_on, one.header.opened_at), reverse=True)
    groups = {heading: [listed(one) for one in ordered if one.group == group] for group, heading in GROUPS.items()}
    return [(heading, lines) for heading, lines in groups.items() if lines]


def listed(one: Mine) -> dict[str, Any]:
    """The session as a line of a list."""
    header, session = one.header, one.session
    grid = session.grid.in_language(language())
    return {
        "id": header.id,
        "console_url": url_for("console.console", session_id=header.id),
        "report_url": report_url(header.id) if session.rounds else None,
        "replay_url": _replay_url(one),
        "spoken_code": codes.spoken(header.code),
        "kind_words": kind_words(session.kind),
        "title": grid.title,
        "title_language": grid.language,
        "stage_words": stage_words(session),
        "size_words": size_words(session),
        "keep_words": _keep_words(header),
        "opened_on": session.opened_on,
        "opened_day": long_date(date.fromisoformat(session.opened_on)),
        "may_compare": one.may_compare,
    }


def report_url(session_id: str) -> str:
    """Where the result of a session is looked at."""
    return url_for("report.report", session_id=session_id)


def _replay_url(one: Mine) -> str | None:
    """The film of a class that is over."""
    return url_for("replay.on_console", session_id=one.header.id) if may_be_shown(one.session) else None


def size_words(session: Session) -> str:
    """How many people there are; of a poster, which has none, how many dots."""
    if session.kind != "paper":
        return say_many("%(n)s joined", "%(n)s joined", len(session.participants))
    dots = sum(square.placed for one in session.rounds for square in one.squares.values())
    return say_many("%(n)s dot on paper", "%(n)s dots on paper", dots)


def _keep_words(header: Header) -> str:
    if header.keep_until is None:
        return say("kept until you delete it")
    return say("kept until %(day)s", day=long_date(day_of(header.keep_until)))


def stage_words(session: Session) -> str:
    """Where the session is, for a list of sessions."""
    round = len(session.rounds)
    return {
        Stage.LOBBY: say("in the lobby"),
        Stage.VOTING: say("round %(round)s is open", round=round),
        Stage.SHOWING: say("round %(round)s is open and revealed", round=round),
        Stage.HIDDEN: say("round %(round)s is closed, not revealed", round=round),
        Stage.UNVEILING: say("round %(round)s is revealed square by square", round=round),
        Stage.WRAP_UP: say("at its wrap-up"),
        Stage.TAKEAWAYS: say("collecting takeaways"),
        Stage.REVEALED: say("round %(round)s is revealed", round=round),
        Stage.CLOSED: say("closed"),
    }[session.stage]
