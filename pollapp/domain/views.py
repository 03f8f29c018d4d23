"""Who may see what of a session: one small view an audience, as plain JSON values (shapes in docs/wire.md).

A view is the whole state its audience may see, not a difference: newer replaces older. Colours come only from what
the small-group rule has shown (`tally.SquareDots.shown`), never from the dots themselves.
"""

from typing import Any

from pollapp.domain.agreement import by_agreement, by_disagreement
from pollapp.domain.results import results
from pollapp.domain.session import Round, Session
from pollapp.domain.stages import ROUND_OPEN, Stage
from pollapp.domain.steps import next_step, step_back
from pollapp.domain.talk_views import agenda_view, spotlight_view, wrap_up_view
from pollapp.domain.tally import Counts

View = dict[str, Any]


def phone_view(session: Session) -> View:
    """What every phone may see: the same for all, and no colours before the reveal."""
    visible = session.visible()
    recall = session.round.recall if session.round and session.stage in ROUND_OPEN else "nothing"
    return _shared(session, _on_phones(session)) | {
        "in_round": len(session.round.squares) if session.round else 0,
        "results": results(session, visible) if visible else None,
        "spotlight": spotlight_view(session),
        "recall": recall,
        "before": _before(session) if recall == "room" else None,
        "countdown": _countdown(session),
    }


def projector_view(session: Session, present: int) -> View:
    """What the projector shows; `present` is how many participants are connected now."""
    return _screen(session, present, _seen(session)) | {"wrap_up": wrap_up_view(session)}


def console_view(session: Session, present: int, peeking: bool) -> View:
    """What the facilitator's console shows. Colours stay covered until revealed, live, or asked for by `peeking`."""
    seen = _seen(session)
    if peeking and session.round:
        seen = seen + [square for square in session.round.squares if square not in seen]
    return _screen(session, present, seen) | {
        "peeking": peeking,
        "next": next_step(session),
        "back": step_back(session),
        "minimum_frozen": session.has_dots,
        "taken_back": session.taken_back,
        "agenda": agenda_view(session),
        "recall": session.round.recall if session.round else "nothing",
        "paper": [_paper(one) for one in session.rounds],
    }


def mine(session: Session, participant: str) -> View:
    """What one participant has placed in the current round, and before it, for their own phones only."""
    current = session.round or Round(0, {})
    squares = current.squares.items()
    cited = session.talk.citations.items()
    return {
        "epoch": session.epoch,
        "seq": session.seq,
        "round": current.number,
        "dots": {str(id): square.dots[participant] for id, square in squares if participant in square.dots},
        "skipped": [id for id, square in squares if participant in square.skipped],
        "done": participant in current.done,
        "finished": current.number > 0 and current.finished(participant),
        "counter": max((square.counters.get(participant, 0) for _, square in squares), default=0),
        "earlier": _earlier(session, participant),
        "cited": {str(id): list(one.dots[participant]) for id, one in cited if participant in one.dots},
    }


def _earlier(session: Session, participant: str) -> View:
    """Their last dot on each square in the rounds before the current one."""
    past = {str(id): square.dots.get(participant) for one in session.rounds[:-1] for id, square in one.squares.items()}
    return {id: choice for id, choice in past.items() if choice}


def _seen(session: Session) -> list[int]:
    """The squares whose colours the screens may show now."""
    if session.live and session.stage in ROUND_OPEN and session.round:
        return list(session.round.squares)
    return session.visible()


def _shared(session: Session, squares: list[int]) -> View:
    return {
        "epoch": session.epoch,
        "seq": session.seq,
        "stage": session.stage.value,
        "round": session.round.number if session.round else 0,
        "squares": squares,
        "locked": session.locked,
        "minimum": session.minimum,
    }


def _on_board(session: Session) -> list[int]:
    """The squares that the board shows: those of the round; all of them after a second look, when that is asked for."""
    if session.round is None:
        return [square.id for square in session.grid.squares]
    every = session.talk.which == "all" and session.stage not in ROUND_OPEN
    return session.voted() if every else list(session.round.squares)


def _on_phones(session: Session) -> list[int]:
    """The squares that phones show: those of the round; once it is closed the others after them."""
    if session.round is None:
        return [square.id for square in session.grid.squares]
    current = list(session.round.squares)
    return current if session.stage in ROUND_OPEN else current + [id for id in session.voted() if id not in current]


def _screen(session: Session, present: int, seen: list[int]) -> View:
    squares = _on_board(session)
    return _shared(session, squares) | {
        "results": results(session, seen) if seen else None,
        "turnout": _turnout(session, present),
        "board": {"layer": session.layer, "order": session.order, "which": session.talk.which},
        "order": _order(session, squares, seen),
        "live": session.live,
        "spotlight": spotlight_view(session, on_screens=True),
        "countdown": _countdown(session),
    }


def _turnout(session: Session, present: int) -> View:
    current = session.round
    return {
        "joined": len(session.participants),
        "present": present,
        "finished": current.finished_of(session.participants) if current else 0,
        "squares": {str(id): square.placed for id, square in current.squares.items()} if current else {},
    }


def _countdown(session: Session) -> View | None:
    """What was set; whoever sends the view adds what remains of it, which is a matter of clocks."""
    set_to = session.talk.countdown
    return {"set": set_to.seq, "seconds": set_to.seconds, "running": set_to.running} if set_to else None


def _paper(one: Round) -> View:
    """How many dots of a round were counted on paper, square by square. Like turnout it is no secret, and never how."""
    return {str(id): sum(square.paper or ()) for id, square in one.squares.items()}


def _before(session: Session) -> View | None:
    """The results of the rounds before, for squares of the round that is open."""
    assert session.round
    return results(session, list(session.round.squares), before=session.round.number)


def _order(session: Session, squares: list[int], seen: list[int]) -> list[int]:
    """Square ids in the order to draw them. Withheld squares come last; an order never tells what may not be seen.

    While squares are revealed one by one they stay where they are.
    """
    if not seen or session.order == "grid" or session.standing is Stage.UNVEILING:
        return list(squares)
    withheld = [square for square in squares if session.withheld(square)]
    counts = {square: shown for square in squares if square in seen and (shown := _shown(session, square))}
    ordered = {"disagreement": by_disagreement, "agreement": by_agreement, "last": _by_last_choice}[session.order](counts)
    empty = [id for id in squares if id not in counts and id not in withheld]
    return ordered + empty + withheld


def _shown(session: Session, square: int) -> Counts | None:
    latest = session.latest(square)
    return latest[1].shown if latest else None


def _by_last_choice(shown: dict[int, Counts]) -> list[int]:
    """Largest share of the last choice first, then more dots, then grid order."""
    return sorted(shown, key=lambda id: (-shown[id][-1] / max(1, sum(shown[id])), -sum(shown[id])))
