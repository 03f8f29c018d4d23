"""The coefficients: what one unit of each kind of work costs, from what the bench has written (`make bench ARGS=--write`)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).parent / "measured.json"
CLASSES, CLASS, HALL, PHONES = 25, 40, 3000, 1000  # what the bench measures with
EVERY = 3.0  # seconds between two dots of a phone there, in classes and in the hall; in the one room, of PHONES, it is one

Figures = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """CPU in µs. `dot`: storing, folding and acking one. `room`, `room_phone`: the views of one voting room's two screens, a second, and
    what each of its phones adds. `seen`: sending a phone results. `idle_phone`: pings, a second. `socket`: a websocket with its first view.
    `join`: by the page; `files`: of the page, to a phone that has none of them yet. `follow`: a dot that another worker has stored.
    `redis`: a dot, in Redis. `kb`: memory of a phone. `fan_out`: until one more phone has a view that all are sent, µs.
    """

    dot: float
    room: float
    room_phone: float
    seen: float
    idle_phone: float
    socket: float
    join: float
    files: float
    dot_on_redis: float
    follow: float
    redis: float
    kb: float
    fan_out: float
    measured_on: str = ""


def coefficients(file: Path = FIGURES) -> Coefficients:
    """Raises OSError or KeyError where the bench has not written them."""
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    of: Figures = found["pollapp"]
    dot, room, room_phone = _voting(of)
    one, two = of["saturated_1"]["cpu"], of["saturated_2"]["cpu"]
    return Coefficients(
        dot=dot,
        room=room,
        room_phone=room_phone,
        seen=max(0.0, of["showing"]["cpu"] - of["steady"]["cpu"]),  # each phone places one dot a second, and is sent one view
        idle_phone=10_000 * of["idle"]["server"] / PHONES,
        socket=1000 * of["connects"]["cpu"],
        join=1000 * of["joins"]["cpu"],
        files=1000 * of["files"]["cpu"],
        dot_on_redis=dot + max(0.0, one - of["saturated"]["cpu"]),
        follow=max(0.0, two - one),
        redis=of["saturated_2"]["redis"],
        kb=of["joins"]["kb"],
        fan_out=1000 * (of["reveal"]["last"] - of["reveal"]["first"]) / PHONES,
        measured_on=found["machine"],
    )


def _voting(of: Figures) -> tuple[float, float, float]:
    """What a dot costs, a room, and a phone of a room: from one room of 1,000 with a dot a second each, a hall of 3,000 with as many dots,
    and 25 classes with a third of them.
    """
    dots = CLASSES * CLASS / EVERY  # a second; PHONES in the room and in the hall
    one, hall, classes = PHONES * of["steady"]["cpu"], PHONES * of["hall"]["cpu"], dots * of["classes"]["cpu"]  # µs a second
    room_phone = max(0.0, (hall - one) / (HALL - PHONES))
    # one = 1000 dot + room + 1000 room_phone;  classes = dots dot + 25 room + 1000 room_phone
    one, classes = one - PHONES * room_phone, classes - CLASSES * CLASS * room_phone
    room = max(0.0, (classes - one * dots / PHONES) / (CLASSES - dots / PHONES))
    return max(0.0, (one - room) / PHONES), room, room_phone
