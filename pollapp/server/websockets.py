"""What eventlet's websockets leave open, each closed in a few lines, and each seen to be needed (tests/live/test_fair.py)."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import eventlet
import eventlet.websocket
from engineio.socket import Socket

from pollapp.server.sockets import READS_A_TURN

_RFC = eventlet.websocket.RFC6455WebSocket
_PACKETS = "123456b"  # the kinds that Engine.IO knows from a browser
UPGRADED_WITHIN = 10.0  # seconds between two steps in which a polled line changes to a websocket
_SHORTEST = 6  # bytes of a frame: two and the mask
_WHOLE_TEXT, _MASKED, _SHORT, _LONG = 0x81, 0x80, 126, 127  # a frame's first byte and what its second one says (RFC 6455, 5.2)
_wait, _close, _recv_frame, _handle = _RFC.wait, _RFC.close, _RFC._recv_frame, Socket._websocket_handler


def harden_websockets() -> None:
    """From now on, in this process."""
    _RFC.Message = _BoundedMessage
    _RFC.wait = _next_readable
    _RFC.close = _hang_up
    _RFC._recv_frame = _next_frame
    _RFC._apply_mask = staticmethod(_unmask)
    Socket._websocket_handler = _remembered


def _remembered(line: Socket, websocket: Any) -> Any:
    """One at a time: a line that is polled may change to a websocket, and not to a hundred."""
    try:
        if line.upgrading:
            return []
        line.websocket, websocket.line = websocket, line
        try:
            return _handle(line, websocket)
        finally:
            if not line.upgraded:  # it is polled on, whatever went wrong
                line.upgrading = False
    finally:  # else it would be held, by the line and by its own generator, until the collector looks at everything: five minutes
        websocket.line, websocket.iterator = None, ()


class Direct:
    """Past a line's queue and the task that empties it. For `Lines.direct`."""

    def framed(self, packet: str) -> bytes:
        """An Engine.IO packet as a whole, unmasked text frame."""
        text = packet.encode()
        size = len(text)
        if size < _SHORT:
            return bytes((_WHOLE_TEXT, size)) + text
        if size < 1 << 16:
            return bytes((_WHOLE_TEXT, _SHORT)) + size.to_bytes(2, "big") + text
        return bytes((_WHOLE_TEXT, _LONG)) + size.to_bytes(8, "big") + text

    def send(self, line: Socket, frame: bytes) -> bool:
        """Send it at once; False where it has to go through the queue: what stands there goes first, and a slow reader is waited for."""
        websocket = getattr(line, "websocket", None)
        if websocket is None or not line.upgraded or line.queue.qsize() or websocket.websocket_closed:
            return False
        sent: bool = websocket.socket.send_now(frame)
        return sent

    def offer(self, line: Socket, take: Callable[[str], bool] | None) -> None:
        """Every packet that comes by this line's websocket, in one piece, is first offered to `take`: False leaves it to the usual way.
        The hub itself asks, between everybody's turns: `take` must not wait.
        """
        line.take = take

    def is_there(self, line: Socket) -> bool:
        """False where the other side of this line's websocket has hung up already."""
        websocket = getattr(line, "websocket", None)
        return websocket is None or not websocket.socket.is_over()


def _next_readable(line: Any) -> Any:
    """The next message of a websocket. None, as after a hang-up, for one that python-engineio would stumble over and leave a ghost."""
    # A phone may be silent; whether it is still there, pings find out. Of a websocket that a polled line is to change to nobody knows yet.
    line.socket.until = None if line.line.upgraded else time.monotonic() + UPGRADED_WITHIN
    if line.socket.gettimeout() is not None:  # python-engineio's: a timer for each message
        line.socket.settimeout(None)
    if line.websocket_closed:  # by us: whatever else it says is not heard
        return None
    try:
        message = _whole_text(line)
        if message is None:
            message = _wait(line)
    except TimeoutError:
        if line.line.upgraded:
            raise
        return None  # the line goes on as it was
    return message if isinstance(message, bytes) or (message and message[0] in _PACKETS) else None


def _whole_text(line: Any) -> str | None:
    """The next message, where it is a plain text that has come in one piece, as phones' do; None, and nothing used, where it is not.

    Between two messages no part of another one is awaited: eventlet reads on until it is whole.
    """
    socket = line.socket
    if not socket.ahead and line.line.upgraded:
        socket.wait_unless(lambda: _taken(line))
    if not socket.ahead:
        socket.look_ahead()
    found = _text_in(socket.ahead, line.max_frame_length)
    if found is None:
        return None
    text, socket.ahead = found
    socket.pace()
    return text


def _taken(line: Any) -> bool:
    """Read what has come. True where it was taken, all of it, at once; else it is in `ahead`, or is for whoever waits to find out."""
    socket, take = line.socket, getattr(line.line, "take", None)
    if take is None or not socket.fill_ahead():
        return False
    for _ in range(READS_A_TURN):
        found = _text_in(socket.ahead, line.max_frame_length)
        if found is None or socket.too_fast() > 0 or not take(found[0]):
            return False
        socket.count_frame()
        socket.ahead = found[1]
        if not socket.ahead:
            return True
    return False


def _text_in(got: bytes, longest: int) -> tuple[str, bytes] | None:
    """The whole, plain text with which this begins, and what follows; None where it does not begin with one."""
    if len(got) < _SHORTEST or got[0] != _WHOLE_TEXT or not got[1] & _MASKED:
        return None
    size, start = got[1] & ~_MASKED, 2
    if size >= _SHORT:
        if size > _SHORT:
            return None
        size, start = int.from_bytes(got[2:4], "big"), 4
    end = start + 4 + size
    if len(got) < end or size > longest:
        return None
    try:
        return _unmask(got[start + 4 : end], got[start : start + 4]).decode(), got[end:]
    except UnicodeDecodeError:
        return None


def _next_frame(line: Any, message: Any = None) -> Any:
    frame = _recv_frame(line, message)
    line.socket.pace()
    return frame


def _hang_up(line: Any, close_data: Any = None) -> None:
    """Both ways: eventlet closes its own, and whoever does not hang up too would keep the line, and could talk on."""
    _close(line, close_data)
    line.socket.hang_up()


def _unmask(data: bytes, mask: Sequence[int], length: int | None = None, offset: int = 0) -> bytes:
    """Take a frame's mask off in one step. eventlet goes byte by byte: 13 of the 59 µs that a dot costs among 24."""
    turned = bytes(mask[offset % 4 :]) + bytes(mask[: offset % 4])
    key = (turned * (len(data) // 4 + 1))[: len(data)]
    return (int.from_bytes(data, "little") ^ int.from_bytes(key, "little")).to_bytes(len(data), "little")


class _BoundedMessage(eventlet.websocket.RFC6455WebSocket.Message):  # type: ignore[misc]  # eventlet has no types
    """A websocket message in parts. eventlet bounds each part and not their number: one socket could fill the memory."""

    taken = 0  # bytes, and one for each part: empty ones cost memory too

    def push(self, data: bytes, final: bool = False) -> None:
        self.taken += len(data) + 1
        if self.taken > 2 * self.max_frame_length:  # a slow line may bring one part byte by byte
            raise eventlet.websocket.FailedConnectionError(1009, "This message is too large.")
        super().push(data, final=final)
