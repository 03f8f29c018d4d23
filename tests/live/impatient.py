"""`python -m tests.live.impatient serve …`: the server with a door (soak/launcher.py) and bounds so small that a test reaches them."""

from soak import launcher  # patches the standard library: before everything else  # isort: skip

from pollapp.live import handlers, lines
from pollapp.server import callers, sockets, websockets
from tests.live.small_bounds import (
    BODY_WITHIN,
    HEADERS_WITHIN,
    MOST_BEHIND,
    MOST_SCREENS,
    MOST_SLOWED,
    MOST_SOCKETS,
    MOST_WAITING,
    MOST_WITHOUT_SEAT,
    NEXT_WITHIN,
    SEAT_WITHIN,
    UPGRADED_WITHIN,
)


def hurry() -> None:
    lines.SEAT_WITHIN, lines.LOOK_EVERY, lines.MOST_WITHOUT_SEAT = SEAT_WITHIN, 0.2, MOST_WITHOUT_SEAT
    callers.NEXT_WITHIN, callers.HEADERS_WITHIN, callers.BODY_WITHIN = NEXT_WITHIN, HEADERS_WITHIN, BODY_WITHIN
    callers.Caller._within = 2.0
    callers._waiting._most = MOST_WAITING
    websockets.UPGRADED_WITHIN = UPGRADED_WITHIN
    sockets.MOST_BEHIND, sockets.MOST_SLOWED = MOST_BEHIND, MOST_SLOWED
    handlers.MOST_SOCKETS, handlers.MOST_SCREENS = MOST_SOCKETS, MOST_SCREENS


if __name__ == "__main__":
    hurry()
    launcher.run()
