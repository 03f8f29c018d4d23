"""Who is connected to this worker: socket id → seat, and per session who sits where. Never stored, never logged."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from pollapp.access import Role, Seat


class Seats:
    def __init__(self) -> None:
        self._by_sid: dict[str, Seat] = {}
        self._by_session: defaultdict[str, dict[str, Seat]] = defaultdict(dict)
        self._by_participant: defaultdict[str, dict[str, None]] = defaultdict(dict)  # in the order in which they came
        self._peeking: set[str] = set()

    def take(self, sid: str, seat: Seat) -> None:
        self._by_sid[sid] = seat
        self._by_session[seat.session_id][sid] = seat
        if seat.participant:
            self._by_participant[seat.participant][sid] = None

    def leave(self, sid: str) -> Seat | None:
        """The seat that is free now; None when there was none."""
        seat = self._by_sid.pop(sid, None)
        self._peeking.discard(sid)
        if seat:
            here = self._by_session[seat.session_id]
            here.pop(sid, None)
            if not here:
                del self._by_session[seat.session_id]
        if seat and seat.participant:
            self._by_participant[seat.participant].pop(sid, None)
            if not self._by_participant[seat.participant]:
                self._by_participant.pop(seat.participant, None)
        return seat

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
        return [sid for sid, seat in self._here(session_id) if not roles or seat.role in roles]

    def sids_of(self, participant: str) -> list[str]:
        """Every socket of one participant, the oldest first: two tabs are one voice. Asked for every dot, so nobody else is looked at."""
        return list(self._by_participant.get(participant, ()))

    def present(self, session_id: str, joined: Collection[str]) -> int:
        """How many of those who have joined are connected now: a forgotten one may still have its page open."""
        return len({seat.participant for _, seat in self._here(session_id) if seat.participant in joined})

    def sessions(self) -> list[str]:
        return list(self._by_session)

    def watched(self, session_id: str) -> bool:
        return session_id in self._by_session

    def _here(self, session_id: str) -> Iterator[tuple[str, Seat]]:
        return iter(list(self._by_session.get(session_id, {}).items()))
