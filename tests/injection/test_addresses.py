"""Addresses, headers and file names that would lead elsewhere: out of a folder, to another site, into another header."""

import logging
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import pytest

from pollapp.domain.report import report
from pollapp.exports.about import About
from pollapp.exports.formats import FORMATS, file_name
from pollapp.files import FILES
from pollapp.languages import languages
from tests.cast import grid, opened
from tests.grid_files import GOOD
from tests.injection.hostile_class import HostileClass
from tests.injection.payloads import harmless
from tests.injection.test_pages import ADDRESS, ENDS, FORM, _address, _rules, _who
from tests.injection.test_pages import GOOD as GOOD_FORM

UP = (
    "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%252f", "..\\", "..%5c", "....//", "..;/", "%c0%ae%c0%ae/", "..%00/", "/../", "//",
    "./../", "%2f", "~/", "file:///",
)  # fmt: skip
WANTED = (
    "etc/passwd", "pyproject.toml", "grid_items.yaml", "pollapp/access.py", "pollapp-data/sessions.sqlite3", "data/secrets",
    "templates/base.html", ".git/config", "app.py",
)  # fmt: skip
SECRET = re.compile(rb"root:.*:0:0:|\[build-system\]|SQLite format 3|import hashlib|\{% block|title:|\[core\]")
ELSEWHERE = (
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "http:evil.example",
    "https:/evil.example",
    "/%09/evil.example", "/\t/evil.example", "\t//evil.example", " //evil.example", "/\r\nLocation: //evil.example",
    "/%0d%0aX-Pwned: 1", "javascript:alert(1)", "//evil.example/%2f..",
    "/.//evil.example", "@evil.example", "?next=//evil.example", "//[evil", "http://[", "/guide\x00", "data:text/html,x",
    "//evil.example:80@a", "/\x0b/evil.example", "/\u2028/evil.example",
)  # fmt: skip
ENV = {
    "wsgi.url_scheme": "http",
    "REMOTE_ADDR": "127.0.0.1",
    "SERVER_NAME": "localhost",
    "SERVER_PORT": "8000",
    "SERVER_PROTOCOL": "HTTP/1.1",
}


def _raw(
    room: HostileClass, path: str, method: str = "GET", query: str = "", body: bytes = b"", **more: str
) -> tuple[int, list[tuple[str, str]], bytes]:
    """What is answered to a request that no library would make: the path as it is decoded, other parts as they are. Headers in `more`."""
    begun: list[Any] = []
    cookies = "; ".join(f"{one.key}={one.value}" for one in room.fay._cookies.values())
    environ: dict[str, Any] = {
        **ENV, "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "", "HTTP_HOST": "localhost:8000",
        "HTTP_COOKIE": cookies,
        "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/x-www-form-urlencoded", "wsgi.input": BytesIO(body),
        "wsgi.errors": None, **more,
    }  # fmt: skip
    answer = room.app(environ, lambda status, headers, *_: begun.append((int(status[:3]), headers)))
    content = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    status, headers = begun[0]
    assert status < 500, path
    for name, value in headers:
        assert not set("\r\n\0") & set(name + value), (path, name, value)
        assert "X-Pwned" not in name
    return status, headers, content


# Paths


@pytest.mark.parametrize("up", UP)
def test_no_address_leads_out_of_the_static_files(room: HostileClass, up: str) -> None:
    static = room.app.static_url_path
    places = [f"{static}/", f"{static}/css/", f"{static}/css-of/", "/static/"]
    for wanted in WANTED:
        for place in places:
            for ending in ("", ".css", "%00.css"):
                asked = f"{place}{up * 3}{wanted}{ending}"
                for path in {asked, unquote_to_bytes(asked).decode("latin-1")}:
                    status, _, content = _raw(room, path)
                    assert status in (301, 308, 400, 404, 405), (path, status)
                    assert not SECRET.search(content), path


def test_sheets_are_those_of_the_folder(room: HostileClass) -> None:
    static = room.app.static_url_path
    names = [
        "..",
        "../base",
        "tokens+../../app",
        "/etc/passwd",
        str(FILES / "static/css/base"),
        "tokens+tokens",
        "",
        "+",
        "con",
        "tokens\0",
        "TOKENS",
        "tokens/",
        "*",
    ]
    for place in ("css-of", "flat-css-of"):
        assert _raw(room, f"{static}/{place}/tokens+base.css")[0] == 200
        for name in names:
            assert _raw(room, f"{static}/{place}/{name}.css")[0] in (308, 404), name


