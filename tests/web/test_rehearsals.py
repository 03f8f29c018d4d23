"""The rehearsal button: a session of its own kind, with a class that is started for it."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from pollapp.app import Parts
from pollapp.rehearsal.speech import spoken
from pollapp.rehearsal.start import Classes, ClassesFull, Wishes
from tests.web.people import browser, data_block


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, Wishes]]:
    """The classes that were started: no real one is."""
    started: list[tuple[str, str, Wishes]] = []

    def start(self: Classes, url: str, code: str, wishes: Wishes) -> Any:
        started.append((url, code, wishes))

    monkeypatch.setattr(Classes, "start", start)
    return started


def test_it_opens_a_session_that_is_marked_as_a_rehearsal(fay: FlaskClient, parts: Parts) -> None:
    answer = fay.post("/rehearsals", data={})
    [header] = parts.log.headers()
    assert answer.headers["Location"] == f"/console/{header.id}"
    assert header.kind == "rehearsal"
    assert header.keep_until == header.opened_at + 24 * 60 * 60
    pages = [fay.get(f"/console/{header.id}"), browser(fay.application).get(f"/projector/{header.projector_token}")]
    assert all(data_block(page)["session"]["kind"] == "rehearsal" for page in pages)
    assert "Rehearsal" in browser(fay.application).get(f"/j/{header.code}").text


def test_its_class_is_started_as_wished(fay: FlaskClient, parts: Parts, started: list[tuple[str, str, Wishes]]) -> None:
    fay.post("/rehearsals", data={"size": "7", "pace": "fast", "mood": "divided"})
    [header] = parts.log.headers()
    assert started == [("http://127.0.0.1:8000", header.code, Wishes(7, "fast", "divided"))]


def test_its_class_speaks_the_language_of_whoever_opens_it(fay: FlaskClient, started: list[tuple[str, str, Wishes]]) -> None:
    fay.post("/rehearsals", headers={"Accept-Language": "es-MX, es;q=0.9"})
    speech = started[0][2].speech
    assert speech.language == "es"
    assert spoken(speech.number, number=6).count("6") == 1


@pytest.mark.parametrize(
    "form", [{"size": "0"}, {"size": "many"}, {"size": "61"}, {"size": "-1"}, {"pace": "never"}, {"mood": "<b>"}, {"size": "9" * 5000}]
)
def test_what_cannot_be_wished_is_said(fay: FlaskClient, parts: Parts, started: list[object], form: dict[str, str]) -> None:
    answer = fay.post("/rehearsals", data=form)
    assert answer.status_code == 400
    assert "It should be" in answer.text
    assert "<b>" not in answer.text
    assert (parts.log.headers(), started) == ([], [])


def test_without_its_class_no_rehearsal_is_left_behind(fay: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Classes, url: str, code: str, wishes: Wishes) -> None:
        raise ClassesFull("6 rehearsals are running on this server.")

    monkeypatch.setattr(Classes, "start", full)
    answer = fay.post("/rehearsals", data={})
    assert answer.status_code == 400
    assert "6 rehearsals are running on this server." in answer.text
    assert parts.log.headers() == []
