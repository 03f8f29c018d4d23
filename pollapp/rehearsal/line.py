"""The line to the server, and the only file here that knows Socket.IO. The phone's lib/socket.js does the same in a browser."""

import logging
import threading
from collections.abc import Callable
from typing import Any

import socketio

from pollapp.rehearsal.again import OFFLINE
from pollapp.rehearsal.door import Ticket

logger = logging.getLogger(__name__)

ANSWER_WITHIN = 5.0  # seconds for connecting, and for an ack

Payload = dict[str, Any]


class Line:
    """One participant's socket. `changed` is called, from any thread, when there is a new view or the line is lost."""

    def __init__(self, url: str, ticket: Ticket, changed: Callable[[], None]) -> None:
        self._url, self._ticket, self._changed = url, ticket, changed
        self._client: Any = None
        self._lock = threading.Lock()
        self.view: Payload = {}
        self.gone = False  # the session was deleted

    @property
    def connected(self) -> bool:
        return self._client is not None and bool(self._client.connected)

    def connect(self) -> str | None:
        """One try. None when the line is up; else the refusal's code, "offline" when nobody answered."""
        self.hang_up()  # a client of its own for each try: nothing half-open is carried over
        client = self._client = socketio.Client(reconnection=False, handle_sigint=False, request_timeout=ANSWER_WITHIN)
        refusals: list[Any] = []
        auth = self._ticket.page["auth"]
        client.on("connect_error", refusals.append)
        client.on("disconnect", lambda *_: self._changed())
        client.on("view", self._see)
        client.on("gone", lambda *_: self._lose())
        try:
            client.connect(
                f"{self._url}?room={auth['session'][:4]}",
                headers={"Cookie": self._ticket.cookie},  # websocket-client adds the Origin
                auth=auth,
                transports=["websocket"],
                wait_timeout=ANSWER_WITHIN,
            )
        except Exception as error:  # whatever answers at this address may be no pollapp any more
            logger.debug("No line: %r", error)
            self.hang_up()
            return _code(refusals)
        return None

    def send(self, event: str, payload: Payload) -> Payload:
        """Send and wait for the ack. Never raises: what was not delivered or not answered in time gives OFFLINE."""
        try:
            ack = self._client.call(event, payload, timeout=ANSWER_WITHIN)
        except Exception as error:
            logger.debug("Not sent: %r", error)
            return OFFLINE
        return ack if isinstance(ack, dict) else OFFLINE

    def hang_up(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            try:
                client.disconnect()
            except Exception as error:  # it was broken already
                logger.debug("Not hung up: %r", error)

    def _see(self, view: Payload, *_: Any) -> None:
        with self._lock:  # each message comes in a thread of its own
            if view["seq"] < self.view.get("seq", 0):
                return
            self.view = view
        self._changed()

    def _lose(self) -> None:
        self.gone = True
        self._changed()


def _code(refusals: list[Any]) -> str:
    """The code in what the server said to a refused connection; "offline" when it said nothing."""
    for said in reversed(refusals):
        data = said.get("data") if isinstance(said, dict) else None
        if isinstance(data, dict) and isinstance(data.get("refused"), str):
            return str(data["refused"])
    return "offline"
