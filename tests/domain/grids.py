"""The small grid told in made-up languages, and anything that JSON can hold in the place of a part of a grid."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from pollapp.domain.grid import Grid
from tests.cast import grid

SCALARS = st.none() | st.booleans() | st.integers(-2, 9) | st.text(max_size=5)
JSON = SCALARS | st.lists(SCALARS | st.lists(SCALARS, max_size=2), max_size=3) | st.dictionaries(st.text(max_size=5), SCALARS, max_size=3)


def spoken(on: Grid, language: str) -> Grid:
    """The grid with every text in a made-up language."""

    def told(*parts: Any, **names: str) -> Any:
        return tuple(replace(part, **{name: f"{getattr(part, name)} ({language})" for name in names}) for part in parts)

    return Grid(
        f"{on.title} ({language})",
        f"{on.directions} ({language})",
        told(*on.choices, name="", label=""),
        told(*on.squares, text="", short=""),
        told(*on.principles, text="", short=""),
        told(*on.lenses, title="", text=""),
        told(*on.steps, title="", text=""),
        language,
    )


def many_tongued(*languages: str, squares: int = 3, on: Grid | None = None) -> Grid:
    """The small grid, or this one, translated to these."""
    on = on or grid(squares)
    return replace(on, translations=tuple(spoken(on, language).as_translation() for language in languages))


def refused_or_made(data: dict[str, Any]) -> None:
    try:
        made = Grid.from_dict(data)
    except ValueError:
        return
    assert Grid.from_dict(made.to_dict()) == made
