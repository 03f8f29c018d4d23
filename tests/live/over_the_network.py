"""The cast on a real server: browsers as sessions of `requests`, sockets as python-socketio's client or as bare websockets."""

import json
import queue
import re
from collections.abc import Callable, Mapping
from typing import Any

import requests
import socketio
import websocket

from tests.live.lines import new_id
from tests.live.over_tls import in_turns
from tests.real_server import RealServer

PATIENCE = 10  # seconds
AGENT = "Zeds-Very-Own-Browser/77.1"
_BLOCK = re.compile(r'<script type="application/json" id="page">(.*?)</script>', re.DOTALL)


class Person:
    """One browser. It sends the Origin with every form, as browsers do, and a user agent that nobody else has, if not other headers."""

    def __init__(self, server: RealServer, headers: Mapping[str, str] | None = None) -> None:
        self.server, self.web = server, requests.Session()
        self.web.trust_env = False
        self.headers = headers or {"User-Agent": AGENT}
        self.web.headers.update(self.headers)

    def get(self, path: str) -> requests.Response:
        return self.web.get(self.server.url + path, timeout=PATIENCE)

    def post(self, path: str, **form: str) -> requests.Response:
        return self.web.post(self.server.url + path, data=form, timeout=PATIENCE, headers={"Origin": self.server.url})

    def page(self, path: str) -> dict[str, Any]:
        """The data block of a live page."""
        found = _BLOCK.search(self.get(path).text)
        assert found
        block: dict[str, Any] = json.loads(found[1])
        return block

    def cookies(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.web.cookies.items())

    def connects(self, path: str, transport: str = "websocket") -> "Socket":
        """The socket of the live page at this path."""
        return Socket(self, self.page(path)["auth"], transport)

    def close(self) -> None:
        self.web.close()


class Socket:
    """A socket with what came on it; `send` gives the ack."""

    def __init__(self, person: Person, auth: dict[str, Any], transport: str) -> None:
        self.came: queue.Queue[tuple[str, Any]] = queue.Queue()
        tls = {"sslopt": {"context": in_turns(person.web.verify)}} if isinstance(person.web.verify, str) else {}
        self.client = socketio.Client(reconnection=False, http_session=person.web, handle_sigint=False, websocket_extra_options=tls)
        for event in ("view", "mine", "typed", "gone"):
            self.client.on(event, self._keeper(event))
        headers = {**person.headers, "Cookie": person.cookies()}
        self.client.connect(person.server.url, headers=headers, auth=auth, transports=[transport], wait_timeout=PATIENCE)

    def _keeper(self, event: str) -> Callable[..., None]:
        return lambda payload: self.came.put((event, payload))

    def send(self, event: str, **fields: Any) -> Any:
        """Send a message under a new id; `from_` stands for `from`."""
        said = {"command_id": new_id(), **{name.rstrip("_"): value for name, value in fields.items()}}
        return self.client.call(event, said, timeout=PATIENCE)

    def places(self, *choices: tuple[int, str]) -> list[Any]:
        """Place these dots in one message; the answer to each."""
        dots = [{"command_id": new_id(), "round": 1, "square": s, "choice": c, "counter": n} for n, (s, c) in enumerate(choices)]
        answers: list[Any] = self.client.call("place_dots", {"dots": dots}, timeout=PATIENCE)["answers"]
        return answers

    def until(self, wanted: str, holds: Callable[[Any], bool]) -> Any:
        """The first `wanted` that has come, or comes, and of which this holds."""
        while True:
            event, payload = self.came.get(timeout=PATIENCE)
            if event == wanted and holds(payload):
                return payload

    def close(self) -> None:
        if self.client.connected:
            self.client.disconnect()
        shut(self.client)


def shut(client: socketio.Client) -> None:
    """Close the client's own end too: the library leaves it open where the server hung up first."""
    if client.eio.ws:
        client.eio.ws.shutdown()


class Stage:
    """A real server with Fay at her console, and whoever comes; closes everything at the end."""

    def __init__(self, server: RealServer) -> None:
        self.server = server
        self.people: list[Person] = []
        self.sockets: list[Socket] = []
        self.bare: list[websocket.WebSocket] = []

    def somebody(self) -> Person:
        self.people.append(Person(self.server))
        return self.people[-1]

    def fay(self, **form: str) -> Person:
        """Fay, with a session open: its code is in `self.code`, its console at `self.console`."""
        fay = self.somebody()
        fay.post("/facilitate", key=self.server.key)
        self.console = "/" + fay.post("/sessions", **form).url.split("/", 3)[3]
        page = fay.page(self.console)
        self.code, self.projector, self.id = page["session"]["code"], page["urls"]["projector"], page["session"]["id"]
        return fay

    def joins(self) -> Person:
        person = self.somebody()
        assert person.post(f"/j/{self.code}").status_code == 200
        return person

    def socket(self, person: Person, path: str, transport: str = "websocket") -> Socket:
        self.sockets.append(person.connects(path, transport))
        return self.sockets[-1]

    def bare_socket(self, **options: Any) -> websocket.WebSocket:
        """A websocket past the Engine.IO greeting, for what no library would send."""
        url = self.server.url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        bare = websocket.create_connection(url, timeout=PATIENCE, header={"User-Agent": AGENT}, **options)
        self.bare.append(bare)
        assert bare.recv().startswith("0{")
        return bare

    def close(self) -> None:
        for bare in self.bare:
            bare.shutdown()
        for one in (*self.sockets, *self.people):
            one.close()
