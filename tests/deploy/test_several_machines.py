"""nginx in front of two machines, each a stand-in that says which one it is and what it was asked: who is sent where, and what with."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests
from flask import Flask, request

from pollapp.app import create_app
from pollapp.config import Config
from tests.deploy.nginx import Nginx

PATIENCE = 10  # seconds
LIED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "ftp", "X-Forwarded-Host": "evil.example", "Forwarded": "for=203.0.113.9"}
POLL = {"EIO": "4", "transport": "polling"}


class _Machine(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, name: str) -> None:
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = json.dumps({"machine": name, "method": self.command, "headers": dict(self.headers)}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Answer)
        self.address = f"127.0.0.1:{self.server_port}"
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def stop(self) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Park:
    """nginx and the machines behind it."""

    def __init__(self, folder: Path) -> None:
        self.machines = {name: _Machine(name) for name in ("a", "b")}
        self.nginx = Nginx(folder / "nginx", "pollapp-several.conf")
        self.nginx.sends_to({"10.0.0.11:8000": self.machines["a"].address, "10.0.0.12:8000": self.machines["b"].address})

    def ask(self, method: str = "GET", **query: str) -> dict[str, Any]:
        """What the machine says that was asked."""
        with requests.Session() as web:
            web.trust_env, web.verify = False, str(self.nginx.certificate)
            answer = web.request(method, f"{self.nginx.url}/socket.io/", params=POLL | query, headers=LIED, timeout=PATIENCE, data="x")
        assert answer.status_code == 200
        said: dict[str, Any] = answer.json()
        return said


@pytest.fixture
def park(tmp_path: Path) -> Iterator[_Park]:
    with ExitStack() as all_of_it:
        park = _Park(tmp_path)
        for machine in park.machines.values():
            all_of_it.callback(machine.stop)
        all_of_it.enter_context(park.nginx)
        yield park


def test_a_line_is_asked_for_where_it_is_and_a_new_one_anywhere(park: _Park) -> None:
    for sid, machine in (("a1.0123af.xyz", "a"), ("b12.0123af.xyz", "b"), ("a2.xyz", "a"), ("b1.0123af.xyz", "b")):
        for method in ("GET", "POST"):
            said = park.ask(method, sid=sid)
            assert (said["machine"], said["method"]) == (machine, method)
    assert {park.ask()["machine"] for _ in range(4)} == {"a", "b"}
    assert park.ask(sid="nobodys")["machine"] in ("a", "b")


def test_whose_machine_is_gone_hears_it_from_another_one(park: _Park) -> None:
    """It knows no such line, and the page opens a new one. The request stays what it was."""
    park.machines["a"].server_close()
    assert park.ask("POST", sid="a1.0123af.xyz") | {"headers": {}} == {"machine": "b", "method": "POST", "headers": {}}
    assert park.ask()["machine"] == "b"


def _believed(tmp_path: Path, proxies: int, headers: dict[str, str]) -> tuple[str | None, str, str]:
    """(a visitor's address, how they came, which host they asked for), as pages of this app take it."""
    app: Flask = create_app(Config(data_dir=tmp_path / str(proxies), proxies=proxies))
    seen = []
    app.before_request(lambda: seen.append((request.remote_addr, request.scheme, request.host)))
    app.test_client().get("/healthz", headers=headers, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    app.extensions["pollapp"].close()
    assert len(seen) == 1
    return seen[0]


def test_what_visitors_say_of_themselves_is_believed_by_nobody(park: _Park, tmp_path: Path) -> None:
    sent = park.ask()["headers"]
    host = park.nginx.url.removeprefix("https://")
    about = {name: value for name, value in sent.items() if name.startswith("X-Forwarded") or name in ("Host", "Forwarded")}
    assert about == {
        "Host": host,
        "X-Forwarded-For": "203.0.113.9, 127.0.0.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": host,
    }
    assert _believed(tmp_path, 1, about) == ("127.0.0.1", "https", host)
    assert _believed(tmp_path, 0, about) == ("198.51.100.7", "http", host)
