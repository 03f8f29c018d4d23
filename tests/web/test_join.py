"""Joining: an identity is made when somebody presses Join, and one browser is one voice."""

import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from pollapp import access
from pollapp.access import page_mark, voice_cookie
from pollapp.domain.commands import AdmitOne, CloseSession, ForgetDots, LockJoining
from pollapp.room import Counted
from pollapp.service import Order
from tests.web.people import Class, browser, cookies_set, data_block, says


def _forgets(room: Class, phone: FlaskClient) -> None:
    participant = room.participant(phone)
    [answer] = room.parts.service.handle(room.id, [Order(participant, "forget-me", ForgetDots(participant))])
    assert isinstance(answer, Counted)


def _offered(page: str) -> str:
    found = re.search(r'name="voice" value="([^"]+)"', page)
    assert found
    return found[1]


def test_looking_at_the_invitation_makes_no_identity(client: FlaskClient, room: Class) -> None:
    for look in (client.get, client.head, client.get):
        page = look(f"/j/{room.code}")
        assert page.status_code == 200
        assert cookies_set(page) == {}
    assert 'method="post"' in page.text
    assert room.session.participants == set()


def test_pressing_join_makes_one_and_leads_to_the_phone(client: FlaskClient, room: Class) -> None:
    answer = client.post(f"/j/{room.code}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/j/{room.code}")
    [(name, cookie)] = cookies_set(answer).items()
    assert name == voice_cookie(room.id)
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    page = data_block(client.get(f"/j/{room.code}"))
    me, home = page_mark(room.participant(client)), room.parts.site.home
    assert page["auth"] == {"role": "phone", "session": room.id, "wire": 2, "language": "en", "me": me, "home": home}
    assert page["mine"]["dots"] == {}
    assert len(room.session.participants) == 1


def test_the_log_does_not_hold_what_the_cookie_holds(client: FlaskClient, room: Class) -> None:
    client.post(f"/j/{room.code}")
    cookie = client.get_cookie(voice_cookie(room.id))
    assert cookie
    bodies = b"".join(entry.body + entry.actor.encode() for entry in room.parts.log.read(room.id) or [])
    assert cookie.value.encode() not in bodies
    assert room.participant(client).encode() in bodies


def test_pressing_join_again_is_the_same_voice(client: FlaskClient, room: Class) -> None:
    client.post(f"/j/{room.code}")
    before = client.get_cookie(voice_cookie(room.id))
    for _ in range(3):
        assert client.post(f"/j/{room.code}").headers["Location"] == f"/j/{room.code}"
    assert client.get_cookie(voice_cookie(room.id)) == before
    assert len(room.session.participants) == 1


def test_a_double_click_or_a_lost_answer_makes_one_participant(room: Class) -> None:
    voice = _offered(browser(room.app).get(f"/j/{room.code}").text)
    answers = [browser(room.app).post(f"/j/{room.code}", data={"voice": voice}) for _ in range(3)]  # no cookie came back yet
    assert len({cookies_set(answer)[voice_cookie(room.id)] for answer in answers}) == 1
    assert len(room.session.participants) == 1


def test_every_invitation_offers_another_voice(room: Class) -> None:
    offered = {_offered(browser(room.app).get(f"/j/{room.code}").text) for _ in range(10)}
    assert len(offered) == 10


@pytest.mark.parametrize("voice", ["", "short", "x" * 44, "é" * 43, "a" * 42 + ";", "a" * 42 + "\n"])
def test_a_voice_that_we_did_not_offer_is_not_taken(client: FlaskClient, room: Class, voice: str) -> None:
    answer = client.post(f"/j/{room.code}", data={"voice": voice})
    assert answer.status_code == 302
    cookie = client.get_cookie(voice_cookie(room.id))
    assert cookie
    assert cookie.value != voice
    assert len(cookie.value) == 43


def test_ten_phones_are_ten_voices(room: Class) -> None:
    phones = room.phones(10)
    assert len({room.participant(phone) for phone in phones}) == len(room.session.participants) == 10


def test_who_forgot_the_dots_is_invited_anew_and_becomes_somebody_else(room: Class) -> None:
    ana = room.phone()
    before = room.participant(ana)
    _forgets(room, ana)
    invitation = ana.get(f"/j/{room.code}")
    assert 'method="post"' in invitation.text
    assert ana.post(f"/j/{room.code}", data={"voice": _offered(invitation.text)}).status_code == 302
    assert room.participant(ana) != before
    assert room.session.participants == {room.participant(ana)}


def test_an_old_invitation_brings_no_forgotten_id_back(room: Class) -> None:
    ana = browser(room.app)
    voice = _offered(ana.get(f"/j/{room.code}").text)
    ana.post(f"/j/{room.code}", data={"voice": voice})
    _forgets(room, ana)
    answer = ana.post(f"/j/{room.code}", data={"voice": voice})
    assert answer.status_code == 403
    assert says(answer, "forgotten")
    assert _offered(answer.text) != voice  # the invitation is a new one
    assert room.session.participants == set()


