"""The opening key: traded for a cookie, and worth nothing when it is wrong."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pollapp.access import FACILITATOR_COOKIE
from pollapp.app import Parts, create_app
from pollapp.config import Config
from tests.web.people import browser, cookies_set, says


def test_the_right_key_makes_a_facilitator(client: FlaskClient, parts: Parts) -> None:
    answer = client.post("/facilitate", data={"key": f"  {parts.site.opening_key}\n"})  # as people paste it
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/sessions/new").status_code == 200


def test_its_cookie_is_out_of_reach_and_does_not_hold_the_key(client: FlaskClient, parts: Parts) -> None:
    answer = client.post("/facilitate", data={"key": parts.site.opening_key})
    cookie = cookies_set(answer)[FACILITATOR_COOKIE]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie  # this server speaks http
    assert parts.site.opening_key not in cookie


def test_behind_https_cookies_go_over_https_only(tmp_path: Path) -> None:
    app = create_app(Config(public_url="https://poll.example.org", data_dir=tmp_path / "data"))
    parts: Parts = app.extensions["pollapp"]
    answer = browser(app).post("/facilitate", data={"key": parts.site.opening_key})
    assert "Secure" in cookies_set(answer)[FACILITATOR_COOKIE].split("; ")
    parts.close()


@pytest.mark.parametrize("key", ["", "x", "' OR 1=1", "é" * 32, "\ud7ff", "0" * 100_000])
def test_a_wrong_key_is_said_where_it_was_typed(client: FlaskClient, key: str) -> None:
    answer = client.post("/facilitate", data={"key": key})
    assert answer.status_code == 403
    assert says(answer, "wrong_key")
    assert 'id="key"' in answer.text
    assert cookies_set(answer) == {}
    assert client.get("/sessions/new").status_code == 403


def test_the_page_that_asks_for_it_sets_no_cookie(client: FlaskClient) -> None:
    page = client.get("/facilitate")
    assert page.status_code == 200
    assert cookies_set(page) == {}


@pytest.mark.parametrize(("method", "url"), [("GET", "/sessions/new"), ("POST", "/sessions"), ("POST", "/rehearsals")])
def test_outsiders_open_nothing(zed: FlaskClient, parts: Parts, method: str, url: str) -> None:
    answer = zed.open(url, method=method)
    assert answer.status_code == 403
    assert says(answer, "no_key")
    assert parts.log.headers() == []


@pytest.mark.parametrize("value", ["", "0" * 64, "é"])
def test_a_made_up_cookie_opens_nothing(app: Flask, value: str) -> None:
    zed = browser(app)
    zed.set_cookie(FACILITATOR_COOKIE, value)
    assert zed.get("/sessions/new").status_code == 403


def test_another_servers_cookie_opens_nothing(app: Flask, fay: FlaskClient, tmp_path: Path) -> None:
    another = create_app(Config(data_dir=tmp_path / "another"))
    stranger = browser(another)
    cookie = fay.get_cookie(FACILITATOR_COOKIE)
    assert cookie
    stranger.set_cookie(FACILITATOR_COOKIE, cookie.value)
    assert stranger.get("/sessions/new").status_code == 403
    another.extensions["pollapp"].close()
