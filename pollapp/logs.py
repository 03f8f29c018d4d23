"""The server's log, on stderr: for people, or one JSON object a line. Nothing of it names an address or what anybody did, and what a
stranger sends begins no line of its own.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any


class OneObject(logging.Formatter):
    """`{"time", "level", "logger", "message", "worker"}`, and `"traceback"` where something of ours failed. `time` is UTC."""

    def __init__(self, worker: str) -> None:
        super().__init__()
        self._worker = worker

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "worker": self._worker,
        }
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


class ForPeople(logging.Formatter):
    """`time LEVEL message` in one line, for a terminal; below it, and not at the margin, the traceback where something of ours failed."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        return _printable(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:
        lines = super().formatException(ei).splitlines()
        return "\n".join("  " + _printable(line) for line in lines)


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def failures_of(library: str) -> logging.Logger:
    """The logger of a library that serves strangers: it says what failed, and not what they asked for wrongly."""
    logger = logging.getLogger(library)
    logger.addFilter(_failed)
    return logger


def _failed(record: logging.LogRecord) -> bool:
    return record.exc_info is not None


def start_logging(*, as_json: bool, worker: str = "") -> None:
    """From now on, in this process. `worker`: the name of this one among several."""
    handler = logging.StreamHandler()
    who = f" [{worker}]" if worker else ""
    handler.setFormatter(OneObject(worker) if as_json else ForPeople(f"%(asctime)s{who} %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
