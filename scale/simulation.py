"""One worker, dot by dot: dots come by chance, views take their turn at each tick, groups are committed a pause apart. How long an
ack takes follows from who waits behind whom; nothing but the coefficients goes in.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from pollapp.live.broadcast import TICK
from pollapp.live.fanout import A_TURN
from pollapp.store.group_commit import PAUSE
from scale.measured import Coefficients
from scale.scenario import Scenario

SECONDS = 20
FSYNC = 0.0003  # until a group is on the disk


@dataclass(frozen=True, slots=True, order=True)
class Work:
    """`came`: when, in seconds. `takes`: how long, in seconds of the worker's core."""

    came: float
    takes: float
    is_dot: bool


def ack_ms(scenario: Scenario, of: Coefficients, chance: random.Random) -> tuple[float, float]:
    """p50 and p99 of the acks, in ms, when all of it is on one worker."""
    free = group = 0.0  # until when the core is taken; when the last group started, or will
    waits = []
    for work in sorted([*_dots(scenario, of, chance), *_screens(scenario, of), *_phones(scenario, of)]):
        free = max(free, work.came) + work.takes
        if work.is_dot:
            if free > group:  # that one has left
                group = max(group + PAUSE, free)
            waits.append(group + FSYNC - work.came)
    waits.sort()
    return (1000 * waits[len(waits) // 2], 1000 * waits[len(waits) * 99 // 100]) if waits else (0.0, 0.0)


def _dots(scenario: Scenario, of: Coefficients, chance: random.Random) -> Iterator[Work]:
    at = 0.0
    while scenario.dots and (at := at + chance.expovariate(scenario.dots)) < SECONDS:
        yield Work(at, of.dot / 1e6, True)


def _screens(scenario: Scenario, of: Coefficients) -> Iterator[Work]:
    """The views of every voting room, all in the same moment of each tick: the worst case."""
    each = (of.room + scenario.phones * of.room_phone) * TICK / 1e6
    for tick in range(round(SECONDS / TICK)):
        for _ in range(round(scenario.voting)):
            yield Work(tick * TICK, each, False)


def _phones(scenario: Scenario, of: Coefficients) -> Iterator[Work]:
    """A view a second to the phones of rooms that look at results, one sub-room after the other, spread over the second."""
    looking = round((scenario.classes - scenario.voting) * scenario.looking * scenario.phones)
    for second in range(SECONDS):
        for at in range(0, looking, A_TURN):
            yield Work(second + at / looking, min(A_TURN, looking - at) * of.seen / 1e6, False)
