"""Logs of earlier versions fold for ever, to the same session.

Each `*.jsonl` here is a log as a version wrote it, each `*.words.json` what was typed with its events and was not erased (by seq:
words lie beside the log), each `*.expected.json` what it amounts to. None of them is ever changed: a new version of an event gets
a new log beside these. A view may learn to say more, but what it says here it goes on saying.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from pollapp.domain import events
from pollapp.domain.fold import apply, open_session
from pollapp.domain.report import report
from pollapp.domain.session import Session
from pollapp.domain.talk_views import typed_view
from pollapp.domain.views import console_view, mine, phone_view, projector_view

ADVICE = ("next", "back")  # what a console proposes is this version's advice, not what a log amounts to
LOGS = sorted(Path(__file__).parent.glob("*.jsonl"))


def _bodies(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def session_of(log: Path) -> Session:
    """The session that a log amounts to, with what was typed."""
    words = log.with_suffix(".words.json")
    typed = json.loads(words.read_text("utf-8")) if words.exists() else {}
    first, *rest = map(events.decode, _bodies(log))
    session = open_session(first)
    for event in rest:
        apply(session, event, typed.get(str(session.seq + 1)))
    return session


def _told(session: Session, expected: dict[str, Any]) -> dict[str, Any]:
    told = report(session)
    return {
        "ignored": {str(seq): reason for seq, reason in session.ignored.items()},
        "phone": phone_view(session),
        "projector": projector_view(session, 5),
        "console": console_view(session, 5, True),
        "grid": {language: session.grid.in_language(language).to_dict() for language in expected.get("grid", {})},
        "typed": typed_view(session),
        "mine": {somebody: mine(session, somebody) for somebody in expected["mine"]},
        "report": {
            "counts": {str(line.square.id): line.counts and list(line.counts) for line in told.squares},
            "joined": told.joined,
            "taken_back": told.taken_back,
        },
    }


def _assert_says(actual: Any, expected: Any, where: str) -> None:
    """Everything that is expected is there; more may be."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            assert key in actual, f"{where}.{key} is gone"
            _assert_says(actual[key], value, f"{where}.{key}")
    else:
        assert actual == expected, where


def test_there_are_golden_logs() -> None:
    assert [log.stem for log in LOGS] == ["a_class", "a_class_in_two_languages", "a_poster", "a_rehearsal", "a_talk", "a_talk_to_its_end"]


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.stem)
def test_it_folds_to_the_same_session_for_ever(log: Path) -> None:
    expected = json.loads(log.with_suffix(".expected.json").read_text("utf-8"))
    session = session_of(log)
    told = _told(session, expected)
    expected["console"] = {name: value for name, value in expected["console"].items() if name not in ADVICE}
    assert told["ignored"] == expected["ignored"]
    _assert_says(told, expected, log.stem)


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.stem)
def test_it_is_written_as_it_was_read(log: Path) -> None:
    for body in _bodies(log):
        if body["v"] == events.EVENTS[body["event"]].v:
            assert events.encode(events.decode(body)) == body
