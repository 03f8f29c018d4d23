"""How late a task wakes that wanted to sleep for a moment: so long did whatever ran meanwhile keep everybody waiting."""

import time

from pollapp.metrics.figures import Figures

EVERY = 0.1  # seconds


def keep_looking_how_late(figures: Figures) -> None:
    """For ever. `time` is looked up late: the server's start patches it."""
    while True:
        wanted = time.monotonic() + EVERY
        time.sleep(EVERY)
        figures.late.add(max(0.0, time.monotonic() - wanted))
