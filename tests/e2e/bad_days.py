"""What goes wrong for a facilitator, as browsers see it: a laptop with Fay's cookies, and what its console has sent and been answered."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.e2e.prepared import Prepared, World
from tests.e2e.rooms import LAPTOP, PHONE, PROJECTOR, Room, until
from tests.live.over_the_network import Person

_SENT, _ANSWERED = re.compile(r'42(\d+)\["(\w+)"'), re.compile(r"43(\d+)\[")
NO_STEPS = ("peek", "alive")  # change no session


class Laptop:
    """A console. `sent`: the commands that went out, in order; `received`: every frame that came in."""

    def __init__(self, room: Room, session: Prepared, before: Callable[[Page], None] = lambda page: None) -> None:
        self.page = room.page(LAPTOP)
        self.sent: list[str] = []
        self.received: list[str] = []
        self._unanswered: set[tuple[int, str]] = set()
        self._lines = 0
        self.page.on("websocket", self._listen)
        lend(self.page, session.world.fay)
        before(self.page)
        self.page.goto(session.world.server.url + session.console)
        self.is_connected()

    def _listen(self, socket: Any) -> None:
        self._lines += 1
        line = self._lines
        socket.on("framesent", lambda frame: self._out(line, str(frame)))
        socket.on("framereceived", lambda frame: self._in(line, str(frame)))

    def _out(self, line: int, frame: str) -> None:
        if (found := _SENT.match(frame)) and found[2] not in NO_STEPS:
            self.sent.append(found[2])
            self._unanswered.add((line, found[1]))

    def _in(self, line: int, frame: str) -> None:
        self.received.append(frame)
        if found := _ANSWERED.match(frame):
            self._unanswered.discard((line, found[1]))

    def is_connected(self) -> None:
        expect(self.page.locator("#line")).to_have_attribute("data-line", "connected")

    def is_answered(self) -> None:
        """Everything that was sent has its answer."""
        self.page.evaluate("1")  # so that what the last press has sent is heard of here
        until(lambda: self.page.evaluate("1") and not self._unanswered)

    def now(self, sentence: str) -> None:
        expect(self.page.locator("#now")).to_have_text(sentence)

    def opens(self, row: str) -> None:
        self.page.locator(f"{row} > summary").click()

    def closes_its_lid(self) -> None:
        self.page.context.set_offline(True)
        expect(self.page.locator("#line")).not_to_have_attribute("data-line", "connected")

    def opens_its_lid(self) -> None:
        self.page.context.set_offline(False)
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        self.is_connected()


class Ears:
    """What comes in on the websockets of a page waits while it `hears` nothing; `waiting`: so far."""

    def __init__(self) -> None:
        self.hears = True
        self.waiting: list[tuple[WebSocketRoute, str | bytes]] = []

    def of(self, page: Page) -> None:
        page.route_web_socket(re.compile("socket.io"), self._between)

    def _between(self, line: WebSocketRoute) -> None:
        line.connect_to_server().on_message(lambda frame: line.send(frame) if self.hears else self.waiting.append((line, frame)))

    def open(self) -> None:
        self.hears = True
        for line, frame in self.waiting:
            line.send(frame)


def lend(page: Page, who: Person) -> None:
    """The cookies of this person are in this browser too."""
    cookies = [{"name": one.name, "value": one.value, "domain": one.domain, "path": one.path} for one in who.web.cookies]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]


def projector_of(room: Room, session: Prepared) -> Page:
    page = room.page(PROJECTOR)
    page.goto(session.world.server.url + session.projector)
    page.locator("body[data-scene]").wait_for()
    return page


def phone_of(room: Room, session: Prepared, who: Person) -> Page:
    page = room.page(PHONE, is_mobile=True, has_touch=True)
    lend(page, who)
    page.goto(session.world.server.url + session.phone)
    page.locator("body[data-scene]").wait_for()
    return page


def nobody_in(world: World) -> Prepared:
    """A session that nobody has joined: its console need not wait for phones."""
    return Prepared(world, dots=())
