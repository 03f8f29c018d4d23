"""The film of a stored session, as pages get it (docs/wire.md). Long work: a worker does it (`taking_home`)."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pollapp.domain.refused import Refused
from pollapp.domain.replay import Film, Frame, Typed, film
from pollapp.room import decode_body
from pollapp.store.log import Entry


def typed_events(entries: Iterable[Entry]) -> Iterable[Typed]:
    """The events of a log, each with what was typed with it. Raises ValueError for one that this version does not know."""
    return ((decode_body(entry.body), entry.words) for entry in entries)


def film_of(entries: Sequence[Entry]) -> bytes | Refused:
    """The film of a whole log as JSON, or why there is none."""
    made = film(typed_events(entries))
    return made if isinstance(made, Refused) else json.dumps(as_dict(made), separators=(",", ":")).encode()


def as_dict(made: Film) -> dict[str, Any]:
    """The film as plain JSON values, without texts: the page has the grid, in its own language."""
    return {
        "seq": made.seq,
        "step": made.step,
        "squares": made.squares,
        "rounds": made.rounds,
        "frames": [_frame(frame) for frame in made.frames],
    }


def _frame(frame: Frame) -> dict[str, Any]:
    return {
        "stage": frame.stage,
        "round": frame.round,
        "dots": frame.dots,
        "joined": frame.joined,
        "changed": {str(square): view for square, view in frame.changed.items()},
    }
