"""Sending again: which refusals pass by themselves, and how long to wait before the next try. The phone's lib/again.js says the same."""

import random
from typing import Any

OFFLINE = {"refused": "offline"}  # not delivered, or not answered in time: nobody knows whether it arrived
FOR_GOOD = frozenset({"gone", "forgotten", "not_joined", "not_allowed", "malformed", "old_page"})  # this participant can do nothing more
_PASSING = frozenset({"offline", "slow_down", "not_stored", "server_error"})
_FIRST_WAIT = 0.5  # seconds; twice as long with each try, up to:
LONGEST_WAIT = 20.0


def is_answer(ack: Any) -> bool:
    """Whether this ack is an answer: counted, late or refused for good. Anything else is sent again."""
    if not isinstance(ack, dict):
        return False
    return bool(ack.get("ok") or ack.get("late") or (ack.get("refused") and ack["refused"] not in _PASSING))


def pause_after(tries: int, longest: float = LONGEST_WAIT) -> float:
    """Seconds before try number `tries` + 1, spread so that a whole class does not come back in one moment."""
    wait: float = min(longest, _FIRST_WAIT * 2.0 ** min(tries - 1, 10)) * random.uniform(0.5, 1.5)  # noqa: S311  # no secret
    return wait
