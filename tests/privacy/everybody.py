"""Everybody who could be told on: guests on sockets, people at browsers, and what is known of them."""

import re
import sys

from playwright.sync_api import Page, expect

from pollapp.access import participant_id, voice_cookie
from tests.e2e.rooms import PHONE, PROJECTOR, Room
from tests.live.over_the_network import Socket
from tests.privacy.guests import Guest, Known
from tests.privacy.watched import WatchedServer

GUESTS = ("Ana", "Benedikt", "Celestine", "Dorothea", "Emmanuel", "Friederike", "Gwendolyn", "Hyacinth", "Ignatius")


class Everybody:
    """A class on this server: `console`, `code`, `id` and `urls` are those of its session, once it is open."""

    console: str
    code: str
    id: str
    urls: dict[str, str]
    screens: list[Page]

    def __init__(self, server: WatchedServer, room: Room | None) -> None:
        """`room`: for those who come by a browser; without one nobody does."""
        self.server, self.room, self.known = server, room, Known()
        self.lines: list[Socket] = []
        self.frames: list[str] = []  # that came in on browsers' websockets
        self.guests: list[Guest] = []
        self.fay = self.guest("Fayette", "203.0.113.201")
        self.zed = self.guest("Zedekiah", "198.51.100.222")

    def guest(self, name: str, address: str, source: str = "") -> Guest:
        self.guests.append(Guest(self.server, name, address, source))
        return self.guests[-1]

    def everybody_joins(self) -> None:
        self.people = [self.guest(name, f"203.0.113.{210 + place}") for place, name in enumerate(GUESTS)]
        self.people.append(self.guest("Jeremiah", "198.51.100.231"))
        if sys.platform == "linux":
            self.people.append(self.guest("Kunigunde", "127.0.0.77", source="127.0.0.77"))
        if self.server.speaks_ipv6:
            self.people.append(self.guest("Leopoldine", "::1", source="::1"))
        for person in self.people:
            assert person.post(f"/j/{self.code}").status_code == 200
        self.screens = []
        if self.room:
            self._in_browsers()
        self.connects()

    def _in_browsers(self) -> None:
        self.screens = [self.browser("Maximilian", "203.0.113.241", PHONE), self.browser("Nepomuk", "203.0.113.242", PHONE)]
        for screen in self.screens:
            screen.goto(f"{self.server.url}/j/{self.code}")
            screen.get_by_role("button", name="Join").click()
            expect(screen.locator("#title")).to_be_visible()
        self.screens.append(self.browser("Ottilie", "203.0.113.243", PROJECTOR))
        self.screens[-1].goto(f"{self.server.url}{self.urls['projector']}")

    def browser(self, name: str, address: str, size: dict[str, int]) -> Page:
        assert self.room
        agent = f"{name}s-Own-Browser/9.1 (like nobody)"
        page = self.room.page(size, user_agent=agent, extra_http_headers={"X-Forwarded-For": address})
        self.known.addresses.add(address)
        self.known.keep(f"{name}'s user agent", agent)
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: self.frames.append(str(frame))))
        return page

    def connects(self) -> None:
        self.steering = self.line(self.fay, self.console)
        self.phones = [self.line(person, f"/j/{self.code}", ("websocket", "polling")[at % 2]) for at, person in enumerate(self.people)]

    def line(self, guest: Guest, path: str, transport: str = "websocket") -> Socket:
        self.lines.append(guest.connects(path, transport))
        for id in self.lines[-1].ids:  # type: ignore[attr-defined]
            self.known.keep(f"{guest.name}'s connection", id)
        return self.lines[-1]

    def everybody_is_known(self) -> None:
        for guest in self.guests:
            guest.known_to(self.known)
            voice = guest.web.cookies.get(voice_cookie(self.id))
            self.known.participants |= {participant_id(self.id, voice)} if voice else set()
        for screen in self.screens:
            for cookie in screen.context.cookies():
                if cookie["name"] != "language":
                    self.known.keep(f"a browser's cookie {cookie['name'][:8]}", cookie["value"])
        for sid in re.findall(r'"sid":"([^"]+)"', " ".join(self.frames)):
            self.known.keep("a browser's connection", sid)

    def hangs_up(self) -> None:
        for one in (*self.lines, *self.guests):
            one.close()
