"""Plans carried out on paper: what the board looks like at the end of a round, without a server."""

from pollapp.domain.agreement import word
from pollapp.rehearsal.minds import Mind, Plan
from pollapp.rehearsal.wishes import Wishes

Dots = dict[int, dict[int, str]]  # square → participant → choice


def minds(wishes: Wishes, squares: int = 24, choices: int = 3, seed: str = "seed") -> list[Mind]:
    grid = tuple(range(1, squares + 1))
    return [Mind(who, wishes, seed, grid, tuple("vwxyz"[:choices])) for who in range(wishes.size)]


def plans(wishes: Wishes, *, round: int = 1, squares: int = 24, choices: int = 3, seed: str = "seed") -> list[Plan]:
    return [mind.plan(round, mind.squares) for mind in minds(wishes, squares, choices, seed)]


def carried_out(plans: list[Plan]) -> Dots:
    """The dots that stand when every tap is done."""
    dots: Dots = {}
    for who, plan in enumerate(plans):
        for tap in plan.taps:
            dots.setdefault(tap.square, {}).pop(who, None)
            if tap.choice is not None:
                dots[tap.square][who] = tap.choice
    return dots


def words(plans: list[Plan], choices: int = 3) -> list[str]:
    """The word of each square."""
    keys = "vwxyz"[:choices]
    return [word([list(square.values()).count(key) for key in keys]) for square in carried_out(plans).values()]
