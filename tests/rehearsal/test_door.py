"""The door, against a server of a few lines: what is asked for, what is kept, and what is no way in."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from pollapp.rehearsal.door import Door, NotYet, TurnedAway

PAGE = {
    "auth": {"role": "phone"},
    "session": {"id": "s"},
    "grid": {"squares": [{"id": 7}, {"id": 3}], "choices": [{"key": "a"}, {"key": "b"}]},
}


class Answers(BaseHTTPRequestHandler):
    status: ClassVar[dict[str, list[int]]]
    html: ClassVar[str]
    asked: ClassVar[list[tuple[str, str, dict[str, str]]]]
    cookie: ClassVar[str]

    def _answer(self) -> None:
        self.asked.append((self.command, self.path, dict(self.headers.items())))
        self.send_response(self.status[self.command].pop(0))
        body = self.html.encode() if self.command == "GET" else b""
        if self.command == "POST":
            self.send_header("Set-Cookie", "other=1; Path=/")
            self.send_header("Set-Cookie", self.cookie)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _answer

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    Answers.status = {"POST": [302], "GET": [200]}
    Answers.html = f'<p>Hi</p><script type="application/json" id="page">{json.dumps(PAGE)}</script><script src="x"></script>'
    Answers.cookie, Answers.asked = "voice_s=secret; HttpOnly; Path=/; SameSite=Lax", []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_joining_gives_the_cookie_and_the_page(url: str):
    ticket = Door(url, "472918").enter()
    assert (ticket.cookie, ticket.session, ticket.squares, ticket.choices) == ("voice_s=secret", "s", (7, 3), ("a", "b"))
    (post, post_path, post_headers), (get, _, get_headers) = Answers.asked
    assert (post, post_path, get) == ("POST", "/j/472918", "GET")
    assert post_headers["Origin"] == url
    assert get_headers["Cookie"] == "voice_s=secret"


def test_a_phone_asks_for_the_grid_in_its_language(url: str):
    ticket = Door(url, "472918", "es").enter()
    assert Answers.asked[1][2]["Accept-Language"] == "es"
    assert ticket.grid == PAGE["grid"]


def test_somebody_who_has_joined_goes_on_as_the_same_one(url: str):
    Answers.status["GET"] = [503, 200]
    door = Door(url, "472918")
    with pytest.raises(NotYet):
        door.enter()
    door.enter()
    assert [asked[0] for asked in Answers.asked] == ["POST", "GET", "GET"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_is_tried_again(url: str, status: int):
    Answers.status["POST"] = [status]
    with pytest.raises(NotYet):
        Door(url, "472918").enter()


def test_a_server_that_is_not_there_is_tried_again():
    with pytest.raises(NotYet):
        Door("http://127.0.0.1:9", "472918").enter()


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_refusal_is_no_way_in(url: str, status: int):
    Answers.status["POST"] = [status]
    with pytest.raises(TurnedAway):
        Door(url, "472918").enter()


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Hello</p>",
        '<script id="page">{</script>',
        '<script id="page">[]</script>',
        '<script id="page">{"auth": {"role": "console"}}</script>',
    ],
)
def test_what_is_no_phones_page_is_no_way_in(url: str, html: str):
    Answers.html = html
    with pytest.raises(TurnedAway):
        Door(url, "472918").enter()


def test_no_cookie_is_no_way_in(url: str):
    Answers.cookie = "third=3"
    with pytest.raises(TurnedAway):
        Door(url, "472918").enter()
