"""Cookies and safety headers, with and without https, and the one page that other sites may frame where the operator lets them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from pollapp.access import control_cookie
from pollapp.app import create_app
from pollapp.config import BadSetting, Config
from pollapp.web.rights import RIGHTS
from tests.web.people import Class, browser, cookies_set, data_block, facilitator

Make = Callable[..., Flask]
SLIDES = "https://slides.example.org http://127.0.0.1:9000"


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """make(**settings): an app with them."""
    made: list[Flask] = []

    def one(**settings: Any) -> Flask:
        app = create_app(Config(host="127.0.0.1", data_dir=tmp_path / str(len(made)), **settings))
        app.testing = True
        made.append(app)
        return app

    yield one
    for app in made:
        app.extensions["pollapp"].close()


def _all_cookies(app: Flask, **headers: str) -> dict[str, str]:
    """Every cookie that this app sets, with what stands after its value."""
    key, room, found = app.extensions["pollapp"].site.opening_key, Class(app), {}
    offer = room.fay.post(f"{room.console_url}/handover").get_json()["follow"].rsplit("/", 1)[1]
    for url, form in (
        ("/facilitate", {"key": key}),
        ("/recover", {"phrase": room.phrase()}),
        (f"/j/{room.code}", {}),
        (f"/control/{offer}", {}),
        ("/display", {"language": "es", "theme": "dark"}),
    ):
        found |= cookies_set(browser(app).post(url, data=form, headers=headers))
    return {name.split("_")[0]: attributes.split("; ", 1)[1] for name, attributes in found.items()}


@pytest.mark.parametrize(
    ("settings", "headers", "secure"),
    [
        ({}, {}, False),
        ({}, {"X-Forwarded-Proto": "https"}, False),  # no proxy of ours says so
        ({"proxies": 1}, {"X-Forwarded-Proto": "https"}, True),
        ({"proxies": 1}, {"X-Forwarded-Proto": "http"}, False),
        ({"secure_cookies": True}, {}, True),
        ({"public_url": "https://poll.example.org"}, {}, True),
    ],
)
def test_no_cookie_is_broader_than_it_needs_to_be(make: Make, settings: dict[str, Any], headers: dict[str, str], secure: bool) -> None:
    cookies = _all_cookies(make(**settings), **headers)
    assert set(cookies) == {"facilitator", "control", "voice", "claim", "language", "theme"}
    for name, attributes in cookies.items():
        parts = attributes.split("; ")
        assert {"HttpOnly", "SameSite=Lax"} <= set(parts), name
        told_by_the_request = name in ("language", "theme")  # no secrets: what the settings say is not asked for them
        assert ("Secure" in parts) is (secure and not (told_by_the_request and not headers)), name
        assert "Domain" not in attributes, name
        assert ("Path=/" in parts) is (name != "claim"), name  # a claim is for the address of its offer


@pytest.mark.parametrize(
    ("settings", "headers", "told"),
    [({}, {}, False), ({"proxies": 1}, {"X-Forwarded-Proto": "https"}, True), ({"public_url": "https://poll.example.org"}, {}, True)],
)
def test_https_is_to_last_for_a_month_and_for_this_host_alone(make: Make, settings: Any, headers: Any, told: bool) -> None:
    answer = browser(make(**settings)).get("/", headers=headers)
    assert answer.headers.get("Strict-Transport-Security") == ("max-age=2592000" if told else None)


def test_pages_speak_to_this_host_alone(make: Make) -> None:
    def speaks_to(app: Flask, host: str) -> str:
        policy = browser(app).get("/", headers={"Host": host}).headers["Content-Security-Policy"]
        [found] = [part for part in policy.split("; ") if part.startswith("connect-src")]
        return found

    plain, public = make(), make(public_url="https://poll.example.org")
    assert speaks_to(plain, "10.0.0.1:8000") == "connect-src 'self' ws://10.0.0.1:8000 wss://10.0.0.1:8000"
    assert speaks_to(plain, "[::1]:8000") == "connect-src 'self' ws://[::1]:8000 wss://[::1]:8000"
    assert "wss://poll.example.org" in speaks_to(public, "10.0.0.1:8000")
    for made_up in ("x; script-src *", "*", "a b", "x,y"):
        assert "*" not in browser(plain).get("/", headers={"Host": made_up}).headers.get("Content-Security-Policy", "")


def test_no_address_comes_from_what_a_request_calls_its_host(make: Make) -> None:
    for app, where in ((make(), "http://127.0.0.1:8000"), (make(public_url="https://poll.example.org"), "https://poll.example.org")):
        room = Class(app)
        secret = room.fay.get_cookie(control_cookie(room.id))
        assert secret
        lies = {"Host": "evil.example", "Cookie": f"{control_cookie(room.id)}={secret.value}"}
        zed = app.test_client(use_cookies=False)
        pages = [zed.get(room.console_url, headers=lies), zed.get(f"/projector/{room.token}", headers=lies)]
        assert {data_block(page)["session"]["join_address"] for page in pages} == {f"{where}/j/{room.code}"}
        for path in ("phrase", "handover"):
            assert zed.post(f"{room.console_url}/{path}", headers=lies).get_json()["link"].startswith(where)


def test_no_page_is_framed_by_another_site(make: Make) -> None:
    app = make(embed_projector=SLIDES, styleguide=True)
    room, framed = Class(app), []
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint in RIGHTS and "static" not in rule.rule:
            values = {"session_id": room.id, "code": room.code, "token": room.token, "what": "csv", "version": "0" * 12, "file": "x"}
            answer = room.fay.get(app.url_map.bind("localhost").build(rule.endpoint, {name: values[name] for name in rule.arguments}))
            if answer.headers.get("X-Frame-Options") != "DENY" or "frame-ancestors 'none'" not in answer.headers["Content-Security-Policy"]:
                framed.append(rule.endpoint)
    assert framed == ["projector.projector"]


def test_the_projector_is_framed_by_the_sites_of_the_setting(make: Make) -> None:
    app = make(embed_projector=SLIDES)
    room = Class(app)
    shown = browser(app).get(f"/projector/{room.token}")
    assert f"frame-ancestors {SLIDES}" in shown.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in shown.headers
    assert cookies_set(shown) == {}
    wrong = browser(app).get("/projector/made-up")
    assert wrong.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "origins",
    ["*", "https://*", "https://*.example.org", "slides.example.org", "https://a.example/slides", "https://a.example/", "null", "'self'",
     "file://", "javascript:x", "https://a.example; script-src *", "https://u:p@a.example", "https://", "https://a,b"],
)  # fmt: skip
def test_what_is_no_site_is_refused_at_the_start(origins: str) -> None:
    with pytest.raises(BadSetting, match="embed_projector"):
        Config(embed_projector=f"https://good.example {origins}")


def test_the_projector_gets_a_new_link(make: Make) -> None:
    app = make()
    room = Class(app, facilitator(app))
    answer = room.fay.post(f"{room.console_url}/new-projector")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{room.console_url}#projector-new")
    new = data_block(room.fay.get(room.console_url))["urls"]["projector"]
    assert room.token not in new
    zed = browser(app)
    assert zed.get(new).status_code == 200
    for old in (f"/projector/{room.token}", f"/projector/{room.token}/replay", f"/projector/{room.token}/film.json"):
        gone = zed.get(old, headers={"Accept": "application/json"})
        assert (gone.status_code, gone.get_json()["refused"]) == (410, "no_projector")
