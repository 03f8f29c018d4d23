"""What holds for every request and every answer: safety headers, no foreign forms, no cookies for those who only look."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pollapp.app import Parts
from pollapp.config import Config
from pollapp.web.guard import origin_allowed, same_site
from tests.web.people import Class, browser, cookies_set, says

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def _style(visitor: FlaskClient) -> str:
    """Where the start page finds its first style sheet."""
    found = re.search(r'<link rel="stylesheet" href="(/static/[^"]+)"', visitor.get("/").text)
    assert found
    return found[1]


def _every_kind(room: Class) -> dict[str, TestResponse]:
    zed, fay = browser(room.app), room.fay
    return {
        "page": zed.get("/"),
        "invitation": zed.get(f"/j/{room.code}"),
        "phone": room.phone().get(f"/j/{room.code}"),
        "console": fay.get(room.console_url),
        "projector": zed.get(f"/projector/{room.token}"),
        "download": fay.get(f"{room.console_url}/export.csv"),
        "json": fay.post(f"{room.console_url}/phrase"),
        "redirect": zed.post(f"/j/{room.code}"),
        "no control": zed.get(room.console_url),
        "not found": zed.get("/nothing"),
        "not allowed": zed.put("/"),
        "refused form": zed.post("/join", data={"code": "x"}),
        "other site": zed.post("/join", headers={"Origin": "http://evil.example"}),
        "no static": zed.get(f"{room.app.static_url_path}/nothing.css"),
        "health": zed.get("/healthz"),
        "options": zed.options("/join"),
    }


def test_a_file_is_kept_for_good_and_carries_no_more_than_it_needs(room: Class) -> None:
    """A phone fetches twenty of them over a crowded Wi-Fi."""
    for path in ("/js/phone.js", "/css-of/tokens+pages.phone.css", "/flat-css-of/tokens.css", "/vendor/icons.svg"):
        answer = browser(room.app).get(f"{room.app.static_url_path}{path}", buffered=True)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert set(answer.headers.keys()) <= {"Cache-Control", "Content-Type", "Content-Length", "X-Content-Type-Options", "ETag", "Vary"}
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_every_kind_of_answer_carries_the_safety_headers(room: Class) -> None:
    for kind, answer in _every_kind(room).items():
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, kind
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, kind
        assert "frame-ancestors 'none'" in policy, kind
        assert "unsafe" not in policy, kind
        for_good = "public, max-age=31536000, immutable"  # the path names the content
        assert answer.headers["Cache-Control"] == (for_good if kind == "static" else "no-store"), kind


def test_even_an_error_of_ours_carries_them(room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    room.app.testing = False
    monkeypatch.setattr(room.parts.log, "by_code", lambda code: 1 / 0)
    answer = browser(room.app).get("/readyz")
    assert answer.status_code == 500
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_load_nothing_from_elsewhere_and_run_no_inline_script(room: Class) -> None:
    for kind, answer in _every_kind(room).items():
        if answer.content_type.startswith("text/html"):
            assert "<script>" not in answer.text, kind
            assert 'style="' not in answer.text, kind
            for outside in ('src="http', 'src="//', 'href="http', 'href="//', "@import", " onclick=", "javascript:"):
                assert outside not in answer.text, kind


def test_who_only_looks_gets_no_cookie(room: Class) -> None:
    for kind, answer in _every_kind(room).items():
        if kind not in ("redirect", "json"):
            assert cookies_set(answer) == {}, kind


FOREIGN = ["http://evil.example", "https://evil.example", "null", "", "http://", "http://[", "http://localhost.evil.example",
           "http://localhost:80", "http://localhost@evil.example", "http://evil.example/localhost", "file://localhost",
           "ftp://localhost", "localhost", "http:localhost", "http://localhost ", "http://LOCALHOST", "é",
           "http://localhost/", "http://localhost#x", "http://localhost?x", "http://localhost/x"]  # fmt: skip


@pytest.mark.parametrize("origin", FOREIGN)
def test_another_sites_form_does_nothing(room: Class, origin: str) -> None:
    for url in ("/join", f"/j/{room.code}", "/facilitate", "/recover", "/sessions", "/rehearsals", f"{room.console_url}/delete",
                f"{room.console_url}/new-phrase", f"{room.console_url}/phrase"):  # fmt: skip
        answer = room.fay.post(url, headers={"Origin": origin})
        assert answer.status_code == 403
        assert says(answer, "other_site")
        assert cookies_set(answer) == {}
    assert [header.id for header in room.parts.log.headers()] == [room.id]
    assert room.session.participants == set()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_nor_does_another_method(zed: FlaskClient, method: str) -> None:
    assert zed.open("/join", method=method, headers={"Origin": "http://evil.example"}).status_code == 403
    assert zed.open("/join", method=method).status_code == 405


def test_our_own_forms_work(room: Class) -> None:
    for origin in ("http://localhost", "https://localhost"):  # something in front may speak https
        assert browser(room.app).post(f"/j/{room.code}", headers={"Origin": origin}).status_code == 302
    assert browser(room.app).post(f"/j/{room.code}").status_code == 302  # no browser


def test_headers_that_were_made_up_change_nothing(room: Class) -> None:
    """Behind a proxy or not: addresses come from the settings, and a forwarded host is not believed."""
    lies = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Original-URL": "/x", "X-Forwarded-Prefix": "/evil"}
    answer = browser(room.app).get(f"/j/{room.code}", headers=lies)
    assert "evil" not in answer.text
    answer = browser(room.app).post("/join", data={"code": room.code}, headers={**lies, "Origin": "http://evil.example"})
    assert answer.status_code == 403
    answer = room.fay.get(room.console_url, headers={"Host": "evil.example"})
    assert "evil" not in answer.text
    assert browser(room.app).post("/join", data={"code": room.code}, headers=lies).headers["Location"] == f"/j/{room.code}"


def test_a_public_url_is_our_own_site_too() -> None:
    for written in ("https://poll.example.org/", "HTTPS://Poll.Example.org"):
        config = Config(public_url=written)
        assert same_site("https://poll.example.org", "10.0.0.1:8000", config)
        assert config.https
    assert same_site("https://poll.example.org", "10.0.0.1:8000", config)
    assert same_site("http://10.0.0.1:8000", "10.0.0.1:8000", config)
    assert not same_site("https://poll.example.org.evil.example", "10.0.0.1:8000", config)
    assert not same_site("http://poll.example.org", "10.0.0.1:8000", config)


@pytest.mark.parametrize("path", ["/j//123456", "//j/123456", "/j/123456//dots", "/console//x", "STATIC//js/phone.js"])
def test_nobody_is_sent_to_whatever_a_request_calls_its_host(room: Class, path: str) -> None:
    path = path.replace("STATIC", str(room.app.static_url_path))
    for method in ("GET", "POST"):
        answer = browser(room.app).open(path, method=method, headers={"Host": "evil.example"}, base_url="http://evil.example")
        assert answer.status_code in (404, 405), answer.headers.get("Location")
        assert "evil" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("origin", FOREIGN)
def test_sockets_follow_the_same_rule(origin: str) -> None:
    assert not origin_allowed(Config())(origin, {"HTTP_HOST": "localhost"})
    assert origin_allowed(Config())("http://localhost", {"HTTP_HOST": "localhost"})
    assert origin_allowed(Config())(None, {"HTTP_HOST": "localhost"})


def test_a_foreign_page_gets_no_socket(app: Flask, parts: Parts) -> None:
    url = "/socket.io/?EIO=4&transport=polling"
    answer = browser(app).get(url, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert browser(app).get(url, headers={"Origin": "http://localhost"}).status_code == 200
