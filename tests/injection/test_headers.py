"""What would lead into another header, or into the log: names of files and of grids, cookies, headers, paths."""

import logging
import re
from dataclasses import replace

import pytest

from pollapp.domain.report import report
from pollapp.exports.about import About
from pollapp.exports.formats import FORMATS, file_name
from pollapp.languages import languages
from tests.cast import grid, opened
from tests.injection.hostile_class import HostileClass
from tests.injection.payloads import harmless
from tests.injection.raw_request import raw
from tests.injection.test_pages import _address, _rules

# File names in headers


def test_every_download_has_a_name_of_plain_letters(room: HostileClass) -> None:
    """Its session has a title, and choices, of the worst kind; languages bring their own words."""
    named = 0
    for code in (*languages(), "../../etc", "es%0d%0aX-Pwned:1"):
        for rule in _rules(room):
            if rule.method == "GET" and "static" not in rule.rule:
                path = _address(room, rule)
                _, headers, _ = raw(room, path, query=f"lang={code}&one={room.id}&other={room.id}&set=set&understood=1")
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
            _, headers, content = raw(room, path, HTTP_COOKIE=cookie)
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
                _, headers, content = raw(room, path, method, body=b"code=1" if method == "POST" else b"", **{header: value})
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
            raw(room, path, method, query=path.strip("/"))
    assert caplog.records == []
