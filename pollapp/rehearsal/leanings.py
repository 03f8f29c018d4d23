"""How a class leans on each square. Pure: the same seed gives the same class.

A leaning is written for any number of ordered choices. Which square gets which one is drawn from its id and the seed, but
in turn through the mood's list, so that every board shows what its mood promises.
"""

import hashlib
from collections.abc import Callable, Sequence
from random import Random

Shares = list[float]  # of each choice, in the grid's order; together 1
Leaning = Callable[[int], Shares]  # number of choices, at least 2 → shares
UNLIKE = 0.15  # so far may a square's shares be from its leaning's: no two squares look the same


def agreed(on: float) -> Leaning:
    """Nearly everybody on one choice (`on`: 0 the first, 1 the last), a few beside it."""
    return lambda choices: _around(round(on * (choices - 1)), choices, at_top=0.93, falling=0.1)


def leaning(on: float) -> Leaning:
    """More than half at one end (`on`: 0 or 1), ever fewer the further away."""
    # Of two choices, 0.62 would be as good as half and half.
    return lambda choices: _around(round(on * (choices - 1)), choices, at_top=0.62 if choices > 2 else 0.8, falling=0.7)


def split(choices: int) -> Shares:
    """Two camps, hardly anybody between them."""
    return _ends(0.46, choices) if choices > 2 else [0.5, 0.5]


def spread(choices: int) -> Shares:
    """Some everywhere. Two choices have nothing between them: there it is a crooked split."""
    return _ends(0.32, choices) if choices > 2 else [0.42, 0.58]


MOODS: dict[str, tuple[Leaning, ...]] = {
    "mixed": (agreed(0), split, leaning(1), spread, agreed(1), leaning(0), spread, agreed(0.5)),
    "agreeing": (agreed(0), leaning(0), agreed(1), agreed(0.5), leaning(1), agreed(0), spread, agreed(1)),
    "divided": (split, spread, split, leaning(0), split, spread, split, leaning(1)),
}


def lean(squares: Sequence[int], mood: str, seed: str) -> dict[int, Leaning]:
    """The leaning of each square (by id) of a grid in this mood."""
    cycle = MOODS[mood]
    drawn = sorted(squares, key=lambda square: hashlib.sha256(f"{seed} {square}".encode()).digest())
    return {square: cycle[place % len(cycle)] for place, square in enumerate(drawn)}


def opinions(leaning: Leaning, choices: int, size: int, seed: str) -> list[int]:
    """What each of `size` people thinks: places of choices, from 0. Dealt out and not drawn, so that a small class has the shares too."""
    rng = Random(seed)  # noqa: S311  # a play, no secret
    shares = [share * rng.uniform(1 - UNLIKE, 1 + UNLIKE) for share in leaning(choices)]
    dealt = [place for place, count in enumerate(_deal(shares, size)) for _ in range(count)]
    rng.shuffle(dealt)
    return dealt


def second_thought(opinion: int, median: int, rng: Random) -> int:
    """What somebody thinks after the room has talked: some move a step toward the middle of the room."""
    if rng.random() < 0.2:
        return opinion + (median > opinion) - (median < opinion)
    return opinion


def _around(top: int, choices: int, at_top: float, falling: float) -> Shares:
    """`at_top` on one choice; of the rest, each step away gets `falling` times what the step before got."""
    weights = [0 if place == top else falling ** abs(place - top) for place in range(choices)]
    return [at_top if place == top else (1 - at_top) * weight / sum(weights) for place, weight in enumerate(weights)]


def _ends(each: float, choices: int) -> Shares:
    """`each` at both ends, the rest shared by what lies between (3 choices or more)."""
    between = choices - 2
    return [each, *[(1 - 2 * each) / between] * between, each]


def _deal(shares: Shares, size: int) -> list[int]:
    """Whole people in proportion to the shares (largest remainders); the counts add up to `size`."""
    exact = [share * size / sum(shares) for share in shares]
    counts = [int(people) for people in exact]
    by_rest = sorted(range(len(exact)), key=lambda place: counts[place] - exact[place])
    for place in by_rest[: size - sum(counts)]:
        counts[place] += 1
    return counts
