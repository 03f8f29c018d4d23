"""Hostile clients on the network, a few of each kind of soak/attacks: the server stays, the room next door is acked, whoever attacks is
hung up on, and nothing of them is kept. The bounds are small here (tests/live/impatient.py); how large they are, docs/faults.md says.
"""

import json
import signal
import socket
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from soak.attacks.asking import NO_REQUESTS
from soak.attacks.raw import frame
from soak.attacks.talking import ABUSE, MALFORMED
from tests.live.over_the_network import PATIENCE, Person, Socket, Stage
from tests.live.small_bounds import MOST_SCREENS, MOST_SOCKETS, MOST_WAITING, MOST_WITHOUT_SEAT
from tests.real_server import RealServer

pytestmark = pytest.mark.server
UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket{more} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Cookie: {cookie}\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Room(Stage):
    """The room next door: a phone that is acked whatever happens. And what strangers open; all is closed at the end."""

    def __init__(self, server: RealServer) -> None:
        super().__init__(server)
        self.strangers: list[socket.socket] = []
        fay = self.fay()
        self.ana = self.socket(self.joins(), f"/j/{self.code}")
        assert self.socket(fay, self.console).send("open_round", from_="lobby")["ok"]

    def is_well(self) -> None:
        """Ana's dots are saved, pages are served, nothing was complained about."""
        assert self.ana.places((1, "green"))[0]["ok"]
        assert requests.get(f"{self.server.url}/healthz", timeout=PATIENCE).json()["ok"]
        assert [line for line in self.server.lines if "Traceback" in line or "rror" in line] == []

    def stranger(self, said: bytes = b"") -> socket.socket:
        self.strangers.append(socket.create_connection(("127.0.0.1", self.server.port), timeout=PATIENCE))
        with suppress(OSError):
            self.strangers[-1].sendall(said)
        return self.strangers[-1]

    def websocket(self, cookie: str = "", more: str = "") -> socket.socket:
        line = self.stranger(UPGRADE.format(more=more, cookie=cookie, key=b64encode(bytes(16)).decode()).encode())
        assert b" 101 " in line.recv(4096)
        return line

    def seated(self, person: Person) -> socket.socket:
        auth = json.dumps(person.page(f"/j/{self.code}")["auth"])  # first: once there is a line, its seat has to be taken in time
        line = self.websocket(person.cookies())
        line.sendall(frame(b"40" + auth.encode()))
        return line

    def inside(self) -> dict[str, int]:
        """What the server holds."""
        self.server.process.send_signal(signal.SIGUSR1)
        seen: dict[str, int] = json.loads(self.server.wait_for(r"inside (\{.*\})")[1])
        return seen

    def comes_to(self, holds: Callable[[dict[str, int]], bool]) -> None:
        until = time.monotonic() + 3 * PATIENCE
        while not holds(seen := self.inside()):
            assert time.monotonic() < until, seen

    def close(self) -> None:
        for line in self.strangers:
            line.close()
        super().close()


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
        server = RealServer(tmp_path_factory.mktemp("impatient"), module="tests.live.impatient")
    yield server
    assert server.stop() == 0


@pytest.fixture
def room(impatient: RealServer) -> Iterator[Room]:
    room = Room(impatient)
    yield room
    room.close()


def hung_up(line: socket.socket) -> bool:
    """Whether the server hangs up, within PATIENCE, whatever it says before."""
    with suppress(ConnectionError):
        while line.recv(1 << 16):
            pass
    return True


def _is_gone(seen: dict[str, int], before: dict[str, int]) -> bool:
    return all(seen[what] <= before[what] for what in ("lines", "lines without a seat", "requests remembered", "seats", "credits"))


def _polled(room: Room) -> str:
    """A line that is polled: its id."""
    opened = requests.get(f"{room.server.url}/socket.io/?EIO=4&transport=polling", timeout=PATIENCE).text
    return str(json.loads(opened[1:])["sid"])


def test_a_polled_line_that_never_becomes_a_websocket_holds_no_connection(room: Room) -> None:
    before = room.inside()
    lines = [room.websocket(more=f"&sid={_polled(room)}") for _ in range(5)]
    assert all(map(hung_up, lines))
    room.comes_to(lambda seen: _is_gone(seen, before))
    room.is_well()


def test_a_polled_line_becomes_one_websocket_and_not_many(room: Room) -> None:
    sid = _polled(room)
    first, second = (room.websocket(more=f"&sid={sid}") for _ in range(2))
    assert hung_up(second)
    first.sendall(frame(b"2probe"))
    assert first.recv(100).endswith(b"3probe")
    room.is_well()


@pytest.mark.parametrize("kind", ["malformed", "abuse", "no requests"])
def test_what_is_malformed_is_hung_up_on_and_leaves_nothing(room: Room, kind: str) -> None:
    before = room.inside()
    if kind == "no requests":
        lines = [room.stranger(piece) for piece in NO_REQUESTS]
    else:
        lines = [room.websocket() for _ in (MALFORMED if kind == "malformed" else ABUSE)]
        for line, said in zip(lines, MALFORMED if kind == "malformed" else [b"".join(map(frame, these)) for these in ABUSE], strict=True):
            with suppress(OSError):
                line.sendall(said)
    room.is_well()
    assert all(map(hung_up, lines))
    room.comes_to(lambda seen: _is_gone(seen, before))


def test_two_upgrades_of_one_line_leave_nothing(room: Room) -> None:
    before = room.inside()
    opened = requests.get(f"{room.server.url}/socket.io/?EIO=4&transport=polling", timeout=PATIENCE).text
    lines = [room.websocket(more=f"&sid={json.loads(opened[1:])['sid']}") for _ in range(2)]
    for line in lines:
        line.sendall(frame(b"2probe") + frame(b"5") + frame(b"5"))
    room.is_well()
    assert all(map(hung_up, lines))
    room.comes_to(lambda seen: _is_gone(seen, before))


