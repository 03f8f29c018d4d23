"""On a real server: both transports, a killed process, oversized messages, and what is written down of anybody."""

import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
import requests
import websocket
from websocket import ABNF

from pollapp.app import LARGEST_MESSAGE
from tests.live.over_the_network import AGENT, PATIENCE, Person, Socket, Stage
from tests.real_server import RealServer

pytestmark = pytest.mark.server
SQUARES = range(1, 25)
CHOICES = ("green", "yellow", "red")


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_class_over_one_transport_alone(stage: Stage, transport: str) -> None:
    fay = stage.fay(minimum_off="1")
    console = stage.socket(fay, stage.console, transport)
    projector = stage.socket(stage.somebody(), stage.projector, transport)
    phones = [stage.socket(stage.joins(), f"/j/{stage.code}", transport) for _ in range(3)]
    assert console.send("open_round", from_="lobby")["ok"]
    for place, phone in enumerate(phones):
        phone.until("view", lambda view: view["stage"] == "voting")
        answers = phone.places(*((square, CHOICES[place]) for square in SQUARES))
        assert all(answer["ok"] for answer in answers)
    view = projector.until("view", lambda view: view["turnout"]["finished"] == 3)
    assert view["results"] is None
    assert console.send("close_round", from_="voting")["ok"]
    for line in (projector, console, *phones):
        view = line.until("view", lambda view: view["stage"] == "revealed")
        assert [view["results"][str(square)]["counts"] for square in SQUARES] == [[1, 1, 1]] * 24
    fay.post(f"{stage.console}/delete")
    for line in (projector, *phones):
        line.until("gone", lambda payload: payload == {})


def _votes_until_it_breaks(phone: Socket, acked: dict[int, str], first: threading.Event) -> None:
    """Place dots one after the other; `acked` holds what the server has called stored, square by square."""
    with suppress(Exception):  # the server was killed: whatever the client raises then is as good as any other
        for number in range(100_000):
            square, choice = 1 + number % 24, CHOICES[number // 24 % 3]
            dot = {"command_id": f"number-{number:06}", "round": 1, "square": square, "choice": choice, "counter": number}
            ack = phone.client.call("place_dots", {"dots": [dot]}, timeout=2 if first.is_set() else PATIENCE)
            if ack.get("refused") == "slow_down":
                time.sleep(0.05)
            elif ack["answers"][0].get("ok"):
                acked[square] = choice
                first.set()


def test_a_killed_server_has_lost_no_dot_that_it_acked(stage: Stage) -> None:
    fay = stage.fay(minimum_off="1")
    assert stage.socket(fay, stage.console).send("open_round", from_="lobby")["ok"]
    people = [stage.joins() for _ in range(4)]
    acked: list[dict[int, str]] = [{} for _ in people]
    first = [threading.Event() for _ in people]
    threads = [
        threading.Thread(target=_votes_until_it_breaks, args=(stage.socket(person, f"/j/{stage.code}"), *rest))
        for person, *rest in zip(people, acked, first, strict=True)
    ]
    for thread in threads:
        thread.start()
    assert all(event.wait(PATIENCE) for event in first)
    time.sleep(0.4)  # in the middle of it
    stage.server.kill()
    for thread in threads:
        thread.join()
    assert all(acked)
    stage.server.start()
    for person, saved in zip(people, acked, strict=True):
        _holds_what_was_acked(person, f"/j/{stage.code}", saved)
    assert stage.socket(fay, stage.console).send("close_round", from_="voting")["ok"]
    squares = fay.get(f"{stage.console}/export/json").json()["squares"]
    for square in squares:
        there = [saved[square["id"]] for saved in acked if square["id"] in saved]
        assert len(there) <= square["n"] <= 4


def _holds_what_was_acked(person: Person, path: str, saved: dict[int, str]) -> None:
    """The phone comes back to its dots. The one that was on its way when the server died may be there too: then it is newer."""
    dots = person.page(path)["mine"]["dots"]
    differing = [square for square, choice in saved.items() if dots.get(str(square)) != choice]
    assert len(differing) <= 1, (dots, saved)
    assert all(str(square) in dots for square in saved)


def test_a_message_that_is_too_large_hurts_only_its_sender(stage: Stage) -> None:
    stage.fay()
    ana = stage.socket(stage.joins(), f"/j/{stage.code}")
    for size in (LARGEST_MESSAGE + 1, 2_000_000):
        _sends_and_is_closed(stage.bare_socket(), "4" + "x" * size)
    assert ana.send("alive")["refused"] == "unknown_event"
    assert requests.get(f"{stage.server.url}/healthz", timeout=PATIENCE).json() == {"ok": True}


def _sends_and_is_closed(zed: websocket.WebSocket, text: str) -> None:
    with suppress(websocket.WebSocketException, OSError):
        zed.send(text)
        while zed.recv():
            pass
    with pytest.raises((websocket.WebSocketException, OSError)):
        zed.recv()


def test_a_post_that_is_too_large_hurts_only_its_sender(stage: Stage) -> None:
    url = f"{stage.server.url}/socket.io/?EIO=4&transport=polling"
    opened = requests.get(url, timeout=PATIENCE).text
    sid = opened.split('"sid":"')[1].split('"')[0]
    assert requests.post(f"{url}&sid={sid}", data="4" + "x" * LARGEST_MESSAGE, timeout=PATIENCE).status_code == 413
    assert requests.post(f"{url}&sid={sid}", data="6", timeout=PATIENCE).status_code == 400
    assert requests.post(f"{stage.server.url}/join", data={"code": "1" * 300_000}, timeout=PATIENCE).status_code == 413
    assert requests.get(f"{stage.server.url}/healthz", timeout=PATIENCE).json() == {"ok": True}


def _resident(server: RealServer) -> int:
    """Bytes of memory that the server holds."""
    return int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_a_message_in_endless_parts_takes_no_endless_memory(stage: Stage) -> None:
    zed = stage.bare_socket()
    before = _resident(stage.server)
    part = ABNF.create_frame("x" * 16_000, ABNF.OPCODE_CONT, 0)
    with suppress(OSError):  # closed in the middle of it: good
        zed.send_frame(ABNF.create_frame("4", ABNF.OPCODE_TEXT, 0))
        for _ in range(1000):  # 16 MB
            zed.send_frame(part)
    assert requests.get(f"{stage.server.url}/healthz", timeout=PATIENCE).json() == {"ok": True}
    assert _resident(stage.server) - before < 4_000_000


GARBAGE = ("x", "", "²", "4", "42", "42[]", "42[[1],2]", "42{}", "421", "43", "430[]", "44", "45", "4599999-[]", "48",
           '42["a",NaN]', "b!!!", '42["place_dots"]', '42["disconnect"]', '42["connect",{}]', "40", "40/x,", "41", "1", "5", "6",
           "{}", "\x00")  # fmt: skip


def _throws_garbage(stage: Stage) -> None:
    for text in GARBAGE:
        zed = stage.bare_socket()
        zed.settimeout(0.02)
        with suppress(websocket.WebSocketException, OSError):  # silent, or closed
            zed.send(text)
            while answer := zed.recv():
                assert "Traceback" not in str(answer)
        zed.shutdown()


def test_garbage_hurts_only_its_sender(stage: Stage) -> None:
    stage.fay()
    ana = stage.socket(stage.joins(), f"/j/{stage.code}")
    _throws_garbage(stage)
    assert ana.send("alive")["refused"] == "unknown_event"


def test_garbage_fills_no_log(stage: Stage) -> None:
    _throws_garbage(stage)
    assert [line for line in stage.server.lines if "Traceback" in line or "rror" in line] == []


def test_a_foreign_page_gets_no_websocket(stage: Stage) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException):
        stage.bare_socket(origin="http://evil.example")
    stage.bare_socket(origin=stage.server.url)


