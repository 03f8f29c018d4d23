"""The server's log, on stderr: for people, or one JSON object a line. Nothing of it names an address or what anybody did."""

import json
import logging
from datetime import UTC, datetime


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


def start_logging(*, as_json: bool, worker: str = "") -> None:
    """From now on, in this process. `worker`: the name of this one among several."""
    handler = logging.StreamHandler()
    who = f" [{worker}]" if worker else ""
    handler.setFormatter(OneObject(worker) if as_json else logging.Formatter(f"%(asctime)s{who} %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
