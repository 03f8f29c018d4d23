"""Control moves to the facilitator's phone by a QR code: an offer, a claim, the console's yes, and who gets nothing."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pollapp.access import control_cookie
from pollapp.web.handing_over import CLAIM_COOKIE
from pollapp.web.tries import BURST
from tests.web.people import Class, browser, cookies_set, facilitator, says

JSON = {"Accept": "application/json"}


class Offer:
    """What Fay's console was told when she held the button, and what it does with it."""

    def __init__(self, room: Class) -> None:
        self.room = room
        made: dict[str, Any] = room.fay.post(f"{room.console_url}/handover").get_json()
        self.link, self.qr, self.seconds, self.follow = made["link"], made["qr"], made["seconds"], made["follow"]
        self.path = re.sub(r"^http://[^/]+", "", self.link)

    def state(self, console: FlaskClient | None = None) -> dict[str, Any]:
        told: dict[str, Any] = (console or self.room.fay).get(self.follow).get_json()
        return told

    def answer(self, confirm: str, console: FlaskClient | None = None) -> TestResponse:
        return (console or self.room.fay).post(self.follow, data={"confirm": confirm}, headers=JSON)

    def claimed_by(self, phone: FlaskClient) -> str:
        """The number that this phone is shown after pressing the button."""
        assert phone.post(self.path).status_code == 303
        number = re.search(r'id="number">(\d{3})<', phone.get(self.path).text)
        assert number
        return number[1]


@pytest.fixture
def offer(room: Class) -> Offer:
    return Offer(room)


