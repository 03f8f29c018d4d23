"""Bringing in a paper poster: its counts become a session of their own kind, which is over from the start.

So it is reported, exported, compared and deleted like any other, by the same fold of a log.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pollapp.counts.file import Counted
from pollapp.domain.event import Event
from pollapp.domain.events import RoundClosed, RoundOpened, SessionClosed, SessionOpened
from pollapp.domain.grid import Grid
from pollapp.domain.said import say
from pollapp.domain.stages import Stage
from pollapp.domain.talk_events import PaperCounted
from pollapp.opening import Opened, Settings, begin_log
from pollapp.store.log import EventLog

EARLIEST = date(1950, 1, 1)
_AHEAD = timedelta(hours=14)  # how far the day is ahead of UTC where it begins first
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Poster:
    """What was counted, on squares of which grid, and the day of the class."""

    grid: Grid
    counted: Counted
    held_on: date


def import_poster(log: EventLog, poster: Poster, settings: Settings, now: Callable[[], datetime]) -> Opened:
    """A session on the squares that the counts name. `settings` are of kind "paper". Raises StoreFailed."""
    return begin_log(log, what_happened(poster, settings), settings, now)


def what_happened(poster: Poster, settings: Settings) -> list[Event]:
    """The log of a class that placed its dots on paper, all in one round."""
    grid = poster.grid.pick(poster.counted)
    squares = tuple(square.id for square in grid.squares)
    return [
        SessionOpened(settings.kind, grid, settings.live, settings.minimum, poster.held_on.isoformat()),
        RoundOpened(Stage.LOBBY.value, 1, squares),
        *(PaperCounted(1, square, counts) for square, counts in poster.counted.items() if counts is not None),
        RoundClosed(Stage.VOTING.value),
        SessionClosed(Stage.REVEALED.value),
    ]


def read_day(text: str, now: datetime) -> date:
    """The day that was typed, as 2025-11-20. Raises ValueError with a sentence for one that cannot be a class's, such as tomorrow."""
    day = _date(text.strip())
    if day is None:
        raise ValueError(say("That is no date: write it as 2025-11-20."))
    if day < EARLIEST:
        raise ValueError(say("That is no day a class can have had."))
    if day > (now.astimezone(UTC) + _AHEAD).date():
        raise ValueError(say("That day is still to come."))
    return day


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
