"""All sessions that this browser controls, and two of them beside each other."""

from collections.abc import Sequence

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from pollapp.domain.comparison import Comparison, NotComparable, comparison, same_squares
from pollapp.domain.report import report
from pollapp.domain.said import Said, say
from pollapp.exports.comparison_csv import comparison_csv
from pollapp.web.comparing import LETTERS, lines
from pollapp.web.console import controlled
from pollapp.web.display import language
from pollapp.web.my_sessions import Mine, grouped, listed, my_sessions
from pollapp.web.phone_page import leaders
from pollapp.web.site import Site

ORDERS = ("grid", "difference")


def sessions_pages(site: Site) -> Blueprint:
    pages = Blueprint("sessions", __name__)

    @pages.get("/sessions")
    def all_of_mine() -> Response:
        return _list_page(site)

    @pages.get("/compare")
    def compare() -> AnyResponse:
        ticked = request.args.getlist("session")
        if ticked or "one" not in request.args:
            return _to_comparison(site, ticked)
        return _comparison_page(site, *_two(site))

    @pages.get("/compare.csv")
    def csv() -> AnyResponse:
        one, other = _two(site)
        try:
            compared = _compared(one, other)
        except NotComparable as why:
            return _list_page(site, why.args[0], [one.header.id, other.header.id])
        name = f'attachment; filename="comparison-{one.header.code}-{other.header.code}.csv"'
        body = comparison_csv(compared, (one.header.code, other.header.code))
        return Response(body, headers={"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": name})

    return pages


def _two(site: Site) -> tuple[Mine, Mine]:
    """The two sessions that the address names, if this browser controls both. Raises Turned."""
    one, other = (Mine(*controlled(site, request.args.get(name, ""))) for name in ("one", "other"))
    return one, other


def _to_comparison(site: Site, ticked: Sequence[str]) -> AnyResponse:
    """From the ticks of the list to the address of the comparison: the earlier class comes first."""
    if len(set(ticked)) != 2:
        return _list_page(site, say("Tick two sessions to compare."), ticked)
    both = [Mine(*controlled(site, id)) for id in dict.fromkeys(ticked)]
    one, other = sorted(both, key=lambda mine: (mine.session.opened_on, mine.header.opened_at))
    return redirect(url_for("sessions.compare", one=one.header.id, other=other.header.id))


def _compared(one: Mine, other: Mine) -> Comparison:
    """Raises NotComparable."""
    if not (one.may_compare and other.may_compare):
        raise NotComparable(say("One of them is not revealed."))
    here, there = (report(mine.session, language()) for mine in (one, other))
    return comparison(here, there, same_squares(one.session.grid, other.session.grid))


def _comparison_page(site: Site, one: Mine, other: Mine) -> Response:
    try:
        compared = _compared(one, other)
    except NotComparable as why:
        return _list_page(site, why.args[0], [one.header.id, other.header.id])
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


def _list_page(site: Site, why: Said | str = "", ticked: Sequence[str] = ()) -> Response:
    sessions, _ = my_sessions(site)
    context = {"groups": grouped(sessions), "ticked": ticked, "why": why, "comparable": sum(one.may_compare for one in sessions)}
    return make_response(render_template("sessions.html", **context), 400 if why else 200)
