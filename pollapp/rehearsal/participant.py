"""One simulated participant: joins, follows the rounds and the talk, taps what its mind has planned and says what it has to say."""

import logging
import random
import time
from collections.abc import Callable, Sequence

from pollapp.rehearsal.again import pause_after
from pollapp.rehearsal.door import NotYet, Ticket, TurnedAway
from pollapp.rehearsal.line import Payload
from pollapp.rehearsal.minds import Plan, Tap
from pollapp.rehearsal.phone import Phone
from pollapp.rehearsal.talker import Speaker, Talker, new_id

logger = logging.getLogger(__name__)

ROUND_OPEN = ("voting", "showing")
A_WHILE = 60.0  # seconds between two looks, when there is no news

Planner = Callable[[int, Sequence[int]], Plan]  # round, squares → plan


class Participant:
    """`attend` is a thread's whole work; the rest may be read from outside meanwhile."""

    def __init__(
        self,
        comes_after: float,
        enter: Callable[[], Ticket],
        phone: Callable[[Ticket], Phone],
        mind: Callable[[Ticket], Planner],
        voice: Callable[[Ticket], Speaker],
    ):
        self._comes_after, self._enter, self._new_phone, self._new_mind, self._new_voice = comes_after, enter, phone, mind, voice
        self._phone: Phone | None = None
        self._counter = 0
        self._voted = 0  # the last round this participant took part in
        self._left_open: set[int] = set()  # squares of round 1, by choice: whoever was cut short makes up for it in a second look
        self.left = False

    @property
    def connected(self) -> bool:
        return self._phone is not None and self._phone.connected

    @property
    def stage(self) -> str:
        """The session's stage as last seen, "" before."""
        return str(self._phone.view.get("stage", "")) if self._phone else ""

    @property
    def gone(self) -> bool:
        """The session was deleted."""
        return self._phone is not None and self._phone.gone

    def attend(self) -> None:
        """Take part until nothing more can be done."""
        try:
            time.sleep(self._comes_after)
            ticket = self._come_in()
            self._phone = self._new_phone(ticket)
            self._take_part(self._phone, self._new_mind(ticket), Talker(self._new_voice(ticket)))
        except TurnedAway as error:
            logger.warning("Not let in: %s", error)
        except Exception:
            logger.exception("A participant fell over.")
        finally:
            self.left = True

    def _come_in(self) -> Ticket:
        tries = 0
        while True:
            try:
                return self._enter()
            except NotYet as error:
                logger.info("Not yet: %s", error)
                tries += 1
                time.sleep(pause_after(tries))

    def _take_part(self, phone: Phone, planner: Planner, talker: Talker) -> None:
        def idle() -> bool:
            return _open_round(phone.view) <= self._voted and not talker.has_words(phone.view)

        while not phone.over and not phone.gone:
            phone.wait(A_WHILE, idle)
            number = _open_round(phone.view)
            if number > self._voted:
                self._voted = number
                squares = list(phone.view["squares"])
                left_open = self._vote(phone, number, planner(number, squares), squares)
                self._left_open = left_open if number == 1 else self._left_open
            else:
                talker.talk(phone)
        phone.hang_up()

    def _vote(self, phone: Phone, number: int, plan: Plan, squares: Sequence[int]) -> set[int]:
        """Go through the plan, tap by tap, until it is done or the round is. The squares left open; none when there was no time."""

        def wanted() -> bool:
            return _open_round(phone.view) == number

        left_open = set(squares)
        for tap in (tap for tap in plan.taps if tap.square not in self._left_open):
            phone.wait(tap.after, wanted)
            phone.until_answered("place_dots", {"dots": [self._dot(number, tap)]}, wanted)
            (left_open.add if tap.choice is None else left_open.discard)(tap.square)
        in_time = wanted()
        if plan.done_after is not None:
            phone.wait(plan.done_after, wanted)
            phone.until_answered("finish", {"command_id": new_id(), "round": number, "done": True}, wanted)
        return left_open if in_time else set()

    def _dot(self, number: int, tap: Tap) -> Payload:
        self._counter += 1
        said: Payload = {"skipped": True} if tap.skipped else {"choice": tap.choice}
        return {"command_id": new_id(), "round": number, "square": tap.square, "counter": self._counter, **said}


def comes_after(who: int, size: int, seconds: float) -> float:
    """When number `who` (from 0) of a class comes in: one after the other, none quite in step."""
    return seconds * (who + random.random()) / size  # noqa: S311  # no secret


def _open_round(view: Payload) -> int:
    """The number of the round that is open, 0 when there is none."""
    return int(view["round"]) if view.get("stage") in ROUND_OPEN else 0
