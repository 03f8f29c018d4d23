"""One Socket.IO connection over a raw websocket, as lean as Python allows.

Engine.IO 4 and Socket.IO 5 are spoken directly: frames are cut by hand, of what arrives only acks and wanted events are decoded.
Like a browser it offers permessage-deflate (`deflate`), which a server may take up at its own cost.
"""

import asyncio
import base64
import os
import time
from collections.abc import Callable
from typing import Any

import orjson

from bench.deflate import OFFER, RSV1, Inflating, deflated

Payload = dict[str, Any]
Answered = Callable[[Payload], None]
Heard = Callable[[str, Payload], None]

OFFLINE: Payload = {"refused": "offline"}  # as the pages have it: nobody knows whether what was sent arrived

_UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket{more} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\n"
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
    f"Sec-WebSocket-Extensions: {OFFER}\r\n\r\n"
)
_UNMASKED = b"\0\0\0\0"  # a mask of zeros is a mask; the server takes it off all the same


class TurnedAway(ConnectionError):
    """The server is there, and said no."""


class Line(asyncio.Protocol):
    """`connected`: done once the server let us in. `lost`: set once the line is no more; what was not answered is OFFLINE.

    `received`: bytes so far. `name`: the server's for this line. `heard(event, data)` is told of events, if given. `sid`: of a line that
    came in by polling and goes on here. `room`: what a page would name, for workers to keep the lines of a session together.
    """

    def __init__(self, host: str, cookie: str, auth: Payload, heard: Heard | None = None, sid: str = "", room: str = "") -> None:
        self._host, self._cookie, self._auth, self._heard, self._sid, self._room = host, cookie, auth, heard, sid, room
        self._rest = b""
        self._upgraded = False
        self._inflating: Inflating | None = None
        self._asked: dict[int, Answered] = {}
        self._asks = 0
        self.received = 0
        self.name = ""
        self.connected: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.lost = asyncio.Event()

    def send(self, event: str, payload: Payload, answered: Answered) -> None:
        """Send an event; its ack is handed to `answered`."""
        if self.lost.is_set():
            answered(OFFLINE)
            return
        self._asks += 1
        self._asked[self._asks] = answered
        self._say(b"42%d%b" % (self._asks, orjson.dumps([event, payload])))

    async def call(self, event: str, payload: Payload) -> Payload:
        """Send an event and wait for its ack."""
        answer: asyncio.Future[Payload] = asyncio.get_running_loop().create_future()

        def take(ack: Payload) -> None:
            if not answer.done():  # whoever waited for it may have given up
                answer.set_result(ack)

        self.send(event, payload, take)
        return await answer

    def listen(self, heard: Heard | None) -> None:
        """From now on this one is told of events; None: nobody, and they are not even decoded."""
        self._heard = heard

    def close(self) -> None:
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if transport.get_extra_info("sockname") == transport.get_extra_info("peername"):
            transport.abort()  # nobody listens, and by chance the port that was tried is the one that it was tried from
            return
        key = base64.b64encode(os.urandom(16)).decode()
        more = "".join(f"&{name}={value}" for name, value in (("sid", self._sid), ("room", self._room)) if value)
        transport.write(_UPGRADE.format(host=self._host, cookie=self._cookie, key=key, more=more).encode())

    def connection_lost(self, error: Exception | None) -> None:
        if not self.connected.done():
            self.connected.set_exception(error or ConnectionError("The server hung up."))
        self.lost.set()
        asked, self._asked = self._asked, {}
        for answered in asked.values():
            answered(OFFLINE)

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        data = self._rest + data if self._rest else data
        if not self._upgraded:
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self._rest = head
                return
            self._check(head.decode())
        self._rest = self._cut(data)

    def _check(self, head: str) -> None:
        if " 101 " not in head:
            self.connected.set_exception(TurnedAway(head))
            self.close()
        if "permessage-deflate" in head.lower():
            self._inflating = Inflating(head.lower())
        self._upgraded = True
        if self._sid:
            self._say(b"2probe")

    def _cut(self, data: bytes) -> bytes:
        """Handle every whole frame; what is left over waits for more."""
        at, end = 0, len(data)
        while end - at >= 2:
            size, start = data[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(data[at + 2 : at + 4]), at + 4
            elif size == 127:
                size, start = int.from_bytes(data[at + 2 : at + 10]), at + 10
            if start + size > end:
                break
            if data[at] & 15 == 1:  # text; nothing else matters here
                message = data[start : start + size]
                self._read(self._inflating.inflated(message) if self._inflating and data[at] & RSV1 else message)
            at = start + size
        return data[at:]

    def _read(self, packet: bytes) -> None:
        kind = packet[:2]
        if kind == b"43":
            bracket = packet.index(b"[")
            self._asked.pop(int(packet[2:bracket]))(orjson.loads(packet[bracket:])[0])
        elif kind == b"42":
            if self._heard:
                self._hear(packet)
        elif kind == b"40":
            self.connected.set_result(None)
        elif kind == b"44":
            self.connected.set_exception(TurnedAway(packet.decode()))
        elif kind[:1] == b"0":
            self.name = orjson.loads(packet[1:])["sid"]
            self._say(b"40" + orjson.dumps(self._auth))
        elif kind == b"2":
            self._say(b"3")
        elif packet == b"3probe":
            self._say(b"5")
            self.connected.set_result(None)

    def _hear(self, packet: bytes) -> None:
        bracket = packet.index(b"[")
        if bracket > 2:  # the server wants it confirmed
            self._say(b"43%b[]" % packet[2:bracket])
        assert self._heard
        self._heard(*orjson.loads(packet[bracket:]))

    def _say(self, packet: bytes) -> None:
        first = b"\x81"
        if self._inflating:
            first, packet = b"\xc1", deflated(packet)
        size = len(packet)
        length = bytes((0x80 | size,)) if size < 126 else b"\xfe" + size.to_bytes(2)
        self._transport.write(b"".join((first, length, _UNMASKED, packet)))


def named_by_pages(auth: Payload) -> str:
    """The room that a page names in its line's address: static/js/lib/socket.js."""
    return str(auth["session"][:4])


async def connect(host: str, cookie: str, auth: Payload, heard: Heard | None = None, sid: str = "", room: str = "") -> Line:
    """A line that the server has let in. Raises ConnectionError, or OSError when nobody is there."""
    name, _, port = host.partition(":")
    _, line = await asyncio.get_running_loop().create_connection(lambda: Line(host, cookie, auth, heard, sid, room), name, int(port))
    try:
        await line.connected
    except BaseException:
        line.close()
        raise
    return line


now = time.perf_counter
