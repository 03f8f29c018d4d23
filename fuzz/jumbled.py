"""JSON values with something of them changed: numbers at their edges, other types, keys lost, doubled and made up."""

import random
from typing import Any

_EDGES: list[Any] = [
    *(None, True, False, 0, 1, 2, 3, 4, 5, 64, 65, 90, 999, 1000, 2**31, 2**53 - 1, 2**53, 2**63, -1, 0.5, 1.0, 1e308),
    *("", " ", "fine", "wrong", "lobby", "voting", "revealed", "closed", "abcdefgh", "x" * 40, "x" * 41, "é" * 281, "\x00", "\u2028",
    "</script>"),
    *([], {}, [1], [1, 1], [[]], [None], {"square": 1}, [0, 0, 0], [999, 999, 999], list(range(1, 66))),
]  # fmt: skip


def jumbled(value: Any, chance: random.Random) -> Any:
    """The value with a change anywhere in it, or a few."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        value = _changed(value, chance)
    return value


def _changed(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict) and value and chance.random() < 0.9:
        return _changed_object(dict(value), chance)
    if isinstance(value, list) and value and chance.random() < 0.9:
        at = chance.randrange(len(value))
        return [*value[:at], *_one_or_more(value[at], chance), *value[at + 1 :]]
    alike = [edge for edge in _EDGES if type(edge) is type(value)]
    return chance.choice(alike if alike and chance.random() < 0.7 else _EDGES)


def _changed_object(value: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    keys = [key for key in value if key != "command_id"] or list(value)
    key, what = chance.choice(keys if chance.random() < 0.95 else list(value)), chance.random()
    if what < 0.1:
        del value[key]
    elif what < 0.2:
        value[chance.choice(["skipped", "choice", "extra", "from", "square", "", "é"])] = chance.choice(_EDGES)
    else:
        value[key] = _changed(value[key], chance)
    return value


def _one_or_more(value: Any, chance: random.Random) -> list[Any]:
    what = chance.random()
    if what < 0.1:
        return []
    return [value, value] if what < 0.2 else [_changed(value, chance)]
