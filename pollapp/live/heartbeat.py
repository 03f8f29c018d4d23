"""The pings of every line, and who does not answer them, from one task.

python-engineio starts a task for each ping that is to come. It holds its line for a whole heartbeat, also when that has gone long ago,
and so does the one task that looks who is silent: ten thousand that came and went were 300 MB, and pauses of half a second for
everybody while the collector looked through them.
"""

import logging
import time
from collections.abc import Callable, Iterator

import engineio
from engineio.packet import PING, Packet
from engineio.socket import Socket

logger = logging.getLogger(__name__)

BEAT = 0.25  # seconds between two looks at whose ping is due
AT_ONCE = 20  # pings, before everybody else has a turn


class Heartbeat:
    """Every line is pinged `ping_interval` seconds after its last pong, and has `ping_timeout` for the next one. For
    `SocketIO(monitor_clients=False)`. Lines are held by id alone, whoever is due first stands first.
    """

    def __init__(self, eio: engineio.Server, now: Callable[[], float] = time.monotonic) -> None:
        self._eio, self._now = eio, now
        self._pings: dict[str, float] = {}  # Engine.IO's id → when its next ping is due
        self._pongs: dict[str, float] = {}  # … until when its pong is

    def take_over(self, line: Socket) -> None:
        """Ping this line from here, and no more by a task of its own."""
        eio_sid = line.sid
        line.schedule_ping = lambda: self._answered(eio_sid)

    def let_go(self, eio_sid: str) -> None:
        self._pings.pop(eio_sid, None)
        self._pongs.pop(eio_sid, None)

    def _answered(self, eio_sid: str) -> None:
        """Or just opened. Once for each ping: whoever sends one pong after the other gets no more of them."""
        line = self._eio.sockets.get(eio_sid)
        if line and line.last_ping:
            line.last_ping = None
            self._pongs.pop(eio_sid, None)
            self._pings[eio_sid] = self._now() + self._eio.ping_interval

    def beat(self, pause: Callable[[], None] = lambda: None) -> None:
        """Ping every line that is due, and close those that have not answered; `pause` is called now and then in between."""
        for count, eio_sid in enumerate(self._due(self._pings), start=1):
            line = self._eio.sockets.get(eio_sid)
            if line and not line.closing and not line.closed:
                self._pongs[eio_sid] = self._now() + self._eio.ping_timeout
                line.last_ping = time.time()
                line.send(Packet(PING))  # by its queue: python-engineio hangs up where nothing comes there for two heartbeats
            if count % AT_ONCE == 0:
                pause()
        for eio_sid in self._due(self._pongs):
            line = self._eio.sockets.pop(eio_sid, None)
            if line:
                line.close(wait=False, abort=False, reason=self._eio.reason.PING_TIMEOUT)
            pause()

    def _due(self, times: dict[str, float]) -> Iterator[str]:
        while times and (first := next(iter(times.items())))[1] <= self._now():
            del times[first[0]]
            yield first[0]

    def keep_beating(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """For ever."""
        while True:
            sleep(BEAT)
            try:
                self.beat(lambda: sleep(0))
            except Exception:
                logger.exception("Not everybody was pinged.")
