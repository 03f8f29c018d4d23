"""Under the policy that pages are sent with, in a real browser: nothing is blocked, nothing is fetched from elsewhere, and another site
can frame the projector where the operator lets it, and nothing else."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from pollapp.domain.stages import Stage
from tests.e2e.prepared import World
from tests.e2e.rooms import LAPTOP, PATIENCE, PROJECTOR
from tests.e2e.visiting import Visitor
from tests.real_server import RealServer, free_port

pytestmark = pytest.mark.e2e

_TELLS = "addEventListener('securitypolicyviolation', event => console.error(`Blocked: ${event.violatedDirective} ${event.blockedURI}`))"


class Slides:
    """A site of its own, with one page: a frame."""

    def __init__(self) -> None:
        self.framed = ""
        slides = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                frame = f'<!doctype html><title>Slides</title><iframe src="{slides.framed}" width="1200" height="700"></iframe>'
                self.wfile.write(frame.encode())

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", free_port()), Answer)
        self.url = f"http://localhost:{self._server.server_port}"  # another name: to the browser another site than 127.0.0.1
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def slides() -> Iterator[Slides]:
    slides = Slides()
    yield slides
    slides.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, slides: Slides) -> Iterator[World]:
    server = RealServer(tmp_path_factory.mktemp("data"), "--styleguide", "--embed-projector", slides.url)
    world = World(server)
    yield world
    world.close()
    server.stop()


@pytest.fixture
def page(browser: Browser, world: World) -> Iterator[Page]:
    context = browser.new_context(viewport=LAPTOP)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def _overheard(page: Page, world: World) -> list[str]:
    """What the browser blocks on this page, and what the page asks others for, from now on."""
    heard: list[str] = []
    ours = (world.server.url, world.server.url.replace("http:", "ws:"))
    page.add_init_script(_TELLS)
    page.on("console", lambda said: heard.append(said.text) if "Blocked:" in said.text or "Content Security" in said.text else None)
    page.on("request", lambda asked: None if asked.url.startswith(ours) else heard.append(f"elsewhere: {asked.url}"))
    page.on("websocket", lambda line: None if line.url.startswith(ours) else heard.append(f"elsewhere: {line.url}"))
    return heard


def test_every_page_runs_under_its_policy_and_asks_nobody_else(world: World, page: Page) -> None:
    heard, somebody = _overheard(page, world), Visitor(world, page, "light")
    voting, revealed, over = world.at(Stage.VOTING), world.at(Stage.REVEALED), world.filmed
    ana, offer = voting.voters[0], world.at(Stage.LOBBY).offers_control()
    for path in ("/", "/guide", "/facilitate", "/recover", "/nothing", voting.phone, "/projector/made-up", offer, voting.console):
        somebody.goes(path)
    for path in ("/", "/sessions/new", "/import", "/sessions", "/styleguide", f"/compare?one={revealed.id}&other={over.id}"):
        somebody.facilitates(path)
    for session in (voting, revealed):
        somebody.steers(session)
        somebody.looks(session)
        somebody.votes(session, session.voters[0])
    for path in (f"{over.console}/report", f"{over.console}/replay", f"{over.projector}/replay"):
        somebody.facilitates(path)
        page.wait_for_load_state("networkidle")
    somebody.goes(f"{voting.phone}?plain=1", ana)
    assert heard == []


def test_the_policy_holds(world: World, page: Page) -> None:
    """What it forbids is blocked, and this test hears of it: else the one above would say nothing."""
    heard, somebody = _overheard(page, world), Visitor(world, page, "light")
    somebody.goes("/guide")
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "document.title = 'owned'";
          document.body.append(script);
          document.body.setAttribute("style", "color: red");
          document.body.append(Object.assign(document.createElement("img"), { src: "http://127.0.0.1:9/x.png" }));
        }"""
    )
    page.wait_for_function("performance.now() > 0")
    expect(page).not_to_have_title("owned")
    assert {line.split(" ")[1] for line in heard if line.startswith("Blocked:")} == {"script-src-elem", "style-src-attr", "img-src"}


def test_slides_may_frame_the_projector_and_it_is_live_there(world: World, slides: Slides, page: Page) -> None:
    session = world.fresh(Stage.LOBBY)
    slides.framed = world.server.url + session.projector
    page.set_viewport_size(PROJECTOR)  # type: ignore[arg-type]
    page.goto(slides.url)
    inside = page.frame_locator("iframe")
    expect(inside.locator("#joined")).to_contain_text("4 people have joined")
    session.joins()
    expect(inside.locator("#joined")).to_contain_text("5 people have joined")


@pytest.mark.parametrize("what", ["console", "phone", "/", "/sessions/new"])
def test_slides_may_frame_nothing_else(world: World, slides: Slides, page: Page, what: str) -> None:
    session = world.at(Stage.LOBBY)
    slides.framed = world.server.url + {"console": session.console, "phone": session.phone}.get(what, what)
    with page.expect_event("requestfailed", lambda asked: asked.url == slides.framed) as blocked:
        page.goto(slides.url)
    assert blocked.value.failure == "net::ERR_BLOCKED_BY_RESPONSE"


def test_a_projector_whose_link_was_replaced_ends_with_a_sentence(world: World, page: Page) -> None:
    session = world.fresh(Stage.REVEALED)
    Visitor(world, page, "light").looks(session)
    assert world.fay.post(f"{session.console}/new-projector").ok
    expect(page.locator("#over")).to_contain_text("This projector page has ended.")
    expect(page.locator(".board-scene")).to_be_hidden()
    page.reload()
    expect(page.locator("main")).to_contain_text("Open the projector again from the session’s console.")
