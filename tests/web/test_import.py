"""Bringing in a paper poster: from the example to its session, each mistake in its place, and nothing brought in until all is right."""

import csv
import io
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pollapp.access import control_cookie
from pollapp.app import Parts
from pollapp.domain.commands import CloseRound, OpenRound
from pollapp.domain.report import report
from pollapp.domain.stages import Stage
from pollapp.exports.about import About
from pollapp.exports.csv_export import results_csv
from tests.web.people import Class, browser, cookies_set, data_block, facilitator, says
from tests.web.test_open import OWN

DAY = "2025-11-20"
GOOD = "id,green,yellow,red\n1,7,2,1\n2,1,1,0\n3,,,\n"


def form(text: str | bytes = GOOD, name: str = "poster.csv", **fields: Any) -> dict[str, Any]:
    """What the page sends."""
    source = text.encode() if isinstance(text, str) else text
    return {"counts_file": (BytesIO(source), name), "held_on": DAY, **fields}


def imported(fay: FlaskClient, text: str | bytes = GOOD, **fields: Any) -> str:
    """The id of the session that these counts become."""
    answer = fay.post("/import", data=form(text, **fields))
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].split("/")[2]


def test_the_page_offers_an_example_of_each_set(fay: FlaskClient) -> None:
    page = fay.get("/import")
    assert page.status_code == 200
    for key in ("first-24", "all"):
        assert f"/import/example.csv?set={key}" in page.text


@pytest.mark.parametrize(("language", "separator"), [("en", ","), ("es-ES,es;q=0.9", ";"), ("es-MX,es;q=0.9", ",")])
def test_the_example_is_separated_as_the_readers_spreadsheet_expects(fay: FlaskClient, language: str, separator: str) -> None:
    answer = fay.get("/import/example.csv?set=all", headers={"Accept-Language": language})
    name = "cartel-30-casillas.csv" if "es" in language else "poster-30-squares.csv"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    text = answer.data.decode("utf-8")
    assert text.startswith("\ufeff")
    header, *rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=separator))
    assert header == (["id", "texto", "verde", "amarillo", "rojo"] if "es" in language else ["id", "text", "green", "yellow", "red"])
    assert len(rows) == 30
    assert rows[2] == ["3", "Dar un abrazo" if "es" in language else "Giving a hug", "0", "0", "0"]


def test_there_is_no_example_of_what_is_no_set(fay: FlaskClient) -> None:
    assert fay.get("/import/example.csv?set=<b>").status_code == 404


def test_an_example_that_was_filled_in_becomes_a_session(fay: FlaskClient, parts: Parts) -> None:
    example = fay.get("/import/example.csv").data.decode().replace(",0,0,0", ",5,3,1")
    id = imported(fay, example)
    session = parts.service.session(id)
    header = parts.log.header(id)
    assert session
    assert header
    assert (session.kind, header.kind, session.stage, session.opened_on) == ("paper", "paper", Stage.CLOSED, DAY)
    assert [square.id for square in session.grid.squares] == list(range(1, 25))
    assert session.ignored == {}
    assert header.keep_until == header.opened_at + 30 * 24 * 60 * 60


def test_an_example_in_spanish_comes_back(fay: FlaskClient, parts: Parts) -> None:
    example = fay.get("/import/example.csv", headers={"Accept-Language": "es-ES,es;q=0.9"}).data.decode().replace(";0;0;0", ";5;3;1")
    session = parts.service.session(imported(fay, example))
    assert session
    assert {square.paper for square in session.rounds[0].squares.values()} == {(5, 3, 1)}


def test_what_is_no_date_is_said_to_be_none(fay: FlaskClient) -> None:
    assert "That is no date: write it as 2025-11-20." in fay.post("/import", data=form(held_on="20.11.2025")).text
    assert "That is no day a class can have had." in fay.post("/import", data=form(held_on="1492-10-12")).text


def test_it_has_the_squares_of_the_file_and_the_grid_in_all_its_languages(fay: FlaskClient, parts: Parts) -> None:
    session = parts.service.session(imported(fay, "square;verde;amarillo;rojo\nDar un abrazo;1;2;3\n30;0;0;9\n"))
    assert session
    assert [square.id for square in session.grid.squares] == [3, 30]
    assert session.grid.languages == ("en", "es")


def test_minimum_and_keep_are_taken(fay: FlaskClient, parts: Parts) -> None:
    id = imported(fay, minimum_off="1", keep="forever")
    session, header = parts.service.session(id), parts.log.header(id)
    assert session
    assert header
    assert (session.minimum, header.keep_until) == (1, None)


def test_it_can_be_on_a_grid_of_ones_own(fay: FlaskClient, parts: Parts) -> None:
    session = parts.service.session(imported(fay, "id,fine,bad\n7,3,4\n", grid_file=(BytesIO(OWN.encode()), "own.yaml")))
    assert session
    assert (session.grid.title, session.rounds[0].squares[7].paper) == ("My grid", (3, 4))


def test_control_is_given_to_this_browser_and_the_result_is_shown(fay: FlaskClient, parts: Parts) -> None:
    answer = fay.post("/import", data=form())
    [header] = parts.log.headers()
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookies_set(answer)[control_cookie(header.id)].split("; "))
    assert fay.get(answer.headers["Location"]).status_code == 200


