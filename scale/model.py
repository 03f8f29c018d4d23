"""What a scenario takes of each resource, how many workers that are, and which resource runs out first.

One core does a second of work a second, and is planned to be busy for `FULL` of it: above that, waiting grows faster than work.
"""

from dataclasses import dataclass, replace

from scale.measured import Coefficients
from scale.scenario import Scenario

FULL = 0.7
GLANCE = 0.25  # of a room's views, on a worker that has only phones of it: their view is made, and looks the same. Assumed
WORKER_MB = 90.0  # of a worker before anybody has come: Python, the product, its pages
MOST_WORKERS = 512


@dataclass(frozen=True, slots=True)
class Takes:
    """Cores' worth of work: `voting` and `arriving` of the workers, never in the same minute; `redis`. `mb`: memory of all."""

    workers: int
    voting: float
    arriving: float
    redis: float
    mb: float

    @property
    def busiest(self) -> float:
        return max(self.voting, self.arriving)


def voting(scenario: Scenario, of: Coefficients, workers: int) -> float:
    """Cores of the workers while rooms vote, and others look at results."""
    others = min(workers, scenario.workers_of_room or workers, scenario.phones + 2) - 1  # that follow one room
    dot = of.dot if workers == 1 else of.dot_on_redis + others * of.follow
    views = scenario.voting * ((1 + GLANCE * others) * of.room + scenario.phones * of.room_phone)
    looking = (scenario.classes - scenario.voting) * scenario.looking * scenario.phones * of.seen
    return (scenario.dots * dot + views + looking + scenario.everybody * of.idle_phone) / 1e6


def arriving(scenario: Scenario, of: Coefficients) -> float:
    """Cores of the workers while everybody joins."""
    return scenario.arrivals * (of.join + scenario.new * of.files) / 1e6


def takes(scenario: Scenario, of: Coefficients, workers: int) -> Takes:
    joins = 2 * scenario.arrivals  # a join and what opens the page's seat
    redis = (scenario.dots + joins) * of.redis / 1e6 if workers > 1 else 0.0
    mb = workers * WORKER_MB + scenario.everybody * of.kb / 1024
    return Takes(workers, voting(scenario, of, workers), arriving(scenario, of), redis, mb)


def enough(scenario: Scenario, of: Coefficients) -> Takes | None:
    """With the fewest workers that are enough; None where no number is: each more has more to follow."""
    for workers in range(1, MOST_WORKERS + 1):
        needed = takes(scenario, of, workers)
        if needed.busiest <= FULL * workers:
            return needed
    return None


def bottleneck(scenario: Scenario, of: Coefficients) -> str:
    """What runs out first as this grows: the resource that is fullest with as many workers as are enough."""
    needed = enough(scenario, of) or takes(scenario, of, MOST_WORKERS)
    apart = voting(together(scenario), of, needed.workers)
    resources = {
        "workers, while everybody joins": needed.arriving / needed.workers,
        "workers, while rooms vote": apart / needed.workers,
        "workers that follow rooms of others": (needed.voting - apart) / needed.workers,
        "Redis": needed.redis,
    }
    return max(resources, key=lambda name: resources[name])


def together(scenario: Scenario) -> Scenario:
    """Each room on one worker."""
    return replace(scenario, workers_of_room=1)


def speedup(of: Coefficients, workers: int) -> float:
    """Dots a second with so many workers, each on a core of its own, beside one on Redis; rooms spread over all of them."""
    return workers * of.dot_on_redis / (of.dot_on_redis + (workers - 1) * of.follow)
