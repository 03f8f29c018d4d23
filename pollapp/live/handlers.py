"""One door for every socket: connect takes a seat, a message becomes orders, the ack is the answer.

`trigger_event` is overridden (Flask-SocketIO's documented way) because a Flask request context an event costs more than
everything else a dot costs. Who somebody is was settled at connect; their socket id stands for it from then on.
"""

import logging
from typing import Any

import flask_socketio
from socketio.exceptions import ConnectionRefusedError as Turned
from werkzeug.http import parse_cookie

from pollapp.access import Credits, Seat, seat
from pollapp.domain.refused import Refused, refused
from pollapp.live import wire
from pollapp.live.broadcast import Broadcast, phones_room
from pollapp.live.seats import Seats
from pollapp.service import Counted, Service
from pollapp.store.log import StoreFailed

logger = logging.getLogger(__name__)

BURST, PER_SECOND = 200, 20  # dots one socket may send at once, and per second after that


class Door(flask_socketio.Namespace):  # type: ignore[misc]  # Flask-SocketIO has no types
    def __init__(self, service: Service, seats: Seats, broadcast: Broadcast) -> None:
        super().__init__("/")
        self._service, self._seats, self._broadcast = service, seats, broadcast
        self._credits = Credits(BURST, PER_SECOND)

    def dismiss_consoles(self, session_id: str) -> None:
        """The control secret was replaced: every console has to show the new one to come back."""
        for sid in self._seats.sids(session_id, "console"):
            self.server.disconnect(sid, namespace="/")

    def trigger_event(self, event: str, *args: Any) -> Any:
        if event == "connect":
            return self._connect(*args)
        if event == "disconnect":
            return self._disconnect(args[0])
        return self._message(event, args[0], args[1:])

    def _connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        try:
            taken = seat(self._service, auth, parse_cookie(environ))
        except StoreFailed as failed:
            logger.error("No seat: %s", failed)
            taken = refused("not_stored")
        if isinstance(taken, Refused):
            raise Turned(taken.sentence, wire.refusal(taken))
        self._seats.take(sid, taken)
        if taken.participant:
            self.server.enter_room(sid, phones_room(taken.session_id), namespace="/")
        self._broadcast.greet(sid)
        self._broadcast.mark(taken.session_id)  # one more is present

    def _disconnect(self, sid: str) -> None:
        left = self._seats.leave(sid)
        self._broadcast.leave(sid)
        self._credits.drop(sid)
        if left:
            self._broadcast.mark(left.session_id)

    def _message(self, event: str, sid: str, payload: tuple[Any, ...]) -> wire.Payload:
        taken = self._seats.of(sid)
        if taken is None:
            return wire.refusal(refused("not_allowed"))
        try:
            return self._answer(event, sid, taken, payload[0] if len(payload) == 1 else None)
        except StoreFailed as failed:
            logger.error("Not stored: %s", failed)
            return wire.refusal(refused("not_stored"))
        except Exception:
            logger.exception("Could not handle %s.", event if event in wire.INBOUND else "a message")
            return wire.refusal(refused("server_error"))

    def _answer(self, event: str, sid: str, taken: Seat, payload: Any) -> wire.Payload:
        if event == "peek" and taken.role == "console":
            return self._peek(sid, taken, payload)
        orders = wire.read(taken, event, payload)
        if isinstance(orders, Refused):
            return wire.refusal(orders)
        if not self._credits.spend(sid, len(orders)):
            return wire.refusal(refused("slow_down"))
        answers = self._service.handle(taken.session_id, orders)
        if taken.participant and any(isinstance(answer, Counted) for answer in answers):
            self._broadcast.tell_own(taken.session_id, taken.participant, but=sid)
        acks = [wire.ack(answer) for answer in answers]
        return {"ok": True, "answers": acks} if event == "place_dots" else acks[0]

    def _peek(self, sid: str, taken: Seat, payload: Any) -> wire.Payload:
        try:
            self._seats.peek(sid, wire.read_peek(payload))
        except wire.Malformed as why:
            return wire.refusal(wire.malformed(str(why)))
        self._broadcast.mark(taken.session_id)
        return {"ok": True}
