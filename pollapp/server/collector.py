"""Python's collector in small steps. Left to itself it counts objects in a way that lets hundreds of thousands gather while many
connections come and go, and then looks through them all at once: 150 to 700 ms in which nobody is served. Asked often, it has little
to look through each time: 20 µs in a quiet room, a few ms while a thousand a second connect. Measured with `make soak`.
"""

import gc
import time
from collections.abc import Callable

from pollapp.memory import give_back

YOUNG_EVERY = 0.025  # seconds between two looks at what is new, while connections come and go …
CALM = 4  # … and as many of these spans while nobody does: dots alone leave little behind
MIDDLE_EVERY = 2  # of those looks, one at what outlived the last few, too
ALL_EVERY = 12_000  # spans between two looks at everything: 100 ms with a thousand phones, once in five minutes


def keep_collecting(come_and_gone: Callable[[], int], sleep: Callable[[float], None] = time.sleep) -> None:
    """For ever. `come_and_gone`: how many have, so far."""
    spans = looks = before = 0
    while True:
        sleep(YOUNG_EVERY)
        spans += 1
        now = come_and_gone()
        if now == before and spans % CALM:
            continue
        before, looks = now, looks + 1
        if spans % ALL_EVERY:
            gc.collect(0 if looks % MIDDLE_EVERY else 1)
        else:
            gc.collect()
            give_back()  # what a crowd has left behind
