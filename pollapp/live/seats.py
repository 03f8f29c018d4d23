"""Who is connected to this worker: socket id → seat, and per session who sits where. Never stored, never logged."""

from collections import defaultdict
from collections.abc import Mapping, Set

from pollapp.access import Role, Seat


class Seats:
    def __init__(self) -> None:
        self._by_sid: dict[str, Seat] = {}
        self._by_session: defaultdict[str, defaultdict[Role, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        self._by_participant: defaultdict[str, dict[str, None]] = defaultdict(dict)  # in the order in which they came
        self._participants: defaultdict[str, set[str]] = defaultdict(set)  # session → who is connected
        self._peeking: set[str] = set()

    def take(self, sid: str, seat: Seat) -> None:
        self._by_sid[sid] = seat
        self._by_session[seat.session_id][seat.role][sid] = None
        if seat.participant:
            self._by_participant[seat.participant][sid] = None
            self._participants[seat.session_id].add(seat.participant)

    def leave(self, sid: str) -> Seat | None:
        """The seat that is free now; None when there was none."""
        seat = self._by_sid.pop(sid, None)
        self._peeking.discard(sid)
        if seat:
            here = self._by_session[seat.session_id]
            here[seat.role].pop(sid, None)
            if not any(here.values()):
                del self._by_session[seat.session_id]
        if seat and seat.participant:
            self._let_go(seat.session_id, seat.participant, sid)
        return seat

    def _let_go(self, session_id: str, participant: str, sid: str) -> None:
        theirs, here = self._by_participant[participant], self._participants[session_id]
        theirs.pop(sid, None)
        if not theirs:
            self._by_participant.pop(participant, None)
            here.discard(participant)
        if not here:
            self._participants.pop(session_id, None)

    def of(self, sid: str) -> Seat | None:
        return self._by_sid.get(sid)

    def peek(self, sid: str, peeking: bool) -> None:
        if peeking:
            self._peeking.add(sid)
        else:
            self._peeking.discard(sid)

    def is_peeking(self, sid: str) -> bool:
        return sid in self._peeking

    def sids(self, session_id: str, *roles: Role) -> list[str]:
        """The sockets of a session, of these roles (of every role when none is named)."""
        here: Mapping[Role, dict[str, None]] = self._by_session.get(session_id, {})
        return [sid for role in roles or list(here) for sid in list(here.get(role, ()))]

    def sids_of(self, participant: str) -> list[str]:
        """Every socket of one participant, the oldest first: two tabs are one voice. Asked for every dot, so nobody else is looked at."""
        return list(self._by_participant.get(participant, ()))

    def present(self, session_id: str, joined: Set[str]) -> int:
        """How many of those who have joined are connected now: a forgotten one may still have its page open."""
        return len(joined & self._participants.get(session_id, set()))

    def sessions(self) -> list[str]:
        return list(self._by_session)

    def roles(self) -> list[Role]:
        """Of every socket here."""
        return [seat.role for seat in self._by_sid.values()]

    def watched(self, session_id: str) -> bool:
        return session_id in self._by_session
