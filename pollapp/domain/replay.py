"""The finished session as a film: its log folded once more, event by event, by the very same fold.

A frame is made whenever what may be seen changes: a square gets another picture (`tally.SquareDots.shown`, in its steps of at least
*minimum* changed dots, whatever the class saw live), or stage or round change. Between two frames many events may pass. A frame
has no time, no participant, and of single dots no more than how many there are: a square without a picture says only that it
has fewer dots than a step, until its round closes. Where the session's protection is off, steps are of three changed dots all the same.

Whoever has forgotten their dots is forgotten here too: a picture with a dot of theirs is left out, and the square stays as it was,
unless it is the very picture that still stands at the end, which is in the report as well. The log is never folded without
their events. That would make other pictures than those that were seen, and of two pictures that differ by one person each tells
on that person (docs/decisions/0014-replay.md).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil

from pollapp.domain import events
from pollapp.domain.event import Event
from pollapp.domain.film_takes import Camera, Look, Place, Take, film_step
from pollapp.domain.fold import apply, open_session
from pollapp.domain.grid import Grid
from pollapp.domain.refused import Refused, refused
from pollapp.domain.results import View
from pollapp.domain.session import Session
from pollapp.domain.stages import Stage

MOST_FRAMES = 600  # but stages are never left out

Typed = tuple[Event, str | None]  # an event of the log, and what was typed with it


@dataclass(frozen=True, slots=True)
class Frame:
    """What may be seen from here on. `stage`: as on the wire; `dots`: how many are placed in this round, on all of its squares;
    `joined`: people; `changed`: square → its result (`results.result`, after a second look with what was "before"), of those that differ
    from the frame before.
    """

    stage: str
    round: int
    dots: int
    joined: int
    changed: dict[int, View]


@dataclass(frozen=True, slots=True)
class Film:
    """`step`: changed dots that a step has at least; `seq`: how much of the log it is made from; `squares`: all that it shows, in
    grid order; `rounds`: the squares of each.
    """

    grid: Grid
    kind: events.Kind
    step: int
    seq: int
    squares: tuple[int, ...]
    rounds: tuple[tuple[int, ...], ...]
    frames: tuple[Frame, ...]

    def board(self, frame: Frame) -> tuple[int, ...]:
        """The squares that stand on the board in this frame: those of its round, and all of them once the session is over."""
        return self.squares if frame.stage == Stage.CLOSED else self.rounds[frame.round - 1]

    def boards(self) -> Iterator[tuple[Frame, dict[int, View]]]:
        """Each frame, and every square as it looks there."""
        seen: dict[int, View] = {}
        for frame in self.frames:
            seen = seen | frame.changed
            yield frame, seen


def may_be_shown(session: Session) -> bool:
    """Whether there is a film of this session: it is over, and its results are revealed. Of a poster only its counts are known."""
    return session.stage is Stage.CLOSED and session.revealed and session.kind != "paper"


def film(log: Iterable[Typed], most: int = MOST_FRAMES) -> Film | Refused:
    """The film of a whole log (SessionOpened first) in at most so many frames, or why there is none.

    Raises ValueError for a log that does not begin with SessionOpened.
    """
    (first, _), *rest = log
    session = open_session(first)
    camera = Camera(session, {event.participant for event, _ in rest if isinstance(event, events.DotsForgotten)})
    for event, words in rest:
        apply(session, event, words)
        camera.look(event)
    if not may_be_shown(session):
        return refused("no_film")
    rounds = tuple(tuple(one.squares) for one in session.rounds)
    frames = tuple(_few_enough(list(_developed(camera.takes, session)), most))
    return Film(session.grid, session.kind, film_step(session.minimum), session.seq, tuple(session.visible()), rounds, frames)


def _developed(takes: Iterable[Take], session: Session) -> Iterator[tuple[Frame, bool]]:
    """The frames that may be shown once it is known who has forgotten; and with each whether it may not be left out: it begins a stage."""
    state: dict[Place, View] = {}
    shown: dict[int, View] = {}
    at: tuple[str, int] | None = None
    for take in takes:
        state |= {place: look.result for place, look in take.looks.items() if not _forgotten(session, place, look)}
        touched = sorted({square for _, square in take.looks})
        views = {square: view for square in touched if (view := _view(state, take.round, square)) != shown.get(square)}
        shown |= views
        begins, at = at != (take.stage, take.round), (take.stage, take.round)
        if views or begins:
            yield Frame(take.stage.value, take.round, take.dots, take.joined, views), begins


def _forgotten(session: Session, place: Place, look: Look) -> bool:
    """Whether it is a picture with a dot of somebody who has forgotten, and not the one that stands to this day."""
    if look.picture is None or not look.leaving & session.forgotten:
        return False
    return look.picture is not session.rounds[place[0] - 1].squares[place[1]].picture


def _view(state: dict[Place, View], number: int, square: int) -> View:
    """The square in its latest round up to this one, with what was before a second look."""
    found = [state[past, square] for past in range(number, 0, -1) if (past, square) in state]
    return found[0] | {"before": found[1]} if len(found) > 1 else found[0]


def _few_enough(frames: list[tuple[Frame, bool]], most: int) -> Iterator[Frame]:
    """At most so many frames: of those that follow each other within a stage, several are made one. Never a stage, never the last."""
    kept = [begins or frame is frames[-1][0] for frame, begins in frames]
    stride = ceil(kept.count(False) / max(1, most - kept.count(True)))
    waiting: dict[int, View] = {}
    between = 0
    for (frame, _), keep in zip(frames, kept, strict=True):
        waiting |= frame.changed
        between += not keep
        if keep or between % stride == 0:
            yield replace(frame, changed=waiting)
            waiting = {}
