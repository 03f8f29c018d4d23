"""What may be seen of the discussion: the spotlight, the agenda, the end, and (on consoles alone) what people typed."""

from typing import Any

from pollapp.domain.agenda import agenda, visible_counts
from pollapp.domain.agreement import AGREED, by_agreement, by_disagreement, one_dot_range, percent, steps_apart, word
from pollapp.domain.approved import approved
from pollapp.domain.session import Session
from pollapp.domain.stages import ENDING, TALKING

View = dict[str, Any]

MOST_LISTED = 5  # squares of each kind at the end: what can be read from the back row


def spotlight_view(session: Session, *, on_screens: bool = False) -> View | None:
    """The square in the spotlight; its result is in `results`. The reason on the projector is for screens alone: a phone shows
    its own dot beside it, and so would its author's.
    """
    square = session.talk.spotlight
    if square is None or session.stage not in TALKING:
        return None
    view = {"square": square, "place": _place(session, square), "cited": cited_view(session, square)} | _in_figures(session, square)
    view["few"] = session.of_few(square)
    return view | {"reason": _brought_up(session), "prompt": session.talk.prompt} if on_screens else view


def _place(session: Session, square: int) -> list[int] | None:
    """Where on the agenda it is, from 1, and of how many; None when it is not on it."""
    squares = [item.square for item in agenda(session)]
    return [squares.index(square) + 1, len(squares)] if square in squares else None


def _in_figures(session: Session, square: int) -> View:
    """What one dot could change (whole percents), and how many steps two dots are apart on average; None below two dots."""
    latest = session.latest(square)
    counts = latest[1].shown if latest else None
    if counts is None or sum(counts) < 2:
        return {"one_dot": None, "steps_apart": None}
    reach = one_dot_range(counts)
    apart = steps_apart(counts)
    return {"one_dot": reach and [percent(end) for end in reach], "steps_apart": None if apart is None else round(apart, 2)}


def cited_view(session: Session, square: int) -> View | None:
    """Principles cited there: `n` people, and of them how many each principle; None while that or the square is withheld, or nobody has."""
    cited = session.talk.citations.get(square)
    if cited is None or cited.seen is None or session.withheld(square):
        return None
    *counts, n = cited.seen
    ranked = sorted(zip(session.grid.principles, counts, strict=True), key=lambda pair: -pair[1])
    return {"n": n, "ranking": [[principle.number, count] for principle, count in ranked if count]}


def _brought_up(session: Session) -> str | None:
    seq, square = session.talk.brought_up, session.talk.spotlight
    return None if seq is None or session.of_few(square) else session.words.get(seq)


def agenda_view(session: Session) -> View:
    """The agenda, and the seq that a new one has to name. `own`: the facilitator's, not the proposed one."""
    items = [{"square": item.square, "why": item.why, "discussed": item.discussed} for item in agenda(session)]
    return {"seq": session.talk.agenda_seq, "own": session.talk.agenda is not None, "items": items}


def wrap_up_view(session: Session) -> View | None:
    """The closing page: squares by where the room agrees and where not, what was looked at twice, reasons brought up, takeaways."""
    if session.standing not in ENDING:
        return None
    counts = visible_counts(session)
    agreed = {square: tally for square, tally in counts.items() if word(tally) == AGREED}
    open_ones = {square: tally for square, tally in counts.items() if square not in agreed and any(tally)}
    said = list(approved(session))
    return {
        "agree": by_agreement(agreed)[:MOST_LISTED],
        "differ": by_disagreement(open_ones)[:MOST_LISTED],
        "again": [square for square in counts if _twice(session, square)],
        "reasons": [{"square": one.square, "words": words} for one, words in said if one.brought_up],
        "takeaways": [words for one, words in said if one.square is None],
    }


def _twice(session: Session, square: int) -> bool:
    return sum(square in past.squares for past in session.rounds) > 1


def typed_view(session: Session) -> View:
    """What people typed, for consoles alone: reasons and takeaways in the order they came, without any colour, and the notes."""
    said = [
        {"id": seq, "square": one.square, "words": session.words[seq], "state": one.state}
        for seq, one in session.talk.contributions.items()
        if seq in session.words
    ]
    return {
        "reasons": [one for one in said if one["square"] is not None],
        "takeaways": [{name: one[name] for name in ("id", "words", "state")} for one in said if one["square"] is None],
        "notes": {str(square): session.words[seq] for square, seq in session.talk.notes.items() if seq in session.words},
        "noted": {str(square): seq for square, seq in session.talk.notes.items()},
        "brought_up": session.talk.brought_up,
    }
