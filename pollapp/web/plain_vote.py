"""A whole vote by plain forms: where JavaScript is missing, or where no live connection gets through.

The same commands as over the socket, through the same service. A form says what each square holds, so what is sent twice
changes nothing the second time; what it leaves out stays as it is.
"""

import re
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from pollapp import access
from pollapp.domain import commands
from pollapp.domain.command import Command
from pollapp.domain.refused import Refused
from pollapp.domain.session import Session
from pollapp.domain.views import mine
from pollapp.room import Answer
from pollapp.service import Order
from pollapp.store.log import Header
from pollapp.web.arriving import present
from pollapp.web.display import keep_choice
from pollapp.web.refusing import Turned
from pollapp.web.site import Site

Form = MultiDict[str, str]
_SQUARE = re.compile(r"square-([0-9]{1,6})")
_NUMBER = re.compile(r"[0-9]{1,6}")


def plain_pages(site: Site) -> Blueprint:
    pages = Blueprint("plain", __name__)

    @pages.post("/j/<code>/dots")
    def dots(code: str) -> Response:
        header, session, participant = present(site, code)
        orders = read_form(request.form, session, participant)
        answers = carry_out(site, header, participant, orders)
        late = sum(isinstance(answer, Refused) and answer.code == "late" for answer in answers)
        here = url_for("participant.phone", code=header.code, plain=request.form.get("plain"), late=late or None)
        return keep_choice(redirect(here, 303))

    @pages.post("/j/<code>/forget")
    def forget(code: str) -> Response:
        header, _, participant = present(site, code)
        carry_out(site, header, participant, [commands.ForgetDots(participant)])
        site.dismiss_phone(participant)
        return redirect(url_for("participant.phone", code=header.code), 303)

    return pages


def read_form(form: Form, session: Session, participant: str) -> list[Command]:
    """What the form asks for beyond what stands already. Raises Turned("bad_form", "unknown_square", "unknown_choice")."""
    own = mine(session, participant)
    round = number_in(form, "round")
    wishes = list(_wishes(form, own if round == own["round"] else {"dots": {}, "skipped": []}))
    for square, choice, _ in wishes:
        _must_be_offered(session, square, choice)
    newest = max(own["counter"], number_in(form, "counter", missing="0"))  # what still waits on the phone is older than its form
    found = [_dot(participant, round, newest + place, wish) for place, wish in enumerate(wishes, 1)]
    done = form.get("done") == "1"
    return found + ([commands.Finish(participant, round, done)] if "done" in form and done != own["done"] else [])


def _must_be_offered(session: Session, square: int, choice: str | None) -> None:
    """Raises Turned before anything of the form is carried out: a form counts whole or not at all."""
    if session.round and square not in session.round.squares:
        raise Turned("unknown_square")
    if choice is not None and choice not in session.choices:
        raise Turned("unknown_choice")


def _wishes(form: Form, own: dict[str, Any]) -> Iterator[tuple[int, str | None, bool]]:
    """(square, choice or None to clear, skip) for each square that is to change."""
    cleared, skipped = number_in(form, "clear", missing="0"), number_in(form, "skip", missing="0")  # 0: not pressed
    for name, choice in form.items():
        square = _SQUARE.fullmatch(name)
        if square and int(square[1]) not in (cleared, skipped) and own["dots"].get(str(int(square[1]))) != choice:
            yield int(square[1]), choice, False
    if cleared and (str(cleared) in own["dots"] or cleared in own["skipped"]):
        yield cleared, None, False
    if skipped and skipped not in own["skipped"]:
        yield skipped, None, True


def number_in(form: Form, name: str, missing: str = "") -> int:
    """The number in this field of a form. Raises Turned("bad_form") when it holds none."""
    value = form.get(name, missing)
    if not _NUMBER.fullmatch(value):
        raise Turned("bad_form")
    return int(value)


def _dot(participant: str, round: int, counter: int, wish: tuple[int, str | None, bool]) -> Command:
    square, choice, skip = wish
    where = (participant, round, square, counter)
    if skip:
        return commands.SkipSquare(*where)
    return commands.ClearDot(*where) if choice is None else commands.PlaceDot(*where, choice)


def carry_out(site: Site, header: Header, participant: str, wanted: list[Command], *, cost: int = 1, once: str = "") -> list[Answer]:
    """The answers; a dot that came late is one of them. `cost` of each in rate credits; `once`: the id of a single command that must
    not count again when it is sent again. Raises Turned for whatever else was refused, and when it is too much.
    """
    if not site.votes.spend(participant, max(1, cost * len(wanted))):
        raise Turned("slow_down")
    answers = site.service.handle(header.id, [Order(participant, once or access.new_token()[:40], command) for command in wanted])
    for answer in answers:
        if isinstance(answer, Refused) and answer.code != "late":
            raise Turned(answer.code)
    site.tell_own(header.id, participant)
    return answers
