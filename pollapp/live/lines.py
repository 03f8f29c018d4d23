"""Engine.IO lines, seated or not. A line costs memory before anybody has said who they are: so many may be open without a seat, for so
long, and say so much. Whoever is hung up on can come again; pages of ours take their seat with their first message.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, Protocol

import socketio
from engineio.packet import MESSAGE, PONG, Packet

from pollapp.live.fast_lane import answer_to, dots_of
from pollapp.live.heartbeat import Heartbeat

logger = logging.getLogger(__name__)

Answer = Callable[[Any], None]
Dots = Callable[[str, Any, Answer], None]  # dots(socket id, payload, answer): answer(ack) is called once, now or later

SEAT_WITHIN = 20.0  # seconds
MOST_WITHOUT_SEAT = 2000  # lines; then the oldest is hung up on. A hall that comes back in one second has half as many
MOST_SAID = 20  # messages on a line without a seat
MOST_ANSWERING = 20  # messages of dots of one line that are being stored; its next one waits, the usual way, until it is
MOST_UNREAD = 1000  # packets waiting for one line
LOOK_EVERY = 5.0  # seconds
_PONG, _MESSAGE = str(PONG), str(MESSAGE)  # how Engine.IO's packets begin; a message holds one of Socket.IO's


class Direct(Protocol):
    """A way past a line's queue and the task that empties it, where the server has one."""

    def framed(self, packet: str) -> bytes:
        """An Engine.IO packet as `send` takes it: the same for every line."""

    def send(self, line: Any, frame: bytes) -> bool:
        """Send it at once; False where it cannot be done: then nothing was sent."""

    def offer(self, line: Any, take: Callable[[str], bool] | None) -> None:
        """Offer each packet that comes on this line to `take` first, which must not wait; where it gives False, the usual way."""

    def is_there(self, line: Any) -> bool:
        """False where the other side has hung up already."""


