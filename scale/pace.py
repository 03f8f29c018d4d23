"""How often something starts that gathers what has come since it last started: a group commit, a read of what others stored, a view."""

from math import exp


def starts(rate: float, pause: float) -> float:
    """A second, where work comes `rate` times a second by chance, the first at once and the next `pause` seconds later at the soonest.

    A turn is the pause and, where nothing has come in it (which is so with probability exp(-rate · pause)), the wait for what comes next.
    """
    return 1 / (pause + none_in(rate, pause) / rate) if rate else 0.0


def none_in(rate: float, seconds: float) -> float:
    """How likely it is that nothing comes in so many seconds."""
    return exp(-rate * seconds)
