"""A real class in a real server: it fills the board over the real wire, outlives a killed server, and ends when it should."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.real_server import RealServer
from tests.rehearsal.facilitator import Fay

pytestmark = pytest.mark.server


@pytest.fixture
def fay(server: RealServer) -> Iterator[Fay]:
    fay = Fay(server.url, server.key)
    yield fay
    fay.leave()


def children(server: RealServer) -> list[int]:
    pid = server.process.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    """Running, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] != "Z"
    except FileNotFoundError:
        return False


def within(seconds: float, holds: Callable[[], Any]) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


def coloured(view: dict[str, Any]) -> int:
    """How many squares show colours."""
    return sum("counts" in square and square["n"] > 0 for square in (view["results"] or {}).values())


def placed(view: dict[str, Any]) -> int:
    """How many dots there are."""
    return sum(view["turnout"]["squares"].values())


def all_here(size: int) -> Callable[[dict[str, Any]], bool]:
    return lambda view: view["turnout"]["joined"] == view["turnout"]["present"] == size


def test_a_class_fills_the_board_through_a_killed_server(server: RealServer, fay: Fay):
    assert fay.open_rehearsal(size="12", pace="fast", mood="mixed") == 302
    fay.wait_until(all_here(12), within=20)
    [class_] = children(server)
    fay.move("open_round")
    fay.wait_until(lambda view: coloured(view) >= 1, within=20)
    fay.wait_until(lambda view: placed(view) >= 60, within=20)
    before = placed(fay.view)
    server.kill()
    time.sleep(1)
    assert alive(class_)

    server.start()
    fay.views.clear()
    fay.look()
    fay.wait_until(all_here(12), within=25)
    assert placed(fay.view) >= before
    fay.wait_until(lambda view: coloured(view) == len(view["squares"]), within=40)
    fay.wait_until(lambda view: view["turnout"]["finished"] == 11, within=40)  # one of twelve never is
    fay.move("close_round")
    fay.wait_until(lambda view: view["stage"] == "revealed", within=15)
    assert {square["word"] for square in fay.view["results"].values()} == {"agreed", "leaning", "split", "spread"}
    fay.post(f"/console/{fay.session}/delete")
    within(10, lambda: not alive(class_))


def test_a_class_takes_part_to_the_end(server: RealServer, fay: Fay):
    fay.open_rehearsal(size="16", pace="fast", mood="divided")
    fay.wait_until(all_here(16), within=20)
    fay.move("open_round")
    fay.wait_until(lambda view: view["turnout"]["finished"] == 15, within=40)  # one of sixteen never is
    fay.move("close_round")
    fay.wait_until(lambda view: view["stage"] == "revealed", within=15)

    fay.goes_on()  # to the first square on the agenda
    fay.wait_until(lambda view: (view["spotlight"] or {}).get("cited"), within=15)
    within(15, lambda: fay.typed["reasons"])
    square = fay.view["spotlight"]["square"]
    assert {reason["square"] for reason in fay.typed["reasons"]} == {square}

    again = [item["square"] for item in fay.view["agenda"]["items"]][:4]
    fay.tell("open_second_look", **{"from": "revealed", "squares": again, "recall": "own"})
    fay.wait_until(lambda view: view["stage"] == "voting" and view["turnout"]["finished"] == 12, within=20)  # four stay away
    fay.move("close_round")
    fay.wait_until(lambda view: view["stage"] == "revealed", within=15)
    told = [shift for one in again if (shift := fay.view["results"][str(one)]["shift"])]  # not where too few of those four had a dot
    assert told
    assert sum(shift["stayed"] for shift in told) > sum(shift["both"] for shift in told) / 2  # on one alone, chance may move most of twelve

    fay.move("wrap_up")
    fay.wait_until(lambda view: view["stage"] == "wrap_up", within=15)
    fay.move("ask_takeaways")
    within(15, lambda: fay.typed["takeaways"])


def test_a_class_ends_with_its_session_and_is_reaped(server: RealServer, fay: Fay):
    fay.open_rehearsal(size="4")
    fay.wait_until(lambda view: view["turnout"]["present"] >= 1, within=10)
    assert len(children(server)) == 1
    fay.post(f"/console/{fay.session}/delete")
    within(10, lambda: children(server) == [])


def test_a_class_ends_with_its_server(server: RealServer, fay: Fay):
    fay.open_rehearsal(size="3")
    [class_] = children(server)
    fay.leave()
    assert server.stop() == 0
    assert not alive(class_)


def test_wishes_that_cannot_be_open_nothing(server: RealServer, fay: Fay):
    assert fay.open_rehearsal(size="61") == 400
    assert children(server) == []
