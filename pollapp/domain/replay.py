"""The finished session as a film: its log folded once more, event by event, by the very same fold.

A frame is made whenever what may be seen changes: a square gets another picture (`tally.SquareDots.shown`, whatever the class saw
live), or stage or round change. From one picture of a square to the next, the one at the close included, at least a step of people's
dots have changed (`film_steps`): those between are left out, also where the session's protection is off. Between two frames many events
may pass. A frame has no time, no participant, and of single dots no more than how many there are: of a square without a picture it
says nothing until its round closes.

Whoever has forgotten their dots is forgotten here too: a picture with a dot of theirs is left out, and the square stays as it was,
unless it is the very picture that can be seen at the end, which is in the report as well. The log is never folded without
their events. That would make other pictures than those that were seen, and of two pictures that differ by one person each tells
on that person (docs/decisions/0014-replay.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from pollapp.domain import events
from pollapp.domain.event import Event
from pollapp.domain.film_steps import Picture, film_step, in_steps
from pollapp.domain.film_takes import Camera, Look, Place, Take
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
    """`step`: from one picture of a square to the next at least that many people's dots have changed; `seq`: how much of the log it is
    made from; `squares`: all that it shows, in grid order; `rounds`: the squares of each.
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


def why_no_film(session: Session) -> str | None:
    """The code of the refusal, until the session is over with its results revealed. A poster never has one: only its counts are known."""
    if session.kind == "paper":
        return "no_film_of_poster"
    return None if session.stage is Stage.CLOSED and session.revealed else "no_film"


def may_be_shown(session: Session) -> bool:
    """Whether there is a film of this session."""
    return why_no_film(session) is None


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
    if why_not := why_no_film(session):
        return refused(why_not)
    rounds = tuple(tuple(one.squares) for one in session.rounds)
    takes = _in_steps(_few_enough(_in_steps(camera.takes, session), most), session)  # again: those left out were steps too
    frames = tuple(_developed(takes))
    return Film(session.grid, session.kind, film_step(session.minimum), session.seq, tuple(session.visible()), rounds, frames)


def _in_steps(takes: Sequence[Take], session: Session) -> list[Take]:
    """Without what may not be shown, now that it is known how everything ended."""
    pictures: dict[Place, dict[Picture, None]] = {}  # in their order, each once
    for take in takes:
        for place, look in take.looks.items():
            if look.picture:
                pictures.setdefault(place, {})[look.picture] = None
    step, shown = film_step(session.minimum), set[Picture | None]([None])
    for place, there in pictures.items():
        shown.update(in_steps(list(there), _standing(session, place, there), session.forgotten, step))
    left = [replace(take, looks={place: look for place, look in take.looks.items() if look.picture in shown}) for take in takes]
    return [take for take, begins in zip(left, _begin(left), strict=True) if take.looks or begins]


def _standing(session: Session, place: Place, pictures: Iterable[Picture]) -> Picture | None:
    """The one of them that can be seen to this day."""
    seen = session.rounds[place[0] - 1].squares[place[1]].seen
    return next((picture for picture in pictures if picture.counts is seen), None)


def _begin(takes: Sequence[Take]) -> list[bool]:
    """Of each whether a stage or a round begins with it."""
    at = [(take.stage, take.round) for take in takes]
    return [now != before for before, now in zip([None, *at], at, strict=False)]


def _few_enough(takes: Sequence[Take], most: int) -> list[Take]:
    """At most so many takes: of those that follow each other within a stage, several are made one. Never a stage, never the last."""
    kept = [*_begin(takes)[:-1], True]
    stride = ceil(kept.count(False) / max(1, most - kept.count(True)))
    found: list[Take] = []
    waiting: dict[Place, Look] = {}
    between = 0
    for take, keep in zip(takes, kept, strict=True):
        waiting |= take.looks
        between += not keep
        if keep or between % stride == 0:
            found.append(replace(take, looks=waiting))
            waiting = {}
    return found


def _developed(takes: Sequence[Take]) -> Iterator[Frame]:
    state: dict[Place, View] = {}
    shown: dict[int, View] = {}
    for take, begins in zip(takes, _begin(takes), strict=True):
        state |= {place: look.result for place, look in take.looks.items()}
        touched = sorted({square for _, square in take.looks})
        views = {square: view for square in touched if (view := _view(state, take.round, square)) != shown.get(square)}
        shown |= views
        if views or begins:
            yield Frame(take.stage.value, take.round, take.dots, take.joined, views)


def _view(state: dict[Place, View], number: int, square: int) -> View:
    """The square in its latest round up to this one, with what was before a second look."""
    found = [state[past, square] for past in range(number, 0, -1) if (past, square) in state]
    return found[0] | {"before": found[1]} if len(found) > 1 else found[0]
