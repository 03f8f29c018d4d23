"""Which rooms a worker has: those whose lines it was given (pollapp/workers), and those that it only keeps in memory for their pages."""

from pollapp.service import ROOMS_KEPT
from pollapp.workers.load import A_CLASS, FULLER
from scale.scenario import Scenario

SCREENS = 2  # of a room


def workers_of(scenario: Scenario, workers: int) -> int:
    """On so many of them the phones and the two screens of a room are: on one, unless that is more than one is given."""
    lines = scenario.phones + SCREENS
    most = A_CLASS + FULLER * scenario.classes * lines / workers
    return min(workers, lines, scenario.workers_of_room or (1 if lines <= most else workers))


def attended(scenario: Scenario, workers: int) -> float:
    """What share of all sessions a worker has in memory, and follows: those that it has lines of, and the last of which it made a page."""
    own = workers_of(scenario, workers) / workers
    return min(1.0, own + ROOMS_KEPT / scenario.classes)
