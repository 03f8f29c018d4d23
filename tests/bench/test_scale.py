"""The model of scale: what follows from the coefficients, whatever they are; and that it says what was measured."""

import json
import random
from dataclasses import replace

import pytest

from pollapp.service import ROOMS_KEPT
from scale.__main__ import DOCS, for_operators, one_room, sizes
from scale.fitting import fitted
from scale.measured import ATTENDED, FIGURES, Coefficients, coefficients
from scale.model import FULL, arriving, bottleneck, enough, most_alone, most_shared, speedup, spread, takes, voting
from scale.pace import starts
from scale.rooms import attended, workers_of
from scale.scenario import Scenario
from scale.simulation import simulated
from scale.taken import phases

OF = Coefficients(
    dot=80, group=400, view=600, seen=60, idle_phone=5, socket=800, join=5000, files=10_000, follow=15, read=50, read_session=2,
    passed=400, folded=2000, redis_dot=10, redis_group=100, redis_read=20, redis_read_session=1, redis_folded=200, kb=70, fan_out=100,
)  # fmt: skip
NEAR = 0.2  # of what was measured: two runs differ by as much (docs/benchmarks.md)
ONE_ROOM = Scenario(phones=1000, at_once=1, think=1)


def test_enough_workers_are_the_fewest_that_are_not_too_full() -> None:
    many = Scenario(classes=200)
    needed = enough(many, OF)
    assert needed
    assert needed.workers > 1
    assert needed.busiest <= FULL * needed.workers
    assert takes(many, OF, needed.workers - 1).busiest > FULL * (needed.workers - 1)


def test_one_class_needs_one_process_and_no_redis() -> None:
    needed = enough(Scenario(), OF)
    assert needed
    assert (needed.workers, needed.redis) == (1, 0)


def test_one_process_holds_as_many_classes_as_are_not_too_full() -> None:
    most = most_alone(Scenario(), OF)
    assert [enough(Scenario(classes=classes), OF).workers for classes in (most, most + 1)] == [1, 2]  # type: ignore[union-attr]


def test_two_workers_are_as_fast_as_what_they_must_follow_lets_them() -> None:
    assert speedup(OF, 1) == 1
    assert speedup(OF, 2) == pytest.approx(2 * 80 / 95)
    assert speedup(replace(OF, follow=OF.dot * (2 / 1.7 - 1)), 2) == pytest.approx(1.7)


def test_what_runs_out_first_changes_with_what_is_dear() -> None:
    joining, busy = Scenario(classes=100, arrive=10), Scenario(classes=200, arrive=3600, think=1)
    assert bottleneck(joining, OF) == "workers, while everybody joins"
    assert bottleneck(busy, OF) == "workers, while rooms vote"
    assert bottleneck(busy, replace(OF, redis_dot=400)) == "Redis"
    following = replace(OF, read_session=20, redis_group=0, redis_read=0, redis_read_session=0)
    assert bottleneck(spread(Scenario(classes=1000, arrive=10_000)), following) == "workers that follow rooms of others"


def test_a_read_costs_more_the_more_sessions_it_names() -> None:
    """Of each bucket a worker reads all sessions that it attends, as often as anything comes in one of them."""
    few, many = (voting(spread(Scenario(classes=classes, at_once=20 / classes)), OF, 4) for classes in (20, 1000))
    assert many.redis > 2 * few.redis
    assert voting(Scenario(classes=1000, at_once=0.02), OF, 4).redis < many.redis / 2


def test_where_redis_is_too_full_no_number_of_workers_is_enough_until_masters_share_it() -> None:
    many = Scenario(classes=300)
    slow = replace(OF, redis_dot=1000, redis_group=0, redis_read=0, redis_read_session=0)
    assert enough(many, slow) is None
    shared = enough(replace(many, masters=2), slow)
    assert shared
    assert FULL < shared.redis <= 2 * FULL


def test_rooms_that_are_kept_together_need_fewer_workers() -> None:
    many = Scenario(classes=1000)
    apart, kept = enough(spread(many), OF), enough(many, OF)
    assert kept
    assert apart is None or kept.workers < apart.workers


def test_a_class_is_on_one_worker_and_a_hall_on_all_as_long_as_it_is_no_small_part_of_everybody() -> None:
    assert workers_of(Scenario(), 4) == 1
    hall = Scenario(phones=1000)
    assert [workers_of(replace(hall, classes=classes), 4) for classes in (1, 2, 4)] == [4, 4, 1]
    assert workers_of(spread(Scenario()), 4) == 4
    assert workers_of(Scenario(phones=1, workers_of_room=9), 4) == 3  # lines, with those of the screens


def test_a_worker_follows_its_own_rooms_and_some_that_it_made_pages_of() -> None:
    assert attended(Scenario(classes=1000), 10) == pytest.approx((100 + ROOMS_KEPT) / 1000)
    assert attended(Scenario(classes=16), 2) == 1
    assert attended(spread(Scenario(classes=1000)), 10) == 1


