"""Where a phone can keep nothing, or finds what it cannot read; and what it does about a server that will not have its dots now."""

import json
import re

import pytest
from playwright.sync_api import Route, WebSocketRoute, expect

from tests.e2e.phone_class import OUTBOX, PhoneClass, goes_offline, has, says, sees, taps, until_true

pytestmark = pytest.mark.e2e

WAITING = "Waiting for connection"
IN_THE_PAGE = "No connection. Dots wait here: keep this page open."
NO_STORAGE = """
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("forbidden", "SecurityError"); } });
"""
NONE_AT_ALL = "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { value: undefined });"
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


# Where nothing can be kept, and where something else stands


@pytest.mark.parametrize("storage", [NO_STORAGE, NONE_AT_ALL, FULL_STORAGE])
def test_without_storage_the_phone_votes_and_says_that_its_page_must_stay(phones: PhoneClass, storage: str) -> None:
    ana = phones.somebody()
    ana.context.add_init_script(storage)
    ana.get_by_role("button", name="Join").click()
    taps(ana, 1, "green")
    sees(ana, 1, "Saved")
    goes_offline(ana, IN_THE_PAGE)
    taps(ana, 2, "yellow")
    sees(ana, 2, WAITING)
    ana.context.set_offline(False)
    sees(ana, 2, "Saved")
    ana.reload()
    for square, choice in ((1, "green"), (2, "yellow")):
        has(ana, square, choice)
    assert phones.counted() == {1: {"green": 1}, 2: {"yellow": 1}}


def test_what_cannot_be_read_in_the_storage_is_told_and_let_go(phones: PhoneClass) -> None:
    ana = phones.joins()
    taps(ana, 1, "green")
    sees(ana, 1, "Saved")
    good = {"command_id": "of-an-older-page", "round": 1, "square": 2, "counter": 7, "choice": "red"}
    foreign = [{"was": "another shape"}, {**good, "square": 3, "counter": 1e300}, None]
    ana.evaluate(f"text => localStorage.setItem({OUTBOX}, text)", json.dumps({"counter": 1e300, "dots": [good, *foreign]}))
    ana.reload()
    says(ana, "#news", "Dots that waited on this phone could not be read. Look whether all of yours are here.")
    sees(ana, 2, "Saved")
    for garbage in ("{", "7", '{"dots": 3}'):
        ana.evaluate(f"text => localStorage.setItem({OUTBOX}, text)", garbage)
    ana.reload()
    expect(ana.locator("#news")).to_be_visible()
    taps(ana, 3, "yellow")
    sees(ana, 3, "Saved")
    expect(ana.locator("#news")).to_be_hidden()
    assert phones.counted() == {1: {"green": 1}, 2: {"red": 1}, 3: {"yellow": 1}}


# What the server says


def test_a_page_of_an_older_wire_reloads_once_and_sends_what_waits(phones: PhoneClass) -> None:
    ana = phones.joins()
    ana.context.set_offline(True)
    taps(ana, 1, "green")
    sees(ana, 1, WAITING)
    ana.evaluate("sessionStorage.setItem('pollapp reloaded at', Date.now() + 1e12)")  # by a clock that was years ahead then
    ana.goto("about:blank")
    loads: list[str] = []

    def older(route: Route) -> None:
        answer = route.fetch()
        loads.append(answer.text())
        route.fulfill(
            response=answer, body=re.sub(r'("auth":\s*{[^}]*"wire":\s*)\d+', r"\g<1>0", loads[0]) if len(loads) == 1 else loads[-1]
        )

    ana.route(phones.url, older)
    ana.context.set_offline(False)
    ana.goto(phones.url)
    until_true(ana, lambda: len(loads) > 1)
    sees(ana, 1, "Saved")
    assert len(loads) == 2
    assert phones.counted() == {1: {"green": 1}}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("slow_down", "Saving…"),
        ("not_stored", "Not saved yet: the server could not store it. It is tried again."),
        ("server_error", "Not saved yet: the server could not store it. It is tried again."),
    ],
)
def test_what_the_server_cannot_take_now_waits_and_is_sent_again(phones: PhoneClass, code: str, words: str) -> None:
    ana = phones.somebody()
    refusing = Refusing(code)
    ana.route_web_socket(re.compile("/socket.io/"), refusing.meets)
    ana.get_by_role("button", name="Join").click()
    taps(ana, 1, "green")
    until_true(ana, lambda: refusing.refused > 0)
    sees(ana, 1, words)
    assert phones.counted() == {}
    refusing.code = ""
    sees(ana, 1, "Saved")
    assert phones.counted() == {1: {"green": 1}}


class Refusing:
    """A server that refuses every dot with this code, while it has one."""

    def __init__(self, code: str) -> None:
        self.code, self.refused = code, 0

    def meets(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()

        def said(message: str | bytes) -> None:
            dots = re.match(r'42(\d+)\["place_dots"', str(message))
            if not dots or not self.code:
                return server.send(message)
            self.refused += 1
            return page.send(f"43{dots[1]}" + json.dumps([{"refused": self.code, "sentence": "Not now.", "hint": "Later."}]))

        page.on_message(said)
