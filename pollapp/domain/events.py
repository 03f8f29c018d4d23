"""What happened, in past tense: the closed set of facts that a session's log may hold, and their form in JSON.
Those of voting are here, those of the talk in `talk_events`.

Events carry random participant ids and nothing else about a person or a device, and no clock time.
`encode` and `decode` turn them into plain dicts and back; each carries its version `v`, and logs of every version fold forever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args, get_origin

from pollapp.domain.event import Event, StageEvent
from pollapp.domain.grid import Grid
from pollapp.domain.talk_events import TALK_EVENTS
from pollapp.domain.tally import MINIMUM_SAID, is_minimum

Kind = Literal["class", "rehearsal", "paper"]


@dataclass(frozen=True, slots=True)
class SessionOpened(Event):
    kind: Kind
    grid: Grid  # embedded whole: editing the YAML never changes a past session
    live: bool  # the class sees the heatmap while the round is open
    minimum: int  # small groups: dots a square needs to be shown, and the size of a step; 1 = off
    opened_on: str  # ISO date

    def __post_init__(self) -> None:
        if not is_minimum(self.minimum):
            raise ValueError(f"The minimum of a session is {MINIMUM_SAID}, not {self.minimum!r}.")


@dataclass(frozen=True, slots=True)
class ParticipantJoined(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class DotEvent(Event):
    """What a participant did on one square. `counter` is the browser's own, rising: a lower one loses."""

    participant: str
    round: int
    square: int
    counter: int


@dataclass(frozen=True, slots=True)
class DotPlaced(DotEvent):
    choice: str


@dataclass(frozen=True, slots=True)
class DotCleared(DotEvent):
    pass


@dataclass(frozen=True, slots=True)
class SquareSkipped(DotEvent):
    pass


@dataclass(frozen=True, slots=True)
class ParticipantFinished(Event):
    participant: str
    round: int
    done: bool  # False: they took it back


@dataclass(frozen=True, slots=True)
class DotsForgotten(Event):
    """The participant and every dot of theirs count no longer; the id never comes back."""

    participant: str


@dataclass(frozen=True, slots=True)
class PhonePassedOn(Event):
    """The participant's dots stay; nobody speaks for them any more, not even with a copy of what their phone held."""

    participant: str


@dataclass(frozen=True, slots=True)
class RoundOpened(StageEvent):
    round: int
    squares: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RoundClosed(StageEvent):
    """Closing a round reveals it."""


@dataclass(frozen=True, slots=True)
class Revealed(StageEvent):
    pass


@dataclass(frozen=True, slots=True)
class RevealTakenBack(StageEvent):
    pass


@dataclass(frozen=True, slots=True)
class SessionClosed(StageEvent):
    pass


@dataclass(frozen=True, slots=True)
class SessionReopened(StageEvent):
    pass


@dataclass(frozen=True, slots=True)
class JoiningLocked(Event):
    locked: bool


@dataclass(frozen=True, slots=True)
class OneAdmitted(Event):
    """While joining is locked, one more participant may join."""


@dataclass(frozen=True, slots=True)
class SettingsChanged(Event):
    live: bool | None
    minimum: int | None


Layer = Literal["votes", "agreement"]
Order = Literal["grid", "disagreement", "agreement", "last"]


@dataclass(frozen=True, slots=True)
class BoardArranged(Event):
    """How the projector draws the heatmap: which layer, in which order (`last` = most dots on the last choice first)."""

    layer: Layer
    order: Order


EVENTS: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        SessionOpened, ParticipantJoined, DotPlaced, DotCleared, SquareSkipped, ParticipantFinished, DotsForgotten, PhonePassedOn,
        RoundOpened, RoundClosed, Revealed, RevealTakenBack, SessionClosed, SessionReopened,
        JoiningLocked, OneAdmitted, SettingsChanged, BoardArranged, *TALK_EVENTS,
    )
}  # fmt: skip
_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in EVENTS.values()}
_KEYS = {kind: {"event", "v", *names} for kind, names in _FIELDS.items()}
_TUPLES = {  # which of them are tuples here, and lists in JSON
    kind: tuple(field.name for field in fields(kind) if any(get_origin(one) is tuple for one in (field.type, *get_args(field.type))))
    for kind in EVENTS.values()
}
_AS_WRITTEN = {  # … and those whose values are the same here and in JSON: what `encode` writes, in its order
    kind: ("event", "v", *_FIELDS[kind]) for kind, names in _TUPLES.items() if not names and kind is not SessionOpened
}


def encode(event: Event) -> dict[str, Any]:
    """The event as plain JSON values: `{"event": name, "v": version, …its fields}`."""
    body: dict[str, Any] = {"event": type(event).__name__, "v": event.v}
    for name in _FIELDS[type(event)]:
        body[name] = _plain(getattr(event, name))
    return body


def _plain(value: Any) -> Any:
    if isinstance(value, Grid):
        return value.to_dict()
    return list(value) if isinstance(value, tuple) else value


def decode(body: Mapping[str, Any]) -> Event:
    """The event that `encode` wrote; lists become tuples again.

    Raises ValueError for an event this version does not know: a log is never read in part.
    """
    kind = EVENTS.get(str(body.get("event")))
    if kind and tuple(body) == _AS_WRITTEN.get(kind) and body["v"] == kind.v:  # nearly all of a log is dots
        _, _, *written = body.values()
        return kind(*written)
    if kind is None or body.get("v") != kind.v or body.keys() != _KEYS[kind]:
        raise ValueError(f"This log holds an event unknown to this version: {body.get('event')!r} v{body.get('v')!r}.")
    values = {name: body[name] for name in _FIELDS[kind]}
    if kind is SessionOpened:
        values["grid"] = Grid.from_dict(values["grid"])
    for name in _TUPLES[kind]:
        values[name] = None if values[name] is None else tuple(values[name])
    return kind(**values)
