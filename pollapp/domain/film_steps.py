"""The steps of a film: which pictures of a square it shows, so that from each to the next at least a step of people's dots have changed.

The small-group rule lets the close be a smaller step, after which there are no more. A film would show what was before it to a class that
may never have seen it, and then, on all squares at once, how whoever came last has voted. So here the close is a step like any other.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pollapp.domain.tally import LEAST_MINIMUM, Counts

Who = tuple[int, ...]  # for each choice whose dots these are: a bit for each person


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What could be seen of one square in one round, from phones. `counts`: the tally, the very object. `who`: whose dots these are, which
    no film tells. `leaving`: who is in it and will forget. `while_open`: it is from before the close.
    """

    counts: Counts
    who: Who
    leaving: frozenset[str]
    while_open: bool


def film_step(minimum: int) -> int:
    """How many people's dots have changed from picture to picture, at least: also where protection is off."""
    return max(minimum, LEAST_MINIMUM)


def people_between(before: Picture | None, after: Picture) -> int:
    """How many people's dots differ between two pictures of a square in a round; without a first one, how many there are."""
    changed = 0
    for one, other in zip(before.who if before else (0,) * len(after.who), after.who, strict=True):
        changed |= one ^ other
    return changed.bit_count()


def in_steps(pictures: Sequence[Picture], stands: Picture | None, forgotten: Collection[str], step: int) -> list[Picture]:
    """Of all pictures of one square in one round, in their order, those that may be shown. `stands`: the one that can be seen to this day.

    First the steps up to the close, whoever has forgotten since. Counted without them, a picture that was left out for being too near
    to the close would be shown once the close is not, and the two films together would tell what neither tells alone.
    """
    before = list(takewhile(lambda picture: picture.while_open, pictures))
    at_close, later = pictures[len(before) : len(before) + 1], pictures[len(before) + 1 :]
    spaced = [*_spaced([*before, *at_close], step), *later]
    return _spaced([picture for picture in spaced if picture is stands or not picture.leaving & set(forgotten)], step)


def _spaced(pictures: Iterable[Picture], step: int) -> list[Picture]:
    """The last one, and going back from there each that is a step away from the one that comes next."""
    kept: list[Picture] = []
    for picture in reversed(list(pictures)):
        if not kept or people_between(picture, kept[-1]) >= step:
            kept.append(picture)
    return kept[::-1]
