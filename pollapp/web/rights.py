"""Who may ask for which page: every endpoint with the right that it needs, looked up before each request. docs/rights.md is this table
in words; who may send which message stands in `live.wire.SENDERS`.

An endpoint that is not here is refused. Handlers that need the session of whoever asks look again as they fetch it (`controlled`,
`present`, `projected`), so that a mistake here opens nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, request

from pollapp import access
from pollapp.web.arriving import arrived, joined
from pollapp.web.console import controlled_header
from pollapp.web.projector import projected
from pollapp.web.refusing import Turned
from pollapp.web.site import Site

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Right:
    """`who` has it; `otherwise`: the code of the refusal for everybody else; `check` raises Turned for them, None: the page itself does."""

    who: str
    otherwise: str | None
    check: Callable[..., object] | None


def _has_key(site: Site) -> None:
    if not access.is_facilitator(site.opening_key, request.cookies):
        raise Turned("no_key")


def _has_joined(site: Site, code: str) -> None:
    if joined(*arrived(site, code)) is None:
        raise Turned("not_joined")


def _has_link(site: Site, token: str) -> None:
    projected(site, token)


def _has_control(site: Site, session_id: str, **rest: str) -> None:
    controlled_header(site, session_id)


ANYONE = Right("anyone", None, None)
FACILITATOR = Right("who has traded the opening key for its cookie", "no_key", _has_key)
CONTROL = Right("who controls this session", "no_control", _has_control)
CONTROL_OR_PHRASE = Right("who controls this session; all others are asked for its phrase", "no_control", None)
CONTROL_OF_BOTH = Right("who controls both sessions", "no_control", None)
PARTICIPANT = Right("a participant of this session", "not_joined", _has_joined)
PROJECTOR = Right("who has the projector's link", "no_projector", _has_link)
OFFER = Right("who has scanned the offer to steer, while it holds", "handover_over", None)
CLAIM = Right("the phone whose claim the console has granted, once", "handover_over", None)

RIGHTS: dict[str, Right] = {  # endpoint → right, in the order of docs/rights.md
    **dict.fromkeys(("static", "joined_css", "flat_css", "older_file", "health.healthz", "health.readyz", "styleguide.styleguide"), ANYONE),
    **dict.fromkeys(("facilitator.start", "facilitator.guide", "display.choose"), ANYONE),
    **dict.fromkeys(("participant.join_by_code", "participant.phone", "participant.join"), ANYONE),
    **dict.fromkeys(("facilitator.ask_for_key", "facilitator.trade_key"), ANYONE),
    **dict.fromkeys(("console.ask_for_phrase", "console.recover"), ANYONE),
    "sessions.all_of_mine": ANYONE,
    **dict.fromkeys(("plain.dots", "plain.forget", "next_person.pass_on"), PARTICIPANT),
    **dict.fromkeys(("plain_talk.reason", "plain_talk.takeaway", "plain_talk.principles"), PARTICIPANT),
    **dict.fromkeys(("facilitator.new_session", "facilitator.open_a_session", "facilitator.rehearse"), FACILITATOR),
    **dict.fromkeys(("importing.ask_for_counts", "importing.bring_in", "importing.example"), FACILITATOR),
    "console.console": CONTROL_OR_PHRASE,
    **dict.fromkeys(("console.phrase", "console.new_phrase", "console.new_projector"), CONTROL),
    **dict.fromkeys(("console.keep", "console.delete"), CONTROL),
    **dict.fromkeys(("handing_over.offer", "handing_over.follow", "handing_over.answer"), CONTROL),
    **dict.fromkeys(("report.report", "results.export", "replay.on_console", "replay.film_for_console"), CONTROL),
    **dict.fromkeys(("sessions.compare", "sessions.csv"), CONTROL_OF_BOTH),
    **dict.fromkeys(("handing_over.ask", "handing_over.claim"), OFFER),
    "handing_over.collect": CLAIM,
    **dict.fromkeys(("projector.projector", "replay.on_projector", "replay.film_for_projector"), PROJECTOR),
}


def only_who_may(app: Flask, site: Site) -> None:
    """Before every request of this app: its endpoint's right, or a refusal."""

    @app.before_request
    def may() -> None:
        if request.endpoint is None or request.method == "OPTIONS":
            return  # there is no such page, or only its methods are asked for
        right = RIGHTS.get(request.endpoint)
        if right is None:
            logger.error("No right stands in web/rights.py for %s: it is refused to everybody.", request.endpoint)
            raise Turned("not_allowed")
        if right.check:
            right.check(site, **(request.view_args or {}))