def test_last_years_export_comes_back(app: Flask, fay: FlaskClient) -> None:
    room = Class(app, fay)
    room.says(OpenRound("lobby"))
    for choice in ("green", "green", "green", "red"):
        room.somebody(s1=choice)
    room.somebody(s2="yellow")
    room.says(CloseRound("voting"))
    before = results_csv(report(room.session), About(room.code))
    poster = room.parts.service.session(imported(fay, before))
    assert poster
    after = results_csv(report(poster), About("472918"))
    told = [
        [(row["id"], row["text"], row["green"], row["yellow"], row["red"], row["agreement"]) for row in _rows(one)]
        for one in (before, after)
    ]
    assert told[0][2:] == told[1][2:]
    assert told[0][0] == told[1][0] == ("1", "Giving a small gift", "3", "0", "1", told[0][0][5])
    assert told[0][1][2:5] == ("", "", "")  # one dot was withheld: nobody counted it
    assert told[1][1][2:5] == ("0", "0", "0")


def _rows(source: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(source.decode(), newline="")))


# It is marked


def test_it_is_marked_as_a_poster_everywhere(fay: FlaskClient, parts: Parts) -> None:
    id = imported(fay)
    header = parts.log.header(id)
    assert header
    for path in (f"/console/{id}", f"/projector/{header.projector_token}", f"/j/{header.code}", "/", "/sessions"):
        assert "Paper poster" in fay.get(path).text, path
    export = fay.get(f"/console/{id}/export/csv")
    assert f"-paper-poster-{DAY}-{header.code}.csv" in export.headers["Content-Disposition"]
    assert {row["kind"] for row in _rows(export.data)} == {"paper"}


def test_its_console_offers_nothing_that_belongs_to_a_class(fay: FlaskClient) -> None:
    page = fay.get(f"/console/{imported(fay)}")
    view = data_block(page)["view"]
    assert (view["stage"], view["next"], view["back"]) == ("closed", None, None)
    assert 'class="console-page of-a-poster"' in page.text
    assert "simulated class" not in page.text


def test_nobody_can_join_it(app: Flask, fay: FlaskClient, parts: Parts) -> None:
    id = imported(fay)
    [header] = parts.log.headers()
    assert says(browser(app).post(f"/j/{header.code}"), "session_closed")
    session = parts.service.session(id)
    assert session
    assert session.participants == set()


# It is refused


def _refused(fay: FlaskClient, field: str, data: dict[str, Any]) -> TestResponse:
    answer = fay.post("/import", data=data)
    assert answer.status_code == 400
    assert f'id="refused-{field}"' in answer.text
    assert fay.application.extensions["pollapp"].log.headers() == []
    return answer


def test_every_mistake_is_listed_by_its_line_and_nothing_is_brought_in(fay: FlaskClient) -> None:
    answer = _refused(fay, "counts_file", form("id,green,yellow,red\n1,x,0,0\n99,1,1,1\nGiving a hugg,1,1,1\n2,1,1,1\n"))
    assert "poster.csv cannot be used: 3 things are wrong in it." in answer.text
    for line in (
        "Line 2: “x” is no whole number.",
        "Line 3: There is no square “99”",
        "Did you mean “Giving a hug”?",
    ):
        assert line in answer.text
    assert "Nothing was brought in." in answer.text


def test_what_else_was_typed_is_still_there(fay: FlaskClient) -> None:
    answer = _refused(fay, "counts_file", form("", keep="24h", minimum="5"))
    for typed in (f'value="{DAY}"', 'value="24h" checked', 'value="5"'):
        assert typed in answer.text


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("held_on", {"held_on": "2999-01-01"}),
        ("held_on", {"held_on": "soon"}),
        ("held_on", {"held_on": ""}),
        ("minimum", {"minimum": "2"}),
        ("keep", {"keep": "1y"}),
        ("grid_file", {"grid_file": (b"{[", "own.yaml")}),
        ("counts_file", {"counts_file": (b"", "")}),
    ],
)
def test_each_field_is_refused_in_its_place(fay: FlaskClient, field: str, fields: dict[str, Any]) -> None:
    files = {name: (BytesIO(value[0]), value[1]) for name, value in fields.items() if isinstance(value, tuple)}
    _refused(fay, field, form(**(fields | files)))


def test_a_file_in_another_encoding_is_told_apart(fay: FlaskClient) -> None:
    assert "CSV UTF-8" in _refused(fay, "counts_file", form("id;verde\n1;ético".encode("latin-1"))).text


def test_what_stands_in_the_file_comes_back_as_words(fay: FlaskClient) -> None:
    nasty = "<script>alert(1)</script>"
    answer = _refused(fay, "counts_file", form(f"id,green,yellow,red,x\n{nasty},1,1,1,\n1,{nasty},1,1,\n", name=f"{nasty}.csv"))
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text


@pytest.mark.parametrize(("method", "url"), [("GET", "/import"), ("POST", "/import"), ("GET", "/import/example.csv")])
def test_outsiders_bring_in_nothing(zed: FlaskClient, parts: Parts, method: str, url: str) -> None:
    answer = zed.open(url, method=method, data=form() if method == "POST" else None)
    assert answer.status_code == 403
    assert says(answer, "no_key")
    assert parts.log.headers() == []


def test_another_facilitator_sees_nothing_of_it(app: Flask, fay: FlaskClient) -> None:
    id = imported(fay)
    another = facilitator(app)
    assert id not in another.get("/sessions").text
    assert another.get(f"/console/{id}").status_code == 403
