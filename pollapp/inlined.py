"""Static files as they stand within a page: the symbols that it draws, and style sheets without what only we read."""

import re
from collections.abc import Iterable
from functools import cache

from markupsafe import Markup

from pollapp.domain.grid_parts import Choice

_SYMBOL = re.compile(r'(<symbol id="([\w-]+)".*?</symbol>)', re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@cache
def sprite_of(sprite: Markup, names: frozenset[str]) -> Markup:
    """The sprite with these symbols alone: a phone on a bad line gets no more than its page draws."""
    unwanted = (symbol for symbol in _SYMBOL.findall(sprite) if symbol[1] not in names)
    kept = str(sprite)
    for symbol, _ in unwanted:
        kept = kept.replace(symbol, "")
    return Markup(kept)  # noqa: S704  # made by our set-up from one icon set


def symbols_of(choices: Iterable[Choice]) -> list[str]:
    """The names of the symbols that the marks of these choices are drawn with."""
    return [name for choice in choices for name in (f"shape-{choice.shape}", f"sign-{choice.mark}")]


def uncommented(css: str) -> str:
    """The rules alone: comments are a fifth of what would go over the wire, and stand in the repository."""
    return _COMMENT.sub("", css)
