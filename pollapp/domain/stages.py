"""The stages of a session, and every move between them, as one table.

A stage event names the stage it starts from. The fold applies it only there, so a double click, a bouncing clicker
or two consoles move the session one step and not two.
"""

from enum import StrEnum

from pollapp.domain import events


class Stage(StrEnum):
    LOBBY = "lobby"
    VOTING = "voting"  # the round is open, nothing is revealed
    SHOWING = "showing"  # the round is open and revealed: it stays live
    HIDDEN = "hidden"  # the round is closed, its reveal was taken back
    REVEALED = "revealed"  # the round is closed and revealed
    CLOSED = "closed"  # the session is over


MOVES: dict[type[events.StageEvent], dict[Stage, Stage]] = {
    events.RoundOpened: {Stage.LOBBY: Stage.VOTING},
    events.RoundClosed: {Stage.VOTING: Stage.REVEALED, Stage.SHOWING: Stage.REVEALED},
    events.Revealed: {Stage.VOTING: Stage.SHOWING, Stage.HIDDEN: Stage.REVEALED},
    events.RevealTakenBack: {Stage.SHOWING: Stage.VOTING, Stage.REVEALED: Stage.HIDDEN},
    events.SessionClosed: dict.fromkeys((Stage.LOBBY, Stage.HIDDEN, Stage.REVEALED), Stage.CLOSED),
    # A reopened session returns to the stage it was closed in: the session itself remembers that one.
    events.SessionReopened: {Stage.CLOSED: Stage.CLOSED},
}

# What the one next button does at each stage, and the way back where going back is safe.
NEXT: dict[Stage, str] = {
    Stage.LOBBY: "open_round",
    Stage.VOTING: "close_round",
    Stage.SHOWING: "close_round",
    Stage.HIDDEN: "reveal",
    Stage.REVEALED: "close_session",
}
BACK: dict[Stage, str] = {
    Stage.SHOWING: "take_back",
    Stage.REVEALED: "take_back",
    Stage.CLOSED: "reopen_session",
}

ROUND_OPEN = frozenset({Stage.VOTING, Stage.SHOWING})
