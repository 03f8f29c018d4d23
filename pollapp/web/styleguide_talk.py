"""What the style guide makes up of a talk: squares in the spotlight, a second look, the end; as the projector's views tell them."""

from typing import Any

from pollapp.domain.agreement import one_dot_range, percent, steps_apart
from pollapp.domain.grid import Grid
from pollapp.domain.results import result, shift_view
from pollapp.domain.shift import Shift
from pollapp.domain.tally import SquareDots
from pollapp.domain.views import View

MINIMUM = 3
SAID = ("I can share what I did. Convincing is a different thing.", "I thought of whose decision it is.", "Ask first.", "Review the codes.")
ROOMS = {
    "split": SquareDots(seen=(10, 3, 11)),
    "few": SquareDots(seen=(2, 0, 1)),
    "hundreds": SquareDots(seen=(100, 20, 80), paper_seen=(60, 20, 20)),
    "withheld": SquareDots(dots={"ana": "", "ben": ""}),
}
BEFORE, AFTER = SquareDots(seen=(10, 3, 11)), SquareDots(seen=(14, 3, 7))
MOVED = Shift(((10, 0, 0), (0, 3, 0), (4, 0, 7)), left=0, new=0)


def talk(grid: Grid) -> dict[str, Any]:
    """Views by the name that templates/styleguide/*.html give them: of the spotlight, of the board after a second look, and of the end."""
    square = grid.squares[0].id
    rooms: dict[str, View] = {name: _result(grid, dots) for name, dots in ROOMS.items()}
    rooms["again"] = _again(grid)
    spotlights = {name: _view(grid, rooms[name], dots.seen) for name, dots in ROOMS.items()}
    spotlights["again"] = _view(grid, rooms["again"], AFTER.seen, prompt="lenses", reason=SAID[0])
    spotlights["split"]["spotlight"] |= {"cited": _cited(grid)}
    spotlights["few"]["spotlight"] |= {"prompt": "steps"}
    spotlights["alone"] = _view(grid, rooms["split"], None, prompt="none")
    return {"rooms": rooms, "spotlights": spotlights, "endings": _endings(grid, square, rooms)}


def _result(grid: Grid, dots: SquareDots) -> View:
    """A grid of other than three choices gets as many of the counts as it has places for."""
    missing = (0,) * len(grid.choices)
    seen = None if dots.seen is None else (*dots.seen, *missing)[: len(grid.choices)]
    return result(SquareDots(dots=dots.dots, seen=seen, paper_seen=dots.paper_seen), len(grid.choices))


def _again(grid: Grid) -> View:
    return _result(grid, AFTER) | {"before": _result(grid, BEFORE), "shift": shift_view(MOVED, MINIMUM)}


def _view(grid: Grid, shown: View, seen: tuple[int, ...] | None, prompt: str = "principles", reason: str | None = None) -> View:
    square = grid.squares[0].id
    reach, apart = (one_dot_range(seen), steps_apart(seen)) if seen else (None, None)
    spotlight = {
        **{"square": square, "place": [1, 5], "cited": None, "reason": reason, "prompt": prompt},
        "one_dot": reach and [percent(end) for end in reach],
        "steps_apart": None if apart is None else round(apart, 2),
    }
    return {"stage": "revealed", "minimum": MINIMUM, "results": {str(square): shown}, "spotlight": spotlight, "wrap_up": None}


def _cited(grid: Grid) -> View:
    """The square's own first principle, and the last one of all, which does not bear on it."""
    numbers = [*grid.squares[0].principles[:1], *[one.number for one in grid.principles[-1:]]]
    return {"n": 12, "ranking": [[number, 8 - 2 * at] for at, number in enumerate(numbers)]}


def _endings(grid: Grid, square: int, rooms: dict[str, View]) -> dict[str, View]:
    agreed = _result(grid, SquareDots(seen=(23, 1, 0)))
    ids = [one.id for one in grid.squares[:4]]
    shown = dict(zip(map(str, ids), (rooms["again"], agreed, rooms["split"], agreed), strict=False))
    ending: View = {"agree": ids[1::2], "differ": ids[2:3], "again": ids[:1]}
    ending |= {"reasons": [{"square": square, "words": SAID[0]}], "takeaways": list(SAID)}
    nothing = ending | {"agree": [], "differ": [], "again": [], "reasons": [], "takeaways": list(SAID[:1])}
    view = {"stage": "wrap_up", "minimum": MINIMUM, "results": shown}
    return {
        "all": view | {"wrap_up": ending},
        "much": view | {"wrap_up": ending | {"reasons": [{"square": square, "words": SAID[0] * 3}] * 5}},
        "nothing": view | {"wrap_up": nothing},
        "over": view | {"stage": "closed", "wrap_up": ending},
    }