class Lines:
    """By Engine.IO's id. `without_seat`: id → when it was opened, or lost its seat; the longest first."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self.without_seat: dict[str, float] = {}
        self._said: dict[str, int] = {}
        self._seated: dict[str, str] = {}  # Engine.IO's id → Socket.IO's, of lines with a seat
        self.heartbeat: Heartbeat
        self.dots: Dots = lambda sid, payload, answer: None
        self._lines: dict[str, str] = {}  # … and the other way round
        self._answering: Counter[str] = Counter()  # Engine.IO's id → messages of dots that are not answered yet
        self.direct: Direct | None = None

    def watch(self, server: socketio.Server) -> None:
        """Stand between this Socket.IO server and its Engine.IO."""
        self._eio = server.eio
        self.heartbeat = Heartbeat(self._eio)
        connect, message, disconnect = (self._eio.handlers[event] for event in ("connect", "message", "disconnect"))

        def opened(eio_sid: str, environ: dict[str, Any]) -> Any:
            self.heartbeat.take_over(self._eio.sockets[eio_sid])
            self.lost_seat(eio_sid)
            return connect(eio_sid, environ)

        def said(eio_sid: str, data: Any) -> Any:
            if not self._may_say(eio_sid):
                return None
            return None if self._took(eio_sid, data) else message(eio_sid, data)

        def closed(eio_sid: str, *reason: Any) -> Any:
            try:
                return disconnect(eio_sid, *reason)
            finally:
                self._let_go(eio_sid)
                self.heartbeat.let_go(eio_sid)

        for event, handler in (("connect", opened), ("message", said), ("disconnect", closed)):
            self._eio.on(event, handler)

    def _took(self, eio_sid: str, data: Any) -> bool:
        """Whether this Socket.IO packet went by the fast lane. Nothing waits here."""
        sid = self._seated.get(eio_sid)
        found = dots_of(data) if sid and self._answering[eio_sid] < MOST_ANSWERING else None
        if not sid or not found:
            return False
        self._dots(eio_sid, sid, *found)
        return True

    def _take(self, eio_sid: str, packet: str) -> bool:
        """The same for an Engine.IO packet that has only just been read, and for pongs."""
        line = self._eio.sockets.get(eio_sid)
        if line is None or line.closed:
            return False
        if packet == _PONG:
            line.schedule_ping()
            return True
        return packet[0] == _MESSAGE and self._took(eio_sid, packet[1:])

    def _dots(self, eio_sid: str, sid: str, number: str, payload: Any) -> None:
        """By the fast lane."""

        def answer(said: Any) -> None:
            self._answering[eio_sid] -= 1
            if not self._answering[eio_sid]:
                del self._answering[eio_sid]
            line, packet = self._eio.sockets.get(eio_sid), answer_to(number, said)
            if line is not None and not line.closed:
                self._send(line, packet)

        self._answering[eio_sid] += 1
        self.dots(sid, payload, answer)

    def _send(self, line: Any, packet: str) -> None:
        """At once, or else behind what waits there already."""
        if self.direct is None or not self.direct.send(line, self.direct.framed(_MESSAGE + packet)):
            line.queue.put(Packet(MESSAGE, packet))

    def is_answering(self, eio_sid: str) -> bool:
        """Whether dots that came on this line are still being stored."""
        return eio_sid in self._answering

    def took_seat(self, eio_sid: str | None, sid: str) -> None:
        self._with_seat(eio_sid)
        if eio_sid:
            self._seated[eio_sid], self._lines[sid] = sid, eio_sid
            self._offer(eio_sid, lambda packet: self._take(eio_sid, packet))

    def _offer(self, eio_sid: str | None, take: Callable[[str], bool] | None) -> None:
        line = self._eio.sockets.get(eio_sid or "")
        if line and self.direct:
            self.direct.offer(line, take)

    def of(self, sid: str) -> Any:
        """The line of a socket that has a seat; None where it is gone."""
        line = self._eio.sockets.get(self._lines.get(sid, ""))
        return None if line is None or line.closed else line

    def _with_seat(self, eio_sid: str | None) -> None:
        self.without_seat.pop(eio_sid or "", None)
        self._said.pop(eio_sid or "", None)

    def lost_seat(self, eio_sid: str | None) -> None:
        """This line, if it is still open, has no seat from now on."""
        self._lines.pop(self._seated.pop(eio_sid or "", ""), None)
        self._offer(eio_sid, None)
        if eio_sid is None or eio_sid not in self._eio.sockets or eio_sid in self.without_seat:
            return
        self.without_seat[eio_sid] = self._now()
        if len(self.without_seat) > MOST_WITHOUT_SEAT:
            self.hang_up(next(iter(self.without_seat)))

    def listens(self, eio_sid: str) -> bool:
        """Whether this line takes what is sent to it; one that only talks is hung up on before its answers fill the memory."""
        line = self._eio.sockets.get(eio_sid)
        if line is None or line.queue.qsize() < MOST_UNREAD:
            return True
        self.hang_up(eio_sid)
        return False

    def is_open(self, eio_sid: str) -> bool:
        """Whether somebody is still there: of a room that comes and goes, many are not by the time that it is their turn."""
        line = self._eio.sockets.get(eio_sid)
        return line is None or (not line.closed and (self.direct is None or self.direct.is_there(line)))

    def watched(self, eio_sid: str | None) -> Callable[[], bool]:
        """Whether this line is still open when that is asked for; always so for one that is none of Engine.IO's."""
        line = self._eio.sockets.get(eio_sid or "")
        return lambda: line is None or (not line.closed and self._eio.sockets.get(eio_sid) is line)

    def transports(self) -> list[str]:
        """Of every line that is open: "websocket" or "polling"."""
        return ["websocket" if line.upgraded else "polling" for line in self._eio.sockets.values()]

    def hang_up(self, eio_sid: str) -> None:
        """Whatever else it says is turned away at once."""
        line = self._eio.sockets.get(eio_sid)
        if line:
            line.close(wait=False, abort=True)  # waiting would mean for it to read what it never reads
            self._eio.sockets.pop(eio_sid, None)
        self._let_go(eio_sid)

    def _let_go(self, eio_sid: str) -> None:
        self._with_seat(eio_sid)
        self._lines.pop(self._seated.pop(eio_sid, ""), None)

    def hang_up_late(self) -> None:
        """On every line that has no seat yet, and on those that do not listen. Those that are closed are let go of."""
        late = self._now() - SEAT_WITHIN
        for eio_sid, since in list(self.without_seat.items()):
            if since < late:
                self.hang_up(eio_sid)
        for eio_sid, line in list(self._eio.sockets.items()):
            if line.closed:
                self._eio.sockets.pop(eio_sid, None)
            self.listens(eio_sid)

    def keep_hanging_up(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """Look every few seconds, for ever."""
        while True:
            sleep(LOOK_EVERY)
            try:
                self.hang_up_late()
            except Exception:
                logger.exception("Not looked whom to hang up on.")

    def _may_say(self, eio_sid: str) -> bool:
        line = self._eio.sockets.get(eio_sid)
        if line is None or line.closed:
            return False  # hung up on, and what it had sent before still comes in
        if eio_sid not in self.without_seat:
            return True
        self._said[eio_sid] = self._said.get(eio_sid, 0) + 1
        if self._said[eio_sid] <= MOST_SAID:
            return True
        self.hang_up(eio_sid)
        return False