@pytest.fixture
def clock(room: Class, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that offers go by, in seconds."""
    now = [1000.0]
    monkeypatch.setattr(room.parts.shelf, "_now", lambda: now[0])
    return now


def test_the_phone_steers_after_the_consoles_yes(offer: Offer, room: Class, zed: FlaskClient) -> None:
    phone = zed
    assert offer.seconds == 60
    assert offer.link.startswith("http://127.0.0.1:8000/control/")
    assert offer.qr.startswith("<svg")
    assert offer.state() == {"state": "offered"}

    page = phone.get(offer.path)
    assert "Steer from this phone" in page.text
    assert offer.state() == {"state": "offered"}, "looking claims nothing"
    assert cookies_set(page) == {}

    number = offer.claimed_by(phone)
    assert offer.state() == {"state": "claimed", "number": int(number)}
    assert phone.get(offer.path, headers=JSON).get_json() == {"state": "claimed"}
    assert phone.get(room.console_url).status_code == 403, "a claim is no control"

    assert offer.answer("1").get_json() == {"state": "granted", "number": int(number)}
    assert phone.get(offer.path, headers=JSON).get_json() == {"state": "granted"}
    assert "The console said yes" in phone.get(offer.path).text
    assert phone.get(room.console_url).status_code == 403

    collected = phone.post(f"{offer.path}/collect")
    assert (collected.status_code, collected.headers["Location"]) == (303, room.console_url)
    assert offer.state()["state"] == "collected"
    assert phone.get(room.console_url).status_code == 200
    assert phone.post(f"{room.console_url}/phrase").get_json()["phrase"] == room.phrase()
    assert room.fay.get(room.console_url).status_code == 200, "the laptop steers on"


def test_the_claim_is_a_cookie_for_that_address_alone(offer: Offer, zed: FlaskClient) -> None:
    [claim] = [cookies_set(zed.post(offer.path))[CLAIM_COOKIE]]
    assert f"Path={offer.path}" in claim
    assert "HttpOnly" in claim
    assert "SameSite=Lax" in claim
    assert zed.get_cookie(CLAIM_COOKIE) is None  # not for the rest of the site


def test_what_carries_the_offer_carries_no_control(offer: Offer, room: Class) -> None:
    secret = room.fay.get_cookie(control_cookie(room.id))
    assert secret
    for told in (offer.link, offer.qr, browser(room.app).get(offer.path).text):
        assert secret.value not in told
        assert room.token not in told
        assert room.id not in told


def test_the_second_phone_is_told_that_another_was_quicker(offer: Offer, room: Class, zed: FlaskClient) -> None:
    fays_phone = browser(room.app)
    number = offer.claimed_by(zed)
    for late in (fays_phone.post(offer.path), fays_phone.get(offer.path)):
        assert late.status_code == 403
        assert says(late, "handover_taken")
        assert number not in re.sub(r"<svg.*?</svg>", "", late.text, flags=re.DOTALL).partition("<h1")[2]  # above it stands "403"
        assert cookies_set(late) == {}
    offer.answer("1")
    assert says(fays_phone.post(f"{offer.path}/collect"), "handover_taken")
    assert fays_phone.get(room.console_url).status_code == 403


def test_a_no_is_told_to_the_phone_that_asked(offer: Offer, room: Class, zed: FlaskClient) -> None:
    offer.claimed_by(zed)
    assert offer.answer("0").get_json()["state"] == "refused"
    assert zed.get(offer.path, headers=JSON).get_json()["refused"] == "handover_refused"
    for page in (zed.get(offer.path), zed.post(f"{offer.path}/collect")):
        assert page.status_code == 403
        assert says(page, "handover_refused")
    assert says(browser(room.app).get(offer.path), "handover_taken")
    assert zed.get(room.console_url).status_code == 403
    assert offer.answer("1").status_code == 410, "a no stays a no"


@pytest.mark.in_a_file
def test_it_works_for_a_minute(offer: Offer, clock: list[float], room: Class, zed: FlaskClient) -> None:
    offer = Offer(room)
    clock[0] += 60
    assert offer.state() == {"state": "over"}
    for page in (zed.get(offer.path), zed.post(offer.path)):
        assert page.status_code == 410
        assert says(page, "handover_over")


@pytest.mark.in_a_file
def test_the_answer_has_a_minute_too(clock: list[float], room: Class, zed: FlaskClient) -> None:
    offer = Offer(room)
    offer.claimed_by(zed)
    clock[0] += 60
    late = offer.answer("1")
    assert (late.status_code, late.get_json()["refused"]) == (410, "handover_over")
    assert says(zed.post(f"{offer.path}/collect"), "handover_over")


def test_the_next_hold_ends_the_offer_before(offer: Offer, room: Class, zed: FlaskClient) -> None:
    newer = Offer(room)
    assert says(zed.post(offer.path), "handover_over")
    assert offer.state() == {"state": "over"}
    newer.claimed_by(zed)


def test_pressing_twice_is_one_claim(offer: Offer, zed: FlaskClient) -> None:
    found = re.search(r'name="claim" value="([^"]+)"', zed.get(offer.path).text)
    assert found
    first, second = (zed.post(offer.path, data={"claim": found[1]}) for _ in range(2))
    assert first.status_code == second.status_code == 303


def test_collecting_early_or_twice_leads_where_one_is(offer: Offer, room: Class, zed: FlaskClient) -> None:
    offer.claimed_by(zed)
    assert zed.post(f"{offer.path}/collect").headers["Location"] == offer.path
    offer.answer("1")
    zed.post(f"{offer.path}/collect")
    assert says(zed.post(f"{offer.path}/collect"), "handover_taken"), "its claim is spent"
    assert zed.get(offer.path).headers["Location"] == room.console_url


def test_whoever_steers_already_goes_to_the_console(offer: Offer, room: Class) -> None:
    assert room.fay.get(offer.path).headers["Location"] == room.console_url
    assert offer.state() == {"state": "offered"}


def test_only_this_sessions_console_may_offer_look_and_answer(offer: Offer, room: Class, zed: FlaskClient) -> None:
    offer.claimed_by(zed)
    for other in (browser(room.app), facilitator(room.app), room.phone(), zed):
        refusals = [other.post(f"{room.console_url}/handover"), other.get(offer.follow), other.post(offer.follow, data={"confirm": "1"})]
        for refusal in refusals:
            assert refusal.status_code == 403
            assert says(refusal, "no_control")
    assert offer.state()["state"] == "claimed"


def test_another_sessions_console_knows_nothing_of_it(offer: Offer, room: Class, zed: FlaskClient) -> None:
    another = Class(room.app, facilitator(room.app))
    offer.claimed_by(zed)
    theirs = offer.follow.replace(room.id, another.id)
    assert another.fay.get(theirs).get_json() == {"state": "over"}
    for confirm in ("0", "1"):
        assert another.fay.post(theirs, data={"confirm": confirm}).status_code == 410
    assert offer.state()["state"] == "claimed"


@pytest.mark.parametrize("confirm", ["", "2", "yes", "true"])
def test_the_answer_is_yes_or_no(offer: Offer, zed: FlaskClient, confirm: str) -> None:
    offer.claimed_by(zed)
    assert offer.answer(confirm).status_code == 400
    assert offer.state()["state"] == "claimed"


def test_a_new_phrase_takes_back_what_was_granted_and_not_collected(offer: Offer, room: Class, zed: FlaskClient) -> None:
    offer.claimed_by(zed)
    offer.answer("1")
    room.new_phrase()
    assert says(zed.post(f"{offer.path}/collect"), "handover_over")
    assert zed.get(room.console_url).status_code == 403


def test_a_new_phrase_shuts_the_phone_out(offer: Offer, room: Class, zed: FlaskClient) -> None:
    offer.claimed_by(zed)
    offer.answer("1")
    zed.post(f"{offer.path}/collect")
    room.new_phrase()
    assert zed.get(room.console_url).status_code == 403
    assert zed.post(f"{room.console_url}/handover").status_code == 403


def test_a_deleted_session_is_gone(offer: Offer, room: Class, zed: FlaskClient) -> None:
    offer.claimed_by(zed)
    room.fay.post(f"{room.console_url}/delete")
    assert zed.get(offer.path).status_code == 410
    assert zed.post(f"{offer.path}/collect").status_code == 410


@pytest.mark.parametrize("token", ["x", "A" * 22, "%00", "%ff", "é", "x" * 3000])
def test_made_up_offers_are_none(room: Class, zed: FlaskClient, token: str) -> None:
    for answer in (zed.get(f"/control/{token}"), zed.post(f"/control/{token}"), zed.post(f"/control/{token}/collect")):
        assert answer.status_code == 410
        assert says(answer, "handover_over")
    assert room.fay.get(f"{room.console_url}/handover/{token}").get_json() == {"state": "over"}


def test_guessing_is_slowed_down_and_keeps_nobody_out(offer: Offer, zed: FlaskClient, room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    now = room.parts.site.tries._now()
    monkeypatch.setattr(room.parts.site.tries, "_now", lambda: now)  # on a slow machine too
    answers = [browser(room.app).get("/control/" + "A" * 22).status_code for _ in range(BURST + 1)]
    assert answers == [410] * BURST + [429]
    offer.claimed_by(zed)


@pytest.mark.in_a_file
def test_forty_phones_that_come_too_late_are_no_guessers(clock: list[float], room: Class, zed: FlaskClient) -> None:
    late = Offer(room)
    clock[0] += 60
    assert {zed.get(late.path).status_code for _ in range(100)} == {410}
    assert zed.get("/control/unknown").status_code == 410


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_link_offers_or_collects(offer: Offer, room: Class, method: str) -> None:
    for url in (f"{room.console_url}/handover", f"{offer.path}/collect"):
        assert room.fay.open(url, method=method).status_code == 405


def test_no_other_site_can_press_for_the_console(offer: Offer, room: Class, zed: FlaskClient) -> None:
    offer.claimed_by(zed)
    foreign = room.fay.post(offer.follow, data={"confirm": "1"}, headers={"Origin": "http://elsewhere.example"})
    assert says(foreign, "other_site")
    assert offer.state()["state"] == "claimed"


def test_nothing_of_an_offer_stands_on_the_console(offer: Offer, room: Class) -> None:
    page = room.fay.get(room.console_url).text
    assert offer.path not in page
    assert "Hold to show the QR code" in page
