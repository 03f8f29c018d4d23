"""Fay over the real wire: she trades the key for her cookie, opens a rehearsal, and has a console that remembers its views."""

import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import socketio

from tests.live.over_the_network import shut


class Fay:
    def __init__(self, url: str, key: str) -> None:
        self._url = url
        self._cookies: dict[str, str] = {}
        self._socket: Any = None
        self.session = ""
        self.views: list[dict[str, Any]] = []
        self.typed: dict[str, Any] = {}
        self.post("/facilitate", key=key)

    @property
    def view(self) -> dict[str, Any]:
        return self.views[-1] if self.views else {}

    def open_rehearsal(self, **wishes: str) -> int:
        """The answer's status; with 302 there is a session, and its console is connected."""
        response = self.post("/rehearsals", **wishes)
        if response.status == 302:
            self.session = response.headers["Location"].rsplit("/", 1)[-1]
            self.look()
        return response.status

    def post(self, path: str, **fields: str) -> HTTPResponse:
        connection = HTTPConnection(urlsplit(self._url).netloc, timeout=10)
        headers = {"Origin": self._url, "Cookie": self._cookie(), "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, urlencode(fields), headers)
        response = connection.getresponse()
        response.read()
        connection.close()
        for header in response.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return response

    def look(self) -> None:
        """Connect the console (again)."""
        self.leave()
        self._socket = socketio.Client(reconnection=False, handle_sigint=False)
        self._socket.on("view", self.views.append)
        self._socket.on("typed", self._read)
        auth = {"role": "console", "session": self.session, "wire": 2}
        self._socket.connect(self._url, headers={"Cookie": self._cookie()}, auth=auth, transports=["websocket"])

    def leave(self) -> None:
        if self._socket is not None:
            self._socket.disconnect()
            shut(self._socket)

    def move(self, command: str) -> None:
        """Steer from the stage that the console shows."""
        self.tell(command, **{"from": self.view["stage"]})

    def tell(self, command: str, **fields: Any) -> None:
        ack = self._socket.call(command, {"command_id": uuid4().hex, **fields})
        assert ack.get("ok"), ack

    def goes_on(self) -> None:
        """Press the one next button."""
        self.tell(**self.view["next"])

    def _read(self, typed: dict[str, Any]) -> None:
        self.typed = typed

    def wait_until(self, holds: Callable[[dict[str, Any]], Any], within: float) -> float:
        """Seconds until the console's view is so. Raises AssertionError with the last view."""
        began = time.monotonic()
        while time.monotonic() < began + within:
            if self.view and holds(self.view):
                return time.monotonic() - began
            time.sleep(0.05)
        raise AssertionError(f"Not within {within} s: {self.view}")

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())
