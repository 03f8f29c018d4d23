"""What one simulated participant taps in a round, when, and in which order. Pure: the same seed gives the same plan.

Most go down the grid, some begin elsewhere or jump about; some change a dot, clear or skip one; a few stop half-way
and never say that they are done, so that the facilitator meets a round that does not finish by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from statistics import median_low

from pollapp.rehearsal.leanings import Leaning, lean, opinions, second_thought
from pollapp.rehearsal.wishes import Wishes

WHOLE_GRID = {"calm": 215.0, "brisk": 54.0, "fast": 15.0}  # seconds from the round's opening to the last tap of the slowest
READING = {"calm": (4.0, 14.0), "brisk": (1.0, 4.0), "fast": (0.3, 1.5)}  # seconds, least and most, before the first tap
QUICKEST = 0.6  # of the slowest one's time
LATER_ROUNDS = 1.5  # times as long for a square: it has been talked about
NEVER_DONE = 0.08  # of the class
# So many of the class do not vote again in a second look: fewer than the small-group rule asks for would keep everybody's shift
# covered, and out of a small class nobody stays away.
STAY_AWAY, FEWEST_AWAY, SMALL_CLASS = 0.15, 4, 16
SKIPS, CHANGES, CLEARS = 0.03, 0.08, 0.02  # of the squares
STAYS_CLEAR = 0.1  # of the people leave one square cleared at the end


@dataclass(frozen=True, slots=True)
class Tap:
    """One tap, `after` seconds of thinking: a choice's key on a square, None to clear it, or a skip."""

    square: int
    choice: str | None
    skipped: bool = False
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """One participant's round. `done_after`: seconds from the last tap to "I'm done"; None when that is never said."""

    taps: tuple[Tap, ...]
    done_after: float | None


@dataclass(frozen=True, slots=True)
class Mind:
    """Participant number `who` (from 0) of a class in front of a grid: square ids and choice keys (2 or more) in the grid's order."""

    who: int
    wishes: Wishes
    seed: str
    squares: tuple[int, ...]
    choices: tuple[str, ...]

    def plan(self, round: int, squares: Sequence[int]) -> Plan:
        """What this participant does in a round (from 1) on these squares of the grid."""
        if round > 1 and self.who in _staying_away(self.wishes.size, _random(self.seed, "stay away")):
            return Plan((), None)
        rng = _random(self.seed, self.who, round)
        opinions = self._opinions(round, squares)
        wanted = [(square, opinions[square]) for square in _ordered(squares, rng)]
        taps = _tapped(wanted, self.choices, rng, again=round > 1)
        plan = _timed(taps, self._seconds(round, squares, rng), self.wishes.pace, rng)
        if round > 1 or self.who not in _never_done(self.wishes.size, _random(self.seed, "never done", round)):
            return plan
        return Plan(plan.taps[: 1 + int(len(plan.taps) * rng.uniform(0.4, 0.8))], None)

    def _opinions(self, round: int, squares: Sequence[int]) -> dict[int, int]:
        """Per square the place (from 0) of the choice that this participant holds right by now."""
        leanings = lean(self.squares, self.wishes.mood, self.seed)
        return {square: self._opinion(square, leanings[square], round) for square in squares}

    def _opinion(self, square: int, leaning: Leaning, round: int) -> int:
        room = opinions(leaning, len(self.choices), self.wishes.size, f"{self.seed} {square}")
        rng = _random(self.seed, self.who, square)
        opinion = room[self.who]
        for _ in range(round - 1):
            opinion = second_thought(opinion, median_low(room), rng)
        return opinion

    def _seconds(self, round: int, squares: Sequence[int], rng: Random) -> float:
        share = len(squares) / len(self.squares) * (LATER_ROUNDS if round > 1 else 1)
        return WHOLE_GRID[self.wishes.pace] * min(1, share) * rng.uniform(QUICKEST, 1)


def _random(*seed: object) -> Random:
    return Random(" ".join(map(str, seed)))  # noqa: S311  # a play, no secret


def _never_done(size: int, rng: Random) -> list[int]:
    """Who of the class (the same ones for everybody who asks) stops half-way."""
    return rng.sample(range(size), round(size * NEVER_DONE))


def _staying_away(size: int, rng: Random) -> list[int]:
    """Who of the class has voted once, and that is that; the same ones in every later round."""
    return rng.sample(range(size), max(FEWEST_AWAY, round(size * STAY_AWAY))) if size >= SMALL_CLASS else []


def _ordered(squares: Sequence[int], rng: Random) -> list[int]:
    """The squares in the order in which one participant comes to them."""
    kind = rng.random()
    if kind < 0.6:
        return list(squares)
    if kind < 0.85:
        start = rng.randrange(len(squares))
        return [*squares[start:], *squares[:start]]
    return rng.sample(squares, len(squares))


def _tapped(wanted: Sequence[tuple[int, int]], choices: Sequence[str], rng: Random, *, again: bool) -> list[Tap]:
    """The taps that lead to what is wanted (square, place of the choice), detours included. Whoever looks again leaves nothing open."""
    due: list[tuple[float, Tap]] = []
    for at, (square, place) in enumerate(wanted):
        due += [(at + later, tap) for later, tap in _way(Tap(square, choices[place]), choices, rng, 0 if again else SKIPS)]
    if not again and rng.random() < STAYS_CLEAR:
        due.append((len(wanted) + 4, Tap(rng.choice(wanted)[0], None)))
    return [tap for _, tap in sorted(due, key=lambda one: one[0])]


def _way(final: Tap, choices: Sequence[str], rng: Random, skips: float) -> list[tuple[float, Tap]]:
    """The taps on one square, each with how many taps later it comes: mostly one; or a skip, another choice first, a clearing."""
    chance = rng.random()
    soon, later = rng.uniform(0.5, 2), rng.uniform(2, 4)
    if chance < skips:
        return [(0, replace(final, choice=None, skipped=True))]
    if chance < skips + CHANGES:
        other = rng.choice([choice for choice in choices if choice != final.choice])
        return [(0, replace(final, choice=other)), (later, final)]
    if chance < skips + CHANGES + CLEARS:
        return [(0, final), (soon, replace(final, choice=None)), (later, final)]
    return [(0, final)]


def _timed(taps: Sequence[Tap], seconds: float, pace: str, rng: Random) -> Plan:
    """The taps with thinking times that add up to `seconds`, the reading before the first one included."""
    reading = min(rng.uniform(*READING[pace]), seconds / 3)
    thinking = [rng.gammavariate(2, 1) for _ in taps]  # seldom nearly none, sometimes three times the usual
    scale = (seconds - reading) / sum(thinking)
    gaps = [thought * scale for thought in thinking]
    gaps[0] += reading
    timed = tuple(replace(tap, after=gap) for tap, gap in zip(taps, gaps, strict=True))
    return Plan(timed, rng.uniform(1, 4) * scale)
