"""A whole vote by plain forms, as a phone without JavaScript sends it: the same law, the same log."""

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pollapp.domain.commands import CloseRound, OpenRound
from pollapp.domain.views import mine
from tests.web.people import Class, browser, data_block, says

HERE = "/j/"


@pytest.fixture
def ana(room: Class) -> FlaskClient:
    phone = room.phone()
    room.says(OpenRound("lobby"))
    return phone


def _send(room: Class, phone: FlaskClient, **form: str):  # type: ignore[no-untyped-def]
    return phone.post(f"/j/{room.code}/dots", data={"round": "1", **{name.replace("_", "-"): value for name, value in form.items()}})


def _dots(room: Class, phone: FlaskClient) -> dict[str, str]:
    dots: dict[str, str] = mine(room.session, room.participant(phone))["dots"]
    return dots


def test_dots_are_saved_and_the_page_says_so(room: Class, ana: FlaskClient) -> None:
    answer = _send(room, ana, square_1="green", square_7="red", save="1")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/j/{room.code}")
    assert _dots(room, ana) == {"1": "green", "7": "red"}
    page = ana.get(f"/j/{room.code}").text
    assert page.count(">Saved<") == 2
    assert "2 of 24" in page
    assert (page.count(">Clear</button>"), page.count(">Skip</button>")) == (2, 22)
    assert "built-in" not in page


def test_switching_the_language_or_the_theme_loses_no_dot(room: Class, ana: FlaskClient) -> None:
    """The switches of the page send its form."""
    answer = _send(room, ana, square_1="green", language="es", theme="dark")
    assert len(answer.headers.getlist("Set-Cookie")) == 2
    assert _dots(room, ana) == {"1": "green"}
    page = ana.get(f"/j/{room.code}").text
    assert '<html lang="es" dir="ltr">' in page
    assert page.count('form="dots-form"') >= 5


def test_what_is_sent_twice_counts_once_and_what_is_left_out_stays(room: Class, ana: FlaskClient) -> None:
    _send(room, ana, square_1="green")
    seq = room.session.seq
    _send(room, ana, square_1="green")
    assert room.session.seq == seq
    _send(room, ana, square_2="yellow")
    assert _dots(room, ana) == {"1": "green", "2": "yellow"}


def test_what_a_form_says_is_newer_than_what_waits_on_the_phone(room: Class, ana: FlaskClient) -> None:
    _send(room, ana, square_1="green", counter="40")
    _send(room, ana, square_1="yellow", counter="0")
    assert mine(room.session, room.participant(ana))["counter"] == 42
    assert _dots(room, ana) == {"1": "yellow"}
    assert says(_send(room, ana, square_1="red", counter="many"), "bad_form")


def test_what_changes_nothing_is_not_written_down(room: Class, ana: FlaskClient) -> None:
    _send(room, ana, square_1="green", done="1")
    seq = room.session.seq
    for form in ({"done": "1"}, {"clear": "2"}, {"square_1": "green"}, {}):
        _send(room, ana, **form)
    assert room.session.seq == seq


def test_a_form_counts_whole_or_not_at_all(room: Class, ana: FlaskClient) -> None:
    assert says(_send(room, ana, square_1="green", square_2="blue", square_3="red"), "unknown_choice")
    assert says(_send(room, ana, square_1="green", square_99="red"), "unknown_square")
    assert _dots(room, ana) == {}


@pytest.mark.parametrize("late", ["-5", "24", "x", "9" * 40])
def test_nobody_is_made_believe_that_dots_were_lost(room: Class, ana: FlaskClient, late: str) -> None:
    """An address can come from anybody."""
    assert "arrived after its round had closed" not in ana.get(f"/j/{room.code}?late={late}").text
    room.says(CloseRound("voting"))
    assert "-5 of" not in ana.get(f"/j/{room.code}?late=-5").text


def test_a_dot_is_moved_cleared_and_a_square_skipped(room: Class, ana: FlaskClient) -> None:
    _send(room, ana, square_1="green", square_2="green")
    _send(room, ana, square_1="red", square_2="green", clear="2")
    assert _dots(room, ana) == {"1": "red"}
    _send(room, ana, skip="3")
    assert mine(room.session, room.participant(ana))["skipped"] == [3]
    _send(room, ana, clear="3")
    assert mine(room.session, room.participant(ana))["skipped"] == []


def test_done_and_not_done(room: Class, ana: FlaskClient) -> None:
    _send(room, ana, square_1="green", done="1")
    assert mine(room.session, room.participant(ana))["done"] is True
    assert _dots(room, ana) == {"1": "green"}
    _send(room, ana, done="0")
    assert mine(room.session, room.participant(ana))["done"] is False


