"""A server that is told to stop does so at once, whoever is still connected, and without a word of complaint."""

import signal

import pytest
import requests
import socketio

from tests.live.over_the_network import shut
from tests.real_server import RealServer

pytestmark = pytest.mark.server


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_it_stops_while_somebody_is_connected(server: RealServer, number: signal.Signals, transport: str) -> None:
    fay = requests.Session()
    fay.headers["Origin"] = server.url
    fay.post(f"{server.url}/facilitate", data={"key": server.key})
    console = fay.post(f"{server.url}/sessions", data={}).url
    line = socketio.Client(reconnection=False)
    cookie = "; ".join(f"{name}={value}" for name, value in fay.cookies.items())
    auth = {"role": "console", "session": console.rsplit("/", 1)[1], "wire": 2}
    line.connect(server.url, auth=auth, transports=[transport], headers={"Cookie": cookie})
    server.process.send_signal(number)
    assert server.process.wait(10) == 0
    line.disconnect()
    shut(line)
    fay.close()
    server.stop()  # it has: so its last lines are read
    assert "Traceback" not in "".join(server.lines)
    assert "Stopped." in "".join(server.lines)