def test_a_phone_that_floods_is_slowed_and_then_hung_up_on(room: Room) -> None:
    zed = room.seated(room.joins())
    flood = frame(b'421["alive",{}]') * 500
    with suppress(OSError):
        zed.sendall(flood)
        zed.sendall(flood)
        room.is_well()
    assert hung_up(zed)


@pytest.mark.parametrize("said", [frame(b'421["place_dots",{}]'), frame(b"3"), frame(b"hi", 9)], ids=["events", "pongs", "pings"])
def test_whoever_has_no_seat_may_say_little(room: Room, said: bytes) -> None:
    zed = room.websocket()
    with suppress(OSError):
        zed.sendall(said * 1000)
    room.is_well()
    assert hung_up(zed)


def test_a_line_that_takes_no_seat_is_hung_up_on(room: Room) -> None:
    lines = [room.websocket() for _ in range(3)]
    lines[1].sendall(frame(b"3"))
    lines[2].sendall(frame(b"40" + b'{"role":"phone","session":"nobody","wire":2}'))  # refused, and stays
    assert all(map(hung_up, lines))
    room.is_well()


def test_a_seat_that_is_left_is_no_reason_to_stay(room: Room) -> None:
    zed = room.seated(room.joins())
    zed.sendall(frame(b"41"))
    assert hung_up(zed)


def test_so_many_lines_may_be_without_a_seat_and_a_room_that_comes_back_finds_its_place(room: Room) -> None:
    lines = [room.websocket() for _ in range(2 * MOST_WITHOUT_SEAT)]
    assert room.inside()["lines without a seat"] <= MOST_WITHOUT_SEAT
    room.socket(room.joins(), f"/j/{room.code}")
    room.is_well()
    assert all(map(hung_up, lines))


def test_lines_opened_by_polling_and_left_are_let_go_of(room: Room) -> None:
    before = room.inside()
    for _ in range(MOST_WITHOUT_SEAT + 5):
        requests.get(f"{room.server.url}/socket.io/?EIO=4&transport=polling", timeout=PATIENCE)
    assert room.inside()["lines without a seat"] <= MOST_WITHOUT_SEAT
    room.is_well()
    room.comes_to(lambda seen: seen["lines"] <= before["lines"])


SLOW = {
    "nothing": b"",
    "a line": b"GET / HT",
    "headers": b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "a body": b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n",
    "a body by polling": b"POST /socket.io/?EIO=4&transport=polling&sid=x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n",
}


@pytest.mark.parametrize("part", SLOW)
def test_a_request_byte_by_byte_has_a_deadline(room: Room, part: str) -> None:
    zed = room.stranger(SLOW[part])
    zed.settimeout(0.1)
    until = time.monotonic() + PATIENCE
    with suppress(ConnectionError):
        while part != "nothing" and time.monotonic() < until:
            zed.sendall(b"x")
            with suppress(TimeoutError):
                if not zed.recv(1 << 16):
                    break
    zed.settimeout(PATIENCE)
    assert hung_up(zed)
    room.is_well()


def test_so_many_connections_may_ask_for_nothing(room: Room) -> None:
    lines = [room.stranger() for _ in range(3 * MOST_WAITING)]
    room.is_well()
    assert all(map(hung_up, lines))


def _deaf(line: socket.socket, piece: bytes) -> None:
    """Ask for more and more without ever reading; returns when the server has hung up."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with suppress(ConnectionError):
        while True:
            line.sendall(piece)


def test_a_page_that_nobody_reads_is_given_up(room: Room) -> None:
    _deaf(room.stranger(), f"GET /j/{room.code} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 50)
    room.is_well()


def test_somebody_has_so_many_sockets_and_the_newest_stay(room: Room) -> None:
    person = room.joins()
    sockets: list[Socket] = [room.socket(person, f"/j/{room.code}") for _ in range(MOST_SOCKETS + 2)]
    assert sockets[-1].places((2, "red"))[0]["ok"]
    assert sockets[-2].places((3, "red"))[0]["ok"]
    until = time.monotonic() + PATIENCE
    while [one.client.connected for one in sockets] != [False] * 2 + [True] * MOST_SOCKETS:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_session_has_so_many_projectors_and_the_newest_stay(room: Room) -> None:
    screens = [room.socket(room.somebody(), room.projector) for _ in range(MOST_SCREENS + 2)]
    until = time.monotonic() + PATIENCE
    while [one.client.connected for one in screens] != [False] * 2 + [True] * MOST_SCREENS:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert room.socket(room.joins(), f"/j/{room.code}").places((4, "red"))[0]["ok"]
    assert screens[-1].until("view", lambda view: view["turnout"]["squares"]["4"] == 1)


def test_a_websocket_from_before_the_standard_is_none(room: Room) -> None:
    """eventlet speaks those too, and reads what comes on them without any bound."""
    old = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: http://x\r\n{}\r\n"
    for version in ("", "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"):
        assert b" 426 " in room.stranger(old.format(version).encode()).recv(4096)


def test_where_no_file_is_left_newcomers_wait_and_phones_go_on(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="this system has no limit of open files")
    server = RealServer(tmp_path / "data")
    room = Room(server)
    try:
        _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
        open_now = len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (open_now + 3, hard))
        strangers = [room.stranger() for _ in range(8)]
        assert room.ana.places((1, "red"))[0]["ok"]
        for line in strangers:
            line.close()
        room.is_well()
    finally:
        room.close()
        server.stop()
