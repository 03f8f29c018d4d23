"""The JSON export keeps to its schema, in every state that a session can be in; and the schema says no when it should."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from pollapp.domain.report import report
from pollapp.domain.session import Session
from pollapp.exports.about import About
from pollapp.exports.json_export import VERSION, results_json
from tests.cast import opened, voting
from tests.exports.talked import first_round, talked
from tests.golden.test_golden import LOGS, session_of

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "results.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
ABOUT = About("472918", "2026-12-24")


def _document(session: Session, *, notes: bool = True) -> Any:
    return json.loads(results_json(report(session, notes=notes), ABOUT))


def _wrong(document: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(document)]


STATES: dict[str, Callable[[], Session]] = {"a lobby": opened, "voting": voting, "a round": first_round, "a talk": talked}


def test_the_schema_is_one_and_names_this_version() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"]["const"] == VERSION


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
@pytest.mark.parametrize("notes", [True, False])
def test_every_state_keeps_to_it(state: Callable[[], Session], notes: bool) -> None:
    assert _wrong(_document(state(), notes=notes)) == []


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.stem)
def test_every_golden_log_keeps_to_it(log: Path) -> None:
    assert _wrong(_document(session_of(log))) == []


def test_it_is_kept_for_ever_too() -> None:
    assert _wrong(json.loads(results_json(report(talked()), About("472918")))) == []


@pytest.mark.parametrize(
    ("where", "what"),
    [
        (("version",), 1),
        (("session", "kind"), "party"),
        (("session", "keep_until"), "tomorrow"),
        (("squares", 0, "agreement"), 1.5),
        (("squares", 0, "n"), -1),
        (("squares", 0, "word"), "nice"),
        (("squares", 0, "rounds", 0, "counts"), [1, 2]),
        (("squares", 0, "measures", "leik_d"), "0.5"),
        (("rounds", 0, "recall"), "everything"),
    ],
)
def test_it_says_no(where: tuple[str | int, ...], what: object) -> None:
    document = copy.deepcopy(_document(talked()))
    place = document
    for step in where[:-1]:
        place = place[step]
    place[where[-1]] = what
    assert _wrong(document)


@pytest.mark.parametrize("name", ["session", "grid", "squares", "rounds", "reasons", "takeaways"])
def test_nothing_may_be_missing(name: str) -> None:
    document = _document(talked())
    del document[name]
    assert _wrong(document)


def test_every_property_of_an_export_is_in_the_schema() -> None:
    """Readers must bear what is new, and we must tell of it."""
    assert _unknown(_document(talked()), SCHEMA, "") == set()


def _unknown(value: Any, schema: Any, where: str) -> set[str]:
    schema = _resolved(schema)
    if isinstance(value, list):
        return set().union(*(_unknown(one, schema.get("items", {}), f"{where}[]") for one in value))
    if not isinstance(value, dict) or "properties" not in schema:
        return set()
    missing = {f"{where}.{name}" for name in value if name not in schema["properties"]}
    return missing.union(*(_unknown(one, schema["properties"].get(name, {}), f"{where}.{name}") for name, one in value.items()))


def _resolved(schema: Any) -> Any:
    for one in schema.get("anyOf", []):
        if one != {"type": "null"}:
            return _resolved(one)
    return SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema
