"""One door for every socket: connect takes a seat, a message becomes orders, the ack is the answer.

`trigger_event` is overridden (Flask-SocketIO's documented way) because a Flask request context an event costs more than
everything else a dot costs. Who somebody is was settled at connect; their socket id stands for it from then on.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import flask_socketio
from socketio.exceptions import ConnectionRefusedError as Turned
from werkzeug.http import parse_cookie

from pollapp.access import Credits, Seat, asked_language, keeps_seat, same, seat
from pollapp.domain.legal import stranger
from pollapp.domain.refused import Refused, refused
from pollapp.languages import told
from pollapp.live import wire
from pollapp.live.broadcast import Broadcast, phones_room
from pollapp.live.fields import Malformed, Payload
from pollapp.live.lines import Lines
from pollapp.live.seats import Seats
from pollapp.metrics.figures import Figures
from pollapp.room import Answer, Counted
from pollapp.service import Order, Service
from pollapp.store.log import StoreFailed, log_failure

logger = logging.getLogger(__name__)

BURST, PER_SECOND = 200, 20  # dots (or other messages) one phone or console may send at once, and per second after that
MOST_SCREENS = 200  # projectors of one session, and consoles: each is sent a view eleven times a second, and a link may go round
MOST_SOCKETS = 8  # of one participant: tabs, and those that a lost Wi-Fi has left behind; then the oldest is let go of


class Door(flask_socketio.Namespace):  # type: ignore[misc]  # Flask-SocketIO has no types
    def __init__(self, service: Service, seats: Seats, broadcast: Broadcast, home: str = "", figures: Figures | None = None) -> None:
        super().__init__("/")
        self._service, self._seats, self._broadcast, self._home = service, seats, broadcast, home
        self._figures = figures or Figures()
        self._credits = Credits(BURST, PER_SECOND)
        self.lines = Lines()
        self.lines.dots = self._place_dots

    def dismiss_consoles(self, session_id: str) -> None:
        """The control secret was replaced: every console has to show the new one to come back."""
        for sid in self._seats.sids(session_id, "console"):
            self._seats.leave(sid)  # a console that is only just connecting cannot be disconnected yet: without a seat it can do nothing
            self.server.disconnect(sid, namespace="/")

    def dismiss_projectors(self, session_id: str) -> None:
        """The projector has a new link: pages of the old one end, as `dismiss_consoles` has it."""
        for sid in self._seats.sids(session_id, "projector"):
            self._dismiss(sid)

    def dismiss_phone(self, participant: str, but: str = "") -> None:
        """Nobody speaks for this participant any more: their pages end (but this one), as `dismiss_consoles` has it."""
        for sid in self._seats.sids_of(participant):
            if sid != but:
                self._dismiss(sid)

    def look_again(self, session_id: str) -> None:
        """Another process may have changed who has control, where the projector is, whose phone it is, or how long all is kept.

        Whoever says so is just feeding the session on, so it is looked at apart from that.
        """
        self.server.start_background_task(self._look_who_may_stay, session_id)

    def _look_who_may_stay(self, session_id: str) -> None:
        try:
            header, session = self._service.log.header(session_id), self._service.session(session_id)
        except StoreFailed as failed:  # then whoever has more than a phone's rights shows them again
            log_failure(logger, "Not looked who may stay", failed)
            for sid in self._seats.sids(session_id, "console", "projector"):
                self._dismiss(sid)
            return
        if header is None or session is None:
            return  # everybody is told that it is gone
        for sid in self._seats.sids(session_id):
            taken = self._seats.of(sid)
            if taken and not keeps_seat(taken, header, session):
                self._dismiss(sid)
        self._broadcast.tell_kept(session_id)

    def others_acted(self, session_id: str, actors: set[str]) -> None:
        """These have acted on another process: their pages here are brought up to date, apart from whoever feeds the session on."""
        here = [participant for participant in actors if self._seats.sids_of(participant)]
        if here:
            self.server.start_background_task(self._bring_up_to_date, session_id, here)

    def _bring_up_to_date(self, session_id: str, participants: Sequence[str]) -> None:
        """Their pages; or end those, where nobody speaks for them any more."""
        try:
            session = self._service.session(session_id)
        except StoreFailed as failed:  # the next view, or their next page, has it
            log_failure(logger, "Not looked what was done elsewhere", failed)
            return
        for participant in participants if session else ():
            if session and stranger(session, participant):
                self.dismiss_phone(participant)
            else:
                self._broadcast.tell_own(session_id, participant, but="")

    def _dismiss(self, sid: str) -> None:
        left = self._leave(sid)
        self.server.disconnect(sid, namespace="/")
        if left:
            self._broadcast.mark(left.session_id)  # one fewer is present

    def trigger_event(self, event: Any, *args: Any) -> Any:
        sid = args[0]
        if event in ("connect", "disconnect") and not self.server.manager.is_connected(sid, "/"):
            return self._connect(*args) if event == "connect" else self._disconnect(sid)
        began = time.monotonic()
        answer = self._message(event, sid, args[1:])  # also a "connect" or "disconnect" that a client made up
        if event != "alive":  # so pages ask whether the line is
            self._figures.told(answer, time.monotonic() - began)
        return answer

    def _connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        why_not = self._seated(sid, auth, parse_cookie(environ))
        if why_not:
            self._leave(sid)
            self._figures.refused[why_not.code] += 1
            refusal = told(wire.refusal(why_not), asked_language(auth))
            raise Turned(refusal["sentence"], refusal)

    def _seated(self, sid: str, auth: Any, cookies: Mapping[str, str]) -> Refused | None:
        """Take the seat and send the first view; else why not."""
        line = self._line(sid)
        if not self._listens(sid) or (line and not self.lines.is_open(line)):
            return refused("slow_down")
        is_here = self.lines.watched(line)
        try:
            why_not = self._take_seat(sid, auth, cookies)
            return why_not if is_here() else refused("slow_down")  # closed meanwhile: python-socketio would keep it as a ghost
        except StoreFailed as failed:
            log_failure(logger, "No seat", failed)
            return refused("not_stored")
        except Exception:
            logger.exception("No seat.")
            return refused("server_error")

    def _take_seat(self, sid: str, auth: Any, cookies: Mapping[str, str]) -> Refused | None:
        taken = seat(self._service, auth, cookies, self._home)
        if isinstance(taken, Seat):
            self._seats.take(sid, taken)
            if taken.role != "phone":  # look again: the secret may have been replaced between the look and the seat
                taken = seat(self._service, auth, cookies, self._home)
        if isinstance(taken, Refused):
            return taken
        self._make_room(taken)
        if taken.participant:
            self.server.enter_room(sid, phones_room(taken.session_id), namespace="/")
        self.lines.took_seat(self._line(sid), sid)
        if not self._broadcast.greet(sid):
            return refused("gone")  # deleted between the look and the seat
        self._broadcast.mark(taken.session_id)  # one more is present
        return None

    def _make_room(self, taken: Seat) -> None:
        """Only so many may sit where this one has just sat down; then the oldest goes."""
        if taken.participant:
            too_many = self._seats.sids_of(taken.participant)[:-MOST_SOCKETS]
        else:
            too_many = self._seats.sids(taken.session_id, taken.role)[:-MOST_SCREENS]
        for oldest in too_many:
            self._dismiss(oldest)

    def _disconnect(self, sid: str) -> None:
        left = self._leave(sid)
        if left:
            self._broadcast.mark(left.session_id)

    def _leave(self, sid: str) -> Seat | None:
        self._broadcast.leave(sid)
        self._credits.drop(sid)
        self.lines.lost_seat(self._line(sid))
        return self._seats.leave(sid)

    def _message(self, event: Any, sid: str, payload: tuple[Any, ...]) -> Payload:
        taken = self._seats.of(sid)
        if taken is None:
            return wire.refusal(refused("not_allowed"))
        try:
            answer = self._answer(event, sid, taken, payload[0] if len(payload) == 1 else None)
        except Exception as error:
            answer = _failed(error)
        return told(answer, taken.language)

    def _answer(self, event: Any, sid: str, taken: Seat, payload: Any) -> Payload:
        orders = self._orders(event, sid, taken, payload)
        if isinstance(orders, Refused):
            return wire.refusal(orders)
        if taken.role == "console" and self._service.has_others and not self._controls(sid, taken):
            return wire.refusal(refused("no_control"))
        if event == "peek":
            return self._peek(sid, taken, payload)
        answers = self._service.handle(taken.session_id, orders)
        self._counted(event, sid, taken, answers)
        return wire.acks(event, answers)

    def _controls(self, sid: str, taken: Seat) -> bool:
        """Whether this console still has control. Another process may have given it away and, where the way to the engine is cut, nobody
        here has heard of it: it is asked for each command. Raises StoreFailed.
        """
        header = self._service.log.header(taken.session_id)
        if header is None or same(taken.proof, header.control_hash):
            return True  # a session that is gone says so itself
        self._dismiss(sid)
        return False

    def _place_dots(self, sid: str, payload: Any, answer: Callable[[Payload], None]) -> None:
        """The fast lane: as `_message`, but nobody waits here, for the dots to be stored or for whatever: the hub itself may be asking."""
        began, taken = time.monotonic(), self._seats.of(sid)

        def tell(ack: Payload) -> None:
            self._figures.told(ack, time.monotonic() - began)
            answer(told(ack, taken.language) if taken else ack)

        try:
            orders = self._orders("place_dots", sid, taken, payload) if taken else refused("not_allowed")
            if isinstance(orders, Refused):
                tell(wire.refusal(orders))
            elif taken:
                self._handle_soon(sid, taken, orders, tell)
        except Exception as error:
            tell(_failed(error))

    def _handle_soon(self, sid: str, taken: Seat, orders: Sequence[Order], tell: Callable[[Payload], None]) -> None:
        def settled(answers: list[Answer] | None) -> None:
            if answers is None:
                self.server.start_background_task(self._handle, sid, taken, orders, tell)
            else:
                self._answered(sid, taken, answers, tell)

        self._service.handle_soon(taken.session_id, orders, settled)

    def _handle(self, sid: str, taken: Seat, orders: Sequence[Order], tell: Callable[[Payload], None]) -> None:
        try:
            self._answered(sid, taken, self._service.handle(taken.session_id, orders), tell)
        except Exception as error:
            tell(_failed(error))

    def _answered(self, sid: str, taken: Seat, answers: Sequence[Answer], tell: Callable[[Payload], None]) -> None:
        self._counted("place_dots", sid, taken, answers)
        tell(wire.acks("place_dots", answers))

    def _orders(self, event: Any, sid: str, taken: Seat, payload: Any) -> list[Order] | Refused:
        orders = [] if event == "peek" else wire.read(taken, event, payload)
        # A phone's tabs, and its next socket, share their credits.
        if not self._listens(sid) or not self._credits.spend(taken.participant or sid, wire.cost(event, orders)):
            return refused("slow_down")
        return orders

    def _counted(self, event: Any, sid: str, taken: Seat, answers: Sequence[Answer]) -> None:
        """What counts, the participant's other pages have to hear of."""
        if taken.participant and any(isinstance(answer, Counted) for answer in answers):
            self._broadcast.tell_own(taken.session_id, taken.participant, but=sid)
            if event == "forget_dots":
                self.dismiss_phone(taken.participant, but=sid)  # it still has to hear that it is so

    def _listens(self, sid: str) -> bool:
        line = self._line(sid)
        return line is None or self.lines.listens(line)

    def _line(self, sid: str) -> str | None:
        """Engine.IO's id of the line that this socket is on."""
        line: str | None = self.server.manager.eio_sid_from_sid(sid, "/")
        return line

    def _peek(self, sid: str, taken: Seat, payload: Any) -> Payload:
        if taken.role != "console":
            return wire.refusal(refused("not_allowed"))
        try:
            self._seats.peek(sid, wire.read_peek(payload))
        except Malformed as why:
            return wire.refusal(wire.malformed(str(why)))
        self._broadcast.mark(taken.session_id)
        return {"ok": True}


def _failed(error: Exception) -> Payload:
    """What a page is told whose message came to this; called while it is being handled."""
    if isinstance(error, StoreFailed):
        log_failure(logger, "Not stored", error)
        return wire.refusal(refused("not_stored"))
    logger.exception("A message could not be handled.")
    return wire.refusal(refused("server_error"))