def test_a_dot_that_comes_late_is_told_so(room: Class, ana: FlaskClient) -> None:
    room.says(CloseRound("voting"))
    answer = _send(room, ana, square_1="green")
    assert answer.headers["Location"] == f"/j/{room.code}?late=1"
    assert "arrived after its round had closed" in ana.get(answer.headers["Location"]).text
    assert _dots(room, ana) == {}


def test_forget_my_dots(room: Class, ana: FlaskClient) -> None:
    _send(room, ana, square_1="green")
    answer = ana.post(f"/j/{room.code}/forget")
    assert answer.status_code == 303
    assert room.session.participants == set()
    assert 'name="voice"' in ana.get(f"/j/{room.code}").text  # the invitation


def test_the_results_can_be_read(room: Class, ana: FlaskClient) -> None:
    for choice in ("green", "green", "red"):
        room.somebody(s1=choice, s2="red")
    room.somebody(s3="red")
    room.says(CloseRound("voting"))
    page = ana.get(f"/j/{room.code}").text
    for words in (
        "agreed red",
        "100% agreement",
        "Fewer than 3 dots: not shown",
        "No dots",
        'data-twentieths="20"',
        '<span data-part="count">3<',
    ):
        assert words in page, words


def test_the_plain_page_brings_no_scripts(room: Class, ana: FlaskClient) -> None:
    page = ana.get(f"/j/{room.code}?plain=1").text
    assert 'type="module"' not in page
    assert "modulepreload" not in page
    assert "Save my dots" in page
    answer = _send(room, ana, square_1="green", plain="1")
    assert answer.headers["Location"] == f"/j/{room.code}?plain=1"


@pytest.mark.parametrize("form", [{"square_1": "blue"}, {"square_99": "green"}, {"skip": "99"}])
def test_what_the_round_does_not_have_is_refused_and_changes_nothing(room: Class, ana: FlaskClient, form: dict[str, str]) -> None:
    seq = room.session.seq
    assert _send(room, ana, **form).status_code == 403
    assert room.session.seq == seq


@pytest.mark.parametrize("form", [{"round": ""}, {"round": "x"}, {"round": "-1"}, {"clear": "x"}, {"skip": "1e3"}, {"round": "9" * 30}])
def test_a_form_that_cannot_be_read_is_refused(room: Class, ana: FlaskClient, form: dict[str, str]) -> None:
    answer = ana.post(f"/j/{room.code}/dots", data={"round": "1", "square-1": "green", **form})
    assert answer.status_code == 400
    assert says(answer, "bad_form")
    assert _dots(room, ana) == {}


def test_a_stranger_and_another_site_place_nothing(room: Class, ana: FlaskClient) -> None:
    zed = browser(room.app)
    assert says(_send(room, zed, square_1="green"), "not_joined")
    assert says(zed.post(f"/j/{room.code}/forget"), "not_joined")
    foreign = ana.post(f"/j/{room.code}/dots", data={"round": "1", "square-1": "green"}, headers={"Origin": "http://elsewhere.example"})
    assert says(foreign, "other_site")
    assert _dots(room, ana) == {}


def test_too_much_at_once_is_slowed_down(room: Class, ana: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    now = room.parts.site.votes._now()
    monkeypatch.setattr(room.parts.site.votes, "_now", lambda: now)  # on a slow machine too
    answers = [_send(room, ana, **{f"square_{square}": choice for square in range(1, 25)}) for choice in ("green", "red") * 6]
    assert answers[0].status_code == 303
    assert any(says(answer, "slow_down") for answer in answers)


def test_an_open_page_with_a_live_line_is_told(room: Class, ana: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    monkeypatch.setattr(room.parts.broadcast, "tell_own", lambda *who, but: told.append(who))
    _send(room, ana, square_1="green")
    assert told == [(room.id, room.participant(ana))]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    form=st.dictionaries(
        st.sampled_from(["square-1", "square-01", "square-x", "done", "clear", "skip", "late", "", "round"]), st.text(max_size=9)
    )
)
def test_no_form_breaks_the_page(room: Class, form: dict[str, str]) -> None:
    phone = browser(room.app)
    phone.post(f"/j/{room.code}")
    answer = phone.post(f"/j/{room.code}/dots", data=form)
    assert answer.status_code in (303, 400, 403, 429)
    assert data_block(phone.get(f"/j/{room.code}"))["mine"]["dots"].keys() <= {"1"}
