"""The bounds of tests/live/impatient.py: so small that a test reaches them. Apart, because that module patches whoever imports it."""

SEAT_WITHIN = UPGRADED_WITHIN = HEADERS_WITHIN = BODY_WITHIN = NEXT_WITHIN = MOST_BEHIND = 1.0  # seconds
MOST_WITHOUT_SEAT, MOST_WAITING, MOST_SOCKETS, MOST_SCREENS, MOST_SLOWED = 20, 20, 3, 5, 20
