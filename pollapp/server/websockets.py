"""What eventlet's websockets leave open, each closed in a few lines, and each seen to be needed (tests/live/test_fair.py)."""

from typing import Any

import eventlet
import eventlet.websocket

_RFC = eventlet.websocket.RFC6455WebSocket
_PACKETS = "123456b"  # the kinds that Engine.IO knows from a browser
_wait, _close, _recv_frame = _RFC.wait, _RFC.close, _RFC._recv_frame


def harden_websockets() -> None:
    """From now on, in this process."""
    _RFC.Message = _BoundedMessage
    _RFC.wait = _next_readable
    _RFC.close = _hang_up
    _RFC._recv_frame = _next_frame
    _RFC._apply_mask = staticmethod(_unmask)


def _next_readable(line: Any) -> Any:
    """The next message of a websocket. None, as after a hang-up, for one that python-engineio would stumble over and leave a ghost."""
    line.socket.until = None  # a phone may be silent; whether it is still there, pings find out
    if line.websocket_closed:  # by us: whatever else it says is not heard
        return None
    message = _wait(line)
    return message if isinstance(message, bytes) or (message and message[0] in _PACKETS) else None


def _next_frame(line: Any, message: Any = None) -> Any:
    frame = _recv_frame(line, message)
    line.socket.pace()
    return frame


def _hang_up(line: Any, close_data: Any = None) -> None:
    """Both ways: eventlet closes its own, and whoever does not hang up too would keep the line, and could talk on."""
    _close(line, close_data)
    line.socket.hang_up()


def _unmask(data: bytes, mask: tuple[int, ...], length: int | None = None, offset: int = 0) -> bytes:
    """Take a frame's mask off in one step. eventlet goes byte by byte: 13 of the 59 µs that a dot costs among 24."""
    turned = bytes(mask[(offset + at) % 4] for at in range(4))
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
