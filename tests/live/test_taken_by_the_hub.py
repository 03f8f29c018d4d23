"""What a line's `take` takes never wakes whoever waits on that line; all else does, and nothing is lost or turned round."""

import subprocess
import sys
from textwrap import dedent

import pytest

_BEFORE = """
from types import SimpleNamespace
from pollapp import server
import eventlet, eventlet.hubs, eventlet.websocket, socket
from pollapp.server.sockets import FRAMES, FairSocket
from pollapp.server.websockets import harden_websockets
harden_websockets()
ours, theirs = socket.socketpair()
line = FairSocket(ours.fd.dup())
websocket = eventlet.websocket.RFC6455WebSocket(line, {"eventlet.input": None}, 13, max_frame_length=16 * 1024)
said, taken, in_hub, woken = [], [], [], 0

def frame(text):
    return bytes((0x81, 0x80 | len(text))) + bytes(4) + text.encode()

def take(text):
    in_hub.append(eventlet.getcurrent() is eventlet.hubs.get_hub().greenlet)
    if text == "4!":
        raise RuntimeError("a mistake of ours")
    if text[:2] == "4d":
        taken.append(text)
        said.append(text)
    return text[:2] == "4d"

def read():
    global woken
    while (text := websocket.wait()) is not None:
        woken += 1
        said.append(text)
    return "hung up"

websocket.line = SimpleNamespace(take=take, upgraded=True)
reader = eventlet.spawn(read)
eventlet.sleep(0)

def rest(turns=50):
    for _ in range(turns):  # where the machine stands still, that costs one of them and not all
        eventlet.sleep(0.001)

def says(*texts):
    theirs.sendall(b"".join(map(frame, texts)))
    rest()
"""


def _holds(scenario: str) -> None:
    """In a process of its own: the server's package patches the standard library."""
    done = subprocess.run([sys.executable, "-c", _BEFORE + dedent(scenario)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def test_dots_wake_nobody() -> None:
    _holds("""
        for number in range(20):
            says(f"4d{number}")
        assert taken == said == [f"4d{number}" for number in range(20)]
        assert all(in_hub) and woken == 0
    """)


def test_what_it_leaves_is_read_by_whoever_waits_in_the_order_in_which_it_came() -> None:
    _holds("""
        says("4d1", "4other", "4d2", "3", "4d3")
        says("4d4")
        assert said == ["4d1", "4other", "4d2", "3", "4d3", "4d4"], said
        assert "4d4" in taken and woken >= 2
    """)


def test_a_message_that_comes_in_pieces_waits_for_its_rest() -> None:
    _holds("""
        whole = frame("4d and more") + frame("4d2")
        for at in range(len(whole)):
            theirs.sendall(whole[at : at + 1])
            eventlet.sleep(0.001)
        rest()
        assert said == ["4d and more", "4d2"], said
    """)


def test_without_anybody_to_take_it_all_goes_the_usual_way() -> None:
    _holds("""
        websocket.line = SimpleNamespace(upgraded=True)
        says("4d1")
        assert said == ["4d1"] and not taken
    """)


def test_what_is_left_counts_once_against_the_pace() -> None:
    _holds("""
        for _ in range(FRAMES):  # each by itself, so that the hub is asked about each
            theirs.sendall(frame("4other"))
            eventlet.sleep(0)
            eventlet.sleep(0)
        rest(100)
        assert woken == FRAMES, woken
    """)


def test_nothing_is_taken_of_a_line_that_is_only_about_to_change_to_a_websocket() -> None:
    _holds("""
        says("4d1")
        websocket.line.upgraded = False
        says("4other")
        says("4d2")
        assert said == ["4d1", "4other", "4d2"]
        assert taken == ["4d1"]
    """)


def test_too_many_at_once_are_not_taken_but_wait_their_turn() -> None:
    _holds("""
        for number in range(0, FRAMES + 40, 4):
            theirs.sendall(b"".join(frame(f"4d{one}") for one in range(number, number + 4)))
            eventlet.sleep(0)
        rest(100)
        assert FRAMES <= len(said) < FRAMES + 40
        assert said == [f"4d{number}" for number in range(len(said))]
        eventlet.sleep(3)
        assert len(said) == FRAMES + 40
    """)


@pytest.mark.parametrize("how", ["theirs.close()", "line.hang_up()"])
def test_whoever_waits_hears_of_a_hang_up(how: str) -> None:
    _holds(f"""
        says("4d1")
        {how}
        with eventlet.Timeout(5):
            try:
                assert reader.wait() == "hung up"
            except TimeoutError:  # python-engineio ends the line
                pass
    """)


def test_a_mistake_ends_this_line_and_the_hub_goes_on() -> None:
    _holds("""
        says("4!")
        with eventlet.Timeout(5):
            try:
                reader.wait()
            except RuntimeError as error:
                assert str(error) == "a mistake of ours"
            else:
                raise AssertionError
        assert eventlet.spawn(lambda: "goes on").wait() == "goes on"
        assert not eventlet.hubs.get_hub().listeners["read"].get(line.fileno())
    """)
