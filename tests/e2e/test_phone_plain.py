"""A phone without JavaScript: buttons pressed twice, and the way back to the live page."""

import pytest
from playwright.sync_api import Browser, expect

from pollapp.domain.stages import Stage
from tests.e2e.phone_class import PhoneClass, has, kept, sees, taps, until_true
from tests.e2e.prepared import World

pytestmark = pytest.mark.e2e

WORDS = "I will ask first."


def test_send_pressed_twice_and_again_after_going_back(world: World, browser: Browser) -> None:
    phones = PhoneClass(world, browser, Stage.TAKEAWAYS)
    ana = phones.somebody(java_script_enabled=False)
    ana.get_by_role("button", name="Join").click()
    ana.locator("#takeaway-words").fill(WORDS)
    ana.locator("#say-takeaway [data-part=send]").dblclick()
    expect(ana.locator("#say-takeaway [data-part=sent]")).to_be_visible()
    ana.go_back()
    ana.go_forward()
    ana.reload()
    assert phones.typed() == [WORDS]
    phones.close()


def test_save_pressed_twice(phones: PhoneClass) -> None:
    ana = phones.somebody(java_script_enabled=False)
    ana.get_by_role("button", name="Join").click()
    taps(ana, 1, "green")
    taps(ana, 2, "red")
    ana.get_by_role("button", name="Save my dots").dblclick()
    sees(ana, 1, "Saved")
    sees(ana, 2, "Saved")
    assert phones.counted() == {1: {"green": 1}, 2: {"red": 1}}


def test_what_waited_for_the_live_line_is_older_than_what_the_form_said(phones: PhoneClass) -> None:
    ana = phones.joins()
    ana.route("**/socket.io/**", lambda route: route.abort())
    ana.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    ana.reload()
    for choice in ("green", "red", "green", "red"):  # of which the last one waits
        taps(ana, 1, choice)
    sees(ana, 1, "Waiting for connection")
    ana.evaluate("document.getElementById('blocked').hidden = false")  # as after ten seconds without a line
    ana.get_by_role("button", name="Vote without the live connection").click()
    has(ana, 1, "red")
    taps(ana, 1, "yellow")
    ana.get_by_role("button", name="Save my dots").click()
    sees(ana, 1, "Saved")
    assert phones.counted() == {1: {"yellow": 1}}
    ana = phones.opens(ana.context)
    has(ana, 1, "yellow")
    until_true(ana, lambda: kept(ana) == [])
    has(ana, 1, "yellow")
    assert phones.counted() == {1: {"yellow": 1}}
