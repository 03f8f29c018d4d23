"""Socket.IO by long-polling, where it comes in: a POST that python-engineio would refuse is turned away here.

It refuses by disconnecting, and waits with its answer until the other side has polled once more, which it cannot any more: each
such POST would cost the server a connection for good. And of a payload with too many packets it drops all, and says "ok".
"""

import binascii
import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

from flask import Response

from pollapp.access import Credits, source

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

MOST_PACKETS = 16  # in one payload; python-engineio takes no more
_PATH = "/socket.io/"
_LENGTH = re.compile(r"[0-9]{1,8}")
_PACKET = re.compile(rb"[1345b]")  # what a browser may send: close, pong, message, upgrade; or a message in base 64


def strictly_polled(app: Wsgi, largest: int, lines: Credits) -> Wsgi:
    """The app, with every Socket.IO POST of more than `largest` bytes, or of anything but a browser's packets, turned away.

    `lines`: how many new lines one address may open by polling. Each costs memory until it times out, and no connection.
    """

    def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(_PATH):
            return app(environ, start_response)
        if _opens_a_line(environ) and not lines.spend(source(environ.get("REMOTE_ADDR"))):
            return Response("Too many new connections from here. Wait a moment.", 429)(environ, start_response)
        if environ["REQUEST_METHOD"] != "POST":
            return app(environ, start_response)
        length = environ.get("CONTENT_LENGTH") or "0"
        if not _LENGTH.fullmatch(length) or int(length) > largest:
            return Response("This message is too large.", 413)(environ, start_response)
        body = environ["wsgi.input"].read(int(length))
        if not _readable(body):
            return Response("This message cannot be read.", 400)(environ, start_response)
        return app(environ | {"wsgi.input": BytesIO(body)}, start_response)

    return wsgi


def _opens_a_line(environ: dict[str, Any]) -> bool:
    asked = parse_qs(environ.get("QUERY_STRING", ""))
    return "sid" not in asked and asked.get("transport") != ["websocket"]  # a websocket costs its sender a connection


def _readable(body: bytes) -> bool:
    packets = body.split(b"\x1e")
    return len(packets) <= MOST_PACKETS and all(_PACKET.match(packet) for packet in packets) and _decodable(packets)


def _decodable(packets: list[bytes]) -> bool:
    """Whether all of this is text, and base 64 what says so: python-engineio logs a whole traceback where it is not."""
    try:
        for packet in packets:
            text = packet.decode("utf-8")
            if text.startswith("b"):
                binascii.a2b_base64(text[1:])
    except ValueError:
        return False
    return True
