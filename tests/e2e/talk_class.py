"""The class that talks: what its people click in both rounds and what they type, what that comes to, and what the export says of it."""

import json
from collections.abc import Sequence
from typing import Any

from tests.e2e.counting import CHOICES, Counts, Dots, is_split, most_disagreement_first, tally
from tests.e2e.rooms import Fay

SQUARES = (1, 2, 3, 4, 6, 7)
FIVE: Sequence[Dots] = (
    {1: "green", 2: "green", 3: "yellow", 4: "green", 6: "green", 7: "green"},
    {1: "green", 2: "green", 3: "yellow", 4: "green", 7: "green"},
    {1: "green", 2: "green", 3: "yellow", 4: "red", 7: "green"},
    {1: "green", 2: "red", 3: "red", 4: "red", 6: "yellow", 7: "yellow"},
    {1: "green", 2: "red", 3: "green", 7: "red"},
)
# In the second look all vote again on 2, two of them on 4, and one does not on 7.
AGAIN: Sequence[Dots] = (
    {2: "green", 4: "yellow", 7: "green"},
    {2: "yellow", 4: "yellow", 7: "green"},
    {2: "red", 7: "green"},
    {2: "yellow", 7: "yellow"},
    {2: "red"},
)
THREE: Sequence[Dots] = ({1: "green", 2: "green"}, {1: "yellow", 2: "red"}, {1: "yellow", 2: "red"})
ORDER = most_disagreement_first(FIVE, SQUARES)
TWICE = sorted({square for dots in AGAIN for square in dots})
LATEST = [{**{square: dot for square, dot in one.items() if square not in TWICE}, **again} for one, again in zip(FIVE, AGAIN, strict=True)]
DIVIDED = [square for square in ORDER if is_split(tally(FIVE, square))]

SHOWN, HIDDEN, DELETED = "I asked myself who could be harmed.", "My neighbour told me so.", "It was Ana who did it."
NOTE = "=Ask the quieter side first"  # a spreadsheet would take it for a formula


def exported(fay: Fay, square: int) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in json.loads(fay.takes_home("json"))["squares"] if one["id"] == square)
    return found


def by_key(counts: Counts) -> dict[str, int]:
    return dict(zip(CHOICES, counts, strict=True))
