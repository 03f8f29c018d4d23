"""A stand-in for a machine with pollapp, which says what it was asked; and what pollapp makes of what a proxy says of visitors."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask, request

from pollapp.app import create_app
from pollapp.config import Config

# A visitor, of themselves.
LIED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "ftp", "X-Forwarded-Host": "evil.example", "Forwarded": "for=203.0.113.9"}


class Machine(ThreadingHTTPServer):
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


def of_the_visitor(headers: dict[str, str]) -> dict[str, str]:
    """Those by which a proxy tells whose request it passes on."""
    return {name: value for name, value in headers.items() if name.startswith("X-Forwarded") or name in ("Host", "Forwarded")}


def believed(tmp_path: Path, proxies: int, headers: dict[str, str]) -> tuple[str | None, str, str]:
    """(a visitor's address, how they came, which host they asked for), as pages of this app take it."""
    app: Flask = create_app(Config(data_dir=tmp_path / str(proxies), proxies=proxies))
    seen = []
    app.before_request(lambda: seen.append((request.remote_addr, request.scheme, request.host)))
    app.test_client().get("/healthz", headers=headers, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    app.extensions["pollapp"].close()
    assert len(seen) == 1
    return seen[0]