def test_nothing_of_a_person_or_a_device_is_written_down(stage: Stage) -> None:
    fay = stage.fay(minimum_off="1")
    console = stage.socket(fay, stage.console)
    console.send("open_round", from_="lobby")
    people = [stage.joins() for _ in range(3)]
    for person, transport in zip(people, ("websocket", "polling", "websocket"), strict=True):
        phone = stage.socket(person, f"/j/{stage.code}", transport)
        assert phone.places((1, "green"))[0]["ok"]
        phone.send("place_dots", nonsense=True)
    zed = stage.somebody()
    for path in ("/nothing", f"/j/{stage.code[::-1]}", "/static/../x", "/console/x", "/socket.io/?EIO=3", "/socket.io/?EIO=4&transport=x"):
        zed.get(path)
    zed.post("/facilitate", key="wrong")
    zed.post("/join", code="<script>")
    with pytest.raises(websocket.WebSocketBadStatusException):
        stage.bare_socket(origin="http://evil.example")
    _throws_garbage(stage)
    console.send("close_round", from_="voting")
    fay.get(f"{stage.console}/export.csv")
    _written_nowhere(stage, people)
    stage.close()
    assert stage.server.stop() == 0
    _written_nowhere(stage, people)


def _written_nowhere(stage: Stage, people: list[Person]) -> None:
    printed = "".join(line for line in stage.server.lines if not line.strip().startswith(f"{stage.server.url}/"))  # the banner's two links
    files = {file.name: file.read_bytes() for file in stage.server.data_dir.iterdir()}
    assert "sessions.sqlite3" in files
    secrets = [value for person in people for value in person.web.cookies.values()]
    assert len(secrets) == len(people)
    for said in (AGENT, "Zeds-Very-Own", "127.0.0.1", *secrets):
        assert said not in printed, said
        for name, content in files.items():
            assert said.encode() not in content, (said, name)
