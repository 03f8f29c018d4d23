"""A class behind nginx, by https, on two workers with one Redis: the facilitator's console on one of them, the phones on the other."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.deploy.nginx import Nginx
from tests.deploy.workers import Front, TrustingStage, two_workers
from tests.e2e.rooms import Fay, until
from tests.live.over_the_network import PATIENCE, Stage
from tests.workers.rooms import OF_NO_ROOM, RoomOfLines

pytestmark = [pytest.mark.e2e, pytest.mark.server]
FIRST, SECOND = 0, 1
CROWD = 5  # who has that many more lets others answer the next knock (pollapp/workers/load.py)


class _TrustingRoom(RoomOfLines):
    """Browsers that take our own certificate."""

    def page(self, size: dict[str, int], **options: Any) -> Page:
        return super().page(size, ignore_https_errors=True, **options)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    with two_workers(folder, Nginx(folder / "nginx", "pollapp.conf")) as front:
        yield front


@pytest.fixture
def room(front: Front, browser: Browser) -> Iterator[_TrustingRoom]:
    room = _TrustingRoom(browser, front, OF_NO_ROOM)  # type: ignore[arg-type]  # it has what a room asks of a server
    yield room
    room.close()
    assert room.complaints == [], "A page raised an error."


@pytest.fixture
def stage(front: Front) -> Iterator[Stage]:
    stage = TrustingStage(front)
    yield stage
    stage.close()


def test_a_class_whose_console_is_on_one_worker_and_whose_phones_are_on_the_other(front: Front, room: _TrustingRoom, stage: Stage) -> None:
    fay = room.fay()
    fay.opens_a_session()
    console = fay.console.url
    fay.console.goto("about:blank")  # nobody has a line to the first worker while that one stands still
    with front.only(SECOND):
        stage.code = fay.code
        for _ in range(CROWD):
            stage.socket(stage.joins(), f"/j/{fay.code}")
        phones = [room.phone(fay.code) for _ in range(3)]
        projector = fay.opens_the_projector()
        expect(projector.locator("body")).to_contain_text(fay.data["session"]["spoken_code"])
    _comes_to_the_first(front, fay, console)
    assert _sockets(front, FIRST) == {"console": 1, "phone": 0, "projector": 0}
    assert _sockets(front, SECOND) == {"console": 0, "phone": 3 + CROWD, "projector": 1}

    fay.goes_on("People are voting.")
    for phone, choice in zip(phones, ("green", "green", "red"), strict=True):
        phone.votes({1: choice, 4: "red"})
    expect(fay.console.locator("#board").get_by_text(f"3 of {3 + CROWD}")).to_have_count(2)
    fay.goes_on("The round is closed and revealed.")
    for phone in phones:
        expect(phone.page.locator("body")).to_have_attribute("data-scene", "results")
        expect(phone.square(4).locator('[data-part="says"]')).to_have_text("agreed red")
    expect(projector.locator("#board")).to_contain_text("%")
    assert front.metrics(SECOND)["pollapp_dots_acked_total", ""] == 6
    assert front.metrics(FIRST)["pollapp_dots_acked_total", ""] == 0
    assert front.metrics(FIRST)["pollapp_events_followed_total", ""] >= 6


def _comes_to_the_first(front: Front, fay: Fay, console: str) -> None:
    """Opens her console, again and again while the second worker was faster."""
    for _ in range(30):
        fay.console.goto(console)
        fay.is_at_the_console()
        until(lambda: sum(_sockets(front, worker)["console"] for worker in (FIRST, SECOND)) == 1)
        if _sockets(front, FIRST)["console"] == 1:
            return
        fay.console.goto("about:blank")
        until(lambda: _sockets(front, SECOND)["console"] == 0)
    raise AssertionError("The first worker has never answered.")


def _sockets(front: Front, worker: int) -> dict[str, float]:
    """Role → how many this worker has."""
    return {role: number for (name, role), number in front.metrics(worker).items() if name == "pollapp_sockets"}


def test_who_polls_stays_with_their_worker(front: Front, stage: Stage) -> None:
    """Each of their requests comes to whichever worker is faster, and finds its way."""
    console = stage.socket(stage.fay(), stage.console)
    assert console.send("open_round", from_="lobby")["ok"]
    person = stage.joins()
    with front.only(SECOND):
        phone = stage.socket(person, f"/j/{stage.code}", "polling")
    line = phone.client.eio.sid
    assert line.startswith("2.")
    for square in range(1, 9):
        assert all(answer["ok"] for answer in phone.places((square, "red")))
    assert (phone.client.eio.sid, phone.client.eio.transport()) == (line, "polling")
    assert front.metrics(SECOND)["pollapp_lines", "polling"] == 1
    assert front.metrics(FIRST)["pollapp_lines", "polling"] == 0
    console.until("view", lambda view: sum(view["turnout"]["squares"].values()) == 8)


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_the_pages_files_are_kept_by_nginx_in_each_form(front: Front, stage: Stage, encoding: str) -> None:
    stage.fay()
    person = stage.somebody()
    [file] = re.findall(r'src="(/static/[^"]+/js/phone\.js)"', stage.joins().get(f"/j/{stage.code}").text)
    headers = {"Accept-Encoding": encoding}
    first = person.web.get(f"{front.url}{file}", headers=headers, timeout=PATIENCE)
    asked = _pages(front)
    again = person.web.get(f"{front.url}{file}?anything", headers=headers, timeout=PATIENCE)
    assert (again.status_code, again.text, again.headers.get("Content-Encoding", "identity")) == (200, first.text, encoding)
    assert "immutable" in again.headers["Cache-Control"]
    missing = person.web.get(f"{front.url}{file}x", headers=headers, timeout=PATIENCE)
    assert missing.status_code == 404
    assert _pages(front) == asked + 1
    assert person.web.get(f"{front.url}{file}x", headers=headers, timeout=PATIENCE).status_code == 404
    assert _pages(front) == asked + 2


def _pages(front: Front) -> float:
    """How many requests the workers have answered."""
    return sum(number for worker in (FIRST, SECOND) for (name, _), number in front.metrics(worker).items() if name == "pollapp_pages_total")


def test_cookies_are_for_https_and_nobody_is_written_down(front: Front, stage: Stage) -> None:
    stage.fay()
    person = stage.somebody()
    answer = person.post(f"/j/{stage.code}")
    assert answer.status_code == 200
    assert "Strict-Transport-Security" in answer.headers
    assert all(cookie.secure for cookie in person.web.cookies)
    assert len(person.web.cookies) >= 1
    plain = person.web.get(f"http://127.0.0.1:{front.proxy.plain_port}/j/{stage.code}", allow_redirects=False, timeout=PATIENCE)
    assert (plain.status_code, plain.headers["Location"].split(":")[0]) == (301, "https")
    assert front.proxy.written() == ""


def test_a_worker_that_dies_is_replaced_also_where_it_is_watched(front: Front, stage: Stage) -> None:
    """The last test of this file: it ends a worker. Nobody who comes meanwhile hears of it."""
    started = front.metrics(SECOND)["process_start_time_seconds", ""]
    front.kill(SECOND)
    visitor = stage.somebody()

    def is_replaced() -> bool:
        assert visitor.get("/readyz").json() == {"ok": True}
        with suppress(OSError):  # the port is nobody's for a moment
            return front.metrics(SECOND)["process_start_time_seconds", ""] > started
        return False

    until(is_replaced, seconds=60)
    said = json.loads(next(line for line in front.server.lines if "has ended" in line))
    assert (said["level"], said["logger"]) == ("error", "pollapp.workers.supervisor")
    assert said["message"].startswith("Worker 2 has ended (killed by SIGKILL).")
