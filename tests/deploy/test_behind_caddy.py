"""People behind Caddy, by https, on two workers with one Redis; and what goes up and down as files."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.deploy.caddy import Caddy
from tests.deploy.machines import LIED, Machine, believed, of_the_visitor
from tests.deploy.workers import Front, TrustingStage, two_workers
from tests.grid_files import GOOD
from tests.live.over_the_network import AGENT, PATIENCE, Stage
from tests.real_server import free_port

pytestmark = pytest.mark.server

FILES = {"csv": b"id,text,", "json": b"{", "pdf": b"%PDF-", "xlsx": b"PK"}  # format → what its files begin with


def _says(written: str, words: str) -> bool:
    """Whether they stand there by themselves: each line has a time, in whose decimals any code may stand."""
    return bool(re.search(rf"(?<![\d.]){re.escape(words)}(?!\d)", written))


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    with two_workers(folder, Caddy(folder / "caddy")) as front:
        yield front


@pytest.fixture
def stage(front: Front) -> Iterator[Stage]:
    stage = TrustingStage(front)
    yield stage
    stage.close()


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_class_votes_on_whichever_worker(front: Front, stage: Stage, transport: str) -> None:
    fay = stage.fay(minimum_off="1")
    console = stage.socket(fay, stage.console, transport)
    assert console.send("open_round", from_="lobby")["ok"]
    phones = [stage.socket(stage.joins(), f"/j/{stage.code}", transport) for _ in range(8)]
    for phone in phones:
        assert all(answer["ok"] for answer in phone.places((1, "red"), (2, "green")))
        assert phone.client.eio.transport() == transport
    assert {phone.client.eio.sid[0] for phone in phones} == {"1", "2"}
    console.until("view", lambda view: sum(view["turnout"]["squares"].values()) == 16)
    assert console.send("close_round", from_="voting")["ok"]
    for phone in phones:
        phone.until("view", lambda view: view["stage"] == "revealed")


def test_a_grid_goes_up_and_what_a_class_thought_comes_down(stage: Stage) -> None:
    fay = stage.fay(minimum_off="1")
    form = {"files": {"grid_file": ("ours.yaml", GOOD)}, "headers": {"Origin": stage.server.url}, "timeout": PATIENCE}
    assert "/console/" in fay.web.post(f"{stage.server.url}/sessions", **form).url
    console = stage.socket(fay, stage.console)
    assert console.send("open_round", from_="lobby")["ok"]
    assert console.send("close_round", from_="voting")["ok"]
    for what, begins in FILES.items():
        file = fay.get(f"{stage.console}/export/{what}")
        assert file.status_code == 200
        assert file.content.startswith(begins), what
        assert "attachment" in file.headers["Content-Disposition"]


def test_cookies_are_for_https_numbers_are_not_shown_and_nobody_is_written_down(front: Front, stage: Stage) -> None:
    stage.fay()
    person = stage.somebody()
    answer = person.post(f"/j/{stage.code}")
    assert (answer.status_code, "Strict-Transport-Security" in answer.headers) == (200, True)
    assert len(person.web.cookies) >= 1
    assert all(cookie.secure for cookie in person.web.cookies)
    plain = person.web.get(f"http://127.0.0.1:{front.proxy.plain_port}/j/{stage.code}", allow_redirects=False, timeout=PATIENCE)
    assert (plain.status_code, plain.headers["Location"].split(":")[0]) == (308, "https")
    assert person.get("/metrics").status_code == 404
    assert front.metrics(0)
    assert not _says(front.proxy.written(), stage.code)
    assert person.headers["User-Agent"] not in front.proxy.written()


def test_what_visitors_say_of_themselves_is_believed_by_nobody(tmp_path: Path) -> None:
    machine, caddy = Machine("a"), Caddy(tmp_path / "caddy")
    caddy.sends_to({"127.0.0.1:8000": machine.address})
    try:
        with caddy, requests.Session() as web:
            web.trust_env, web.verify = False, str(caddy.certificate)
            about = of_the_visitor(web.get(f"{caddy.url}/socket.io/", headers=LIED, timeout=PATIENCE).json()["headers"])
    finally:
        machine.stop()
    host = caddy.url.removeprefix("https://")
    assert about == {"Host": host, "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": host}
    assert believed(tmp_path, 1, about) == ("127.0.0.1", "https", host)


def test_while_all_of_pollapp_is_down_pages_try_again_and_nobody_is_written_down(tmp_path: Path) -> None:
    caddy = Caddy(tmp_path / "caddy")
    caddy.sends_to({"127.0.0.1:8000": f"127.0.0.1:{free_port()}"})
    with caddy, requests.Session() as web:
        web.trust_env, web.verify = False, str(caddy.certificate)
        page = web.get(f"{caddy.url}/j/472918", headers={"User-Agent": AGENT}, timeout=PATIENCE)
        form = web.post(f"{caddy.url}/j/472918", timeout=PATIENCE)
    assert (page.status_code, form.status_code) == (502, 502)
    assert (page.headers["Refresh"], page.headers["Cache-Control"]) == ("5", "no-store")
    assert "Refresh" not in form.headers
    assert "This page is away for a moment." in page.text
    assert 'lang="es">Esta página' in page.text
    for private in ("472918", AGENT):
        assert not _says(caddy.written(), private)
    assert "remote_" not in caddy.written()
