"""The discussion by plain forms, as a phone without JavaScript sends it: the same law, the same log, and nothing typed is lost."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pollapp.domain.commands import CloseRound, OpenRound
from pollapp.domain.talk_commands import AskTakeaways, MoveSpotlight, OpenSecondLook, WrapUp
from pollapp.domain.talk_views import typed_view
from pollapp.domain.views import mine
from tests.web.people import Class, browser, says

WORDS = "I thought of <b>whose</b> decision it is."


@pytest.fixture
def ana(room: Class) -> FlaskClient:
    """A phone in a room that talks about square 1."""
    phone = room.phone()
    room.says(OpenRound("lobby"))
    for choice in ("green", "red", "red"):
        room.somebody(s1=choice, s2=choice)
    room.somebody(s3="green")
    room.says(CloseRound("voting"), MoveSpotlight(None, 1))
    return phone


def _sends(room: Class, phone: FlaskClient, what: str, **form: str) -> TestResponse:
    return phone.post(f"/j/{room.code}/{what}", data=form)


def _page(room: Class, phone: FlaskClient) -> str:
    return phone.get(f"/j/{room.code}").text


def _cited(room: Class, phone: FlaskClient) -> dict[str, list[int]]:
    cited: dict[str, list[int]] = mine(room.session, room.participant(phone))["cited"]
    return cited


def test_the_page_shows_the_spotlight(room: Class, ana: FlaskClient) -> None:
    page = _page(room, ana)
    assert f'<h2 id="spot-text" lang="en">{room.session.grid.squares[0].text}</h2>' in page
    assert "split" in page
    assert page.count('class="chip"') == len(room.session.grid.principles)


def test_a_reason_is_sent_and_the_page_says_so(room: Class, ana: FlaskClient) -> None:
    answer = _sends(room, ana, "reason", square="1", words=WORDS, plain="1")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/j/{room.code}?plain=1&sent=reason")
    [reason] = typed_view(room.session)["reasons"]
    assert (reason["square"], reason["words"], reason["state"]) == (1, WORDS, "waiting")
    page = ana.get(answer.headers["Location"]).text
    assert '<span data-part="sent">Sent. The facilitator reads it first.</span>' in page
    assert "whose" not in page  # words go to the facilitator, and to nobody else


def _once(page: str) -> str:
    """The number that this page sends with what is typed into it."""
    return page.partition('name="once" value="')[2].partition('"')[0]


def test_send_pressed_twice_or_once_more_after_going_back_is_one_sending(room: Class, ana: FlaskClient) -> None:
    once = _once(_page(room, ana))
    for _ in range(3):
        answer = _sends(room, ana, "reason", square="1", words=WORDS, once=once)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/j/{room.code}?sent=reason")
    assert [reason["words"] for reason in typed_view(room.session)["reasons"]] == [WORDS]


def test_other_words_from_the_same_page_and_the_same_words_from_another_are_other_sendings(room: Class, ana: FlaskClient) -> None:
    page = _page(room, ana)
    for once, words in ((_once(page), WORDS), (_once(page), "Something else."), (_once(_page(room, ana)), WORDS)):
        assert _sends(room, ana, "reason", square="1", words=words, once=once).status_code == 303
    assert [reason["words"] for reason in typed_view(room.session)["reasons"]] == [WORDS, "Something else.", WORDS]


def test_whatever_stands_in_that_number_is_taken_as_one(room: Class, ana: FlaskClient) -> None:
    for once in ("\0\n", "x" * 9000, "<b>"):
        assert _sends(room, ana, "reason", square="1", words=once[:3], once=once).status_code in (303, 403)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"square": "1", "words": " "}, "no_words"),
        ({"square": "2", "words": WORDS}, "not_in_spotlight"),
        ({"square": "1", "words": "x" * 281}, "too_long"),
    ],
)
def test_a_refused_reason_stands_in_its_field_again(room: Class, ana: FlaskClient, form: dict[str, str], code: str) -> None:
    answer = _sends(room, ana, "reason", **form)
    assert answer.status_code == 403
    assert says(answer, code)
    assert "<b>whose" not in answer.text
    assert 'id="spotlight"' in answer.text
    assert not typed_view(room.session)["reasons"]


def test_three_reasons_are_enough_and_a_flood_is_held_back(room: Class, ana: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    now = room.parts.site.votes._now()
    monkeypatch.setattr(room.parts.site.votes, "_now", lambda: now)  # on a slow machine too
    for _ in range(3):
        assert _sends(room, ana, "reason", square="1", words=WORDS).status_code == 303
    fourth = _sends(room, ana, "reason", square="1", words=WORDS)
    assert says(fourth, "said_enough")
    assert "&lt;b&gt;whose&lt;/b&gt;" in fourth.text
    answers = [_sends(room, ana, "reason", square="1", words=WORDS) for _ in range(3)]
    assert says(answers[-1], "slow_down")


def test_where_too_few_voted_there_is_no_field_for_a_reason(room: Class, ana: FlaskClient) -> None:
    assert '<form method="post" action="/j/' + room.code + '/reason" class="say-box" id="say-reason">' in _page(room, ana)
    room.says(MoveSpotlight(1, 3))
    assert 'class="say-box" id="say-reason" hidden' in _page(room, ana)
    assert says(_sends(room, ana, "reason", square="3", words=WORDS), "too_few_dots")


def test_principles_are_cited_one_by_one_and_twice_is_once(room: Class, ana: FlaskClient) -> None:
    for number in ("6", "2", "6"):
        assert _sends(room, ana, "principles", square="1", cite=number).status_code == 303
    assert sorted(_cited(room, ana)["1"]) == [2, 6]
    assert 'name="uncite" value="6" aria-pressed="true"' in _page(room, ana)
    for _ in range(2):
        _sends(room, ana, "principles", square="1", uncite="6")
    assert _cited(room, ana) == {"1": [2]}
    assert says(_sends(room, ana, "principles", square="1", cite="99"), "unknown_principle")
    assert says(_sends(room, ana, "principles", square="1", cite="x"), "bad_form")


def test_a_takeaway_is_sent_when_it_is_asked_for(room: Class, ana: FlaskClient) -> None:
    refused = _sends(room, ana, "takeaway", words="Ask first.")
    assert says(refused, "not_asked")
    room.says(WrapUp("revealed"), AskTakeaways("wrap_up"))
    assert "What do you take with you?" in _page(room, ana)
    assert _sends(room, ana, "takeaway", words="Ask first.").headers["Location"] == f"/j/{room.code}?sent=takeaway"
    assert [one["words"] for one in typed_view(room.session)["takeaways"]] == ["Ask first."]


def test_a_stranger_and_another_site_are_turned_away(room: Class, ana: FlaskClient) -> None:
    for what in ("reason", "takeaway", "principles"):
        assert says(_sends(room, browser(room.app), what, square="1", words=WORDS), "not_joined")
        assert says(ana.post(f"/j/{room.code}/{what}", data={"square": "1"}, headers={"Origin": "http://evil.example"}), "other_site")


def test_a_second_look_shows_what_may_be_recalled_and_then_before_and_now(room: Class, ana: FlaskClient) -> None:
    room.says(OpenSecondLook("revealed", (1, 2), "room"))
    page = ana.get(f"/j/{room.code}?plain=1").text
    assert "Second look: 2 squares" in page
    assert page.count('class="outcome-before"') == 2
    room.says(CloseRound("voting"))
    page = _page(room, ana)
    assert page.count(">Who moved is not shown: too few.<") == 2
