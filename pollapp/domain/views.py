"""Who may see what of a session: one small view an audience, as plain JSON values (shapes in docs/wire.md).

A view is the whole state its audience may see, not a difference: newer replaces older. Colours come only from what
the small-group rule has shown (`tally.SquareDots.shown`), never from the dots themselves.
"""

from typing import Any

from pollapp.domain.agreement import agreement, by_disagreement, fragile, leading, percent, word
from pollapp.domain.session import Round, Session
from pollapp.domain.stages import BACK, NEXT, ROUND_OPEN
from pollapp.domain.tally import Counts, SquareDots

View = dict[str, Any]


def phone_view(session: Session) -> View:
    """What every phone may see: the same for all, and no colours before the reveal."""
    return _shared(session) | {"results": _results(session) if session.revealed else None}


def projector_view(session: Session, present: int) -> View:
    """What the projector shows; `present` is how many participants are connected now."""
    seen = session.revealed or _live(session)
    return _screen(session, present, seen)


def console_view(session: Session, present: int, peeking: bool) -> View:
    """What the facilitator's console shows. Colours stay covered until revealed, live, or asked for by `peeking`."""
    seen = session.revealed or _live(session) or peeking
    return _screen(session, present, seen) | {
        "peeking": peeking,
        "next": _step(NEXT, session),
        "back": _step(BACK, session),
        "minimum_frozen": session.has_dots,
        "taken_back": session.taken_back,
    }


def mine(session: Session, participant: str) -> View:
    """What one participant has placed in the current round, for their own phones only."""
    current = session.round or Round(0, {})
    squares = current.squares.items()
    return {
        "seq": session.seq,
        "round": current.number,
        "dots": {str(id): square.dots[participant] for id, square in squares if participant in square.dots},
        "skipped": [id for id, square in squares if participant in square.skipped],
        "done": participant in current.done,
        "finished": current.number > 0 and current.finished(participant),
        "counter": max((square.counters.get(participant, 0) for _, square in squares), default=0),
    }


def shown_counts(session: Session) -> dict[int, Counts]:
    """The current round's tallies as far as they may be shown, per square id in grid order; withheld squares are left out."""
    squares = session.round.squares if session.round else {}
    return {id: square.shown for id, square in squares.items() if square.shown is not None}


def _live(session: Session) -> bool:
    """The class sees the heatmap while the round is open."""
    return session.live and session.stage in ROUND_OPEN


def _shared(session: Session) -> View:
    current = session.round
    return {
        "seq": session.seq,
        "stage": session.stage.value,
        "round": current.number if current else 0,
        "squares": list(current.squares) if current else [square.id for square in session.grid.squares],
        "locked": session.locked,
        "minimum": session.minimum,
    }


def _screen(session: Session, present: int, seen: bool) -> View:
    return _shared(session) | {
        "results": _results(session) if seen and session.round else None,
        "turnout": _turnout(session, present),
        "board": {"layer": session.layer, "order": session.order},
        "order": _order(session, seen),
        "live": session.live,
    }


def _turnout(session: Session, present: int) -> View:
    current = session.round
    return {
        "joined": len(session.participants),
        "present": present,
        "finished": sum(map(current.finished, session.participants)) if current else 0,
        "squares": {str(id): len(square.dots) for id, square in current.squares.items()} if current else {},
    }


def _results(session: Session) -> View:
    assert session.round is not None  # nothing is revealed before the first round
    return {str(id): result(square, len(session.choices)) for id, square in session.round.squares.items()}


def result(square: SquareDots, choices: int) -> View:
    """One square as it may be shown: counts, agreement and word, or that it is withheld."""
    placed = len(square.dots)
    if square.shown is None and placed:
        return {"n": placed, "withheld": True}
    counts = square.shown or (0,) * choices
    n = sum(counts)
    shown: View = {
        "n": n,
        "counts": list(counts),
        "agreement": percent(agreement(counts)) if n > 1 else None,
        "word": word(counts),
        "leading": leading(counts),
    }
    return shown | {"fragile": True} if n and fragile(counts) else shown


def _order(session: Session, seen: bool) -> list[int]:
    """Square ids in the order to draw them. Withheld squares come last; an order never tells what may not be seen."""
    ids = _shared(session)["squares"]
    if not seen or session.order == "grid":
        return list(ids)
    shown = shown_counts(session)
    ordered = by_disagreement(shown) if session.order == "disagreement" else _by_last_choice(shown)
    withheld = _withheld(session)
    empty = [id for id in ids if id not in shown and id not in withheld]
    return ordered + empty + withheld


def _withheld(session: Session) -> list[int]:
    """The squares of the round that hold dots which may not be shown, in grid order."""
    squares = session.round.squares if session.round else {}
    return [id for id, square in squares.items() if square.dots and square.shown is None]


def _by_last_choice(shown: dict[int, Counts]) -> list[int]:
    """Largest share of the last choice first, then more dots, then grid order."""
    return sorted(shown, key=lambda id: (-shown[id][-1] / max(1, sum(shown[id])), -sum(shown[id])))


def _step(steps: dict[Any, str], session: Session) -> View | None:
    command = steps.get(session.stage)
    return {"command": command, "from": session.stage.value} if command else None
