"""A whole request to the whole app, in process: no page fails, no answer leads elsewhere, and nothing is logged as a mistake of ours.

An input is who asks, a line break, method and address, then headers, an empty line and the body: as HTTP has it. `{id}`, `{code}`,
`{token}` and `{key}` stand for those of the session that is there.
"""

import atexit
import io
import logging
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask

from fuzz.target import Target
from pollapp.app import create_app
from pollapp.config import Config
from pollapp.domain.commands import CloseRound, OpenRound
from pollapp.domain.refused import REFUSALS
from tests.grid_files import GOOD
from tests.web.people import Class

WHO = ("fay", "ana", "zed")
_SLOW = ("/rehearsals", "/export/")  # they start processes
_METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH")


class Errors(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record)


class _Place:
    """An app with one session, whose round 1 was voted on, and who comes to it."""

    def __init__(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="pollapp-fuzz-")
        atexit.register(folder.cleanup)
        self.app: Flask = create_app(Config(host="127.0.0.1", port=8000, data_dir=Path(folder.name)))
        atexit.register(self.app.extensions["pollapp"].close)
        self.room = Class(self.app)
        self.ana = self.room.phone()
        self.room.says(OpenRound("lobby"), CloseRound("voting"))
        self.cookies = {"fay": _cookies_of(self.room.fay), "ana": _cookies_of(self.ana), "zed": ""}
        site = self.room.parts.site
        for credits in (site.tries, site.joins, site.passes, site.votes):
            credits._burst = credits._per_second = 1e12  # nobody is slowed down here
        self.errors = Errors()
        logging.getLogger().addHandler(self.errors)
        self.stands_for = {"id": self.room.id, "code": self.room.code, "token": self.room.token, "key": site.opening_key}

    def tidy(self) -> None:
        """Delete the sessions that a request has opened."""
        service = self.room.parts.service
        others = [header.id for header in service.log.headers() if header.id != self.room.id]
        if others:
            service.delete(*others)


def _cookies_of(browser: Any) -> str:
    return "; ".join(f"{cookie.key}={cookie.value}" for cookie in browser._cookies.values())


_place = cache(_Place)


def run(given: bytes) -> None:
    place = _place()
    head, _, body = given.partition(b"\n\n")
    who, _, rest = head.partition(b"\n")
    asked, *headers = rest.split(b"\n")
    method, _, address = asked.partition(b" ")
    if method.decode("latin-1") not in _METHODS or who.decode("latin-1") not in WHO:
        return
    environ = _environ(place, who.decode(), method.decode(), address, headers, body)
    if any(part in environ["PATH_INFO"] for part in _SLOW) or environ["PATH_INFO"].startswith("/socket.io") or _spoils(environ):
        return
    place.errors.found.clear()
    status, answer = _answered(place.app, environ)
    place.tidy()
    assert not place.errors.found, (place.errors.found[0].getMessage(), place.errors.found[0].exc_info)
    _is_good(environ, status, answer)


def _spoils(environ: dict[str, Any]) -> bool:
    """Whether this takes the session away from those who come after."""
    ends = ("/delete", "/new-phrase", "/keep", "/forget", "/next")
    return environ["REQUEST_METHOD"] == "POST" and str(environ["PATH_INFO"]).rstrip("/").endswith(ends)


def _environ(place: _Place, who: str, method: str, address: bytes, headers: list[bytes], body: bytes) -> dict[str, Any]:
    path, _, query = _with_names(place, address).partition(b"?")
    body = _with_names(place, body)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_COOKIE": place.cookies[who], "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(), "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/x-www-form-urlencoded",
    }  # fmt: skip
    for line in headers[:20]:
        name, _, value = line.decode("latin-1").partition(":")
        key = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in name.upper())
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        more = f"; {value}" if key == "HTTP_COOKIE" else value.strip()
        environ[key] = environ[key] + more if key == "HTTP_COOKIE" else more
    return environ


def _with_names(place: _Place, text: bytes) -> bytes:
    for name, value in place.stands_for.items():
        text = text.replace(b"{%s}" % name.encode(), value.encode())
    return text


def _answered(app: Flask, environ: dict[str, Any]) -> tuple[int, dict[str, str]]:
    begun: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
        begun.append((status, headers))
        return begun.append

    answer = app(environ, start)
    try:
        for _ in answer:
            pass
    finally:
        getattr(answer, "close", lambda: None)()
    status, headers = begun[0]
    for name, value in headers:
        assert not set(name + value) & set("\r\n\0"), (name, value)
    return int(status[:3]), dict(headers)


