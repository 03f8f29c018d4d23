"""What is told of the golden logs, word for word: a reworded telling shows up here, in one place for page and PDF.

Unlike the logs themselves these may change. `UPDATE_TELLINGS=1 make test ARGS=tests/exports/test_golden_tellings.py` writes them anew; read
what has changed before you commit.
"""

import json
import os
from pathlib import Path

import pytest

from pollapp.domain.report import report
from pollapp.exports.about import About
from pollapp.exports.telling.tell import tell
from tests.golden.test_golden import LOGS, session_of

KEPT = Path(__file__).parent / "golden"
UPDATE = os.environ.get("UPDATE_TELLINGS") == "1"


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.stem)
def test_it_is_told_as_it_was(log: Path) -> None:
    kept = KEPT / f"{log.stem}.told.json"
    told = json.dumps(tell(report(session_of(log), notes=True), About("472918", "2026-12-24")), ensure_ascii=False, indent=1) + "\n"
    if UPDATE:
        KEPT.mkdir(exist_ok=True)
        kept.write_text(told, "utf-8")
    assert kept.exists(), f"{log.stem} was never told: write it down with UPDATE_TELLINGS=1."
    assert told == kept.read_text("utf-8")


def test_each_telling_is_of_a_log() -> None:
    assert sorted(kept.name.partition(".")[0] for kept in KEPT.glob("*.told.json")) == [log.stem for log in LOGS]
