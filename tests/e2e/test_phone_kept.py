"""What a phone keeps of dots that are not saved yet: over a dead battery, a reload, two tabs, the back button."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.phone_class import PhoneClass, goes_offline, has, kept, sees, taps
from tests.e2e.rooms import PHONE, QUIETLY, chromium, until

pytestmark = pytest.mark.e2e

WAITING = "Waiting for connection"
LASTING = "No connection. Dots are kept and sent later."


# A dead battery, and a reload


def test_dots_that_wait_outlive_a_dead_battery(phones: PhoneClass, browser: Browser, tmp_path: Path) -> None:
    def starts() -> Any:
        device: dict[str, Any] = {"viewport": PHONE, "is_mobile": True, "has_touch": True}
        return browser.browser_type.launch_persistent_context(tmp_path, executable_path=chromium(), args=QUIETLY, **device)

    context = starts()
    ana = phones.opens(context)
    ana.get_by_role("button", name="Join").click()
    taps(ana, 1, "red")
    sees(ana, 1, "Saved")
    context.close()  # a browser writes its cookies half a minute later, or now

    context = starts()
    ana = phones.opens(context)
    has(ana, 1, "red")
    context.set_offline(True)
    taps(ana, 1, "green")
    taps(ana, 2, "yellow")
    sees(ana, 2, WAITING)
    [_, waiting] = kept(ana)
    until(lambda: is_on_the_disk(tmp_path, waiting["command_id"]), seconds=20)  # some seconds later
    dies(tmp_path)
    assert phones.counted() == {1: {"red": 1}}

    context = starts()
    ana = phones.opens(context)
    for square, choice in ((1, "green"), (2, "yellow")):
        sees(ana, square, "Saved")
        has(ana, square, choice)
    assert phones.counted() == {1: {"green": 1}, 2: {"yellow": 1}}
    assert kept(ana) == []
    context.close()


def is_on_the_disk(profile: Path, text: str) -> bool:
    files = (profile / "Default" / "Local Storage" / "leveldb").glob("*.log")
    return any(text.encode() in file.read_bytes().replace(b"\0", b"") for file in files)


def dies(profile: Path) -> None:
    """Every process of the browser that we have started on this profile, at once."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            said = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:  # it has ended meanwhile
            continue
        if f"--user-data-dir={profile}".encode() in said:
            os.kill(int(process.name), signal.SIGKILL)


def test_a_reload_in_the_middle_of_a_tap(phones: PhoneClass) -> None:
    ana = phones.joins()
    phones.line.loses_answers()
    taps(ana, 1, "green")
    until(lambda: phones.counted() == {1: {"green": 1}})
    sees(ana, 1, "Saving…")
    phones.line.comes_back()
    ana.reload()
    sees(ana, 1, "Saved")
    has(ana, 1, "green")
    until(lambda: not kept(ana))
    assert phones.counted() == {1: {"green": 1}}


def test_a_tap_before_the_script_runs_is_taken_over(phones: PhoneClass) -> None:
    ana = phones.somebody()
    scripts: list[Route] = []
    ana.route("**/js/phone.js", lambda script: scripts.insert(0, script))
    ana.get_by_role("button", name="Join").click(no_wait_after=True)
    taps(ana, 1, "red")
    taps(ana, 1, "green")
    taps(ana, 2, "yellow")
    assert phones.counted() == {}
    assert scripts
    for script in scripts:
        script.continue_()
    for square in (1, 2):
        sees(ana, square, "Saved")
    expect(ana.locator("#count")).to_have_text("2 of 6")
    assert phones.counted() == {1: {"green": 1}, 2: {"yellow": 1}}
    ana.unroute("**/js/phone.js")

    other = phones.opens(ana.context)
    taps(other, 1, "red")
    sees(other, 1, "Saved")
    ana.goto("about:blank")
    ana.go_back()  # a browser may fill in a form as it left it: that is no tap
    has(ana, 1, "red")
    sees(ana, 1, "Saved")
    assert phones.counted() == {1: {"red": 1}, 2: {"yellow": 1}}


# Two tabs, and the back button


def test_two_tabs_are_one_voice_and_one_goes_on_for_the_other(phones: PhoneClass) -> None:
    one = phones.joins()
    other = phones.opens(one.context)
    taps(one, 1, "green")
    has(other, 1, "green")
    taps(other, 1, "red")
    has(one, 1, "red")
    goes_offline(one, LASTING)
    taps(one, 1, "green")
    taps(one, 2, "green")
    taps(other, 2, "yellow")
    taps(one, 3, "red")
    sees(other, 3, WAITING)
    one.close()
    other.context.set_offline(False)
    for square in (1, 2, 3):
        sees(other, square, "Saved")
    assert phones.counted() == {1: {"green": 1}, 2: {"yellow": 1}, 3: {"red": 1}}


def test_back_after_leaving_and_after_the_phone_was_passed_on(phones: PhoneClass) -> None:
    ana = phones.joins()
    taps(ana, 1, "green")
    sees(ana, 1, "Saved")
    ana.context.set_offline(True)
    taps(ana, 2, "red")
    sees(ana, 2, WAITING)
    ana.goto("about:blank")
    ana.context.set_offline(False)
    ana.go_back()
    for square in (1, 2):
        sees(ana, square, "Saved")

    ana.locator("#ask-next").click()
    with ana.expect_navigation():
        ana.get_by_role("button", name="Pass it on").click()
    expect(ana.locator("#count")).to_have_text("0 of 6")
    taps(ana, 1, "yellow")
    sees(ana, 1, "Saved")
    ana.goto("about:blank")
    for _ in range(2):  # to Ben's page, and to the one that was Ana's
        ana.go_back()
        has(ana, 1, "yellow")
        expect(ana.locator("#count")).to_have_text("1 of 6")
    taps(ana, 1, "red")
    sees(ana, 1, "Saved")
    assert phones.counted() == {1: {"green": 1, "red": 1}, 2: {"red": 1}}
