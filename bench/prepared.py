"""Sessions that stand in a data folder before its server starts: an open round with everybody joined, and what a large class leaves.

So that a websocket of each phone can be measured without the page that a new one loads first.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.line import Payload
from pollapp import access
from pollapp.domain import events, talk_events
from pollapp.domain.commands import Join
from pollapp.domain.event import Event
from pollapp.domain.grid import Grid
from pollapp.grid_file import shipped_grid
from pollapp.opening import Opened, Settings, begin_log
from pollapp.room import encode_body
from pollapp.service import Order
from pollapp.store.log import Append, Entry, EventLog
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog

PEOPLE, ROUNDS = 300, 3  # of a large class: on all 30 squares


@dataclass(frozen=True, slots=True)
class Guest:
    """With what one page connects: its cookie header, and what it says of itself."""

    cookie: str
    auth: Payload


@dataclass(frozen=True, slots=True)
class Hall:
    """A session in the data folder: its id, its join code, and who may come."""

    id: str
    code: str
    console: Guest
    projector: Guest
    phones: list[Guest]


def data_in(folder: Path) -> SqliteLog:
    """The store of a server that does not run yet. Close it before one does."""
    return SqliteLog(folder / SESSIONS_FILE)


def hall(log: EventLog, phones: int, rounds: int = 0) -> Hall:
    """A round with the live heatmap is open (the setting that costs most), and `phones` have joined. On the usual 24 squares; or the last
    of some rounds of a large class, on all 30.
    """
    book = shipped_grid()
    opened = _begin(log, list(_rounds(book.grid, rounds)) if rounds else _fresh(book.grid_for(book.default_set)))
    id, code = opened.header.id, opened.header.code
    console = Guest(f"{access.control_cookie(id)}={opened.control_secret}", _auth("console", id))
    projector = Guest("", _auth("projector", id) | {"token": opened.header.projector_token})
    return Hall(id, code, console, projector, _join(log, id, phones))


def closed_class(log: EventLog) -> tuple[str, str]:
    """300 people, 30 squares, three rounds, closed: its id, and the cookie of whoever controls it."""
    ending = (events.RoundClosed("voting"), talk_events.WrappedUp("revealed"), events.SessionClosed("wrap_up"))
    opened = _begin(log, [*_rounds(shipped_grid().grid, ROUNDS), *ending])
    return opened.header.id, f"{access.control_cookie(opened.header.id)}={opened.control_secret}"


def _begin(log: EventLog, happened: list[Event]) -> Opened:
    return begin_log(log, happened, Settings(), lambda: datetime.now(UTC))


def _fresh(grid: Grid) -> list[Event]:
    squares = tuple(square.id for square in grid.squares)
    return [events.SessionOpened("class", grid, True, 3, "2026-11-24"), events.RoundOpened("lobby", 1, squares)]


def _rounds(grid: Grid, rounds: int) -> Iterator[Event]:
    """Everybody's dots of so many rounds; the last one is still open."""
    chance, squares, choices = random.Random(5), tuple(square.id for square in grid.squares), grid.choice_keys
    people = [f"{number:024x}" for number in range(PEOPLE)]
    yield events.SessionOpened("class", grid, True, 3, "2026-11-24")
    yield from map(events.ParticipantJoined, people)
    for number in range(1, rounds + 1):
        if number == 1:
            yield events.RoundOpened("lobby", 1, squares)
        else:
            yield events.RoundClosed("voting")
            yield talk_events.SecondLookOpened("revealed", number, squares, "nothing")
        dots = [(somebody, square) for somebody in people for square in squares]
        chance.shuffle(dots)
        for at, (somebody, square) in enumerate(dots):
            yield events.DotPlaced(somebody, number, square, at, chance.choices(choices, (3, 1 + square % 3, square % 5))[0])


def _join(log: EventLog, session_id: str, phones: int) -> list[Guest]:
    voices = [access.new_token() for _ in range(phones)]
    outcomes = log.append([_joining(session_id, access.participant_id(session_id, voice)) for voice in voices])
    assert all(isinstance(outcome, Entry) for outcome in outcomes)
    return [Guest(f"{access.voice_cookie(session_id)}={voice}", _auth("phone", session_id)) for voice in voices]


def _joining(session_id: str, participant: str) -> Append:
    order = Order(participant, "join", Join(participant))
    return Append(session_id, participant, order.command_id, order.digest(), encode_body(events.ParticipantJoined(participant)))


def _auth(role: access.Role, session_id: str) -> Payload:
    return {"wire": access.WIRE_VERSION, "role": role, "session": session_id}
