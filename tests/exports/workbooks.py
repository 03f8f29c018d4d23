"""Sessions of all kinds to make workbooks of, and what a workbook holds, as another program reads it."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pollapp.domain import commands, events, talk_commands
from pollapp.domain.fold import apply, open_session
from pollapp.domain.report import Report, report
from pollapp.domain.session import Session
from pollapp.exports.about import About
from pollapp.exports.xlsx.export import results_xlsx
from tests.cast import crowd, dot, fay, grid, opened, run, voting
from tests.exports.talked import HOSTILE, PEOPLE, approved, first_round, says, talked

ABOUT = About("472918", "2026-12-24")
HEADER = 4  # the row of a table's header
GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.jsonl"))
KEYS = ("one", "two", "three", "four", "five")


def golden(log: Path) -> Session:
    """The session that a golden log amounts to, with what was typed."""
    words = log.with_suffix(".words.json")
    typed = json.loads(words.read_text("utf-8")) if words.exists() else {}
    first, *rest = (events.decode(json.loads(line)) for line in log.read_text("utf-8").splitlines())
    session = open_session(first)
    for event in rest:
        apply(session, event, typed.get(str(session.seq + 1)))
    return session


def of_choices(number: int) -> Session:
    """Square 1: a dot on each choice and nine more on the last. Square 2: all on the first."""
    people, keys = crowd(number + 9), KEYS[:number]
    session = voting(*people, on=grid(2, keys))
    run(session, *[dot(somebody, keys[min(at, number - 1)], 1) for at, somebody in enumerate(people)])
    run(session, *[dot(somebody, keys[0], 2) for somebody in people])
    fay(session, commands.CloseRound)
    return session


def hostile() -> Session:
    """Everything that people typed begins like a formula, or worse; so do the grid's own texts."""
    session = first_round()
    run(session, talk_commands.MoveSpotlight(None, 1))
    for at, words in enumerate(HOSTILE):
        approved(session, talk_commands.SendReason(words, PEOPLE[at % len(PEOPLE)], 1))
    says(session, talk_commands.WriteNote("=1+1\n@SUM(A1)", 1))
    return session


def hostile_grid() -> Session:
    on = grid(3)
    texts = ('=HYPERLINK("http://evil")', "a\x01b\ufffec\rd", "_x0041_ & <b>")
    labels = ("=1+1", "DOTS", "dots")
    squares = tuple(replace(square, text=text, short=text) for square, text in zip(on.squares, texts, strict=True))
    choices = tuple(replace(choice, label=label, name=f"{label}!") for choice, label in zip(on.choices, labels, strict=True))
    session = voting(*PEOPLE, on=replace(on, title="=1+1", squares=squares, choices=choices))
    run(session, *[dot(somebody, on.choices[0].key, 1) for somebody in PEOPLE])
    return session


def paper() -> Session:
    session = opened(grid(2), kind="paper")
    fay(session, commands.OpenRound)
    run(session, talk_commands.CountPaper(1, 1, (3, 0, 4)))
    return session


SESSIONS: dict[str, Callable[[], Session]] = {
    "talk": talked,
    "lobby": lambda: opened(kind="rehearsal"),
    "paper": paper,
    "empty": voting,
    "hostile": hostile,
    "hostile-grid": hostile_grid,
    **{f"choices-{number}": (lambda number=number: of_choices(number)) for number in (2, 3, 4, 5)},
    **{log.stem: (lambda log=log: golden(log)) for log in GOLDEN},
}


def told(name: str) -> Report:
    return report(SESSIONS[name](), notes=True)


def opened_again(of: Report, about: About = ABOUT) -> Workbook:
    return load_workbook(io.BytesIO(results_xlsx(of, about)))


def table(sheet: Worksheet) -> list[dict[str, Any]]:
    """The rows of a sheet's table, by header; None: an empty cell."""
    headers = [cell.value for cell in sheet[HEADER]]
    return [dict(zip(headers, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=HEADER + 1)]


def exactly(number: float | None) -> Any:
    """The number to sixteen digits: more are not written."""
    return None if number is None else pytest.approx(number, rel=1e-15, abs=0)
