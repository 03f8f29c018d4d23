"""One of the N: who works there, and who is about to take over."""

import time
from dataclasses import dataclass

from pollapp.workers.process import Worker

SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 10.0  # seconds before one that ended is replaced
STEADY = 60.0  # seconds of work; who ends after that was no bad start


@dataclass(eq=False)
class Slot:
    """`tried`: whether a worker has ever ended here. `again_at`: when to start the next, where nobody works (by time.monotonic)."""

    name: str
    number: int  # from 0
    worker: Worker | None = None
    successor: Worker | None = None
    tried: bool = False
    pause: float = 0.0
    again_at: float = 0.0

    @property
    def is_serving(self) -> bool:
        return self.worker is not None and self.worker.text is not None

    @property
    def is_empty(self) -> bool:
        return self.worker is None and self.successor is None

    def lose(self) -> None:
        """Its worker has ended, or could not be started: the next one comes after a pause, which grows while none stays."""
        stayed = self.worker is not None and time.monotonic() - self.worker.since > STEADY
        self.worker, self.tried = None, True
        self.pause = SHORTEST_PAUSE if stayed or not self.pause else min(LONGEST_PAUSE, 2 * self.pause)
        self.again_at = time.monotonic() + self.pause
