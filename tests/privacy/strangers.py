"""Whoever tries to get in: by guessing, from other sites, and with what is no HTTP and no message at all."""

import json
from contextlib import suppress
from typing import Any

import requests
import websocket

from pollapp.web.tries import BURST
from tests.live.over_the_network import PATIENCE
from tests.privacy.guests import Guest, Known

NONSENSE = ("x", "4", "42[[1],2]", '42["place_dots"]', "b!!!", '40{"role":"console"}', "4" + "x" * 20_000)
NOWHERE = ("/nothing", "/console/x", "/projector/x", "/socket.io/?EIO=3", "/socket.io/?EIO=4&transport=x", "/%00")


def strangers_try(zed: Guest, known: Known, session: str) -> None:
    """Wrong codes until they are refused, wrong keys and phrases, pages that are not there or not for strangers, nonsense."""
    guesses = {zed.post("/join", code=str(100_000 + guess)).status_code for guess in range(BURST + 9)}
    assert 429 in guesses
    for path in (*NOWHERE, f"/console/{session}"):
        zed.get(path)
    zed.post("/facilitate", key="wrong" * 9)
    zed.post("/recover", phrase="WRONG-" * 5)
    zed.web.post(f"{zed.url}/join", data={"code": "1"}, headers={"Origin": "http://evil.example"}, timeout=PATIENCE)
    zed.web.put(f"{zed.url}/join", data=b"\xff" * 400_000, timeout=PATIENCE)
    for text in NONSENSE:
        _throws(zed, known, text)
    with suppress(websocket.WebSocketBadStatusException):
        _bare(zed, origin="http://evil.example")
    too_long = {"X-Forwarded-For": "x" * 9000 + zed.address, "User-Agent": zed.agent}
    requests.get(zed.url, headers=too_long, timeout=PATIENCE)


def _bare(zed: Guest, **options: Any) -> websocket.WebSocket:
    url = zed.url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
    header = {"User-Agent": zed.agent, "X-Forwarded-For": zed.address}
    return websocket.create_connection(url, timeout=PATIENCE, header=header, **options)


def _throws(zed: Guest, known: Known, text: str) -> None:
    bare = _bare(zed)
    bare.settimeout(0.05)
    with suppress(websocket.WebSocketException, OSError):
        known.keep("a stranger's connection", json.loads(bare.recv()[1:])["sid"])
        bare.send(text)
        while bare.recv():
            pass
    bare.shutdown()
