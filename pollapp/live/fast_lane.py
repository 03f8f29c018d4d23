"""Dots take a shorter way: read off their line, and answered on it, without the dozen steps that python-socketio makes of any message.
What comes in and what goes out is the same to the letter; whatever does not look like a phone's dots goes the usual way, and is answered
there. It halves what a dot costs (docs/benchmarks.md).
"""

from typing import Any

import orjson

_DOTS = '["place_dots",'  # as JSON.stringify writes it
_LONGEST_ID = 9  # digits: a page that sends a dot every second for thirty years


def dots_of(packet: Any) -> tuple[str, Any] | None:
    """The number under which the sender waits for the answer, and the payload; None where this is no message of dots that waits for one."""
    if not isinstance(packet, str) or not packet.startswith("2"):  # a Socket.IO EVENT
        return None
    start = packet.find("[", 1, _LONGEST_ID + 2)
    if start < 2 or not packet.startswith(_DOTS, start):
        return None
    number = packet[1:start]
    if not (number.isascii() and number.isdigit()):
        return None
    try:
        message = orjson.loads(packet[start:])
    except ValueError:
        return None
    return (number, message[1]) if len(message) == 2 else None


def answer_to(number: str, answer: Any) -> str:
    """The Socket.IO ACK packet."""
    return f"3{number}{orjson.dumps([answer]).decode()}"
