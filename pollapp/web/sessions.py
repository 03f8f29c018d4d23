"""All sessions that this browser controls, and two of them beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from pollapp.domain.comparison import Comparison, NotComparable, comparison, same_squares
from pollapp.domain.report import report
from pollapp.domain.said import Said, say, say_many
from pollapp.exports.comparison_csv import comparison_csv
from pollapp.web.comparing import LETTERS, lines
from pollapp.web.console import controlled
from pollapp.web.display import language
from pollapp.web.my_sessions import Mine, grouped, listed, my_sessions
from pollapp.web.phone_page import leaders
from pollapp.web.refusing import Turned
from pollapp.web.site import Site

ORDERS = ("grid", "difference")
_COMPARABLE = say("Two can be compared that are on the same grid, and revealed or closed.")
_WHY_GONE = say("A session goes when somebody deletes it, or on the day until which it is kept.")


@dataclass(eq=False)
class NoTwo(Exception):
    """These are no two sessions that can be compared: why, and which of them stay ticked."""

    sentence: Said
    ticked: Sequence[str]
    hint: Said = _COMPARABLE
    status: int = 400


def sessions_pages(site: Site) -> Blueprint:
    pages = Blueprint("sessions", __name__)

    @pages.get("/sessions")
    def all_of_mine() -> Response:
        return _list_page(site)

    @pages.errorhandler(NoTwo)
    def no_two(why: NoTwo) -> Response:
        return _list_page(site, why)

    @pages.get("/compare")
    def compare() -> AnyResponse:
        ticked = request.args.getlist("session")
        if ticked or "one" not in request.args:
            return _to_comparison(site, ticked)
        return _comparison_page(*_two(site))

    @pages.get("/compare.csv")
    def csv() -> AnyResponse:
        one, other = _two(site)
        compared = _compared(one, other)
        name = f'attachment; filename="comparison-{one.header.code}-{other.header.code}.csv"'
        body = comparison_csv(compared, (one.header.code, other.header.code))
        return Response(body, headers={"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": name})

    return pages


def _two(site: Site) -> tuple[Mine, Mine]:
    """The two sessions that the address names, if this browser controls both. Raises NoTwo, Turned."""
    return _both(site, [request.args.get(name, "") for name in ("one", "other")])


def _both(site: Site, ids: Sequence[str]) -> tuple[Mine, Mine]:
    """Both sessions with these ids. Raises NoTwo when one of them is gone, Turned."""
    there = [mine for mine in (_there(site, id) for id in ids) if mine]
    if len(there) < len(ids):
        raise NoTwo(_gone_words(there), [mine.header.id for mine in there], _WHY_GONE, 410)
    one, other = there
    return one, other


def _there(site: Site, session_id: str) -> Mine | None:
    """None when it is gone. Raises Turned when this browser does not control it."""
    try:
        return Mine(*controlled(site, session_id))
    except Turned as why:
        if why.refused.code != "gone":
            raise
        return None


def _gone_words(there: Sequence[Mine]) -> Said:
    """Nothing is known any more of what is gone; so the one that is still there is named."""
    if not there:
        return say("Neither of the two sessions is there any more.")
    line = listed(there[0])
    return say(
        "The other session is not there any more, so that nothing can be compared with session %(code)s of %(day)s.",
        code=line["spoken_code"],
        day=line["opened_day"],
    )


def _to_comparison(site: Site, ticked: Sequence[str]) -> AnyResponse:
    """From the ticks of the list to the address of the comparison: the earlier class comes first. Raises NoTwo, Turned."""
    ids = list(dict.fromkeys(ticked))
    if len(ids) != 2:
        raise NoTwo(_not_two_words(len(ids)), ids)
    one, other = sorted(_both(site, ids), key=lambda mine: (mine.session.opened_on, mine.header.opened_at))
    return redirect(url_for("sessions.compare", one=one.header.id, other=other.header.id))


def _not_two_words(ticked: int) -> Said:
    if not ticked:
        return say("Tick two sessions to compare them: none is ticked.")
    return say_many(
        "Tick two sessions to compare them: only one is ticked.",
        "Exactly two sessions can be compared: %(n)s are ticked.",
        ticked,
    )


def _compared(one: Mine, other: Mine) -> Comparison:
    """Raises NoTwo."""
    both = [one.header.id, other.header.id]
    if not (one.may_compare and other.may_compare):
        raise NoTwo(say("One of them is not revealed."), both)
    here, there = (report(mine.session, language()) for mine in (one, other))
    try:
        return comparison(here, there, same_squares(one.session.grid, other.session.grid))
    except NotComparable as why:
        raise NoTwo(why.args[0], both) from why


def _comparison_page(one: Mine, other: Mine) -> Response:
    compared = _compared(one, other)
    order = request.args.get("order")
    grid = compared.one.grid
    context = {
        "compared": compared,
        "lines": lines(compared, compared.by_difference() if order == "difference" else compared.pairs),
        "order": order if order in ORDERS else ORDERS[0],
        "sides": list(zip(LETTERS, (listed(one), listed(other)), strict=True)),
        "grid": grid,
        "leaders": lambda result: leaders(grid, result),
    }
    return make_response(render_template("compare.html", **context))


def _list_page(site: Site, why: NoTwo | None = None) -> Response:
    sessions, _ = my_sessions(site)
    context = {
        "groups": grouped(sessions),
        "ticked": why.ticked if why else (),
        "why": why,
        "comparable": sum(one.may_compare for one in sessions),
    }
    return make_response(render_template("sessions.html", **context), why.status if why else 200)
