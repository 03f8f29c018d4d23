"""What goes over the wire compressed, and what is remembered of it."""

import gzip
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pollapp.web import compressing
from tests.web.people import Class

GZIP = {"Accept-Encoding": "gzip"}

_NAMES = re.compile(rb'"me": ?"\w+"|(?<=name="me" value=")\w+|(?<=name="voice" value=")[\w-]+|(?<=name="once" value=")[\w-]+')


def test_pages_and_files_come_compressed_to_who_takes_it(room: Class) -> None:
    for path in ("/guide", f"/j/{room.code}", f"{room.app.static_url_path}/js/phone.js"):
        packed, plain = room.fay.get(path, headers=GZIP, buffered=True), room.fay.get(path, buffered=True)
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
        if "static" in path:
            assert gzip.decompress(packed.data) == plain.data


def test_a_page_is_never_remembered(room: Class) -> None:
    """Each is somebody's own."""
    one, other = room.phones(2)
    pages = {_NAMES.sub(b"", gzip.decompress(phone.get(f"/j/{room.code}", headers=GZIP).data)) for phone in (one, other)}
    room.parts.service.handle(room.id, [])
    assert len(pages) == 1  # nothing placed yet: but for whom they name they look the same
    home = gzip.decompress(room.fay.get("/", headers=GZIP).data)
    assert home != gzip.decompress(one.get("/", headers=GZIP).data)


def test_the_latest_files_are_remembered_and_no_more(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressing, "MOST_KEPT", 3)
    remembered = compressing._Remembered()
    for number in range(10):
        remembered.set(f"gzip;/static/{number}", b"x")
        remembered.set("gzip;/j/472918", b"somebody's own")
    assert [number for number in range(10) if remembered.get(f"gzip;/static/{number}")] == [7, 8, 9]
    assert remembered.get("gzip;/j/472918") is None


def test_comments_of_scripts_stay_at_home_and_nothing_else_does(client: FlaskClient, app: Flask) -> None:
    script = "/* What\n   it is. */\n\nsay(\"/* no */ // no\"); // yes\n  // yes\n  go('http://x'); /* inline */\n  /* yes */\n"
    assert compressing.uncommented(script) == "\nsay(\"/* no */ // no\");\n\n  go('http://x'); /* inline */\n"
    served = client.get(f"{app.static_url_path}/js/phone.js", buffered=True).text
    assert "/*" not in served
    assert 'import { connect, pageData } from "./lib/socket.js";' in served


def test_a_phone_gets_no_more_of_the_icons_than_it_draws(room: Class) -> None:
    page = room.phone().get(f"/j/{room.code}").text
    for symbol, is_there in {
        "icon-language": True,
        "shape-circle": True,
        "sign-cross": True,
        "icon-trash": False,
        "shape-hexagon": False,
    }.items():
        assert (f'<symbol id="{symbol}"' in page) == is_there, symbol
