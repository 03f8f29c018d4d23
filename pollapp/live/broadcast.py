"""Broadcasts: a session that changed is marked; each audience gets its whole view, coalesced.

The first change after a quiet moment goes out at once, what follows at the next tick. A view that looks the same as the
one before is not sent again. Phones share one view and one message per room; screens (projector, console) get theirs one by
one and confirm them, so that a slow reader gets the newest view next, and no queue of stale ones.
"""

import logging
import threading
import time
from collections.abc import Callable
from functools import cached_property
from typing import Any, Protocol

from pollapp.access import Seat
from pollapp.domain.session import Session
from pollapp.domain.talk_views import typed_view
from pollapp.domain.views import View, console_view, mine, phone_view, projector_view
from pollapp.live.countdowns import Countdowns
from pollapp.live.fanout import Fanout
from pollapp.live.phone_turns import GROUPS, PhoneTurns, group_of, looks
from pollapp.live.presence import Presence
from pollapp.live.seats import Seats
from pollapp.metrics.figures import Figures
from pollapp.store.log import log_failure
from pollapp.store.shelf import Shelf

logger = logging.getLogger(__name__)

TICK = 0.09  # seconds between two broadcasts: with the commit before it, a dot is on the projector within a tenth of a second
SHORTEST_REST = 0.01  # seconds after a broadcast that took long
MOST_UNCONFIRMED = 3  # views on their way to one screen
CONFIRM_WITHIN = 10.0  # seconds, then a view counts as lost


class Emit(Protocol):
    def __call__(self, event: str, data: Any, *, to: str, callback: Callable[..., None] | None = None) -> None: ...


class _Sent:
    """What one screen was sent last of one kind of message, and what it has not confirmed yet."""

    def __init__(self) -> None:
        self.looks: View = {}
        self.sent_at: list[float] = []
        self.missed = False


class _Screen:
    """What one projector or console was sent last."""

    def __init__(self) -> None:
        self.view = _Sent()
        self.typed = _Sent()  # consoles alone: what people typed, sent apart, because it changes seldom


