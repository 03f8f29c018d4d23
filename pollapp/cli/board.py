"""A board in the terminal: a line a square, each dot drawn as the shape of its choice, with counts. Shapes and numbers, no colours."""

from collections.abc import Iterable, Sequence
from typing import Any

from pollapp.domain.grid import Grid
from pollapp.domain.grid_parts import Choice

SHAPES_DRAWN = {"circle": "●", "triangle": "▲", "square": "■", "diamond": "◆", "hexagon": "⬢"}
WIDTH = 80  # columns that it never leaves
_ID, _GAP = 3, 2
_BESIDE = 38  # columns of a board that stands beside another

View = dict[str, Any]


class Drawing:
    """Draws the squares of one grid. `encoding`: what the terminal can write; without shapes the choices are letters, a, b, c …"""

    def __init__(self, grid: Grid, minimum: int, encoding: str | None = "utf-8") -> None:
        self._labels = {square.id: square.short for square in grid.squares}
        self._minimum = minimum
        self._width = 20 if len(grid.choices) <= 3 else 16  # of a bar
        drawn = _drawn(grid.choices, encoding or "ascii")
        self.marks = drawn
        self.legend = "   ".join(f"{mark} {choice.label}" for mark, choice in zip(drawn, grid.choices, strict=True))

    def lines(self, squares: Iterable[int], board: dict[int, View]) -> list[str]:
        """A line for each of these squares; a second one for what was before a second look."""
        return [line for square in squares for line in self._lines(square, board[square])]

    def beside(self, squares: Sequence[int], board: dict[int, View]) -> list[str]:
        """The same in two columns, shorter: without agreement and without what was before."""
        half = (len(squares) + 1) // 2
        left, right = ([self._short(square, board[square]) for square in part] for part in (squares[:half], squares[half:]))
        right += [""] * (half - len(right))
        return [f"{one:{_BESIDE + _GAP}}{other}".rstrip() for one, other in zip(left, right, strict=True)]

    def _lines(self, square: int, view: View) -> Iterable[str]:
        name = f"{square:>{_ID}} {_cut(self._labels[square], 24):24}"
        yield f"{name}  {self._result(view, self._width)}".rstrip()
        if view.get("counts") and view.get("before", {}).get("counts"):
            yield f"{'before':>{len(name)}}  {self._result(view['before'], self._width)}".rstrip()

    def _short(self, square: int, view: View) -> str:
        name = f"{square:>{_ID}} {_cut(self._labels[square], 13):13}"
        return f"{name} {self._bar(view, 10)} {'/'.join(map(str, view.get('counts', ())))}".rstrip()

    def _result(self, view: View, width: int) -> str:
        counts = view.get("counts")
        if not counts or not view["n"]:
            return self._bar(view, width)
        told = " ".join(f"{mark}{count}" for mark, count in zip(self.marks, counts, strict=True))
        agreement = "" if view["agreement"] is None else f"{view['agreement']}%"
        return f"{self._bar(view, width)}  {told:<15}  {agreement:>4}"

    def _bar(self, view: View, width: int) -> str:
        if view.get("withheld"):
            said, short = self._why_withheld(view["n"])
            return f"{said if len(said) <= width else short:{width}}"
        counts = view["counts"]
        return f"{''.join(mark * length for mark, length in zip(self.marks, shares(counts, width), strict=True)):{width}}"

    def _why_withheld(self, n: int | None) -> tuple[str, str]:
        """In words, and in fewer. None: it is not told how many there are."""
        if n is None:
            return "not shown yet", "not yet"
        return f"fewer than {self._minimum} dots" if n < self._minimum else "too few dots", "too few"


def shares(counts: Sequence[int], width: int) -> list[int]:
    """How many places of a bar each choice gets: one a dot where there are enough, else its share, and never none for a dot."""
    n = sum(counts)
    if n <= width:
        return list(counts)
    places = [max(1, round(count * width / n)) if count else 0 for count in counts]
    places[places.index(max(places))] += width - sum(places)
    return places


def _drawn(choices: Sequence[Choice], encoding: str) -> list[str]:
    shapes = [SHAPES_DRAWN[choice.shape] for choice in choices]
    try:
        "".join(shapes).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return list("abcde"[: len(choices)])
    return shapes


def _cut(label: str, width: int) -> str:
    return label if len(label) <= width else f"{label[: width - 1]}…"
