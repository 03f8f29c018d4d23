"""The results of squares as they may be shown: counts, agreement and word, what was before, and how people moved."""

from typing import Any

from pollapp.domain.agreement import agreement, fragile, leading, percent, word
from pollapp.domain.session import Session
from pollapp.domain.shift import Shift
from pollapp.domain.stages import Stage
from pollapp.domain.tally import SquareDots

View = dict[str, Any]


def results(session: Session, squares: list[int], before: int | None = None) -> View:
    """Square → its latest result; with `before` only of rounds before that one."""
    found = {square: _result(session, square, before) for square in squares}
    return {str(square): one for square, one in found.items() if one is not None}


def _result(session: Session, square: int, before: int | None) -> View | None:
    if before is not None:
        earlier = session.before(square, before)
        return result(earlier, len(session.choices)) if earlier else None
    latest = session.latest(square)
    if latest is None:
        return None
    number, dots = latest
    return result(dots, len(session.choices)) | _looked_again(session, square, number, dots)


def _looked_again(session: Session, square: int, number: int, dots: SquareDots) -> View:
    """What was before a second look, once that look is revealed; and how people moved since, once it is over."""
    earlier = session.before(square, number)
    if earlier is None or session.stage is Stage.VOTING:
        return {}
    before = {"before": result(earlier, len(session.choices))}
    if session.stage is Stage.SHOWING:
        return before
    told = told_shift(session, earlier, dots)
    return before | {"shift": told and shift_view(told, session.minimum)}


def told_shift(session: Session, earlier: SquareDots, dots: SquareDots) -> Shift | None:
    """How people moved from the round before, where that can be told."""
    seen = earlier.seen is not None and dots.seen is not None  # of the phones: paper is no part of it
    return dots.shift if seen and dots.shift and dots.shift.may_be_told(session.minimum) else None


def shift_view(shift: Shift, minimum: int) -> View:
    """How people moved, as totals; the whole matrix only where it tells on nobody."""
    totals: View = {
        "both": shift.both,
        "stayed": shift.stayed,
        "toward_first": shift.toward_first,
        "toward_last": shift.toward_last,
        "left": shift.left,
        "new": shift.new,
    }
    return totals | {"matrix": [list(row) for row in shift.cells]} if shift.matrix_may_be_told(minimum) else totals


def result(square: SquareDots, choices: int) -> View:
    """One square as it may be shown: counts, agreement and word, or that it is withheld."""
    if square.shown is None and square.placed:
        return {"n": square.placed, "withheld": True}
    counts = square.shown or (0,) * choices
    n = sum(counts)
    shown: View = {
        "n": n,
        "counts": list(counts),
        "agreement": percent(agreement(counts)) if n > 1 else None,
        "word": word(counts),
        "leading": leading(counts),
    }
    if square.paper_seen:
        shown["paper"] = sum(square.paper_seen)
    return shown | {"fragile": True} if n and fragile(counts) else shown
