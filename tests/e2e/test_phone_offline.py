"""Phones that lose the server, and the server that loses them: what was tapped meanwhile is counted once, or said not to be."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.e2e.phone_class import PhoneClass, goes_offline, has, says, sees, taps, wakes
from tests.e2e.prepared import World
from tests.e2e.rooms import until
from tests.e2e.talk_room import scene

pytestmark = pytest.mark.e2e

HOUR = "01:00:00"
KEPT = "No connection. Dots are kept and sent later."
CLOSED = "counted: the round had closed"


def test_airplane_mode_for_seconds(phones: PhoneClass) -> None:
    ana = phones.joins()
    taps(ana, 1, "red")
    sees(ana, 1, "Saved")
    goes_offline(ana, KEPT)
    for square, choice in ((1, "green"), (2, "yellow"), (3, "green"), (3, "red")):
        taps(ana, square, choice)
        sees(ana, square, "Waiting for connection")
    ana.context.set_offline(False)
    for square in (1, 2, 3):
        sees(ana, square, "Saved")
    expect(ana.locator("#line")).to_be_hidden()
    assert phones.counted() == {1: {"green": 1}, 2: {"yellow": 1}, 3: {"red": 1}}


def test_airplane_mode_for_an_hour(phones: PhoneClass) -> None:
    ana = phones.joins()
    taps(ana, 1, "red")
    sees(ana, 1, "Saved")
    ana.context.set_offline(True)
    ana.clock.fast_forward(HOUR)
    says(ana, "#line", KEPT)
    taps(ana, 1, "green")
    taps(ana, 2, "yellow")
    ana.clock.fast_forward(HOUR)
    for square in (1, 2):
        sees(ana, square, "Waiting for connection")
    ana.context.set_offline(False)
    for square in (1, 2):
        sees(ana, square, "Saved")
    assert phones.counted() == {1: {"green": 1}, 2: {"yellow": 1}}


def test_what_arrives_after_the_round_closed_is_told_so_per_square_and_in_sum(phones: PhoneClass) -> None:
    ana = phones.joins()
    taps(ana, 1, "red")
    sees(ana, 1, "Saved")
    ana.context.set_offline(True)
    for square in (1, 2):
        taps(ana, square, "green")
    phones.steers("close_round", from_="voting")
    ana.context.set_offline(False)
    scene(ana, "results")
    says(ana, "#news", "2 of your dots arrived after their round had closed. They are not counted.")
    for square, dot, late in ((1, "red", f"Your change is not {CLOSED}"), (2, "", f"Not {CLOSED}")):
        outcome = ana.locator(f'[data-square="{square}"] .outcome-now')
        expect(outcome.locator('[data-part="late"]')).to_have_text(late)
        expect(outcome.locator(f'[data-yours="{dot}"]')).to_be_visible()
    assert phones.counted() == {1: {"red": 1}}
    phones.steers("move_spotlight", from_square=None, square=1)
    scene(ana, "spotlight")
    expect(ana.locator("#news")).to_be_hidden()  # it was said; the talk goes on without it


def test_when_a_second_look_is_open_meanwhile_too(phones: PhoneClass) -> None:
    ana = phones.joins()
    ana.context.set_offline(True)
    for square in (1, 2):
        taps(ana, square, "green")
    phones.steers("close_round", from_="voting")
    phones.steers("open_second_look", from_="revealed", squares=[1], recall="nothing")
    ana.context.set_offline(False)
    says(ana, "#again", "Second look: 1 square")
    says(ana, "#news", "2 of your dots arrived after their round had closed. They are not counted.")
    sees(ana, 1, "")
    taps(ana, 1, "yellow")
    sees(ana, 1, "Saved")
    expect(ana.locator("#news")).to_be_hidden()
    assert phones.counted() == {1: {"yellow": 1}}
    phones.steers("close_round", from_="voting")
    scene(ana, "results")
    expect(ana.locator('[data-square="1"] .outcome-now [data-part="late"]')).to_be_empty()
    expect(ana.locator('[data-square="2"] .outcome-now [data-part="late"]')).to_have_text(f"Not {CLOSED}")


def test_a_phone_in_the_pocket_wakes_with_a_line_that_is_dead_and_does_not_know(phones: PhoneClass) -> None:
    ana = phones.joins()
    ana.evaluate("window.same = true")
    life = ana.context.new_cdp_session(ana)
    life.send("Page.setWebLifecycleState", {"state": "frozen"})
    phones.line.dies()
    phones.line.is_given_up_by_the_server()
    phones.steers("close_round", from_="voting")
    life.send("Page.setWebLifecycleState", {"state": "active"})
    phones.line.comes_back()
    wakes(ana)
    scene(ana, "results")  # long before a ping that stays away would tell
    assert ana.evaluate("window.same"), "It was not reloaded."


def test_a_tap_on_a_dead_line_finds_out_by_itself(phones: PhoneClass) -> None:
    ana = phones.joins()
    phones.line.dies()
    taps(ana, 1, "green")
    sees(ana, 1, "Saving…")
    phones.line.comes_back()
    for _ in range(2):  # the tap is not answered in time, nor is the question whether the line is alive
        ana.clock.fast_forward(5000)
        ana.wait_for_timeout(20)
    sees(ana, 1, "Saved")
    assert phones.counted() == {1: {"green": 1}}


def test_from_wifi_to_mobile_with_the_old_line_half_open_at_the_server(phones: PhoneClass) -> None:
    ana = phones.joins()
    taps(ana, 1, "red")
    sees(ana, 1, "Saved")
    phones.line.loses_answers()
    taps(ana, 1, "green")
    until(lambda: phones.counted() == {1: {"green": 1}})
    phones.line.goes_another_way("127.0.0.2")
    phones.line.comes_back()
    taps(ana, 2, "yellow")
    for square in (1, 2):
        sees(ana, square, "Saved")
    assert phones.counted() == {1: {"green": 1}, 2: {"yellow": 1}}
    ben = phones.joins()  # and the console is told of two, not of three
    taps(ben, 1, "green")
    sees(ben, 1, "Saved")
    assert phones.counted() == {1: {"green": 2}, 2: {"yellow": 1}}


def test_a_server_that_was_killed_has_everybody_back_at_once(phones: PhoneClass, world: World) -> None:
    both = [phones.joins() for _ in range(2)]
    for phone in both:
        phone.evaluate("window.same = true")
    world.server.kill()
    for phone in both:
        taps(phone, 1, "green")
        sees(phone, 1, "Waiting for connection")
    world.server.start()
    for phone in both:
        expect(phone.locator("#line")).to_be_hidden()
        sees(phone, 1, "Saved")
        has(phone, 1, "green")
        assert phone.evaluate("window.same"), "It was not reloaded."
    assert phones.counted() == {1: {"green": 2}}


def test_no_clock_decides_anything(phones: PhoneClass) -> None:
    ana = phones.somebody()
    ana.clock.set_system_time(datetime(1999, 1, 1, tzinfo=UTC))
    ana.get_by_role("button", name="Join").click()
    taps(ana, 1, "green")
    sees(ana, 1, "Saved")
    phones.steers("set_countdown", seconds=600, running=True)
    for year, choice in ((2051, "red"), (1980, "yellow")):
        ana.clock.set_system_time(datetime(year, 1, 1, tzinfo=UTC))
        taps(ana, 1, choice)
        sees(ana, 1, "Saved")
        assert phones.counted() == {1: {choice: 1}}
        expect(ana.locator("#countdown")).to_have_text(re.compile("^(10:00|9:[45][0-9]) left$"))
