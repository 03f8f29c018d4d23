"""What is legal now: each rule answers None, or the refusal code that says why not.

`decide` asks these rules (and those of `talk_legal`) before a command is stored, the fold asks the same rules again at the
event's place in the log.
"""

from typing import Any

from pollapp.domain.event import StageEvent
from pollapp.domain.events import SessionReopened
from pollapp.domain.session import Session
from pollapp.domain.stages import MOVES, Stage
from pollapp.domain.tally import is_minimum

WhyNot = str | None

MOST_TAPS = 2000  # of one participant from a round to the next: dots, "I'm done" and principles. Each is stored for good


def join_refused(session: Session, participant: str) -> WhyNot:
    """None when this new participant may join now, else the code that says why not."""
    if participant in session.forgotten:
        return "forgotten"
    if participant in session.passed_on:
        return "passed_on"
    if session.stage is Stage.CLOSED:
        return "session_closed"
    return "locked" if session.locked and not session.admitted else None


def dot_refused(session: Session, dot: Any) -> WhyNot:
    """None when this dot (command or event) counts at this place in the log, else the code that says why not."""
    if why_not := stranger(session, dot.participant):
        return why_not
    current = session.round
    if current is None or dot.round > current.number:
        return "no_such_round"
    if dot.round < current.number or not session.round_open:
        return "late"
    square = current.squares.get(dot.square)
    if square is None:
        return "unknown_square"
    choice = getattr(dot, "choice", None)
    if choice is not None and choice not in session.choices:
        return "unknown_choice"
    return "superseded" if dot.counter < square.counters.get(dot.participant, 0) else tapped_enough(session, dot.participant)


def finish_refused(session: Session, finish: Any) -> WhyNot:
    """None when "I'm done" (command or event) counts at this place in the log, else the code that says why not."""
    if why_not := stranger(session, finish.participant):
        return why_not
    if session.round is None or finish.round > session.round.number:
        return "no_such_round"
    late = finish.round < session.round.number or not session.round_open
    return "late" if late else tapped_enough(session, finish.participant)


def forget_refused(session: Session, forget: Any) -> WhyNot:
    """None when there is a participant to forget (command or event), else the code that says why not."""
    return stranger(session, forget.participant)


def pass_refused(session: Session, passed: Any) -> WhyNot:
    """None when this participant's phone may be passed on (command or event), else the code that says why not."""
    return stranger(session, passed.participant)


def stranger(session: Session, participant: str) -> WhyNot:
    """None for a participant who may speak, else the code that says why this one may not."""
    if participant in session.passed_on:
        return "passed_on"
    if participant in session.participants:
        return None
    return "forgotten" if participant in session.forgotten else "not_joined"


def tapped_enough(session: Session, participant: str) -> WhyNot:
    """None as long as this participant may change something in this round, else the code that says why not.

    A tap that changes nothing is stored as well: its counter has to stand against an older one that is still on its way.
    """
    return "tapped_enough" if session.taps.get(participant, 0) >= MOST_TAPS else None


def move_refused(session: Session, kind: type[StageEvent], from_stage: str) -> WhyNot:
    """None when this kind of stage event is legal from where the session stands, else the code that says why not."""
    if from_stage != session.stage:
        return "moved_on"
    if kind is SessionReopened and session.kind == "paper":
        return "not_from_here"  # what was counted on a poster is over: nobody can vote there any more
    return None if session.stage in MOVES[kind] else "not_from_here"


def round_refused(session: Session, event: Any) -> WhyNot:
    """None when this is the round that comes next, on squares of this grid, else the code that says why not."""
    known = {square.id for square in session.grid.squares}
    good = event.round == len(session.rounds) + 1 and event.squares and known.issuperset(event.squares)
    return None if good else "no_such_round"


def settings_refused(session: Session, settings: Any) -> WhyNot:
    """None when these settings (command or event) may be taken; the minimum is frozen with the first dot: people voted under it."""
    if settings.minimum in (None, session.minimum):
        return None
    if session.has_dots:
        return "minimum_frozen"
    return None if is_minimum(settings.minimum) else "bad_minimum"
