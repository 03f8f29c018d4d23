"""A request of Socket.IO's long-polling: what the check in front lets through, python-engineio must be able to read.

An input is `query`, a line break, `length` (or nothing: the right one), a line break, and the body.
"""

import io
from collections.abc import Iterable
from typing import Any

import engineio.packet
import engineio.payload
from socketio import packet

from fuzz.target import Target
from pollapp.access import Credits
from pollapp.app import LARGEST_MESSAGE
from pollapp.live import fast_json
from pollapp.live.packets import StrictPacket
from pollapp.web.polling import strictly_polled


class _Packet(StrictPacket):
    json = fast_json


def run(given: bytes) -> None:
    query, _, rest = given.partition(b"\n")
    length, _, body = rest.partition(b"\n")
    environ = {
        "PATH_INFO": "/socket.io/",
        "REQUEST_METHOD": "GET" if query.startswith(b"GET") else "POST",
        "QUERY_STRING": query.decode("latin-1"),
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": length.decode("latin-1") or str(len(body)),
    }
    engineio.packet.Packet.json, json = fast_json, engineio.packet.Packet.json  # as the server has it
    statuses: list[str] = []
    try:
        list(strictly_polled(_engine, LARGEST_MESSAGE, Credits(1e9, 1e9))(environ, lambda status, headers, *_: statuses.append(status)))
    finally:
        engineio.packet.Packet.json = json
    assert statuses[0][:3] in ("200", "400", "413", "429"), statuses


def _engine(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """As python-engineio reads a POST. It answers what it cannot read by logging a whole traceback: so it must never come to that."""
    start_response("200 OK", [])
    if environ["REQUEST_METHOD"] == "POST":
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0)).decode("utf-8")
        for one in engineio.payload.Payload(encoded_payload=body).packets:
            assert one.packet_type in range(7)
            if one.packet_type == engineio.packet.MESSAGE:
                assert _Packet(encoded_packet=one.data).packet_type in (packet.CONNECT, packet.DISCONNECT, packet.EVENT, packet.ACK)
    return []


def seeds() -> dict[str, bytes]:
    start = b"EIO=4&transport=polling&sid=a\n\n"
    bodies = {
        "message": b'42["peek",{"open":true}]',
        "two": b"3\x1e42[]",
        "base64": b"bQUJD",
        "close": b"1",
        "many": b"\x1e".join([b"3"] * 17),
    }
    return {name: start + body for name, body in bodies.items()} | {
        "open": b"GET EIO=4&transport=polling\n\n",
        "length": start[:-1] + b"9\n42[]",
    }


def words() -> list[str]:
    return [
        "\x1e",
        "42[",
        "b",
        "d=",
        "3probe",
        "5",
        "\ufeff",
        "²",
        "sid=",
        "transport=websocket",
        "&",
        "%",
        "99999999",
        "-1",
        "41",
        "b=",
        "b====",
    ]


TARGET = Target("polls", run, seeds, words)
