"""The coefficients: what one unit of each kind of work costs, from what the bench has written (`make bench ARGS=--write`, and
`python -m bench.attended --write`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scale.fitting import fitted
from scale.taken import PHONES, Figures, Phase, phases

FIGURES, ATTENDED = (Path(__file__).parent / name for name in ("measured.json", "attended.json"))


@dataclass(frozen=True, slots=True)
class Coefficients:
    """CPU in µs. `dot`: deciding, storing, folding and acking one of many. `group`: what those share that are stored together, with the
    turns of the server that it takes. `view`: a voting room's, of its two screens and its phones. `seen`: sending a phone results.
    `idle_phone`: pings, a second. `socket`: a websocket with its first view. `join`: by the page; `files`: of the page, to a phone that
    has none of them yet. `follow`: a dot that another worker has stored. `read`: one read of what is new in a bucket; `read_session`: what
    each session adds that it names. `passed`: a line that is another worker's. `folded`: a session that is not in memory, for a page.
    `redis_…`: what each of these is to Redis. `kb`: memory of a phone. `fan_out`: until one more phone has a view that all are sent, µs.
    """

    dot: float
    group: float
    view: float
    seen: float
    idle_phone: float
    socket: float
    join: float
    files: float
    follow: float
    read: float
    read_session: float
    passed: float
    folded: float
    redis_dot: float
    redis_group: float
    redis_read: float
    redis_read_session: float
    redis_folded: float
    kb: float
    fan_out: float
    measured_on: str = ""


def coefficients(file: Path = FIGURES, attended: Path = ATTENDED) -> Coefficients:
    """Raises OSError or KeyError where the bench has not written them."""
    found, many = (json.loads(one.read_text("utf-8")) for one in (file, attended))
    of: Figures = found["pollapp"]
    idle_phone = 10_000 * of["idle"]["server"] / PHONES
    return Coefficients(
        seen=max(0.0, of["showing"]["cpu"] - of["steady"]["cpu"]),  # each phone places one dot a second, and is sent one view
        idle_phone=idle_phone,
        socket=1000 * of["connects"]["cpu"],
        join=1000 * of["joins"]["cpu"],
        files=1000 * of["files"]["cpu"],
        **_voting(of, phases(of, many, idle_phone)),
        **_coming(many["coming"]),
        kb=of["joins"]["kb"],
        fan_out=1000 * (of["reveal"]["last"] - of["reveal"]["first"]) / PHONES,
        measured_on=f"{found['machine']} Many classes: {many['measured']}",
    )


def _voting(of: Figures, taken: Mapping[str, Phase]) -> dict[str, Any]:
    """What two workers of a saturated room take more than one is following alone, whose reads are few and large; what a dot is to Redis in
    there is all but no group. The rest is told apart by all phases together.
    """
    follow, redis_dot = max(0.0, of["saturated_2"]["cpu"] - of["saturated_1"]["cpu"]), of["saturated_1"]["redis"]
    workers = [((one.dots, one.groups, one.views, one.reads, one.named), one.cpu - one.followed * follow) for one in taken.values()]
    engine = [((one.groups, one.reads, one.named), one.redis - one.dots * redis_dot) for one in taken.values() if one.redis]
    names = ("dot", "group", "view", "read", "read_session", "redis_group", "redis_read", "redis_read_session")
    return {"follow": follow, "redis_dot": redis_dot, **dict(zip(names, [*fitted(workers), *fitted(engine)], strict=True))}


def _coming(of: Mapping[str, float]) -> dict[str, float]:
    """Of lines that name their session every second one has knocked at a worker that is not theirs."""
    folded, redis_folded = of["folded"] - of["known"], of["folded_redis"] - of["known_redis"]
    return {"passed": max(0.0, 2 * (of["named"] - of["unnamed"])), "folded": max(0.0, folded), "redis_folded": max(0.0, redis_folded)}
