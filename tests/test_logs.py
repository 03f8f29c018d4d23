"""The log's two forms."""

import json
import logging
import sys

import pytest

from pollapp.logs import ForPeople, OneObject, failures_of


def _record(message: str, *args: object, failed: bool = False) -> logging.LogRecord:
    return logging.LogRecord("pollapp.here", logging.ERROR, "here.py", 1, message, args, sys.exc_info() if failed else None)


def test_an_object_is_one_line_whatever_is_said() -> None:
    line = OneObject("b").format(_record('"%s"\nand “more”', "one"))
    assert "\n" not in line
    said = json.loads(line)
    assert (said["level"], said["logger"], said["message"], said["worker"]) == ("error", "pollapp.here", '"one"\nand “more”', "b")
    assert "traceback" not in said


def test_a_mistake_of_ours_brings_its_traceback_along_in_the_same_line() -> None:
    try:
        raise RuntimeError("why")
    except RuntimeError:
        line = OneObject("").format(_record("It failed.", failed=True))
    assert "\n" not in line
    assert json.loads(line)["traceback"].endswith("RuntimeError: why")


def test_what_a_stranger_sends_begins_no_line_and_moves_no_cursor() -> None:
    line = ForPeople("%(levelname)s %(message)s").format(_record("No such line: %s.", "a\n2026-11-30 ERROR forged\x1b[31m“ñ”"))
    assert line == "ERROR No such line: a\\n2026-11-30 ERROR forged\\x1b[31m“ñ”."


def test_not_in_a_traceback_either() -> None:
    try:
        raise ValueError("a\n2026-11-30 ERROR forged\x1b[31m")
    except ValueError:
        first, *rest = ForPeople("%(levelname)s %(message)s").format(_record("It failed.", failed=True)).splitlines()
    assert first == "ERROR It failed."
    assert rest[-1] == "  2026-11-30 ERROR forged\\x1b[31m"
    assert all(line.startswith("  ") for line in rest)


def test_a_library_says_what_failed_and_not_what_strangers_ask_for_wrongly(caplog: pytest.LogCaptureFixture) -> None:
    logger = failures_of("a.library")
    logger.error("Invalid session %s", "zz")
    try:
        raise RuntimeError("why")
    except RuntimeError:
        logger.exception("message handler error")
    assert caplog.messages == ["message handler error"]
