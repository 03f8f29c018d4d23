"""The stages of a session, and every move between them, as one table.

A stage event names the stage it starts from. The fold applies it only there, so a double click, a bouncing clicker
or two consoles move the session one step and not two.
"""

from enum import StrEnum

from pollapp.domain import events, talk_events
from pollapp.domain.event import StageEvent


class Stage(StrEnum):
    LOBBY = "lobby"
    VOTING = "voting"  # the round is open, nothing is revealed
    SHOWING = "showing"  # the round is open and revealed: it stays live
    HIDDEN = "hidden"  # the round is closed, its reveal was taken back
    UNVEILING = "unveiling"  # the round is closed, its squares are revealed one by one
    REVEALED = "revealed"  # the round is closed and revealed: the discussion
    WRAP_UP = "wrap_up"  # what the room agrees on, and what not
    TAKEAWAYS = "takeaways"  # phones are asked what they take with them
    CLOSED = "closed"  # the session is over

    __hash__ = str.__hash__  # as its value, which it is equal to; an Enum's own is slow, and every dot asks whether the round is open


MOVES: dict[type[StageEvent], dict[Stage, Stage]] = {
    events.RoundOpened: {Stage.LOBBY: Stage.VOTING},
    talk_events.SecondLookOpened: {Stage.REVEALED: Stage.VOTING},
    events.RoundClosed: {Stage.VOTING: Stage.REVEALED, Stage.SHOWING: Stage.REVEALED},
    talk_events.UnveilingBegun: {Stage.VOTING: Stage.UNVEILING, Stage.HIDDEN: Stage.UNVEILING},
    events.Revealed: {Stage.VOTING: Stage.SHOWING, Stage.HIDDEN: Stage.REVEALED, Stage.UNVEILING: Stage.REVEALED},
    events.RevealTakenBack: {Stage.SHOWING: Stage.VOTING, Stage.REVEALED: Stage.HIDDEN, Stage.UNVEILING: Stage.HIDDEN},
    talk_events.WrappedUp: {Stage.REVEALED: Stage.WRAP_UP},
    talk_events.TakeawaysAsked: {Stage.WRAP_UP: Stage.TAKEAWAYS},
    talk_events.SteppedBack: {Stage.WRAP_UP: Stage.REVEALED, Stage.TAKEAWAYS: Stage.WRAP_UP},
    events.SessionClosed: dict.fromkeys(
        (Stage.LOBBY, Stage.HIDDEN, Stage.UNVEILING, Stage.REVEALED, Stage.WRAP_UP, Stage.TAKEAWAYS), Stage.CLOSED
    ),
    # A reopened session returns to the stage it was closed in: the session itself remembers that one.
    events.SessionReopened: {Stage.CLOSED: Stage.CLOSED},
}

ROUND_OPEN = frozenset({Stage.VOTING, Stage.SHOWING})
REVEALED = frozenset({Stage.SHOWING, Stage.REVEALED, Stage.WRAP_UP, Stage.TAKEAWAYS})  # everybody sees what the rule lets be seen
TALKING = frozenset({Stage.UNVEILING, Stage.REVEALED})  # a square can be in the spotlight
ENDING = frozenset({Stage.WRAP_UP, Stage.TAKEAWAYS})
