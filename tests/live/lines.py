"""Sockets of phones, consoles and projectors, on Flask-SocketIO's test client: what is sent, what comes, what is acked.

The test client drops two things that are needed here, and `Line` keeps them: why a connection was refused, and which
messages ask to be confirmed.
"""

from itertools import count
from typing import Any

from flask.testing import FlaskClient
from flask_socketio.test_client import SocketIOTestClient
from socketio import packet

from pollapp.domain.commands import Command
from pollapp.live.handlers import Door
from tests.web.people import Class, browser

Message = dict[str, Any]
_ids = count(1)


def new_id() -> str:
    """A command id that was never used."""
    return f"command-{next(_ids)}"


class Line(SocketIOTestClient):
    """One socket. `refused`: why it was turned away. `came`: every (event, payload) that it ever received."""

    def __init__(self, room: Class, who: FlaskClient, auth: Any) -> None:
        self.room, self.refused, self.confirms, self._asked = room, None, True, []
        room.seated.append(self)
        super().__init__(room.app, room.parts.socketio, flask_test_client=who, auth=auth)

    def connect(self, **options: Any) -> None:
        server = self.socketio.server
        pass_on = server._send_packet

        def keep(eio_sid: str, pkt: packet.Packet) -> None:
            line = SocketIOTestClient.clients.get(eio_sid)
            if isinstance(line, Line):
                line._note(pkt)
            pass_on(eio_sid, pkt)

        server._send_packet = keep
        super().connect(**options)

    def _note(self, pkt: packet.Packet) -> None:
        if pkt.packet_type == packet.CONNECT_ERROR:
            self.refused = pkt.data["data"] if isinstance(pkt.data, dict) else pkt.data
        elif pkt.packet_type == packet.EVENT and pkt.id is not None:
            self._asked.append(pkt.id)

    @property
    def sid(self) -> str:
        sid: str = self.socketio.server.manager.sid_from_eio_sid(self.eio_sid, "/")
        return sid

    @property
    def came(self) -> list[tuple[str, Any]]:
        return [(message["name"], message["args"][0]) for message in self.queue]

    def views(self) -> list[Message]:
        return [payload for name, payload in self.came if name == "view"]

    def mines(self) -> list[Message]:
        return [payload for name, payload in self.came if name == "mine"]

    def send(self, event: str, *payload: Any) -> Any:
        """Send a message; the ack that came back."""
        return self.emit(event, *payload, callback=True)

    def raw(self, text: str | bytes) -> None:
        """Send what no library would send."""
        self.socketio.server._handle_eio_message(self.eio_sid, text)

    def confirm(self) -> None:
        """Confirm every view that has come, as pages do."""
        asked, self._asked = self._asked, []
        for id in asked:
            self.raw(packet.Packet(packet.ACK, data=[], id=id).encode())

    def places(self, square: int, choice: str | None, *, id: str = "", counter: int = 0, round: int = 1) -> Any:
        """Send one dot; the answer to it."""
        dot = {"command_id": id or new_id(), "round": round, "square": square, "choice": choice, "counter": counter or next(_ids)}
        ack = self.send("place_dots", {"dots": [dot]})
        return ack["answers"][0] if "answers" in ack else ack

    def says(self, event: str, **fields: Any) -> Any:
        """Send a message under a new id; `from_` stands for `from`."""
        return self.send(event, {"command_id": new_id(), **{name.rstrip("_"): value for name, value in fields.items()}})


class LiveClass(Class):
    """A session with sockets, a clock that stands still until it is moved, and ticks that come when they are asked for."""

    def __init__(self, *args: Any, **form: Any) -> None:
        super().__init__(*args, **form)
        self._stand_still()

    def _stand_still(self) -> None:
        self.seated: list[Line] = []
        self.clock = 1000.0
        self.parts.broadcast._now = lambda: self.clock
        self.door._credits._now = lambda: self.clock

    @property
    def door(self) -> Door:
        door = self.parts.socketio.server.namespace_handlers["/"]
        assert isinstance(door, Door)
        return door

    def tick(self, after: float = 0.1) -> None:
        """Broadcast once, so many seconds later; every page confirms what it got, unless it `confirms` nothing."""
        self.clock += after
        self.parts.broadcast.send_marked()
        self.confirm_all()

    def confirm_all(self) -> None:
        for line in self.seated:
            if line.confirms and line.is_connected():
                line.confirm()

    def auth(self, role: str, **more: Any) -> Message:
        return {"role": role, "session": self.id, "wire": 2, **more}

    def console(self, who: FlaskClient | None = None) -> Line:
        return Line(self, who or self.fay, self.auth("console"))

    def projector(self) -> Line:
        return Line(self, browser(self.app), self.auth("projector", token=self.token))

    def line(self, phone: FlaskClient | None = None) -> Line:
        """The socket of a phone; of one that has just joined when none is named."""
        return Line(self, phone or self.phone(), self.auth("phone"))

    def lines(self, how_many: int) -> list[Line]:
        return [self.line() for _ in range(how_many)]

    def log_length(self) -> int:
        return len(self.parts.log.read(self.id) or [])

    def after(self, *commands: Command) -> "LiveClass":
        """This class, after Fay has said so."""
        self.says(*commands)
        return self
