"""The one next step at each stage, and the way back where going back is safe: the command with all that it assumes.

A step is `{"command": …, …}` with exactly the fields of that command's message (docs/wire.md), so that a console sends it as it is.
"""

from typing import Any

from pollapp.domain.agenda import before_on_agenda, next_on_agenda
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage

Step = dict[str, Any]

_NEXT = {
    Stage.LOBBY: "open_round",
    Stage.VOTING: "close_round",
    Stage.SHOWING: "close_round",
    Stage.HIDDEN: "reveal",
    Stage.WRAP_UP: "ask_takeaways",
    Stage.TAKEAWAYS: "close_session",
}
_BACK = {
    Stage.SHOWING: "take_back",
    Stage.UNVEILING: "take_back",
    Stage.REVEALED: "take_back",
    Stage.WRAP_UP: "step_back",
    Stage.TAKEAWAYS: "step_back",
    Stage.CLOSED: "reopen_session",
}


def next_step(session: Session) -> Step | None:
    """What the one next button does; None when all is done."""
    if session.stage is Stage.UNVEILING:
        covered = [square for square in session.rounds[-1].squares if square not in session.talk.unveiled]
        return {"command": "unveil", "square": covered[0]} if covered else _stage_step("reveal", session)
    if session.stage is Stage.REVEALED:
        square = next_on_agenda(session)
        return _stage_step("wrap_up", session) if square is None else _move(session, square)
    return _stage_step(_NEXT.get(session.stage), session)


def step_back(session: Session) -> Step | None:
    """The way back; None where there is none that is safe."""
    if session.stage in (Stage.REVEALED, Stage.UNVEILING) and session.talk.spotlight is not None:
        return _move(session, before_on_agenda(session))
    if session.kind == "paper":
        return None
    return _stage_step(_BACK.get(session.stage), session)


def _move(session: Session, square: int | None) -> Step:
    return {"command": "move_spotlight", "from_square": session.talk.spotlight, "square": square}


def _stage_step(command: str | None, session: Session) -> Step | None:
    return {"command": command, "from": session.stage.value} if command else None
