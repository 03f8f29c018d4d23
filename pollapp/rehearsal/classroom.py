"""The whole class, and when it goes home: it is bounded in every way, whatever becomes of the server that started it."""

import logging
import threading
import time
from collections.abc import Callable, Sequence

from pollapp.rehearsal.door import Door, Ticket
from pollapp.rehearsal.line import Line
from pollapp.rehearsal.minds import Mind
from pollapp.rehearsal.participant import Participant, Planner, comes_after
from pollapp.rehearsal.phone import Phone
from pollapp.rehearsal.talk import Voice
from pollapp.rehearsal.talker import Speaker
from pollapp.rehearsal.wishes import Wishes

logger = logging.getLogger(__name__)

COMING_IN = 7.0  # seconds until all have joined: the lobby fills before everybody's eyes
AWAY = 120.0  # seconds that the server may be away: it may have been killed and be coming back
CLOSED = 600.0  # seconds that a closed session may take to be reopened
LONGEST = 2 * 60 * 60.0  # seconds, whatever happens
LOOK_EVERY = 1.0  # seconds


class Bounds:
    """Watches a class from outside. There is no look at the parent process: a server that is killed and back within
    AWAY keeps its class, one that stays away loses it."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._began = self._heard = now()
        self._closed: float | None = None

    def look(self, people: Sequence[Participant]) -> str:
        """Why the class is over, "" while it is not."""
        now = self._now()
        here = [one for one in people if one.connected]
        if here:
            self._heard = now
            self._closed = (self._closed or now) if all(one.stage == "closed" for one in here) else None
        return self._why(people, now)

    def _why(self, people: Sequence[Participant], now: float) -> str:
        if any(one.gone for one in people):
            return "the session was deleted"
        if all(one.left for one in people):
            return "everybody has left"
        if now > self._heard + AWAY:
            return "the server is away"
        if self._closed is not None and now > self._closed + CLOSED:
            return "the session is closed"
        return "it has lasted long enough" if now > self._began + LONGEST else ""


def hold_class(url: str, code: str, wishes: Wishes) -> str:
    """Let a class of threads take part, and return why it is over. The threads end with the process."""
    people = [_participant(url, code, wishes, who) for who in range(wishes.size)]
    for one in people:
        threading.Thread(target=one.attend, daemon=True).start()
    bounds = Bounds()
    while not (why := bounds.look(people)):
        time.sleep(LOOK_EVERY)
    return why


def _participant(url: str, code: str, wishes: Wishes, who: int) -> Participant:
    def phone(ticket: Ticket) -> Phone:
        return Phone(lambda changed: Line(url, ticket, changed))

    def mind(ticket: Ticket) -> Planner:
        return Mind(who, wishes, ticket.session, ticket.squares, ticket.choices).plan

    def voice(ticket: Ticket) -> Speaker:
        return Voice(who, wishes, ticket.session, ticket.grid).on

    enter = Door(url, code, wishes.speech.language).enter
    return Participant(comes_after(who, wishes.size, COMING_IN), enter, phone, mind, voice)
