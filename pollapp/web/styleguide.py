"""The style guide: every component in every state, drawn by the product's own partials, styles and scripts.

For those who change pollapp, and for the tests, which photograph it. It is there only where the setting `styleguide` is on.
What it shows is made up here. A new file in static/css/components gets its section by itself; what stands in that section comes
from templates/styleguide/<name>.html.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, render_template

from pollapp.domain.grid import Grid
from pollapp.domain.grid_parts import MARKS, SHAPES, Choice
from pollapp.domain.refused import refused
from pollapp.domain.results import result, shift_view
from pollapp.domain.tally import SquareDots
from pollapp.domain.views import View
from pollapp.web.display import language, said
from pollapp.web.phone_page import leaders
from pollapp.web.qr import qr_svg
from pollapp.web.site import Site
from pollapp.web.styleguide_compared import compared
from pollapp.web.styleguide_report import told
from pollapp.web.styleguide_talk import MOVED, talk

FOUNDATIONS = ("colours", "type", "spaces")
PAGES = ("home", "console", "phone", "projector")  # their sheets size what components leave to the page
JOINED, MINIMUM = 24, 3
ADDRESS = "http://192.168.1.5:8000/j/472918"
# Counts of three choices, again and again along the board: agreed, leaning, thin segments, spread, split.
COUNTS = (
    *((24, 0, 0), (18, 5, 1), (2, 20, 2), (9, 8, 7), (12, 0, 12), (11, 1, 12)),
    *((0, 3, 21), (1, 1, 22), (8, 8, 8), (5, 14, 5), (14, 8, 2), (0, 0, 24)),
)
PAPER = SquareDots(seen=(8, 5, 3), paper_seen=(3, 2, 1))
WITHHELD, EMPTY, FRAGILE = SquareDots(dots={"ana": "", "ben": ""}), SquareDots(), SquareDots(seen=(2, 0, 1))
_COLOUR = re.compile(r"--([\w-]+):\s*(?:#|rgb\()")
_SPACE = re.compile(r"--((?:space|radius)[\w-]*):")
_ICON = re.compile(r'id="icon-([\w-]+)"')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def styleguide_pages(site: Site) -> Blueprint:
    pages = Blueprint("styleguide", __name__)

    @pages.get("/styleguide")
    def styleguide() -> str:
        grid = site.book.grid.in_language(language())
        page = {"grid": {**grid.to_dict(), "language": grid.language}, "boards": _boards(grid), "dots": _dots(grid), "rooms": _rooms(grid)}
        page["talk"] = talk(grid)
        return render_template("styleguide.html", grid=grid, page=page, **_names(), **_made_up(grid))

    return pages


def _names() -> dict[str, Any]:
    """Of everything there is to show, read from where it stands."""
    css = Path(current_app.static_folder or "static") / "css"
    components = sorted(file.stem for file in (css / "components").glob("*.css"))
    tokens = _COMMENT.sub("", (css / "tokens.css").read_text("utf-8"))
    return {
        "sections": (*FOUNDATIONS, *components),
        "component_sheets": [f"components/{name}" for name in components if name != "icon"],  # base.html links that one
        "page_sheets": [f"pages/{name}" for name in PAGES],
        "colours": list(dict.fromkeys(_COLOUR.findall(tokens))),
        "spaces": list(dict.fromkeys(_SPACE.findall(tokens))),
        "icons": _ICON.findall(str(current_app.jinja_env.globals["icon_sprite"])),
        "shapes": SHAPES,
        "marks": MARKS,
    }


def _made_up(grid: Grid) -> dict[str, Any]:
    """Values that the templates of components ask for under the names that their pages use."""
    return {
        "five": [_choice(shape, mark) for shape, mark in zip(SHAPES, MARKS, strict=False)],
        "mark_of": _choice,
        "choices": grid.choices,
        "square": grid.squares[0],
        "minimum": MINIMUM,
        "compared": compared(grid),
        "leaders": lambda result: leaders(grid, result),
        "no_code": refused("unknown_code"),
        "said_enough": refused("said_enough"),
        "qr_svg": qr_svg(ADDRESS),
        "report": told(grid),
        "code": "472 918",
        "addresses": {"short": "192.168.1.5:8000", "middling": "poll.example.org:8000", "long": "ethics-grid.university.example.org"},
    }


def _choice(shape: str, mark: str) -> Choice:
    """Of no grid: what it looks like follows from its place, its shape and its mark."""
    return Choice(key=shape, name=shape, label=shape, shape=shape, mark=mark)


def _boards(grid: Grid) -> dict[str, View]:
    """Views as the projector gets them, by the name that templates/styleguide/board.html gives each board."""
    votes = [SquareDots(seen=counts) for counts in COUNTS]
    states = [votes[0], votes[1], votes[5], FRAGILE, WITHHELD, EMPTY]
    thirty = [*votes * 2, *votes[:4], FRAGILE, WITHHELD]
    return {
        "turnout": _board(grid, votes, stage="voting", covered=True),
        "votes": _board(grid, votes * 2),
        "agreement": _board(grid, votes * 2, layer="agreement"),
        "states": _board(grid, states),
        "states-agreement": _board(grid, states, layer="agreement"),
        "one": _board(grid, votes[1:2]),
        "thirty": _board(grid, thirty),
        "thirty-agreement": _board(grid, thirty, layer="agreement"),
        "star": _board(grid, [*votes, FRAGILE, EMPTY]),
        "again": _again(_board(grid, [*votes[:3], PAPER])),
        "again-agreement": _again(_board(grid, [*votes[:3], PAPER], layer="agreement")),
        "unveiling": _unveiling(_board(grid, states, stage="unveiling")),
    }


def _again(board: View) -> View:
    """The same after a second look, in which each square looked as the next one does."""
    results = list(board["results"].values())
    befores = [*results[1:], results[0]]
    again = [one | {"before": before, "shift": shift_view(MOVED, MINIMUM)} for one, before in zip(results, befores, strict=True)]
    return board | {"round": 2, "results": dict(zip(board["results"], again, strict=True))}


def _unveiling(board: View) -> View:
    """The same with every second square still covered."""
    return board | {"results": dict(list(board["results"].items())[::2])}


def _board(grid: Grid, squares: Sequence[SquareDots], *, layer: str = "votes", stage: str = "revealed", covered: bool = False) -> View:
    """The first squares of the grid with these dots."""
    ids = [square.id for square in grid.squares[: len(squares)]]
    results = {str(id): _result(grid, square) for id, square in zip(ids, squares, strict=False)}
    turnout = {str(id): min(JOINED, 3 * at) for at, id in enumerate(ids)}
    return {
        **{"stage": stage, "round": 1, "squares": ids, "order": ids, "minimum": MINIMUM},
        "results": None if covered else results,
        "turnout": {"joined": JOINED, "finished": 17, "squares": turnout},
        "board": {"layer": layer, "order": "grid"},
    }


def _result(grid: Grid, square: SquareDots) -> View:
    """As a view tells it; a grid of other than three choices gets as many of the counts as it has places for."""
    missing = (0,) * len(grid.choices)
    shown = None if square.seen is None else (*square.seen, *missing)[: len(grid.choices)]
    return result(SquareDots(dots=square.dots, seen=shown, paper_seen=square.paper_seen), len(grid.choices))


def _dots(grid: Grid) -> dict[str, dict[str, Any]]:
    """Dots as lib/outbox.js tells them, by the state that the phone shows."""
    first = grid.choices[0].key
    late = refused("unknown_square")
    placed: dict[str, Any] = {"choice": first, "skipped": False}
    nothing: dict[str, Any] = {"choice": None, "skipped": False}
    return {
        "open": nothing | {"status": "open"},
        "saved": placed | {"status": "saved"},
        "sending": placed | {"status": "sending"},
        "waiting": placed | {"status": "waiting", "why": "offline"},
        "not-stored": placed | {"status": "waiting", "why": "not_stored"},
        "late": nothing | {"status": "late"},
        "refused": nothing | {"status": "refused", "sentence": said(late.sentence), "hint": said(late.hint)},
        "skipped": {"choice": None, "skipped": True, "status": "saved"},
    }


def _rooms(grid: Grid) -> dict[str, View]:
    """What the room placed on a square, as a phone's view tells it."""
    squares = {"votes": SquareDots(seen=COUNTS[1]), "withheld": WITHHELD, "empty": EMPTY}
    return {name: _result(grid, square) for name, square in squares.items()}