@pytest.mark.parametrize(
    "name",
    [
        "../../x.yaml",
        "/etc/passwd",
        "..\\..\\x",
        "C:\\x.yaml",
        "a\x00.yaml",
        "con",
        "x" * 5000,
        ".",
        "-rf",
        "$(touch pwned)",
        "%2e%2e%2fx",
        "\u202egnp",
    ],
)
def test_the_name_of_an_uploaded_file_is_a_word_in_an_answer_and_nothing_else(room: HostileClass, name: str, tmp_path: Path) -> None:
    before = _files(tmp_path)
    boundary, form = "limit", {"grid_file": (b"title: x", "/sessions"), "counts_file": (b"id", "/import")}
    for field, (content, page) in form.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode()
        rest = f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="held_on"\r\n\r\n2025-11-20\r\n--{boundary}--\r\n'.encode()
        status, _, answer = _raw(room, page, "POST", body=head + content + rest, CONTENT_TYPE=f"multipart/form-data; boundary={boundary}")
        assert status == 400, page
        harmless(answer.decode(), page)
    assert _files(tmp_path) == before


def _files(folder: Path) -> set[Path]:
    return set(folder.rglob("*")) | set(FILES.glob("*"))


# File names in headers


def test_every_download_has_a_name_of_plain_letters(room: HostileClass) -> None:
    """Its session has a title, and choices, of the worst kind; languages bring their own words."""
    named = 0
    for code in (*languages(), "../../etc", "es%0d%0aX-Pwned:1"):
        for rule in _rules(room):
            if rule.method == "GET" and "static" not in rule.rule:
                path = _address(room, rule)
                _, headers, _ = _raw(room, path, query=f"lang={code}&one={room.id}&other={room.id}&set=set&understood=1")
                for name, value in headers:
                    if name == "Content-Disposition":
                        assert re.fullmatch(r'attachment; filename="?[a-z0-9][a-z0-9.-]*\.[a-z]+"?', value), value
                        named += 1
    assert named >= len(languages())


@pytest.mark.parametrize(
    "title",
    [
        'a"; filename="evil.exe',
        "a\r\nX-Pwned: 1",
        "../../etc/passwd",
        "名前",
        "\u202egnp.exe",
        "",
        "con",
        "." * 50,
        "é" * 80,
        "%0d%0a",
        "a;b,c=d\\",
    ],
)
def test_a_grid_cannot_name_its_files(title: str) -> None:
    session = opened(replace(grid(), title=title or "—"))
    for what in FORMATS:
        name = file_name(report(session), About("472918", None, "en", "en"), what)
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]*-472918(-[a-z-]+)?\.[a-z]+", name), name
        assert len(name) < 120


# Other sites

KNOWN = ["default-src", "script-src", "style-src", "font-src", "img-src", "connect-src", "base-uri", "form-action", "frame-ancestors"]


@pytest.mark.parametrize("where", ELSEWHERE)
def test_no_answer_leads_to_another_site(room: HostileClass, where: str) -> None:
    """Whatever field or query has it, also those by which other products are led away."""
    names = {
        *FORM,
        *ADDRESS,
        "next",
        "url",
        "redirect",
        "redirect_uri",
        "return",
        "returnTo",
        "continue",
        "goto",
        "r",
        "u",
        "to",
        "target",
        "dest",
    } - set(GOOD_FORM) | {"back"}
    fields = {**GOOD_FORM, **dict.fromkeys(names, where)}
    for rule in _rules(room):
        if rule.endpoint not in ENDS and "static" not in rule.rule:
            who, address = _who(room, rule), _address(room, rule)
            answer = who.get(address, query_string=dict.fromkeys(names, where)) if rule.method == "GET" else who.post(address, data=fields)
            if "Location" in answer.headers:
                to = answer.headers["Location"]
                assert urlsplit(to)[:2] == ("", ""), (rule, to)
                assert re.match(r"/(?![/\\])", to), (rule, to)
                assert not re.match(r"/[\t\r\n\x0b]*[/\\]", to), (rule, to)
            answer.close()


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "localhost:8000@evil.example",
        "a, evil.example",
        "evil.example/",
        "[::1",
        '"><x>',
        "evil.example\t",
        "",
    ],
)
def test_a_made_up_host_stands_in_no_page_and_no_redirect(room: HostileClass, host: str) -> None:
    for path, method in (
        ("/", "GET"),
        (room.console_url, "GET"),
        (f"/projector/{room.token}", "GET"),
        ("/sessions", "POST"),
        (f"{room.console_url}/phrase", "POST"),
    ):
        _, headers, content = _raw(room, path, method, HTTP_HOST=host)
        policy = dict(headers)["Content-Security-Policy"]  # names the host that was asked for, if it is one
        assert [rule.split()[0] for rule in policy.split(";")] == KNOWN
        said = content.decode() + "".join(value for name, value in headers if value != policy)
        assert "evil.example" not in said, path
        assert not any(urlsplit(value).netloc for name, value in headers if name == "Location")
    _, headers, content = _raw(
        room, room.console_url, HTTP_X_FORWARDED_HOST="evil.example", HTTP_FORWARDED="host=evil.example", HTTP_X_FORWARDED_PROTO="evil"
    )
    assert "evil" not in content.decode() + str(headers)