def _is_good(environ: dict[str, Any], status: int, headers: dict[str, str]) -> None:
    assert status < 500, status
    if "Location" in headers:
        to = urlsplit(headers["Location"])
        here = to.netloc == environ["HTTP_HOST"] or (not to.netloc and not headers["Location"].startswith(("//", "/\\")))
        assert here, headers["Location"]
    if "immutable" not in headers.get("Cache-Control", ""):
        assert headers.items() >= {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}.items(), headers
        assert {"Content-Security-Policy", "Referrer-Policy"} <= set(headers)


_LIMIT = "--b"


def _multipart(**files: str) -> str:
    parts = [f'{_LIMIT}\r\nContent-Disposition: form-data; name="{name}"; filename="a"\r\n\r\n{text}\r\n' for name, text in files.items()]
    return "".join([*parts, f"{_LIMIT}--\r\n"])


def seeds() -> dict[str, bytes]:
    """Every page, and every form with its fields."""
    gets = [
        "/", "/guide", "/facilitate", "/sessions/new", "/import", "/import/example.csv?set=all", "/sessions",
        "/compare?one={id}&other={id}&order=difference",
        "/compare.csv?one={id}&other={id}", "/compare?session={id}&session={id}", "/console/{id}", "/recover",
        "/console/{id}/report?notes=1&peek=1",
        "/projector/{token}", "/projector/{token}/replay", "/projector/{token}/film.json", "/console/{id}/replay",
        "/console/{id}/film.json", "/healthz",
        "/control/abc", "/console/{id}/handover/abc", "/static/x/css-of/tokens+base.css", "/static/../grid_items.yaml", "/?lang=es",
        "/j/1?plain=1&late=9",
    ]  # fmt: skip
    posts = {
        "/join": "code=472+918", "/j/{code}": "voice=" + "a" * 43,
        "/j/{code}/dots": "round=1&square-1=green&clear=2&skip=3&done=1&plain=1&me=abc",
        "/j/{code}/reason": "square=1&words=Because", "/j/{code}/takeaway": "words=Ask",
        "/j/{code}/principles": "square=1&cite=6&uncite=2",
        "/display": "language=es&theme=dark&back=/guide", "/facilitate": "key={key}", "/recover": "phrase=ABCDE-FGHJK",
        "/console/{id}/phrase": "",
        "/sessions": "set=picked&squares=1&squares=2&live=1&minimum=3&keep=24h&minimum_off=",
        "/import": "held_on=2025-11-20&minimum=3&keep=30d",
        "/console/{id}/handover": "", "/control/abc": "claim=" + "a" * 43, "/control/abc/collect": "",
        "/console/{id}/handover/abc": "confirm=1",
    }  # fmt: skip
    found = {f"GET {address}": f"fay\nGET {address}\nAccept-Language: es-MX,en;q=0.5\n\n" for address in gets}
    found |= {f"GET as ana {address}": f"ana\nGET {address}\n\n" for address in ("/j/{code}", "/j/{code}?plain=1&sent=reason", "/")}
    found |= {f"POST {to}": f"{'ana' if to.startswith('/j/{code}/') else 'fay'}\nPOST {to}\n\n{form}" for to, form in posts.items()}
    kind = "Content-Type: multipart/form-data; boundary=b"
    found["grid"] = f"fay\nPOST /sessions\n{kind}\n\n{_multipart(grid_file=GOOD)}"
    found["counts"] = f"fay\nPOST /import\n{kind}\n\n{_multipart(counts_file='id,fine,wrong', grid_file=GOOD)}"
    found["origin"] = "fay\nPOST /sessions\nOrigin: http://evil.example\nAccept: application/json\n\nset=all"
    return {name: text.encode() for name, text in found.items()}


def words() -> list[str]:
    headers = [
        "Origin: ",
        "Accept: application/json",
        "Accept-Language: ",
        "Cookie: ",
        "Host: ",
        "Content-Type: ",
        "Content-Length: ",
        "Range: bytes=0-1",
    ]
    headers += [
        "If-None-Match: *",
        "If-Modified-Since: ",
        "Accept-Encoding: gzip",
        "X-Forwarded-For: ",
        "X-Forwarded-Host: ",
        "Forwarded: ",
    ]
    odd = [
        "%00",
        "%0d%0a",
        "..%2f",
        "%2e%2e/",
        "//evil",
        "/\\evil",
        "%ff",
        "%ed%a0%80",
        "{{7*7}}",
        "%(x)s",
        "<script>",
        "&",
        "=",
        "lang=es",
        "theme=",
        "language=",
    ]
    return [*headers, *odd, *_METHODS, *WHO, "{id}", "{code}", "{token}", "{key}", *list(REFUSALS)[:3], "filename=", "name=", "boundary="]


TARGET = Target("pages", run, seeds, words)
