"""A hostile grid file: its words are words everywhere, in the page and in its data block."""

from io import BytesIO

import pytest
import yaml
from flask import Flask

from tests.web.people import Class, browser, data_block

NASTY = "</script><script>alert('x')</script><b title=\"&amp;\">{{ 7*7 }}<!--"


@pytest.fixture
def hostile(app: Flask) -> Class:
    grid = {
        "title": f"T {NASTY}"[:80],
        "directions": f"D {NASTY}",
        "choices": [
            {"key": "a", "name": f"N {NASTY}"[:30], "label": f"L {NASTY}"[:60], "shape": "circle"},
            {"key": "b", "name": "other", "label": 'O\'Neil "quoted"', "shape": "square"},
        ],
        "squares": [{"id": 1, "text": f"S {NASTY}", "short": "<i>s</i>", "principles": [1]}, {"id": 2, "text": "'\"><img src=x>"}],
        "principles": [{"number": 1, "text": f"P {NASTY}"}],
    }
    return Class(app, grid_file=(BytesIO(yaml.safe_dump(grid).encode()), "hostile.yaml"))


def test_every_page_shows_it_as_words(hostile: Class) -> None:
    phone = hostile.phone()
    pages = {
        "invitation": browser(hostile.app).get(f"/j/{hostile.code}"),
        "phone": phone.get(f"/j/{hostile.code}"),
        "console": hostile.fay.get(hostile.console_url),
        "projector": browser(hostile.app).get(f"/projector/{hostile.token}"),
        "home": hostile.fay.get("/"),
    }
    for name, page in pages.items():
        assert page.status_code == 200, name
        for bad in ("<script>alert", "<b title", "<i>s</i>", "<img src=x", "49<!--", "</script><script>"):
            assert bad not in page.text, name


def test_the_data_block_holds_it_unchanged(hostile: Class) -> None:
    page = hostile.fay.get(hostile.console_url)
    assert data_block(page)["grid"]["squares"][0]["text"] == f"S {NASTY}"
