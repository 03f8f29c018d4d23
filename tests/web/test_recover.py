"""The way back in: a phrase that can be read aloud and typed, and that a newer one makes worthless."""

import re

import pytest
from flask.testing import FlaskClient

from pollapp.access import control_cookie
from tests.web.people import Class, browser, cookies_set, facilitator, says


def _recovers(room: Class, phrase: str) -> FlaskClient:
    laptop = browser(room.app)
    answer = laptop.post("/recover", data={"phrase": phrase})
    assert (answer.status_code, answer.headers["Location"]) == (302, room.console_url)
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookies_set(answer)[control_cookie(room.id)].split("; "))
    assert laptop.get(room.console_url).status_code == 200
    return laptop


def test_the_phrase_is_five_groups_of_five_without_look_alikes(room: Class) -> None:
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}", room.phrase())


def test_the_link_carries_it_where_no_server_sees_it(room: Class) -> None:
    answer = room.fay.post(f"{room.console_url}/phrase").get_json()
    assert answer == {"phrase": answer["phrase"], "link": f"http://127.0.0.1:8000/recover#phrase={answer['phrase']}"}


def test_it_is_the_same_each_time(room: Class) -> None:
    assert room.phrase() == room.phrase()


def test_it_hands_control_over_and_the_first_laptop_keeps_it(room: Class) -> None:
    _recovers(room, room.phrase())
    assert room.fay.get(room.console_url).status_code == 200


def test_it_may_be_typed_as_people_type(room: Class) -> None:
    phrase = room.phrase()
    for typed in (
        phrase.lower(),
        phrase.replace("-", ""),
        phrase.replace("-", " "),
        f"  {phrase}\r\n",
        phrase.replace("-", " – "),
        phrase.replace("0", "O").replace("1", "l"),
        phrase.replace("0", "o").replace("1", "I"),
    ):
        _recovers(room, typed)


@pytest.mark.parametrize("phrase", ["", "-", "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA", "' OR 1=1", "é", "0" * 100_000])
def test_a_wrong_phrase_is_said_where_it_was_typed(client: FlaskClient, room: Class, phrase: str) -> None:
    answer = client.post("/recover", data={"phrase": phrase})
    assert answer.status_code == 403
    # the page repeats no phrase: it may be nearly right
    assert says(answer, "wrong_phrase")
    assert 'id="phrase"' in answer.text
    assert cookies_set(answer) == {}


def test_a_phrase_that_is_nearly_right_is_wrong(client: FlaskClient, room: Class) -> None:
    phrase = room.phrase()
    last = "2" if phrase[-1] != "2" else "3"
    for nearly in (phrase[:-1] + last, phrase[:-1], phrase + "2", phrase[::-1]):
        assert client.post("/recover", data={"phrase": nearly}).status_code == 403


def test_a_new_phrase_revokes_every_older_one(room: Class) -> None:
    old = room.phrase()
    other = _recovers(room, old)
    answer = room.new_phrase()
    new = answer.get_json()["phrase"]
    assert answer.get_json()["link"] == f"http://127.0.0.1:8000/recover#phrase={new}"
    assert new != old
    assert room.fay.get(room.console_url).status_code == 200  # this browser goes on
    assert other.get(room.console_url).status_code == 403
    assert other.post(f"{room.console_url}/delete").status_code == 403
    assert browser(room.app).post("/recover", data={"phrase": old}).status_code == 403
    assert room.phrase() == new
    _recovers(room, new)


def test_of_two_who_make_a_new_phrase_at_once_only_one_has_it(room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both looked at the session before either was stored; the other one would read out a phrase that opens nothing."""
    laptops = room.fay, _recovers(room, room.phrase())
    asked = [laptop.post(f"{room.console_url}/new-phrase").headers["Location"] for laptop in laptops]
    monkeypatch.setattr("pollapp.web.console.controlled", lambda site, session_id: (room.header, room.session))
    first, second = (laptop.post(again) for laptop, again in zip(laptops, asked, strict=True))
    assert (first.status_code, second.status_code) == (200, 403)
    assert says(second, "no_control")
    assert cookies_set(second) == {}
    _recovers(room, first.get_json()["phrase"])


def test_a_new_phrase_touches_no_other_session(room: Class) -> None:
    another = Class(room.app, facilitator(room.app))
    room.new_phrase()
    assert another.fay.get(another.console_url).status_code == 200
    _recovers(another, another.phrase())


def test_the_phrase_of_a_deleted_session_is_worth_nothing(room: Class) -> None:
    phrase = room.phrase()
    room.fay.post(f"{room.console_url}/delete")
    assert browser(room.app).post("/recover", data={"phrase": phrase}).status_code == 403


def test_answers_with_a_phrase_are_never_kept(room: Class) -> None:
    for url in ("phrase", "new-phrase"):
        answer = room.fay.post(f"{room.console_url}/{url}", follow_redirects=True)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.content_type == "application/json"
