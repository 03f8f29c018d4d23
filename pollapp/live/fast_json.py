"""JSON for Socket.IO by orjson: the same values several times faster. It has the two functions that python-socketio calls."""

from typing import Any

import orjson


def dumps(value: Any, **_: Any) -> str:
    """JSON text. Keyword arguments (separators) are python-socketio's; orjson is compact as it is."""
    return orjson.dumps(value).decode()


def loads(text: str | bytes, **_: Any) -> Any:
    """The value that the JSON text holds. Raises ValueError (orjson.JSONDecodeError) when it is none."""
    return orjson.loads(text)