def test_locked_joining_is_said_and_one_is_let_in(room: Class) -> None:
    ana = room.phone()
    room.says(LockJoining(True))
    ben, zed = browser(room.app), browser(room.app)
    answer = ben.post(f"/j/{room.code}")
    assert answer.status_code == 403
    assert says(answer, "locked")
    assert cookies_set(answer) == {}
    assert ana.get(f"/j/{room.code}").status_code == 200  # who is in stays in
    room.says(AdmitOne())
    assert ben.post(f"/j/{room.code}").status_code == 302
    assert zed.post(f"/j/{room.code}").status_code == 403
    assert room.session.participants == {room.participant(ana), room.participant(ben)}


def test_locked_joining_is_said_before_anybody_presses_and_the_button_stays(room: Class) -> None:
    room.says(LockJoining(True))
    page = browser(room.app).get(f"/j/{room.code}")
    assert page.status_code == 200
    assert "Joining is locked for this session." in page.text
    assert "Ask the facilitator to let you in, then press Join." in page.text
    assert 'name="voice"' in page.text
    room.says(AdmitOne())
    assert "Joining is locked" not in browser(room.app).get(f"/j/{room.code}").text


def test_a_session_that_is_over_says_so_and_offers_no_join(room: Class) -> None:
    room.says(CloseSession("lobby"))
    page = browser(room.app).get(f"/j/{room.code}")
    assert page.status_code == 200
    assert says(page, "session_closed")
    assert 'name="voice"' not in page.text


def test_a_session_that_is_over_takes_nobody_in(room: Class) -> None:
    ana = room.phone()
    room.says(CloseSession("lobby"))
    answer = browser(room.app).post(f"/j/{room.code}")
    assert answer.status_code == 403
    assert says(answer, "session_closed")
    assert data_block(ana.get(f"/j/{room.code}"))["view"]["stage"] == "closed"


def test_one_browser_has_a_voice_of_its_own_in_each_session(room: Class) -> None:
    another = Class(room.app, room.fay)
    ana = room.phone()
    ana.post(f"/j/{another.code}")
    assert room.participant(ana) != another.participant(ana)


def test_a_voice_is_worth_nothing_elsewhere(room: Class) -> None:
    another = Class(room.app, room.fay)
    ana = room.phone()
    cookie = ana.get_cookie(voice_cookie(room.id))
    assert cookie
    thief = browser(room.app)
    thief.set_cookie(voice_cookie(another.id), cookie.value)
    assert 'id="page"' not in thief.get(f"/j/{another.code}").text


@pytest.mark.parametrize("typed", ["123", "abcdef", "0" * 50, "١٢٣٤٥٦", "..%2f..%2fetc", "<script>"])
def test_an_address_with_no_code_in_it_is_said(client: FlaskClient, typed: str) -> None:
    for answer in (client.get(f"/j/{quote(typed)}"), client.post(f"/j/{quote(typed)}")):
        assert answer.status_code in (400, 404)
        assert says(answer, "not_a_code") or says(answer, "not_found")


def test_a_deleted_session_has_no_invitation(room: Class) -> None:
    ana = room.phone()
    room.fay.post(f"{room.console_url}/delete")
    for phone in (ana, browser(room.app)):
        assert phone.get(f"/j/{room.code}").status_code == 404
        assert phone.post(f"/j/{room.code}").status_code == 404


def test_the_phone_is_told_what_is_kept(room: Class) -> None:
    for page in (browser(room.app).get(f"/j/{room.code}"), room.phone().get(f"/j/{room.code}")):
        assert "Kept on the server: dots and what people write, under a random number. No name, no address, no time. Until" in page.text


def test_the_phones_page_carries_no_colours_and_no_turnout(room: Class) -> None:
    page = data_block(room.phone().get(f"/j/{room.code}"))
    assert page["view"]["results"] is None
    assert "turnout" not in page["view"]
    assert set(page) == {"wire", "auth", "session", "grid", "view", "mine"}


def test_too_many_new_participants_from_one_address_are_slowed_down(room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(room.parts.site.joins, "_now", lambda: now[0])
    monkeypatch.setattr(room.parts.site.joins, "_burst", 3.0)
    ana = room.phone()
    room.phones(2)
    answer = browser(room.app).post(f"/j/{room.code}")
    assert answer.status_code == 429
    assert says(answer, "slow_down")
    assert ana.post(f"/j/{room.code}").status_code == 302  # who is in costs nothing
    now[0] += 1
    room.phone()


def test_joins_that_are_refused_cost_nothing_and_another_class_has_its_own(
    room: Class, fay: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else whoever presses Join where joining is locked keeps everybody at this address out of every class."""
    monkeypatch.setattr(room.parts.site.joins, "_now", lambda: 0.0)
    monkeypatch.setattr(room.parts.site.joins, "_burst", 2.0)
    room.says(LockJoining(True))
    assert {browser(room.app).post(f"/j/{room.code}").status_code for _ in range(5)} == {403}
    room.says(LockJoining(False))
    voice = access.new_token()
    assert {browser(room.app).post(f"/j/{room.code}", data={"voice": voice}).status_code for _ in range(5)} == {302}  # one participant
    room.phone()
    assert browser(room.app).post(f"/j/{room.code}").status_code == 429
    Class(room.app, fay).phones(2)
