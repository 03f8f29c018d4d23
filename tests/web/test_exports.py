"""Results to take home: as they may be shown, from the console only."""

import csv
import io
import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from pollapp.domain.command import Command
from pollapp.domain.commands import CloseRound, Join, OpenRound
from pollapp.domain.talk_commands import JudgeContribution, MoveSpotlight, SendReason, WriteNote
from pollapp.room import Counted
from pollapp.service import Order
from pollapp.taking_home.start import Exports
from pollapp.web.refusing import FRAMES
from tests.web.people import Class, browser, facilitator


@pytest.fixture
def voted(room: Class) -> Class:
    """Square 1: three green, two red. Square 2: two green, which is below the minimum. The round is closed."""
    room.says(OpenRound("lobby"))
    for choice, second in (("green", "green"), ("green", "green"), ("green", ""), ("red", ""), ("red", "")):
        room.somebody(s1=choice, **({"s2": second} if second else {}))
    room.says(CloseRound("voting"))
    return room


def _rows(answer: TestResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.data.decode())))


def _tells(room: Class, who: str, command: Command) -> None:
    [answer] = room.parts.service.handle(room.id, [Order(who, f"{type(command).__name__}-{who}", command)])
    assert isinstance(answer, Counted), answer


def _document(answer: TestResponse) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(answer.data)
    return document


def test_the_spreadsheet(voted: Class) -> None:
    answer = voted.fay.get(f"{voted.console_url}/export/csv")
    assert answer.status_code == 200
    assert answer.content_type == "text/csv; charset=utf-8"
    name = f"ethics-grid-{voted.session.opened_on}-{voted.code}.csv"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    first, second, third, *_ = rows = _rows(answer)
    assert len(rows) == 24
    assert [first[name] for name in ("id", "green", "yellow", "red", "n", "withheld", "code")] == [
        "1",
        "3",
        "0",
        "2",
        "5",
        "no",
        voted.code,
    ]
    assert [second[name] for name in ("green", "red", "n", "agreement", "placed", "withheld")] == ["", "", "", "", "2", "yes"]
    assert [third[name] for name in ("green", "n", "placed")] == ["0", "0", "0"]


def test_the_same_as_data(voted: Class) -> None:
    answer = voted.fay.get(f"{voted.console_url}/export/json")
    assert answer.content_type == "application/json"
    assert answer.headers["Content-Disposition"].endswith(f'-{voted.code}.json"')
    document = _document(answer)
    first, second, *_ = document["squares"]
    assert (first["counts"], first["n"]) == ({"green": 3, "yellow": 0, "red": 2}, 5)
    assert (second["counts"], second["placed"], second["withheld"]) == (None, 2, True)
    assert (document["session"]["joined"], document["session"]["revealed"]) == (5, True)


def test_they_hold_no_participant(voted: Class) -> None:
    for kind in ("csv", "json"):
        data = voted.fay.get(f"{voted.console_url}/export/{kind}").data.decode()
        assert not any(participant in data for participant in voted.session.participants)


def test_the_talk_goes_home_too(voted: Class) -> None:
    voted.says(MoveSpotlight(None, 1), WriteNote("=1+1\n- ask about the policy", 1))
    ana, ben = "ana-of-the-talk", "ben-of-the-talk"
    for who in (ana, ben):
        _tells(voted, who, Join(who))
    _tells(voted, ana, SendReason("I would ask first.", ana, 1))
    voted.says(JudgeContribution(voted.session.seq, "approved"))
    _tells(voted, ben, SendReason("It waits.", ben, 1))
    for kind in ("csv", "json"):
        data = voted.fay.get(f"{voted.console_url}/export/{kind}").data.decode()
        assert "It waits." not in data
    row, *_ = _rows(voted.fay.get(f"{voted.console_url}/export/csv?notes=1"))
    assert (row["note"], row["round"]) == ("'=1+1\n- ask about the policy", "1")
    document = _document(voted.fay.get(f"{voted.console_url}/export/json"))
    assert document["reasons"] == [{"square": 1, "words": "I would ask first."}]


@pytest.mark.parametrize("code", ["not_stored", "server_error"])
def test_a_file_that_could_not_be_made_is_said_to_be_just_that(room: Class, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Nothing was to be stored, and nothing could be changed."""
    monkeypatch.setattr(Exports, "make", lambda *asked: iter([{"step": "read", "part": 0}, {"refused": code}]))
    url = f"{room.console_url}/export/pdf"
    page, frames = room.fay.get(url), room.fay.get(url, headers={"Accept": FRAMES})
    assert "The file could not be made." in page.text
    last = json.loads(frames.data.splitlines()[-1])
    assert (last["refused"], last["sentence"]) == (code, "The file could not be made.")
    assert "changed" not in page.text + frames.text


def test_before_anybody_voted_they_are_empty_but_there(room: Class) -> None:
    assert [row["n"] for row in _rows(room.fay.get(f"{room.console_url}/export/csv"))] == ["0"] * 24
    assert _document(room.fay.get(f"{room.console_url}/export/json"))["session"]["stage"] == "lobby"


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_outsiders_get_nothing(voted: Class, kind: str) -> None:
    for other in (browser(voted.app), facilitator(voted.app), voted.phone()):
        answer = other.get(f"{voted.console_url}/export/{kind}")
        assert answer.status_code == 403
        assert "green" not in answer.text


def test_a_title_in_other_letters_still_makes_a_file_name(room: Class) -> None:
    grid = "title: 'Ética ../../\\x00; \"é\"'\ndirections: D\nchoices:\n  - {key: a, label: A, shape: circle}\n"
    grid += "  - {key: b, label: B, shape: square}\nsquares:\n  - {id: 1, text: '=1+1'}\n"
    own = Class(room.app, room.fay, grid_file=(io.BytesIO(grid.encode()), "own.yaml"))
    answer = own.fay.get(f"{own.console_url}/export/csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="etica-x00-e-{own.session.opened_on}-{own.code}.csv"'
    assert _rows(answer)[0]["text"] == "'=1+1"  # no spreadsheet runs it
