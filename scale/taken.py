"""What the bench's phases consist of, in units of the model, and what they took: all in a second."""

from collections.abc import Mapping
from dataclasses import dataclass

from pollapp.live.broadcast import TICK
from pollapp.store.group_commit import PAUSE
from pollapp.store.redis_follow import PAUSE as READ_PAUSE
from scale.pace import starts

PHONES, HALL = 1000, 3000  # with what the bench measures one room, and the hall
GLANCE = 0.25  # of a room's view, on a worker that has only phones of it: their view is made, and looks the same. Assumed
MANY = {"classes": (25, 0.0), "apart": (16, 1.0), "together": (16, 16.0), "four": (16, 4.0), "attended": (16, 62.0), "kept": (16, 1.0)}
"""Of the ways of `bench.attended`: classes that vote, sessions that each read names."""

Figures = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Phase:
    """`named`: sessions that all reads together have named. `followed`: dots that were applied on another worker than their own.

    `cpu` of the workers and `redis`: µs, without what a room takes in which nobody votes.
    """

    dots: float
    groups: float
    views: float
    cpu: float
    reads: float = 0.0
    named: float = 0.0
    followed: float = 0.0
    redis: float = 0.0


def phases(of: Figures, many: Figures, idle_phone: float) -> dict[str, Phase]:
    """By name. What was stored, read and followed `bench.attended` has counted; elsewhere they follow from the dots."""
    return {
        "steady": _one_room(of["steady"], PHONES, PHONES, idle_phone),
        "hall": _one_room(of["hall"], HALL, HALL / 3, idle_phone),
        "hall_pressed": _one_room(of["hall_pressed"], HALL, HALL, idle_phone),
        "steady_1": _one_room(of["steady_1"], PHONES, PHONES, idle_phone, on_redis=True),
        "steady_2": _one_room(of["steady_2"], PHONES, PHONES, idle_phone, workers=2, on_redis=True),
        **{name: _many(many[name], *how) for name, how in MANY.items()},
    }


def _one_room(figures: Mapping[str, float], phones: int, dots: float, idle_phone: float, workers: int = 1, on_redis: bool = False) -> Phase:
    reads = workers * starts(dots, READ_PAUSE) if on_redis else 0.0
    return Phase(
        dots=dots,
        groups=workers * starts(dots / workers, PAUSE),
        views=(1 + GLANCE * (workers - 1)) * starts(dots, TICK),
        cpu=dots * figures["cpu"] - phones * idle_phone,
        reads=reads,
        named=reads,
        followed=(workers - 1) * dots,
        redis=dots * figures.get("redis", 0.0),
    )


def _many(figures: Mapping[str, float], classes: int, each_names: float) -> Phase:
    return Phase(
        dots=figures["dots"],
        groups=figures["groups"],
        views=(1 + GLANCE * figures["followed"] / figures["dots"]) * classes * starts(figures["dots"] / classes, TICK),
        cpu=figures["cpu"],
        reads=figures["reads"],
        named=figures["reads"] * each_names,
        followed=figures["followed"],
        redis=figures["redis"],
    )
