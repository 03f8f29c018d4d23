"""What an event did to a session: the dots that a square holds now, and why it counted for nothing."""

from copy import deepcopy

from pollapp.domain.event import Event
from pollapp.domain.fold import apply
from pollapp.domain.session import Session


def dots(session: Session, square: int = 1) -> dict[str, str]:
    assert session.round
    return session.round.squares[square].dots


def ignored(session: Session, event: Event) -> str | None:
    """Apply an event that `decide` would not have made, and say why it counted for nothing; it must change nothing else."""
    before = deepcopy(session)
    apply(session, event)
    reason = session.ignored.pop(session.seq, None)
    if reason:
        before.seq += 1
        assert session == before
    return reason
