"""In a real browser: a hostile class on projector, console, phone and report. Nothing of it runs, nothing of it is even tried."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from pollapp.app import create_app
from pollapp.config import Config
from pollapp.domain.talk_commands import SendTakeaway
from tests.e2e.rooms import LAPTOP, PHONE, PROJECTOR, Room
from tests.injection.hostile_class import SAID, HostileClass
from tests.real_server import RealServer

FOUL = """() => [...document.querySelectorAll('*')].filter(one => one.localName.startsWith('pwned')
  || one.getAttributeNames().some(name => name.startsWith('pwned') || name.startsWith('on'))).map(one => one.outerHTML.slice(0, 200))"""


class Place(NamedTuple):
    room: Room
    hostile: HostileClass
    cookies: dict[str, list[dict[str, str]]]  # of fay and ana


@pytest.fixture(scope="module")
def place(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("hostile") / "data"
    app = create_app(Config(host="127.0.0.1", port=8000, data_dir=folder))
    hostile = HostileClass(app)
    app.extensions["pollapp"].close()
    server = RealServer(folder)
    room = Room(browser, server)
    cookies = {
        name: [{"name": one.key, "value": one.value, "url": server.url} for one in who._cookies.values()]
        for name, who in (("fay", hostile.fay), ("ana", hostile.ana))
    }
    yield Place(room, hostile, cookies)
    room.close()
    server.stop()


def _page(place: Place, who: str, size: dict[str, int]) -> tuple[Page, list[str]]:
    """A page of theirs, and everything it complains of, asks elsewhere for, or opens."""
    page, foul = place.room.page(size), []
    page.context.add_cookies(place.cookies.get(who, []))  # type: ignore[arg-type]
    page.on("console", lambda said: foul.append(said.text) if said.type in ("error", "warning") else None)
    page.on("dialog", lambda dialog: (foul.append(dialog.message), dialog.dismiss()))
    page.on("popup", lambda popup: foul.append(popup.url))
    page.on(
        "request", lambda asked: foul.append(asked.url) if not asked.url.startswith((place.room.server.url, "data:", "blob:")) else None
    )
    return page, foul


def _nothing_ran(page: Page, foul: list[str]) -> None:
    assert page.evaluate("window.__pwned") is None
    assert page.evaluate(FOUL) == []
    assert foul == []


def test_nothing_that_was_typed_runs_on_any_screen(place: Place) -> None:
    hostile, url, said = place.hostile, place.room.server.url, SAID[SendTakeaway][:30]
    looks: list[tuple[str, dict[str, int], str, str]] = [
        ("fay", LAPTOP, hostile.console_url, said), ("zed", PROJECTOR, f"/projector/{hostile.token}", said),
        ("ana", PHONE, f"/j/{hostile.code}", "0en"), ("ana", PHONE, f"/j/{hostile.code}?plain=1&lang=es", "0es"),
        ("fay", LAPTOP, f"{hostile.console_url}/report?notes=1&peek=1&lang=es", "=Note"), ("zed", PHONE, f"/j/{hostile.code}", "0en"),
    ]  # fmt: skip
    for who, size, address, words in looks:
        page, foul = _page(place, who, size)
        page.goto(url + address)
        expect(page.locator("html")).to_contain_text(words)
        _nothing_ran(page, foul)
        for opener in page.locator("summary:visible").all():
            opener.click()
        page.locator("body").hover()
        page.keyboard.press("Tab")
        _nothing_ran(page, foul)
        page.context.close()
    assert place.room.complaints == []


def test_what_is_typed_into_a_live_page_runs_nowhere(place: Place) -> None:
    """A hostile fragment and a mistyped code; each page's own script reads them."""
    payload = "</script><img src=x onerror=window.__pwned=1><pwned-live>"
    page, foul = _page(place, "zed", PHONE)
    for address in ("/recover", "/facilitate"):
        page.goto(f"{place.room.server.url}{address}#{'phrase' if 'recover' in address else 'key'}={payload}")
        expect(page.locator("main")).to_be_visible()
        assert page.evaluate("window.__pwned") is None
        assert page.evaluate(FOUL) == []
    page.goto(place.room.server.url)
    page.locator("input[name=code]").fill(payload[:60])
    page.locator("input[name=code]").press("Enter")
    expect(page.locator("main")).to_be_visible()
    assert page.evaluate("window.__pwned") is None
    assert page.evaluate(FOUL) == []
    assert [one for one in foul if "Content Security" in one or "evil" in one] == []
