"""How long a phone waits before it tries again: the policy and the numbers of static/js/lib (tests/chaos holds them together)."""

import random

AGAIN_FIRST, AGAIN_MOST = 0.5, 20.0  # seconds before what was not answered is sent again: again.js
RECONNECT_MOST = 2.0  # seconds before it connects again, before they are spread: socket.js
CONNECT_WITHIN = 8.0  # seconds: socket.js, also below
ACK_WITHIN = 5.0


def pause_after(tries: int, chance: random.Random, longest: float = AGAIN_MOST) -> float:
    """Seconds before try number `tries` + 1: each twice as long, and all of them spread."""
    return min(longest, AGAIN_FIRST * 2.0 ** (tries - 1)) * (0.5 + chance.random())
