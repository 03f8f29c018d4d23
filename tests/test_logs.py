"""The log's two forms."""

import json
import logging
import sys

from pollapp.logs import OneObject


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
