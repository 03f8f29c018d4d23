"""What a scenario takes of each resource, how many workers that are, and which resource runs out first.

One core does a second of work a second, and is planned to be busy for `FULL` of it: above that, waiting grows faster than work.
"""

from dataclasses import dataclass, replace

from pollapp.live.broadcast import TICK
from pollapp.store.group_commit import PAUSE
from pollapp.store.redis_follow import PAUSE as READ_PAUSE
from pollapp.store.redis_keys import BUCKETS
from scale.measured import Coefficients
from scale.pace import starts
from scale.rooms import attended, workers_of
from scale.scenario import Scenario
from scale.taken import GLANCE

FULL = 0.7
WORKER_MB = 90.0  # of a worker before anybody has come: Python, the product, its pages
ROOM_MB = 0.4  # of a folded session, on each worker that attends it
MOST_WORKERS = 512
EVENTS_OF_A_JOIN = 2  # a join, and what opens the page's seat
REQUESTS_OF_A_JOIN = 3  # for the invitation, the button, the page: behind a proxy each may come to another worker


@dataclass(frozen=True, slots=True)
class Takes:
    """Cores' worth of work: `voting` and `arriving` of the workers, never in the same minute, and in the busier one `redis`, none where
    there is one worker. `mb`: memory of all workers.
    """

    workers: int
    voting: float
    arriving: float
    redis: float
    mb: float

    @property
    def busiest(self) -> float:
        return max(self.voting, self.arriving)


@dataclass(frozen=True, slots=True)
class Stored:
    """What it takes to store so many events a second and to have other workers follow them: µs a second, `own` of the workers that store,
    `others` of those that follow, and `redis`.
    """

    own: float
    others: float
    redis: float


def stored(scenario: Scenario, of: Coefficients, workers: int, rate: float) -> Stored:
    groups = workers * starts(rate / workers, PAUSE)
    own = rate * of.dot + groups * of.group
    if workers == 1:
        return Stored(own, 0.0, 0.0)
    reads, named, followed = read(scenario, workers, rate)
    others = followed * of.follow + reads * (of.read + named * of.read_session)
    redis = rate * of.redis_dot + groups * of.redis_group + reads * (of.redis_read + named * of.redis_read_session)
    return Stored(own, others, redis)


def read(scenario: Scenario, workers: int, rate: float) -> tuple[float, float, float]:
    """How often all workers read of Redis a second, how many sessions a read names, how many events are followed. Each worker has a read
    under way in each bucket that it attends a session of: what comes in a bucket ends the reads of all workers that do.
    """
    share = attended(scenario, workers)
    sessions = max(1.0, share * scenario.classes)
    buckets = min(float(BUCKETS), sessions)
    reads = workers * buckets * starts(rate * share / buckets, READ_PAUSE)
    return reads, sessions / buckets, (workers * share - 1) * rate


def voting(scenario: Scenario, of: Coefficients, workers: int) -> Stored:
    """While rooms vote, and others look at results."""
    dots = stored(scenario, of, workers, scenario.dots)
    others = workers_of(scenario, workers) - 1
    views = scenario.voting * starts(scenario.phones / scenario.think, TICK) * of.view
    looking = (scenario.classes - scenario.voting) * scenario.looking * scenario.phones * of.seen
    own = dots.own + views + looking + scenario.everybody * of.idle_phone
    return Stored(own, dots.others + GLANCE * others * views, dots.redis)


def arriving(scenario: Scenario, of: Coefficients, workers: int) -> Stored:
    """While everybody joins. Storing it is in what a join costs already. Lines come to any worker, as pages do: those of other workers are
    passed on, and sessions that are not in memory folded.
    """
    joins = stored(scenario, of, workers, EVENTS_OF_A_JOIN * scenario.arrivals)
    folded = REQUESTS_OF_A_JOIN * scenario.arrivals * (1 - attended(scenario, workers))
    passed = scenario.arrivals * (1 - workers_of(scenario, workers) / workers)
    own = scenario.arrivals * (of.join + scenario.new * of.files) + passed * of.passed
    return Stored(own, joins.others + folded * of.folded, joins.redis + folded * of.redis_folded)


def takes(scenario: Scenario, of: Coefficients, workers: int) -> Takes:
    votes, joins = voting(scenario, of, workers), arriving(scenario, of, workers)
    rooms = scenario.classes * attended(scenario, workers) * workers
    mb = workers * WORKER_MB + rooms * ROOM_MB + scenario.everybody * of.kb / 1024
    return Takes(workers, (votes.own + votes.others) / 1e6, (joins.own + joins.others) / 1e6, max(votes.redis, joins.redis) / 1e6, mb)


def enough(scenario: Scenario, of: Coefficients) -> Takes | None:
    """With the fewest workers that are enough; None where no number is: each more has more to follow, and Redis more reads to answer."""
    for workers in range(1, MOST_WORKERS + 1):
        needed = takes(scenario, of, workers)
        if needed.busiest <= FULL * workers and needed.redis <= FULL * scenario.masters:
            return needed
    return None


def counted(scenario: Scenario, of: Coefficients) -> Takes:
    """With as many as are enough; where no number is, with as many as would be if nobody had anything to follow."""
    alone = enough(scenario, replace(of, follow=0.0, read=0.0, read_session=0.0, redis_read=0.0, redis_read_session=0.0))
    return enough(scenario, of) or takes(scenario, of, alone.workers if alone else MOST_WORKERS)


def most_alone(one: Scenario, of: Coefficients) -> int:
    """How many such classes one process holds, which needs no Redis; 0 where not even one."""
    most = 0
    while takes(replace(one, classes=most + 1), of, 1).busiest <= FULL:
        most += 1
    return most


def most_shared(one: Scenario, of: Coefficients) -> int:
    """How many such classes workers on one Redis hold, to the last ten; each needs a core."""
    most = 0
    while enough(replace(one, classes=most + 10), of):
        most += 10
    return most


def bottleneck(scenario: Scenario, of: Coefficients) -> str:
    """What runs out first as this grows: the resource that is fullest with as many workers as are `counted`."""
    needed = counted(scenario, of)
    votes = voting(scenario, of, needed.workers)
    resources = {
        "workers, while everybody joins": needed.arriving / needed.workers,
        "workers, while rooms vote": votes.own / needed.workers / 1e6,
        "workers that follow rooms of others": votes.others / needed.workers / 1e6,
        "Redis": needed.redis / scenario.masters,
    }
    return max(resources, key=lambda name: resources[name])


def spread(scenario: Scenario) -> Scenario:
    """Each room on all workers."""
    return replace(scenario, workers_of_room=MOST_WORKERS)


def speedup(of: Coefficients, workers: int) -> float:
    """Dots a second with so many workers that are as full as can be, each on a core of its own, beside one on Redis; rooms spread over all
    of them. Their groups and reads are few and large then.
    """
    return workers * of.dot / (of.dot + (workers - 1) * of.follow)
