"""Fay changes how long her session is kept without leaving her console; then the shell deletes it under everybody's eyes."""

import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.rooms import Fay, Room

pytestmark = pytest.mark.e2e


def _chooses(fay: Fay, label: str) -> None:
    form = fay.console.locator("#keep-form")
    form.get_by_label(label).check()
    form.get_by_role("button", name="Change").click()


def _day(page: Page) -> str:
    """The day that the closed row says, as pages write it without the year: December 29."""
    return (page.locator("#keep-now").text_content() or "").removeprefix("until ")


def test_fay_keeps_it_shorter_and_it_is_deleted_on_the_shell(room: Room) -> None:
    fay = room.fay()
    fay.opens_a_session()
    now, note = fay.console.locator("#keep-now"), fay.console.locator("#keep-note")
    fay.console.evaluate("window.stayed = true")
    fay.console.locator("#keep-row > summary").click()
    _chooses(fay, "until I delete it")
    expect(now).to_have_text("until you delete it")
    expect(note).to_have_text("Kept until you delete it.")
    _chooses(fay, "30 days")
    expect(now).to_have_text("until " + (fay.console.locator('[value="30d"] + span small').text_content() or "").removeprefix("until "))

    phone = room.phone(fay.code)
    _chooses(fay, "until I delete it")
    expect(note).to_contain_text("Somebody has joined, and was told when everything is deleted.")
    expect(note).to_have_attribute("data-status", "refused")
    expect(fay.console.locator('#keep-form [value="30d"]')).to_be_checked()  # what holds, not what was wished
    _chooses(fay, "24 hours")
    expect(fay.console.locator('#keep-form [value="30d"]')).to_be_disabled()
    expect(fay.console.locator("#keep-sentence")).to_contain_text(f"Until {_day(fay.console)}")
    assert fay.console.evaluate("window.stayed")
    phone.page.reload()
    expect(phone.page.locator("body")).to_contain_text(f"Until {_day(fay.console)}")

    command = [sys.executable, "-P", "-m", "pollapp", "session", "delete", fay.code, "--yes", "--data-dir", str(room.server.data_dir)]
    subprocess.run(command, check=True, timeout=60, capture_output=True)
    for page in (fay.console, phone.page):
        expect(page.locator("body")).to_contain_text("deleted")
    expect(fay.console.locator("#over")).to_be_visible()


def test_the_link_in_the_report_finds_the_row_open(room: Room) -> None:
    """Also when the session is over: then the results to take home are unfolded, and give way."""
    fay = room.fay()
    fay.opens_a_session()
    page = fay.console
    for name in ("People are voting.", "The round is closed and revealed."):
        fay.goes_on(name)
    page.goto(f"{fay.url}{fay.data['urls']['report']}")
    page.get_by_role("link", name="Change that on the console").click()
    expect(page.locator("#keep-row")).to_have_attribute("open", "")
    expect(page.locator("#keep-row > summary")).to_be_in_viewport()
    fay.presses_next("Wrap up")
    fay.presses_next("Ask for takeaways")
    fay.ends()
    expect(page.locator("#results-row")).to_have_attribute("open", "")
    page.reload()
    expect(page.locator("#keep-row")).to_have_attribute("open", "")
    expect(page.locator("#results-row")).not_to_have_attribute("open", "")
