"""The colours of the product as literal values, for files that know no style sheet. They stand in static/css/tokens.css and only there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pollapp.files import FILES

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_PROPERTY = re.compile(r"--([\w-]+):\s*([^;]+);")
_BY_KEY = re.compile(r'\[data-choice="([^"]+)"\]')
_BY_PLACE = re.compile(r"var\(--choice-(\d)\)")
_PARTLY = re.compile(r"rgb\((\d+) (\d+) (\d+) / (\d+)%\)")


@dataclass(frozen=True, slots=True)
class ChoiceColours:
    """All as `#rrggbb`. `fill`: the choice's own; `ink`: type on it; `pattern`: dots or stripes on it; `edge`: around it on white."""

    fill: str
    ink: str
    pattern: str
    edge: str


@dataclass(frozen=True, slots=True)
class AgreementColours:
    """From this percentage on, up to the next, the ground goes from this `fill` to the next one's; `ink`: type on it."""

    percent: int
    fill: str
    ink: str


def choice_colours(keys: Iterable[str]) -> list[ChoiceColours]:
    """Of each choice, by its place on the scale, or by its key where the style sheet names that."""
    return [_of_place(_by_key().get(key, place)) for place, key in enumerate(keys, 1)]


def agreement_ramp() -> list[AgreementColours]:
    """From pale to deep, in two halves: 0, 25 and 49 have dark type, 50, 75 and 100 light type."""
    return [
        AgreementColours(percent, colour(f"agreement-{percent}"), colour(f"on-agreement-{0 if percent < 50 else 50}"))
        for percent in (0, 25, 49, 50, 75, 100)
    ]


def colour(name: str) -> str:
    """A token, `ink` or `paper`, as `#rrggbb`. KeyError: there is no such one."""
    return _tokens()[name]


def _of_place(place: int) -> ChoiceColours:
    fill = colour(f"choice-{place}")
    return ChoiceColours(
        fill, colour(f"on-choice-{place}"), _laid_over(_tokens()[f"pattern-{place}"], fill), _tokens().get(f"choice-edge-{place}", fill)
    )


def _laid_over(pattern: str, fill: str) -> str:
    """What one sees where `rgb(0 0 0 / 28%)` lies over a colour: not every file can hold what is partly seen through."""
    match = _PARTLY.fullmatch(pattern)
    assert match, pattern
    *over, share = map(int, match.groups())
    under = [int(fill[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round((one * share + other * (100 - share)) / 100):02x}" for one, other in zip(over, under, strict=True))


@cache
def _tokens() -> dict[str, str]:
    """The custom properties of the first `:root`: those for light screens."""
    return next(dict(_PROPERTY.findall(body)) for selector, body in _rules() if selector == ":root")


@cache
def _by_key() -> dict[str, int]:
    """The keys that have colours of their own, and the place whose colours these are."""
    found = ((_BY_KEY.fullmatch(selector), _BY_PLACE.search(body)) for selector, body in _rules())
    return {key[1]: int(place[1]) for key, place in found if key and place}


def _rules() -> list[tuple[str, str]]:
    """Selector and body of each rule that holds no other."""
    text = re.sub(r"/\*.*?\*/", "", (FILES / "static" / "css" / "tokens.css").read_text("utf-8"), flags=re.DOTALL)
    return [(selector.strip(), body) for selector, body in _RULE.findall(text)]
