"""Long-polling where it comes in: whole packets pass, anything else is answered at once and costs no connection."""

import json

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pollapp.app import LARGEST_MESSAGE, Parts
from pollapp.web.polling import MOST_PACKETS

URL = "/socket.io/?EIO=4&transport=polling"


@pytest.fixture
def sid(client: FlaskClient) -> str:
    """A polling connection that has just been opened."""
    opened = json.loads(client.get(URL).data[1:])
    assert opened["maxPayload"] == LARGEST_MESSAGE  # browsers keep to it
    sid: str = opened["sid"]
    return sid


def _post(client: FlaskClient, sid: str, body: bytes) -> TestResponse:
    return client.post(f"{URL}&sid={sid}", data=body)


@pytest.mark.parametrize("length", [str(LARGEST_MESSAGE + 1), "99999999999999999999", "-1", "x", "1e3", "²", "+4", " 4", "4_0"])
def test_what_is_too_large_is_turned_away(client: FlaskClient, sid: str, length: str) -> None:
    answer = client.post(f"{URL}&sid={sid}", data=b"4", environ_overrides={"CONTENT_LENGTH": length})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "body", [b"", b"2", b"6", b"0", b"7", b"x", b"\x1e", b"40\x1e", b"40\x1e2", b"\xff", b"d=40", "²".encode(), b"\x00"]
)
def test_what_no_browser_sends_is_turned_away(client: FlaskClient, sid: str, parts: Parts, body: bytes) -> None:
    assert _post(client, sid, body).status_code == 400
    assert sid in parts.socketio.server.eio.sockets  # and the connection goes on


def test_too_many_packets_are_turned_away_and_not_dropped_in_silence(client: FlaskClient, sid: str) -> None:
    assert _post(client, sid, b"\x1e".join([b"3"] * MOST_PACKETS)).status_code == 200
    assert _post(client, sid, b"\x1e".join([b"3"] * (MOST_PACKETS + 1))).status_code == 400


def test_what_browsers_send_passes(client: FlaskClient, sid: str) -> None:
    for body in (b"3", b'40{"wire":1}', b"4" + b"x" * (LARGEST_MESSAGE - 1), b"bNDA=", b"1"):
        assert _post(client, sid, body).status_code == 200, body


def test_without_a_connection_it_is_refused_as_ever(client: FlaskClient) -> None:
    assert _post(client, "nobody", b"3").status_code == 400
    assert client.post(URL, data=b"3").status_code == 400


def test_forms_are_not_meant(client: FlaskClient) -> None:
    assert client.post("/join", data={"code": "x" * (LARGEST_MESSAGE + 1)}).status_code == 400
