"""A session as large as a hall: 300 people, 30 squares, three rounds, closed. Written into a data folder before its server starts."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pollapp import access
from pollapp.domain import events, talk_events
from pollapp.domain.event import Event
from pollapp.domain.grid import Grid
from pollapp.grid_file import shipped_grid
from pollapp.opening import Settings, begin_log
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog

PEOPLE, ROUNDS = 300, 3


def big_session(folder: Path) -> tuple[str, str]:
    """Its id, and the cookie of whoever controls it."""
    log = SqliteLog(folder / SESSIONS_FILE)
    opened = begin_log(log, list(_history(shipped_grid().grid, random.Random(5))), Settings(), lambda: datetime.now(UTC))
    log.close()
    return opened.header.id, f"{access.control_cookie(opened.header.id)}={opened.control_secret}"


def _history(grid: Grid, chance: random.Random) -> Iterator[Event]:
    squares, choices = tuple(square.id for square in grid.squares), grid.choice_keys
    people = [f"{number:024x}" for number in range(PEOPLE)]
    yield events.SessionOpened("class", grid, False, 3, "2026-11-24")
    yield from map(events.ParticipantJoined, people)
    for number in range(1, ROUNDS + 1):
        yield (
            events.RoundOpened("lobby", 1, squares) if number == 1 else talk_events.SecondLookOpened("revealed", number, squares, "nothing")
        )
        dots = [(somebody, square) for somebody in people for square in squares]
        chance.shuffle(dots)
        for at, (somebody, square) in enumerate(dots):
            yield events.DotPlaced(somebody, number, square, at, chance.choices(choices, (3, 1 + square % 3, square % 5))[0])
        yield events.RoundClosed("voting")
    yield talk_events.WrappedUp("revealed")
    yield events.SessionClosed("wrap_up")