def test_who_comes_is_passed_on_and_found_in_memory_or_not() -> None:
    many = Scenario(classes=1000)
    of = replace(OF, follow=0, read=0, read_session=0)
    one, ten = (arriving(many, of, workers) for workers in (1, 10))
    assert ten.own - one.own == pytest.approx(many.arrivals * 0.9 * OF.passed)
    assert ten.others == pytest.approx(many.arrivals * 3 * (1 - 0.164) * OF.folded)
    assert arriving(spread(many), of, 10).own == one.own


def test_workers_on_one_redis_hold_more_than_one_process_and_no_more() -> None:
    most = most_shared(Scenario(), OF)
    assert most > 2 * most_alone(Scenario(), OF)
    assert enough(Scenario(classes=most), OF)
    assert enough(Scenario(classes=most + 10), OF) is None


def test_acks_wait_longer_the_fuller_the_core() -> None:
    few, many = (simulated(Scenario(classes=classes), OF, random.Random(1)) for classes in (1, 60))
    assert few.most < many.most
    assert few.half < few.most


@pytest.mark.parametrize("classes", [1, 25, 60])
def test_the_simulated_core_is_as_full_as_the_models(classes: int) -> None:
    """A little less: a group that could start waits for all views of a tick, and grows."""
    many = Scenario(classes=classes, at_once=1)
    assert simulated(many, OF, random.Random(1)).busy == pytest.approx(takes(many, OF, 1).voting, rel=NEAR)


def test_the_simulated_core_is_as_full_as_the_models_among_ten_workers() -> None:
    many = Scenario(classes=600, at_once=1)
    assert simulated(many, OF, random.Random(1), 10).busy == pytest.approx(takes(many, OF, 10).voting / 10, rel=NEAR)


def test_work_that_comes_seldom_starts_alone_and_work_that_comes_often_in_groups() -> None:
    assert starts(0, 0.003) == 0
    assert starts(2, 0.003) == pytest.approx(2, rel=0.01)
    assert starts(100_000, 0.003) == pytest.approx(1 / 0.003)


def test_what_mixes_of_units_took_tells_what_each_unit_costs() -> None:
    assert fitted([((1, 0), 3), ((1, 1), 10), ((2, 5), 41)]) == pytest.approx([3, 7])
    assert fitted([((1, 1), 1), ((1, 2), 0.5)]) == pytest.approx([1.5, 0])  # none is negative


def _measured(phase: str, what: str) -> float:
    """µs a second, of a phase that the bench measures."""
    of = json.loads(FIGURES.read_text("utf-8"))["pollapp"][phase]
    return float(of[what]) * ONE_ROOM.dots


def test_the_model_says_what_two_workers_took_that_share_a_room() -> None:
    said = takes(ONE_ROOM, coefficients(), 2)
    assert 1e6 * said.voting == pytest.approx(_measured("steady_2", "cpu"), rel=NEAR)
    assert 1e6 * said.redis == pytest.approx(_measured("steady_2", "redis"), rel=NEAR)


@pytest.mark.parametrize(
    ("phase", "scenario"),
    [
        ("steady", ONE_ROOM),
        ("hall", replace(ONE_ROOM, phones=3000, think=3)),
        ("hall_pressed", replace(ONE_ROOM, phones=3000)),
    ],
)
def test_the_model_and_the_simulation_say_what_one_worker_took(phase: str, scenario: Scenario) -> None:
    taken = json.loads(FIGURES.read_text("utf-8"))["pollapp"][phase]["cpu"] * scenario.dots / 1e6
    assert takes(scenario, coefficients(), 1).voting == pytest.approx(taken, rel=NEAR)
    assert simulated(scenario, coefficients(), random.Random(1)).busy == pytest.approx(taken, rel=NEAR)


@pytest.mark.parametrize("way", ["classes", "apart", "together", "four", "attended", "kept"])
def test_the_model_says_what_many_classes_took(way: str) -> None:
    of = coefficients()
    figures, many = (json.loads(file.read_text("utf-8")) for file in (FIGURES, ATTENDED))
    one = phases(figures["pollapp"], many, of.idle_phone)[way]
    cpu = (of.dot, one.dots), (of.group, one.groups), (of.view, one.views), (of.read, one.reads), (of.read_session, one.named)
    assert sum(cost * units for cost, units in (*cpu, (of.follow, one.followed))) == pytest.approx(one.cpu, rel=NEAR)
    redis = (of.redis_dot, one.dots), (of.redis_group, one.groups), (of.redis_read, one.reads), (of.redis_read_session, one.named)
    if one.redis:
        assert sum(cost * units for cost, units in redis) == pytest.approx(one.redis, rel=NEAR)


def test_the_documents_have_the_tables_of_the_figures_that_are_here() -> None:
    """After new figures: `python -m scale --write`."""
    one, of = Scenario(), coefficients()
    for document, lines in (("scale.md", [*sizes(one, of), "", *one_room(one, of)]), ("operating.md", for_operators(one, of))):
        assert "\n".join(lines) in (DOCS / document).read_text("utf-8")