class Broadcast:
    def __init__(
        self,
        session: Callable[[str], Session | None],
        seats: Seats,
        emit: Emit,
        now: Callable[[], float] = time.monotonic,
        *,
        shelf: Shelf,
        trouble: Callable[[], str | None] = lambda: None,
        figures: Figures | None = None,
    ) -> None:
        self._figures = figures or Figures()
        self._session, self._seats, self._emit, self._now, self._trouble = session, seats, emit, now, trouble
        self.fanout: Fanout | None = None
        self.countdowns = Countdowns(shelf, now)
        self.presence = Presence(shelf, seats, session, self.mark)
        self._marked: set[str] = set()
        self._arrived = threading.Condition()
        self._screens: dict[str, _Screen] = {}
        self._phones: dict[str, PhoneTurns] = {}  # of each session

    def mark(self, session_id: str) -> None:
        """This session changed: everybody who watches it gets a new view soon."""
        if not self._seats.watched(session_id):
            self._phones.pop(session_id, None)  # the last one has left
            return
        self._figures.marks += 1
        with self._arrived:
            self._marked.add(session_id)
            self._arrived.notify()

    def mark_all(self) -> None:
        """Something changed for every session."""
        for session_id in self._seats.sessions():
            self.mark(session_id)

    def run(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """Broadcast for ever."""
        while True:
            with self._arrived:
                while not self._marked:
                    self._arrived.wait()
            next_tick = self._now() + TICK
            self.send_marked()
            sleep(max(SHORTEST_REST, next_tick - self._now()))

    def send_marked(self) -> None:
        """One tick: send what has changed since the last one."""
        with self._arrived:
            marked, self._marked = self._marked, set()
        for session_id in marked:
            try:
                self._send(session_id)
            except Exception as error:  # the store is ill, say: screens keep what they show, the next mark tries again
                log_failure(logger, "No broadcast", error)

    def greet(self, sid: str) -> bool:
        """Send the first view to a socket that has just taken its seat; False when its session has gone."""
        seat = self._seats.of(sid)
        session = self._session(seat.session_id) if seat else None
        if seat is None or session is None:
            return False
        if seat.participant:
            self._greet_phone(session, sid, seat)
        else:
            self._screens.pop(sid, None)
            self._send_screen(self._screen_views(session, seat.session_id), seat.session_id, sid)
        return True

    def _greet_phone(self, session: Session, sid: str, seat: Seat) -> None:
        assert seat.participant  # every phone's seat has one
        view = self._timed(phone_view(session), session, seat.session_id)
        self._tell("view", view, [sid])
        self._figures.views["phone"] += 1
        self._tell("mine", mine(session, seat.participant), [sid])
        self._phones.setdefault(seat.session_id, PhoneTurns(looks(view))).is_ahead(sid, view)

    def tell_kept(self, session_id: str) -> None:
        """How long it is kept has changed: screens look again at what their page says of it."""
        for sid in self._seats.sids(session_id, "projector", "console"):
            self._emit("kept", {}, to=sid)

    def leave(self, sid: str) -> None:
        self._screens.pop(sid, None)

    def tell_own(self, session_id: str, participant: str, but: str) -> None:
        """Bring the participant's other tabs up to date; two tabs are one voice."""
        others = [sid for sid in self._seats.sids_of(participant) if sid != but]
        session = self._session(session_id) if others else None
        for sid in others if session else []:
            assert session
            self._tell("mine", mine(session, participant), [sid])

    def _send(self, session_id: str) -> None:
        session = self._session(session_id)
        if session is None:
            self._send_gone(session_id)
            return
        if not self._seats.watched(session_id):  # the last one left since it was marked: nothing of it is kept
            self._phones.pop(session_id, None)
            return
        self._figures.broadcasts += 1
        self._send_screens(session, session_id)  # first: they are few, and the whole class looks at one of them
        self._send_phones(session, session_id)

    def _send_screens(self, session: Session, session_id: str) -> None:
        views = self._screen_views(session, session_id)
        for sid in self._seats.sids(session_id, "projector", "console"):
            try:
                self._send_screen(views, session_id, sid)
            except Exception:  # whatever is wrong with one screen, the others go on
                logger.exception("No view for one screen.")

    def _send_gone(self, session_id: str) -> None:
        self._phones.pop(session_id, None)
        self.countdowns.forget(session_id)
        for sid in self._seats.sids(session_id):
            self._emit("gone", {}, to=sid)

    def _send_phones(self, session: Session, session_id: str) -> None:
        view = self._timed(phone_view(session), session, session_id)
        turns, sids = self._phones.setdefault(session_id, PhoneTurns({})), self._seats.sids(session_id, "phone")
        other_epoch = turns.is_of_another_epoch(view["epoch"])
        groups, some_wait = turns.of(view, self._now(), len(sids))
        if some_wait:
            self._marked.add(session_id)  # the next tick looks again
        self._tell_phones(session_id, view, [sid for sid in sids if group_of(sid) in groups] if groups else [], len(groups) == GROUPS)
        if other_epoch:  # what they know of their own dots is of a life that is over
            self._send_mine(session, session_id)

    def _tell_phones(self, session_id: str, view: View, sids: list[str], to_all: bool) -> None:
        if to_all and not (self.fanout and self.fanout.possible):
            self._emit("view", view, to=phones_room(session_id))
        else:
            self._tell("view", view, sids)
        self._figures.views["phone"] += len(sids)

    def _tell(self, event: str, data: Any, sids: list[str]) -> None:
        left = self.fanout.send(sids, event, data) if self.fanout and self.fanout.possible else sids
        for sid in left:
            self._emit(event, data, to=sid)

    def _send_mine(self, session: Session, session_id: str) -> None:
        for sid in self._seats.sids(session_id, "phone"):
            seat = self._seats.of(sid)
            if seat and seat.participant:
                self._tell("mine", mine(session, seat.participant), [sid])

    def _send_screen(self, views: "_ScreenViews", session_id: str, sid: str) -> None:
        seat = self._seats.of(sid)
        if seat is None:  # it has left since its turn was set down
            return
        screen, session, is_console = self._screens.setdefault(sid, _Screen()), views.session, seat.role == "console"
        view = self._console_view(views, session_id, sid) if is_console else views.projector
        self._send_new("view", self._timed(view, session, session_id), session_id, sid, screen.view)
        if is_console:
            self._send_new("typed", {"epoch": session.epoch, "seq": session.seq, **typed_view(session)}, session_id, sid, screen.typed)

    def _send_new(self, event: str, view: View, session_id: str, sid: str, sent: _Sent) -> None:
        """Send the view if it looks new; not while too many before it are unconfirmed: then the newest goes out once they are."""
        if looks(view) == sent.looks:
            return
        now = self._now()
        sent.sent_at = [at for at in sent.sent_at if now < at + CONFIRM_WITHIN]
        sent.missed = len(sent.sent_at) >= MOST_UNCONFIRMED
        if not sent.missed:
            sent.looks = looks(view)
            sent.sent_at.append(now)
            self._emit(event, view, to=sid, callback=lambda *_: self._confirmed(session_id, sent))
            if event == "view":
                self._figures.views["screen"] += 1

    def _timed(self, view: View, session: Session, session_id: str) -> View:
        """The view with what remains of the countdown: a span, which every screen counts down by itself."""
        return view | {"remains": self.countdowns.remains(session_id, session)}

    def _confirmed(self, session_id: str, sent: _Sent) -> None:
        if sent.sent_at:
            sent.sent_at.pop(0)
        if sent.missed:
            self.mark(session_id)

    def _screen_views(self, session: Session, session_id: str) -> "_ScreenViews":
        everywhere = self._seats.present(session_id, session.participants) + self.presence.others(session_id).phones
        return _ScreenViews(session, min(everywhere, len(session.participants)))

    def _console_view(self, views: "_ScreenViews", session_id: str, sid: str) -> View:
        consoles = len(self._seats.sids(session_id, "console")) + self.presence.others(session_id).consoles
        view = console_view(views.session, views.present, self._seats.is_peeking(sid))
        return view | {"consoles": consoles, "trouble": self._trouble()}


class _ScreenViews:
    """What the screens of one session see in this moment. What is the same for all of them is made once, however many there are."""

    def __init__(self, session: Session, present: int) -> None:
        self.session, self.present = session, present

    @cached_property
    def projector(self) -> View:
        return projector_view(self.session, self.present)


def phones_room(session_id: str) -> str:
    """The Socket.IO room of all phones of a session."""
    return f"phones {session_id}"
