"""One worker, dot by dot: dots come by chance, views take their turn at each tick, groups are committed a pause apart. How long an
ack takes follows from who waits behind whom; nothing but the coefficients goes in.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pollapp.live.broadcast import TICK
from pollapp.live.fanout import A_TURN
from pollapp.store.group_commit import PAUSE
from scale.measured import Coefficients
from scale.model import read
from scale.pace import none_in
from scale.scenario import Scenario

SECONDS = 20
FSYNC = 0.0003  # until a group is on the disk


@dataclass(frozen=True, slots=True, order=True)
class Work:
    """`came`: when, in seconds. `takes`: how long, in seconds of the worker's core."""

    came: float
    takes: float
    is_dot: bool


@dataclass(frozen=True, slots=True)
class Simulated:
    """`half`, `most`: p50 and p99 of the acks, in ms. `busy`: the share of the worker's core."""

    half: float
    most: float
    busy: float


def simulated(scenario: Scenario, of: Coefficients, chance: random.Random, workers: int = 1) -> Simulated:
    """One of so many workers that share the classes evenly, each room on one. What a group costs comes before its acks leave."""
    ours = replace(scenario, classes=round(scenario.classes / workers))
    free = group = busy = 0.0  # until when the core is taken; when the last group started, or will
    waits = []
    others = _others(scenario, of, chance, workers) if workers > 1 else ()
    for work in sorted([*_dots(ours, of, chance), *_screens(ours, of, chance), *_phones(ours, of), *others]):
        free, busy = max(free, work.came) + work.takes, busy + work.takes
        if work.is_dot:
            if free > group:  # that one has left
                group = max(group + PAUSE, free)
                free, busy = free + of.group / 1e6, busy + of.group / 1e6
            waits.append(group + of.group / 1e6 + FSYNC - work.came)
    waits.sort()
    half, most = (1000 * waits[len(waits) * percent // 100] if waits else 0.0 for percent in (50, 99))
    return Simulated(half, most, (busy / SECONDS) + ours.everybody * of.idle_phone / 1e6)


def _dots(scenario: Scenario, of: Coefficients, chance: random.Random) -> Iterator[Work]:
    at = 0.0
    while scenario.dots and (at := at + chance.expovariate(scenario.dots)) < SECONDS:
        yield Work(at, of.dot / 1e6, True)


def _screens(scenario: Scenario, of: Coefficients, chance: random.Random) -> Iterator[Work]:
    """The views of the rooms in which somebody voted since the last tick, all in the same moment: the worst case."""
    changed = 1 - none_in(scenario.phones / scenario.think, TICK)
    for tick in range(round(SECONDS / TICK)):
        for _ in range(round(scenario.voting)):
            if chance.random() < changed:
                yield Work(tick * TICK, of.view / 1e6, False)


def _phones(scenario: Scenario, of: Coefficients) -> Iterator[Work]:
    """A view a second to the phones of rooms that look at results, one sub-room after the other, spread over the second."""
    looking = round((scenario.classes - scenario.voting) * scenario.looking * scenario.phones)
    for second in range(SECONDS):
        for at in range(0, looking, A_TURN):
            yield Work(second + at / looking, min(A_TURN, looking - at) * of.seen / 1e6, False)


def _others(scenario: Scenario, of: Coefficients, chance: random.Random, workers: int) -> Iterator[Work]:
    """Reads of Redis, each with what others have stored meanwhile."""
    reads, named, followed = read(scenario, workers, scenario.dots)
    takes, at = of.read + named * of.read_session + followed / reads * of.follow, 0.0
    while (at := at + chance.expovariate(reads / workers)) < SECONDS:
        yield Work(at, takes / 1e6, False)
