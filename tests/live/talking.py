"""What is said in a talk on the wire, and what comes to consoles of it."""

from typing import Any

from tests.live.lines import Line, Message

REASON = "Whose decision is it, zwetschge?"  # a word that stands nowhere else
MARK = "zwetschge"


def typed(line: Line) -> list[Message]:
    return [payload for name, payload in line.came if name == "typed"]


def reason(line: Line, words: str = REASON, **more: Any) -> Any:
    return line.says("send_reason", square=1, words=words, **more)
