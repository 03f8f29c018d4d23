"""Two sessions beside each other: only one's own, only what is revealed, only where both have enough dots."""

import csv
import io
from io import BytesIO

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient

from pollapp import codes
from pollapp.domain.commands import CloseRound, OpenRound
from tests.web.people import Class, browser, facilitator, says
from tests.web.test_import import imported
from tests.web.test_open import OWN

POSTER = "id,green,yellow,red\n1,8,2,0\n2,1,1,0\n3,4,0,4\n"


@pytest.fixture
def revealed(app: Flask, fay: FlaskClient) -> Class:
    """Square 1: two green, three red. Square 2: three yellow. Square 3: one dot, withheld."""
    room = Class(app, fay, set="picked", squares=["1", "2", "3", "4"])
    room.says(OpenRound("lobby"))
    for dots in (
        {"s1": "green", "s2": "yellow"},
        {"s1": "green", "s2": "yellow"},
        {"s1": "red", "s2": "yellow"},
        {"s1": "red"},
        {"s1": "red", "s3": "red"},
    ):
        room.somebody(**dots)
    room.says(CloseRound("voting"))
    return room


def _address(one: str, other: str, more: str = "") -> str:
    return f"/compare?one={one}&other={other}{more}"


def test_from_the_ticks_to_the_comparison_the_earlier_first(fay: FlaskClient, revealed: Class) -> None:
    poster = imported(fay, POSTER)
    answer = fay.get(f"/compare?session={revealed.id}&session={poster}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == _address(poster, revealed.id)


def test_what_is_different_is_told_and_not_judged(fay: FlaskClient, revealed: Class) -> None:
    page = fay.get(_address(imported(fay, POSTER), revealed.id)).text
    for words in ("November 20, 2025", "Paper poster", "20 dots on paper", "5 joined", "agreed green · 82% agreement",
                  "Agreement <strong>", "green</span> <strong>−40</strong>", "red</span> <strong>+60</strong>"):  # fmt: skip
        assert words in page, words
    assert page.count("Too few dots in A to compare.") == 1  # square 2 on the poster
    assert page.count("Too few dots in B to compare.") == 1  # square 3 in the class
    assert "Only in B" in page
    for verdict in ("better", "worse", "improve"):
        assert verdict not in page.replace("not what is better", "")


def test_the_largest_difference_can_come_first(fay: FlaskClient, revealed: Class) -> None:
    poster = imported(fay, "id,green,yellow,red\n1,2,0,3\n2,9,0,0\n")
    address = _address(poster, revealed.id)
    for more, first, second in (
        ("", "small gift", "under $10"),
        ("&order=difference", "under $10", "small gift"),
        ("&order=<b>", "small gift", "under $10"),
    ):
        page = fay.get(address + more).text
        assert page.index(first) < page.index(second)


def test_as_a_file(fay: FlaskClient, revealed: Class) -> None:
    poster = imported(fay, POSTER)
    answer = fay.get(_address(poster, revealed.id).replace("/compare?", "/compare.csv?"))
    assert answer.content_type == "text/csv; charset=utf-8"
    first, second, _ = list(csv.DictReader(io.StringIO(answer.data.decode(), newline="")))
    assert (first["one_green"], first["other_red"], first["share_green"], first["difference"]) == ("8", "3", "-0.4", "0.6")
    assert (first["one_kind"], first["other_kind"], first["other_code"]) == ("paper", "class", revealed.code)
    assert (second["one_green"], second["one_withheld"], second["share_green"], second["agreement_points"]) == ("", "yes", "", "")


@pytest.mark.parametrize(
    ("ticks", "said"),
    [
        ("", "Tick two sessions to compare them: none is ticked."),
        ("?session={a}", "only one is ticked."),
        ("?session={a}&session={a}", "only one is ticked."),
        ("?session={a}&session={b}&session={c}", "Exactly two sessions can be compared: 3 are ticked."),
    ],
)
def test_it_takes_two(fay: FlaskClient, ticks: str, said: str) -> None:
    ids = {name: imported(fay, POSTER) for name in "abc"}
    answer = fay.get("/compare" + ticks.format(**ids))
    assert answer.status_code == 400
    assert said in answer.text
    assert ("checked" in answer.text) is bool(ticks)


def test_what_is_not_revealed_stays_covered(app: Flask, fay: FlaskClient, revealed: Class) -> None:
    voting = Class(app, fay)
    voting.says(OpenRound("lobby"))
    for ending in ("", ".csv"):
        answer = fay.get(_address(voting.id, revealed.id).replace("/compare", f"/compare{ending}"))
        assert answer.status_code == 400
        assert "One of them is not revealed." in answer.text


def test_other_choices_and_other_squares_are_refused(app: Flask, fay: FlaskClient, revealed: Class) -> None:
    own = imported(fay, "id,fine,bad\n1,3,4\n", grid_file=(BytesIO(OWN.encode()), "own.yaml"))
    assert "They have other choices." in fay.get(_address(own, revealed.id)).text
    elsewhere = imported(fay, "id,green,yellow,red\n9,3,4,1\n")
    assert "They have no square in common." in fay.get(_address(elsewhere, revealed.id)).text


@pytest.mark.parametrize("ending", ["", ".csv"])
def test_both_must_be_ones_own(app: Flask, fay: FlaskClient, revealed: Class, ending: str) -> None:
    poster = imported(fay, POSTER)
    for zed in (browser(app), facilitator(app), revealed.phone()):
        answer = zed.get(_address(poster, revealed.id).replace("/compare", f"/compare{ending}"))
        assert answer.status_code == 403
        assert says(answer, "no_control")
    another = facilitator(app)
    theirs = imported(another, POSTER)
    for pair in ((theirs, revealed.id), (revealed.id, theirs)):
        answer = fay.get(_address(*pair).replace("/compare", f"/compare{ending}"))
        assert answer.status_code == 403
        assert theirs not in answer.text


def test_a_session_that_is_gone_is_said_to_be_gone(fay: FlaskClient, revealed: Class) -> None:
    poster, code = imported(fay, POSTER), codes.spoken(revealed.code)
    revealed.parts.service.delete(poster)
    for address in (
        _address(poster, revealed.id), _address(revealed.id, poster), f"/compare?session={poster}&session={revealed.id}",
        f"/compare?one={revealed.id}", _address(poster, revealed.id).replace("/compare", "/compare.csv"),
    ):  # fmt: skip
        answer = fay.get(address)
        assert answer.status_code == 410
        assert f"nothing can be compared with session {code} of " in answer.text
        assert f'value="{revealed.id}" checked' in answer.text  # in the list, where another can be ticked
    answer = fay.get(_address(poster, "nothing"))
    assert answer.status_code == 410
    assert "Neither of the two sessions is there any more." in answer.text


def test_what_is_gone_tells_nothing_of_somebody_elses(app: Flask, fay: FlaskClient, revealed: Class) -> None:
    answer = facilitator(app).get(_address("nothing", revealed.id))
    assert answer.status_code == 403
    for written in (revealed.code, codes.spoken(revealed.code)):  # without its blanks a page has digits enough for any code
        assert written not in answer.text


def test_a_hostile_grid_is_nothing_but_words(fay: FlaskClient) -> None:
    nasty = "</script><script>alert('x')</script>{{ 7*7 }}"
    grid = {
        "title": f"T {nasty}",
        "directions": "D",
        "choices": [{"key": "a", "label": f"L {nasty}", "shape": "circle"}, {"key": "b", "label": "<b>B", "shape": "square"}],
        "squares": [{"id": 1, "text": f"S {nasty}", "short": "<i>s</i>"}, {"id": 2, "text": "=1+1"}],
    }
    own = yaml.safe_dump(grid).encode()
    one, other = (imported(fay, f"id,a,b\n1,{n},2\n2,3,4\n", grid_file=(BytesIO(own), "own.yaml")) for n in (1, 2))
    for path in (_address(one, other), "/sessions"):
        page = fay.get(path)
        assert page.status_code == 200
        for bad in ("<script>alert", "<b>B", "<i>s", "49<"):
            assert bad not in page.text
    rows = list(csv.DictReader(io.StringIO(fay.get(_address(one, other).replace("compare", "compare.csv")).data.decode(), newline="")))
    assert rows[1]["text"] == "'=1+1"
