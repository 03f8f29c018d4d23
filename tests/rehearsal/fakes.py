"""A server of a few lines: a line that answers from a list, drops when told to, and remembers what it was sent."""

from collections.abc import Callable
from typing import Any

Payload = dict[str, Any]
OK: Payload = {"ok": True, "seq": 2}


class FakeLine:
    def __init__(self, changed: Callable[[], None], *answers: Payload, refusals: list[str | None] | None = None) -> None:
        self.changed, self.answers, self.refusals = changed, list(answers), refusals or []
        self.sent: list[tuple[str, Payload]] = []
        self.view: Payload = {}
        self.gone = self.connected = False
        self.tries = 0

    def connect(self) -> str | None:
        self.tries += 1
        refusal = self.refusals.pop(0) if self.refusals else None
        self.connected = refusal is None
        return refusal

    def send(self, event: str, payload: Payload) -> Payload:
        self.sent.append((event, payload))
        answer = self.answers.pop(0) if self.answers else OK
        if answer.get("refused") == "offline":
            self.connected = False
        return {"ok": True, "answers": [answer]} if event == "place_dots" and "refused" not in answer else answer

    def hang_up(self) -> None:
        self.connected = False

    def show(self, **view: Any) -> None:
        self.view = self.view | view
        self.changed()
