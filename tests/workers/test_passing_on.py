"""Any connection may come to any worker: a line that is polled is found by each of them, in one request as in the next."""

import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import socketio
from playwright.sync_api import Browser, expect

from tests.e2e.rooms import Fay
from tests.live.over_the_network import Stage, shut
from tests.real_server import RealServer
from tests.redis_servers import Engine
from tests.workers.rooms import NO_WEBSOCKETS, OF_NO_ROOM, RoomOfLines
from tests.workers.running import HANDSHAKE, RESTARTED, Connection, is_running, of_another, owner, pids, two_workers, workers

pytestmark = pytest.mark.server

UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket&sid={sid} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
SQUARE = 1
MOST_PHONES = 12
BEHIND = 230  # requests: some 8 kB
NOBODY = "1.0a0b0c.AAAAAAAAAAAAAAAAAAAA"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, redis: Engine) -> Iterator[RealServer]:
    with two_workers(tmp_path_factory.mktemp("passing"), redis) as server:
        yield server


@pytest.fixture
def here(server: RealServer) -> Iterator[Connection]:
    connection = Connection(server)
    yield connection
    connection.close()


@pytest.fixture
def sid(here: Connection) -> str:
    return here.opens_a_line()


@pytest.fixture
def elsewhere(server: RealServer, sid: str) -> Iterator[Connection]:
    connection = of_another(server, than=owner(sid))
    yield connection
    connection.close()


def polled(sid: str) -> str:
    return f"{HANDSHAKE}&sid={sid}"


def test_a_line_is_called_by_its_worker(server: RealServer, sid: str) -> None:
    assert sid.startswith(f"{workers(server)[owner(sid)]}.")


def test_what_comes_to_another_worker_is_answered_by_the_owner(elsewhere: Connection, sid: str) -> None:
    assert elsewhere.asks("POST", polled(sid), '40{"role":"phone","session":"nowhere"}') == (200, "OK")
    status, said = elsewhere.asks("GET", polled(sid))
    assert (status, said[:2]) == (200, "44")  # no such session, as the owner says


def test_the_whole_connection_is_the_owners_from_then_on(elsewhere: Connection, sid: str) -> None:
    elsewhere.asks("POST", polled(sid), "3")
    assert owner(elsewhere.opens_a_line()) == owner(sid)


def test_a_long_poll_waits_on_the_owner_until_there_is_something_to_say(here: Connection, elsewhere: Connection, sid: str) -> None:
    with ThreadPoolExecutor() as waiting:
        answer = waiting.submit(elsewhere.asks, "GET", polled(sid))
        here.asks("POST", polled(sid), '40{"role":"phone","session":"nowhere"}')
        assert answer.result(20)[1].startswith("44")


def test_a_body_that_comes_later_and_in_parts_goes_with_it(elsewhere: Connection, sid: str) -> None:
    body = b"\x1e".join([b"4" + b"x" * 1000] * 14)
    head = f"POST {polled(sid)} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    for part in (head[:20], head[20:] + body[:500], body[500:9000], body[9000:]):
        elsewhere.socket.sendall(part)
    assert elsewhere.socket.recv(1000).startswith(b"HTTP/1.1 200 ")


