"""Everybody who may come near a session, as a browser with the cookies that they would have; and what must not change.

`here` is the session that they ask for, `there` another one on the same server.
"""

import hashlib
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask

from pollapp import access
from pollapp.domain.commands import ForgetDots, OpenRound
from pollapp.service import Order
from pollapp.store.shelf import MemoryShelf
from tests.live.lines import Line, LiveClass
from tests.web.people import browser, facilitator

AS_SCRIPT = {"Accept": "application/json"}
ROLES = (
    "facilitator",  # has the opening key, and opened neither session
    "console",  # controls `here`
    "console of another",
    "revoked console",  # controlled `here`, until a new phrase was made
    "participant",
    "participant of another",
    "participant with another's voice",  # their cookie of `there`, under the name of `here`
    "forgotten participant",
    "passed-on phone",  # a copy of the cookie of somebody who has passed their phone on
    "participant of a deleted session",
    "projector",  # has the link of `here`, and no cookie at all
    "projector with its old link",
    "stranger",
)
_addresses = count(1)


class Stage:
    """`clients`: role → browser. `tokens`: role → the projector's token that it has, or would make up."""

    def __init__(self, app: Flask, data_dir: Path) -> None:
        self.app, self.data_dir = app, data_dir
        self.here, self.there = LiveClass(app), LiveClass(app)
        for room in (self.here, self.there):
            room.says(OpenRound("lobby"))
            room.somebody(s1="green")
        self.clients = {role: browser(app) for role in ROLES}
        self.clients |= {"facilitator": facilitator(app), "console": self.here.fay, "console of another": self.there.fay}
        for room in (self.here, self.there):
            room.fay.delete_cookie(access.FACILITATOR_COOKIE)  # steering needs no opening key
        self._consoles()
        self._phones()
        old = self.here.token
        assert self.here.fay.post(f"{self.here.console_url}/new-projector").status_code == 303
        header = self.here.parts.log.header(self.here.id)
        assert header
        self.here.token = header.projector_token
        self.tokens = dict.fromkeys(ROLES, "made-up") | {"projector": self.here.token, "projector with its old link": old}

    def _consoles(self) -> None:
        revoked = self.clients["revoked console"]
        assert revoked.post("/recover", data={"phrase": self.here.phrase()}).status_code == 302
        self.here.new_phrase()

    def _phones(self) -> None:
        here, there = self.here, self.there
        deleted = LiveClass(self.app)
        for role, room in (("participant", here), ("forgotten participant", here), ("passed-on phone", here),
                           ("participant of another", there), ("participant of a deleted session", deleted)):  # fmt: skip
            assert self.clients[role].post(f"/j/{room.code}").status_code == 302
        voice = self.clients["participant of another"].get_cookie(access.voice_cookie(there.id))
        gone = self.clients["participant of a deleted session"].get_cookie(access.voice_cookie(deleted.id))
        assert voice
        assert gone
        self.clients["participant with another's voice"].set_cookie(access.voice_cookie(here.id), voice.value)
        self.clients["participant of a deleted session"].set_cookie(access.voice_cookie(here.id), gone.value)
        here.parts.service.delete(deleted.id)
        forgotten = here.participant(self.clients["forgotten participant"])
        here.parts.service.handle(here.id, [Order(forgotten, "forget-me", ForgetDots(forgotten))])
        self._passes_on()

    def _passes_on(self) -> None:
        phone, copied = browser(self.app), access.voice_cookie(self.here.id)
        cookie = self.clients["passed-on phone"].get_cookie(copied)
        assert cookie
        phone.set_cookie(copied, cookie.value)
        assert phone.post(f"/j/{self.here.code}/next").status_code == 303

    def ask(self, role: str, method: str, url: str, **more: Any) -> Any:
        """The answer to a script of this role, from an address of its own: nobody's tries count for somebody else."""
        number = next(_addresses)
        address = {"REMOTE_ADDR": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"}
        headers = AS_SCRIPT | more.pop("headers", {})
        return self.clients[role].open(url, method=method, headers=headers, environ_base=address, buffered=True, **more)

    def stands(self) -> Any:
        """All that there is: headers, logs, offers, and every byte in the data folder (but for who is reading)."""
        log = self.here.parts.log
        headers = log.headers()
        files = {file.name: _digest(file) for file in sorted(self.data_dir.rglob("*")) if file.is_file() and not file.name.endswith("-shm")}
        shelf = self.here.parts.shelf
        assert isinstance(shelf, MemoryShelf)
        offers = shelf.everything()
        return headers, {header.id: len(log.read(header.id) or []) for header in headers}, offers, files


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def line(stage: Stage, room: LiveClass, role: str, seat: str) -> Line:
    """A socket of this role that asks for this seat in this session."""
    more = {"token": stage.tokens[role]} if seat == "projector" else {}
    return Line(room, stage.clients[role], room.auth(seat, **more))
