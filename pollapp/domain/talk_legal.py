"""What is legal in the discussion now: see `legal`."""

from typing import Any

from pollapp.domain.contributions import MOST_EACH, MOST_WAITING
from pollapp.domain.legal import WhyNot, stranger, tapped_enough
from pollapp.domain.session import Session
from pollapp.domain.stages import ROUND_OPEN, TALKING, Stage
from pollapp.domain.talk_events import MOST_SECONDS
from pollapp.domain.tally import MOST_PAPER


def second_look_refused(session: Session, look: Any) -> WhyNot:
    """None when these squares can be looked at again, else the code that says why not."""
    known = set(session.voted())
    if not look.squares or len(set(look.squares)) < len(look.squares):
        return "no_squares"
    return None if known.issuperset(look.squares) else "unknown_square"


def unveil_refused(session: Session, unveil: Any) -> WhyNot:
    if session.stage is not Stage.UNVEILING:
        return "not_from_here"
    return None if session.round and unveil.square in session.round.squares else "unknown_square"


def spotlight_refused(session: Session, move: Any) -> WhyNot:
    """None when the spotlight may move so: only from where it is, and only to what the class may see."""
    if move.from_square != session.talk.spotlight:
        return "moved_on"
    if session.stage not in TALKING:
        return "not_from_here"
    return None if move.square is None or move.square in session.visible() else "not_revealed"


def squares_refused(session: Session, *squares: int) -> WhyNot:
    """None when all of these are squares of the grid."""
    known = {square.id for square in session.grid.squares}
    return None if known.issuperset(squares) else "unknown_square"


def agenda_refused(session: Session, agenda: Any) -> WhyNot:
    """None when this agenda may replace the one that stands: it was made from that one, of squares of the grid."""
    return "moved_on" if agenda.before != session.talk.agenda_seq else squares_refused(session, *(agenda.squares or ()))


def note_refused(session: Session, note: Any) -> WhyNot:
    """None when this note (command or event) may stand on its square, else the code that says why not."""
    before = getattr(note, "before", None)
    if before is not None and session.talk.notes.get(note.square, 0) > before:
        return "note_changed"
    return squares_refused(session, note.square)


def reason_refused(session: Session, reason: Any) -> WhyNot:
    """None when this participant may give a reason on this square now, else the code that says why not."""
    if why_not := stranger(session, reason.participant):
        return why_not
    if not in_spotlight(session, reason.square):
        return "not_in_spotlight"
    if len(session.participants) < session.minimum:
        return "too_few_people"
    if session.of_few(reason.square):
        return "too_few_dots"
    return _enough(session, reason.participant, reason.square)


def takeaway_refused(session: Session, takeaway: Any) -> WhyNot:
    """None when this participant may send a takeaway now, else the code that says why not."""
    if why_not := stranger(session, takeaway.participant):
        return why_not
    if session.stage is not Stage.TAKEAWAYS:
        return "not_asked"
    return "too_few_people" if session.of_few() else _enough(session, takeaway.participant, None)


def _enough(session: Session, participant: str, square: int | None) -> WhyNot:
    if session.talk.sent.get((participant, square), 0) >= MOST_EACH:
        return "said_enough"
    waiting = sum(one.state == "waiting" for one in session.talk.contributions.values())
    return "queue_full" if waiting >= MOST_WAITING else None


def contribution_refused(session: Session, judged: Any) -> WhyNot:
    """None when there is this reason or takeaway (or none is meant), else the code that says why not."""
    return None if judged.contribution in (None, *session.talk.contributions) else "no_such_words"


def bring_up_refused(session: Session, bring: Any) -> WhyNot:
    """None when this reason may be on the projector now: it is approved, and on the square in the spotlight."""
    if bring.contribution is None:
        return None
    if why_not := contribution_refused(session, bring):
        return why_not
    reason = session.talk.contributions[bring.contribution]
    if reason.state != "approved":
        return "not_approved"
    return None if reason.square is not None and in_spotlight(session, reason.square) else "not_in_spotlight"


def cite_refused(session: Session, cite: Any) -> WhyNot:
    """None when this participant may cite these principles on this square now, else the code that says why not."""
    if why_not := stranger(session, cite.participant):
        return why_not
    if not in_spotlight(session, cite.square):
        return "not_in_spotlight"
    known = {principle.number for principle in session.grid.principles}
    distinct = len(set(cite.principles)) == len(cite.principles)
    return tapped_enough(session, cite.participant) if distinct and known.issuperset(cite.principles) else "unknown_principle"


def paper_refused(session: Session, paper: Any) -> WhyNot:
    """None when these dots from paper can be counted in that round, else the code that says why not."""
    if session.stage is Stage.CLOSED:
        return "session_closed"
    if not 0 < paper.round <= len(session.rounds):
        return "no_such_round"
    if paper.square not in session.rounds[paper.round - 1].squares:
        return "unknown_square"
    good = len(paper.counts) == len(session.choices) and all(0 <= dots <= MOST_PAPER for dots in paper.counts)
    return None if good else "bad_counts"


def in_spotlight(session: Session, square: int) -> bool:
    return session.stage in TALKING and session.talk.spotlight == square


def prompt_refused(session: Session, prompt: Any) -> WhyNot:
    """None when this prompt may stand beside the square in the spotlight, else the code that says why not."""
    if session.talk.spotlight is None or session.stage not in TALKING:
        return "not_from_here"
    there = {"principles": True, "lenses": session.grid.lenses, "steps": session.grid.steps}[prompt.prompt]
    return None if there else "no_such_prompt"


def countdown_refused(session: Session, countdown: Any) -> WhyNot:
    """None when such a countdown can be set now: while people vote or talk; none at all can be set always."""
    if not 0 <= countdown.seconds <= MOST_SECONDS:
        return "bad_countdown"
    return None if not countdown.seconds or session.stage in TALKING | ROUND_OPEN else "not_from_here"