def test_requests_that_come_right_behind_each_other_are_answered_in_order(elsewhere: Connection, sid: str) -> None:
    say = f"POST {polled(sid)} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\n\r\n40{{}}"
    elsewhere.socket.sendall(f"{say}GET {polled(sid)} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    said = b"".join(iter(lambda: elsewhere.socket.recv(1000), b"")).decode()
    assert said.count("HTTP/1.1 200 ") == 2
    assert said.index("OK") < said.index("44")


def test_what_comes_behind_goes_with_it_from_one_owner_to_the_next(here: Connection, elsewhere: Connection, sid: str) -> None:
    """More than a buffer of it, and headers that grow when they are written anew: what the first one has read ahead and not used."""
    other = elsewhere.opens_a_line()
    long = "".join(f"X{number}:y\r\n" for number in range(80))
    asked = f"POST {polled(sid)} HTTP/1.1\r\nHost:x\r\nContent-Length:1\r\n{long}\r\n3"
    asked += f"POST {polled(other)} HTTP/1.1\r\nHost:x\r\nContent-Length:1\r\n\r\n3"
    asked += "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * BEHIND
    elsewhere.socket.sendall(asked.encode())
    assert _answers(elsewhere, BEHIND + 2) == BEHIND + 2


def _answers(connection: Connection, many: int) -> int:
    """How many have come, once these have or nothing more comes."""
    connection.socket.settimeout(5)
    came = b""
    with suppress(TimeoutError):
        while came.count(b"HTTP/1.1 200 ") < many and (more := connection.socket.recv(65536)):
            came += more
    return came.count(b"HTTP/1.1 200 ")


def test_a_change_to_a_websocket_finds_the_owner(elsewhere: Connection, sid: str) -> None:
    elsewhere.socket.sendall(UPGRADE.format(sid=sid).encode())
    assert elsewhere.socket.recv(1000).startswith(b"HTTP/1.1 101 ")
    elsewhere.socket.sendall(b"\x81\x86\0\0\0\x002probe")
    assert elsewhere.socket.recv(1000) == b"\x81\x063probe"


@pytest.mark.parametrize("sid", [NOBODY, "../../opening-key", "1.0a0b0c/../x.y", "x"])
def test_whose_owner_is_gone_or_never_was_there_opens_a_new_line(here: Connection, sid: str) -> None:
    status, said = here.asks("GET", polled(sid))
    assert (status, said) == (400, f'"Invalid session {sid}"')
    assert here.asks("GET", HANDSHAKE)[0] == 200  # the connection is as good as before


def test_only_their_owner_reaches_the_workers(server: RealServer) -> None:
    folder = server.data_dir / "workers"
    assert folder.stat().st_mode & 0o077 == 0
    assert sorted(workers(server)) == ["1", "2"]


def test_connections_that_come_in_one_moment_are_shared_out(server: RealServer) -> None:
    """Three times: a worker that the system keeps waiting in that moment gets fewer."""
    fewest = sorted(_fewest(server) for _ in range(3))
    assert fewest[1] >= 150, fewest


def _fewest(server: RealServer) -> int:
    """Of 400 connections, how many come to the worker that gets fewer."""
    connections = [Connection(server) for _ in range(400)]
    try:
        for connection in connections:
            connection.socket.sendall(f"GET {HANDSHAKE} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        came = Counter(connection.socket.recv(1000).partition(b'"sid":"')[2][:1] for connection in connections)
    finally:
        for connection in connections:
            connection.close()
    assert set(came) == {b"1", b"2"}
    return min(came.values())


@pytest.mark.e2e
def test_a_class_without_websockets_votes_and_goes_through_a_rolling_restart(browser: Browser, server: RealServer) -> None:
    room = RoomOfLines(browser, server, OF_NO_ROOM, NO_WEBSOCKETS)
    try:
        fay = Fay(room)
        fay.opens_a_session()
        phones = [room.phone(fay.code) for _ in range(3)]
        fay.console.locator("#next").click()
        for phone in phones:
            expect(phone.square(SQUARE)).to_be_visible()
            phone.votes({SQUARE: "green"})
        while room.owners() != {"1", "2"}:  # chance may bring the first to one worker
            assert len(phones) < MOST_PHONES, "Every line comes to one worker."
            phones.append(room.phone(fay.code))
            phones[-1].votes({SQUARE: "green"})
        server.process.send_signal(signal.SIGHUP)
        server.wait_for(RESTARTED)
        for phone in phones:
            phone.votes({SQUARE + 1: "green"})
        expect(fay.console.locator("[data-present]").first).to_have_text(str(len(phones)))  # the console is back too, and each counts once
        assert room.complaints == []
        assert "Traceback" not in "".join(server.lines)
    finally:
        room.close()


def test_socket_ios_own_client_goes_over_to_a_websocket_on_whichever_worker(server: RealServer) -> None:
    """Its websocket is a new connection: of so many, some come to another worker than their line is of."""
    stage = Stage(server)
    stage.fay()
    try:
        for _ in range(6):
            phone = stage.joins()
            line = socketio.Client(reconnection=False, http_session=phone.web, handle_sigint=False)
            headers = {**phone.headers, "Cookie": phone.cookies()}
            line.connect(server.url, headers=headers, auth=phone.page(f"/j/{stage.code}")["auth"], transports=["polling", "websocket"])
            assert line.transport() == "websocket"
            assert line.call("place_dots", {"dots": []}, timeout=10) is not None
            line.disconnect()
            shut(line)
    finally:
        stage.close()


def test_told_to_stop_they_leave_no_process_and_no_socket(server: RealServer) -> None:
    """The last one here: nobody is served after it."""
    children = pids(server)
    assert server.stop() == 0
    assert not any(map(is_running, children))
    assert not (server.data_dir / "workers").exists()
    assert "Stopped." in "".join(server.lines)
    assert "Traceback" not in "".join(server.lines)