# Headers and the log


@pytest.mark.parametrize("name", ["language", "theme", "projector_theme", "claim", "facilitator", "voice_{id}", "control_{id}", "made_up"])
def test_no_cookie_gets_into_a_header_or_a_page(room: HostileClass, name: str) -> None:
    for value in (
        "es\r\nSet-Cookie: x=1",
        '"\\015\\012X-Pwned: 1"',
        "%0d%0aX-Pwned: 1",
        '"><pwned-cookie>',
        "\xff\xfe",
        "../../es",
        "es\x00",
        "=" * 4000,
        '"\\"',
    ):
        cookie = f"{name.format(id=room.id)}={value}"
        for path in ("/", f"/j/{room.code}", room.console_url, f"/projector/{room.token}", "/sessions", "/control/abc"):
            _, headers, content = _raw(room, path, HTTP_COOKIE=cookie)
            assert not any("X-Pwned" in one or "x=1" in one for _, one in headers)
            harmless(content.decode(), path)


HEADERS = {
    "HTTP_ACCEPT_LANGUAGE": ["es\r\nX-Pwned: 1", "es;q=" + "9" * 5000, ",".join(["x-y"] * 5000), "\xff", "*", "es-<pwned>", ";;;,,,",
    "../../etc/passwd", "es;q=nan", "es;q=-1"],
    "HTTP_ACCEPT": ["application/json\r\nX: 1", "*/*;q=" + "1" * 5000, "\xff", "application/json;q=nan", ",".join(["a/b"] * 3000),
    "<pwned>"],
    "HTTP_ACCEPT_ENCODING": ["gzip\r\nX: 1", "gzip;q=x", "\xff", "br, zstd, " * 500, "identity;q=0, *;q=0"],
    "HTTP_ORIGIN": ["http://[", "null", "\xff", "http://localhost:8000\r\nX: 1", "http://localhost:8000@evil.example", "file://",
    "http://localhost:8000.evil.example"],
    "HTTP_RANGE": ["bytes=0-", "bytes=-1", "bytes=9999999999-", "x", "bytes=" + "0-1," * 500],
    "HTTP_IF_NONE_MATCH": ["*", '"' * 3000, "\xff"], "HTTP_IF_MODIFIED_SINCE": ["x", "\xff", "9" * 3000], "HTTP_IF_RANGE": ["x", "\xff"],
    "HTTP_USER_AGENT": ["<pwned>\r\nX: 1", "\x1b[31m", "\xff"], "HTTP_REFERER": ["//evil.example", "\xff"],
    "HTTP_AUTHORIZATION": ["Basic \xff", "Bearer <pwned>", "Digest x"],
    "HTTP_X_FORWARDED_FOR": ["<pwned>", "1.2.3.4\r\nX: 1", "\xff"], "HTTP_X_HTTP_METHOD_OVERRIDE": ["DELETE"],
    "HTTP_CONTENT_ENCODING": ["gzip"], "HTTP_EXPECT": ["x"],
    "CONTENT_TYPE": ["multipart/form-data", "multipart/form-data; boundary=", "application/json", "text/plain; charset=\xff",
    "application/x-www-form-urlencoded; charset=utf-7", "\r\n"],
    "CONTENT_LENGTH": ["-1", "x", "99999999999999999999", "\xb2", "1e3", " 1"],
}  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_of_a_request_breaks_a_page_or_comes_back(room: HostileClass, header: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for value in HEADERS[header]:
            for path, method in (
                ("/", "GET"),
                (f"/j/{room.code}", "GET"),
                (room.console_url, "GET"),
                ("/sessions", "POST"),
                ("/join", "POST"),
                ("/nowhere", "GET"),
            ):
                _, headers, content = _raw(room, path, method, body=b"code=1" if method == "POST" else b"", **{header: value})
                assert "pwned" not in str(headers)
                if "Content-Encoding" not in dict(headers):
                    harmless(content.decode(), f"{path} with {header}: {value[:40]}")
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize(
    "path",
    [
        "/\r\nX-Pwned: 1",
        "/a\nFAKE ERROR you were hacked",
        "/\x1b[31m",
        "/" + "a" * 20_000,
        "/\xff\xfe",
        "/%",
        "//",
        "/j/%00",
        "/j/\x00",
        "*",
        "",
        "http://evil.example/",
    ],
)
def test_nothing_of_a_path_gets_into_the_log(room: HostileClass, path: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for method in ("GET", "POST", "PUT", "OPTIONS", "HEAD", "<pwned>", "GET\r\nX"):
            _raw(room, path, method, query=path.strip("/"))
    assert caplog.records == []


def test_a_good_grid_file_is_one_whatever_its_name(room: HostileClass) -> None:
    answer = room.fay.post("/sessions", data={"grid_file": (BytesIO(GOOD.encode()), "../../../etc/passwd")})
    assert answer.status_code == 302
