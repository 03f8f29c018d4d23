"""The cast at their browsers. Each has cookies of their own; Fay facilitates, phones join, Zed is an outsider."""

import json
import re
from collections.abc import Iterable
from functools import cache
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.test import TestResponse

from pollapp.access import participant_id, voice_cookie
from pollapp.app import Parts
from pollapp.domain.commands import Command, Join, PlaceDot
from pollapp.domain.session import Session
from pollapp.grid_file import shipped_grid
from pollapp.room import Counted
from pollapp.service import FACILITATOR, Order
from pollapp.store.log import Header
from pollapp.web.refusing import Turned

_BLOCK = re.compile(r'<script type="application/json" id="page">(.*?)</script>', re.DOTALL)
_numbers = count(1)
grid_read_once = cache(shipped_grid)  # reading YAML takes longer than most tests


def browser(app: Flask) -> FlaskClient:
    """A browser that has been nowhere yet."""
    return app.test_client()


def facilitator(app: Flask) -> FlaskClient:
    """A browser in which the facilitator's link was opened."""
    fay = browser(app)
    key = app.extensions["pollapp"].site.opening_key
    assert fay.post("/facilitate", data={"key": key}).status_code == 302
    return fay


def data_block(response: TestResponse) -> dict[str, Any]:
    """The data block of a live page."""
    found = _BLOCK.search(response.text)
    assert found, response.text[:500]
    block: dict[str, Any] = json.loads(found[1])
    return block


def says(answer: TestResponse, code: str) -> bool:
    """Whether this page says the refusal with this code: its sentence and its hint."""
    why = Turned(code).refused
    return all(str(escape(words)) in answer.text for words in (why.sentence, why.hint))


def cookies_set(response: TestResponse) -> dict[str, str]:
    """Name → everything after it, of each cookie that this answer sets."""
    return dict(header.split("=", 1) for header in response.headers.getlist("Set-Cookie"))


class Class:
    """One session, Fay who opened it, and whoever joins."""

    def __init__(self, app: Flask, fay: FlaskClient | None = None, **form: Any) -> None:
        self.app, self.fay = app, fay or facilitator(app)
        answer = self.fay.post("/sessions", data=form)
        assert answer.status_code == 302, answer.text
        self.id = answer.headers["Location"].rsplit("/", 1)[1]
        self.console_url = f"/console/{self.id}"
        header = self.parts.log.header(self.id)
        assert header
        self.header: Header = header
        self.code, self.token = header.code, header.projector_token

    @property
    def parts(self) -> Parts:
        parts: Parts = self.app.extensions["pollapp"]
        return parts

    @property
    def session(self) -> Session:
        session = self.parts.service.session(self.id)
        assert session
        return session

    def phone(self) -> FlaskClient:
        """A browser in which somebody has pressed Join."""
        phone = browser(self.app)
        assert phone.post(f"/j/{self.code}").status_code == 302
        return phone

    def phones(self, how_many: int) -> list[FlaskClient]:
        return [self.phone() for _ in range(how_many)]

    def participant(self, phone: FlaskClient) -> str:
        """The nameless id under which the session knows this phone."""
        cookie = phone.get_cookie(voice_cookie(self.id))
        assert cookie
        return participant_id(self.id, cookie.value)

    def says(self, *commands: Command) -> None:
        """What Fay tells the session, as if from the console; each must be carried out."""
        self._carried_out(FACILITATOR, commands)

    def somebody(self, **dots: str) -> str:
        """One more participant, who places these dots in round 1: `somebody(s1="green", s7="red")`. Their id."""
        who = f"somebody-{next(_numbers)}"
        placed = (PlaceDot(who, 1, int(square[1:]), 1, choice) for square, choice in dots.items())
        self._carried_out(who, (Join(who), *placed))
        return who

    def _carried_out(self, actor: str, commands: Iterable[Command]) -> None:
        for command in commands:
            [answer] = self.parts.service.handle(self.id, [Order(actor, f"by-hand-{next(_numbers)}", command)])
            assert isinstance(answer, Counted), answer

    def new_phrase(self, by: FlaskClient | None = None) -> TestResponse:
        """Fay's browser, or this one, asks for a new phrase, and goes on as it is told to."""
        return (by or self.fay).post(f"{self.console_url}/new-phrase", follow_redirects=True)

    def phrase(self) -> str:
        phrase: str = self.fay.post(f"{self.console_url}/phrase").get_json()["phrase"]
        return phrase
