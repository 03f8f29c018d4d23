"""One participant's phone: keeps its line up, waits, and sends until there is an answer. What is sent keeps its command_id and counter."""

import threading
import time
from collections.abc import Callable
from typing import Protocol

from pollapp.rehearsal.again import FOR_GOOD, is_answer, pause_after
from pollapp.rehearsal.line import Payload

LONGEST_GAP = 5.0  # seconds between two tries to connect


class Wire(Protocol):
    """What a phone needs of its line; `line.Line` is one."""

    view: Payload
    gone: bool

    @property
    def connected(self) -> bool: ...
    def connect(self) -> str | None: ...
    def send(self, event: str, payload: Payload) -> Payload: ...
    def hang_up(self) -> None: ...


class Phone:
    def __init__(self, line: Callable[[Callable[[], None]], Wire]) -> None:
        self._news = threading.Event()
        self._line = line(self._news.set)
        self._tries = 0
        self.over = False  # nothing more can be done here

    @property
    def connected(self) -> bool:
        return self._line.connected

    @property
    def gone(self) -> bool:
        return self._line.gone

    @property
    def view(self) -> Payload:
        """The newest view, {} before the first one."""
        return self._line.view

    def wait(self, seconds: float, wanted: Callable[[], bool]) -> None:
        """Let so many seconds pass, fewer when it is not wanted any more, and come back when the line drops meanwhile."""
        until = time.monotonic() + seconds
        while not self.over and not self.gone and wanted() and (left := until - time.monotonic()) > 0:
            self._news.clear()
            if not self.connected:
                self._connect()
            elif wanted():  # asked again: the news may have come just before it was cleared
                self._news.wait(left)

    def until_answered(self, event: str, payload: Payload, wanted: Callable[[], bool]) -> Payload | None:
        """Send until there is an answer, and return it (of a message with one dot: that dot's); None when it is not wanted any more."""
        tries = 0
        while not self.over and not self.gone and wanted():
            answer = _answer(self._line.send(event, payload))
            if is_answer(answer):
                self.over = self.over or answer.get("refused") in FOR_GOOD
                return answer
            tries += 1
            self.wait(pause_after(tries), wanted)
        return None

    def hang_up(self) -> None:
        self._line.hang_up()

    def _connect(self) -> None:
        if self._tries:
            time.sleep(pause_after(self._tries, LONGEST_GAP))
        self._tries += 1
        refusal = self._line.connect()
        if refusal is None:
            self._tries = 1  # after a drop not at once: a whole class comes back then
        else:
            self.over = refusal in FOR_GOOD


def _answer(ack: Payload) -> Payload:
    answers = ack.get("answers")
    return answers[0] if isinstance(answers, list) and len(answers) == 1 and isinstance(answers[0], dict) else ack
