"""The docs name everything that code names: every event, refusal, address, setting and dependency. And the figures that it goes by."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from pollapp.access import WIRE_VERSION
from pollapp.config import Config
from pollapp.domain.commands import CloseRound
from pollapp.domain.refused import REFUSALS
from pollapp.domain.report import report
from pollapp.domain.session import Session
from pollapp.domain.talk_commands import OpenSecondLook
from pollapp.domain.talk_views import typed_view
from pollapp.domain.views import console_view, mine, phone_view, projector_view
from pollapp.exports.about import About
from pollapp.exports.csv_export import results_csv, rounds_csv
from pollapp.live.broadcast import TICK
from pollapp.live.wire import INBOUND
from pollapp.service import ROOMS_KEPT
from pollapp.store import group_commit, redis_follow
from pollapp.workers import load
from tests.cast import fay, opened, run, voting
from tests.exports.talked import talked

ROOT = Path(__file__).parents[1]
OUTBOUND = ("view", "mine", "typed", "kept", "gone")
_ROLES = {"phone", "console"}
_RULE = re.compile(r"\|[-:| ]+\|")  # between a table's head and its body


def _page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def _section(page: str, heading: str) -> str:
    """What stands under this heading, up to the next of its kind."""
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", _page(page), re.DOTALL | re.MULTILINE)
    assert found, f"docs/{page} has no section {heading!r}"
    return found[1]


def _rows(section: str) -> list[list[str]]:
    """The cells of each row of the tables in a section, heads left out."""
    lines = section.splitlines()
    both = zip(lines, [*lines[1:], ""], strict=True)
    body = [line for line, below in both if line.startswith("|") and not _RULE.fullmatch(line) and not _RULE.fullmatch(below)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body]


def _named(cell: str) -> set[str]:
    """What stands in backticks in a cell."""
    return set(re.findall(r"`([^`]+)`", cell))


def test_the_wires_version_stands_in_its_page() -> None:
    assert f"Wire version **{WIRE_VERSION}**" in _page("wire.md")


def test_every_message_to_the_server_stands_there_with_its_role_and_no_other() -> None:
    said = {event: row[1] for row in _rows(_section("wire.md", "To the server, each with an ack")) for event in _named(row[0])}
    known = {event: inbound.role for event, inbound in INBOUND.items()} | {"peek": "console"}
    assert said == known
    assert set(said.values()) == _ROLES


def test_every_message_from_the_server_stands_there_and_no_other() -> None:
    said = {event for row in _rows(_section("wire.md", "From the server")) for event in _named(row[0])}
    assert said == set(OUTBOUND)


@pytest.mark.parametrize("kind", ["lobby", "in a second look"])
def test_every_field_of_a_view_stands_there_and_no_other(kind: str) -> None:
    session = opened() if kind == "lobby" else in_a_second_look()
    section = _section("wire.md", "From the server")
    said = set(re.findall(r'^  "(\w+)": ', section, re.MULTILINE))
    views = [phone_view(session), projector_view(session, 0), console_view(session, 0, peeking=True)]
    assert set().union(*views) | {"remains", "trouble", "consoles"} == said
    assert all(f'"{field}": ' in section for field in (*mine(session, "somebody"), *typed_view(session)))


def in_a_second_look() -> Session:
    session = voting()
    fay(session, CloseRound)
    run(session, OpenSecondLook("revealed", (1,), "room"))
    return session


def test_those_are_the_messages_that_code_sends() -> None:
    sent = set()
    for file in (ROOT / "pollapp" / "live").glob("*.py"):
        sent |= set(re.findall(r'_(?:emit|tell|send_new)\("([a-z_]+)"', file.read_text("utf-8")))
    assert sent == set(OUTBOUND)


def test_every_refusal_stands_there_with_when_and_what_is_right_and_no_other() -> None:
    rows = _rows(_section("wire.md", "Refusals"))
    assert [row[0] for row in rows] == [f"`{code}`" for code in REFUSALS]
    assert all(len(row) == 3 and all(row) for row in rows)


def test_every_refusal_is_a_sentence_and_a_hint() -> None:
    for code, words in REFUSALS.items():
        assert re.fullmatch(r"[a-z_]+", code)
        for sentence in words:
            assert re.fullmatch(r"[A-Z].*[.]", sentence), (code, sentence)


def test_every_address_stands_there(app: object) -> None:
    """Every rule of the app, as `/j/<code>`; static files are no page."""
    page = _section("wire.md", "Pages (HTTP)")
    rules = {
        re.sub(r"<(\w+)_id>", r"<\1>", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in ("static", "joined_css", "flat_css")
    }  # type: ignore[attr-defined]
    missing = {rule for rule in rules if rule not in page and rule.rsplit("/", 1)[1] not in _named(page)}
    assert missing == set()


@pytest.mark.parametrize("setting", [setting.name for setting in fields(Config)])
def test_every_setting_stands_in_the_operators_page(setting: str) -> None:
    page = _page("operating.md")
    has_flag = next(one.metadata["flag"] for one in fields(Config) if one.name == setting)
    assert (f"| `--{setting.replace('_', '-')}` |" in page) == has_flag
    assert f"`POLLAPP_{setting.upper()}`" in page


def test_no_setting_stands_there_that_is_none() -> None:
    named = set(re.findall(r"POLLAPP_([A-Z_]+)", _page("operating.md")))
    assert named == {setting.name.upper() for setting in fields(Config)}


def _dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for extra in project["project"].get("optional-dependencies", {}).values():
        wanted += extra
    return sorted({re.split(r"[^A-Za-z0-9_-]", one, maxsplit=1)[0].lower() for one in wanted})


@pytest.mark.parametrize("package", _dependencies())
def test_every_dependency_stands_there_with_its_reason(package: str) -> None:
    rows = _rows(_page("dependencies.md"))
    [reason] = [row[1] for row in rows if package in re.split(r"[ ,]+", row[0].lower())]
    assert reason


def test_every_column_of_the_results_is_explained() -> None:
    page = _page("exports.md")
    told, about = report(talked(), notes=True), About("472918")
    columns = [column for made in (results_csv, rounds_csv) for column in made(told, about).decode().splitlines()[0].split(",")]
    of_choices = {*talked().choices, *(f"before_{choice}" for choice in talked().choices)}
    assert [column for column in columns if column not in of_choices and f"`{column}`" not in page] == []
    assert "`before_…`" in page


_CHECKPOINT = int(
    re.findall(r"wal_autocheckpoint = (\d+)", (ROOT / "pollapp" / "store" / "sqlite_schema.py").read_text("utf-8"))[0]
)  # pages


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("0007", f"the log has {_CHECKPOINT:,} pages"),
        ("0007", f"starts at least {1000 * group_commit.PAUSE:g} ms apart"),
        ("0018", f"{_CHECKPOINT * 4096 / 1e6:.0f} MB ({_CHECKPOINT:,} pages) to which it may grow"),
        ("0019", f"Two reads start at least {1000 * redis_follow.PAUSE:g} ms apart"),
        ("0022", f"they start {1000 * group_commit.PAUSE:g} ms apart now"),
        ("0022", f"every {_CHECKPOINT:,} pages"),
        ("0022", f"Ticks are {1000 * TICK:g} ms apart"),
        ("0023", f"said nothing for {load.HEARD_WITHIN:g} s"),
        ("0023", f"more connections than {load.FULLER} times the average, and {load.A_CLASS}"),
        ("0023", f"up to {ROOMS_KEPT} sessions folded"),
    ],
)
def test_a_figure_of_a_decision_is_the_codes(decision: str, said: str) -> None:
    [page] = (ROOT / "docs" / "decisions").glob(f"{decision}-*.md")
    assert said in " ".join(page.read_text("utf-8").split())
