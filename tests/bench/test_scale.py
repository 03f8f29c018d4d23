"""The model of scale: what follows from the coefficients, whatever they are."""

import random
from dataclasses import replace

import pytest

from scale.measured import Coefficients, coefficients
from scale.model import FULL, bottleneck, enough, speedup, takes, together
from scale.scenario import Scenario
from scale.simulation import ack_ms

OF = Coefficients(
    dot=200, room=2000, room_phone=50, seen=60, idle_phone=5, socket=800, join=5000, files=10_000,
    dot_on_redis=250, follow=40, redis=20, kb=70, fan_out=100,
)  # fmt: skip


def test_enough_workers_are_the_fewest_that_are_not_too_full() -> None:
    many = Scenario(classes=100)
    needed = enough(many, OF)
    assert needed
    assert needed.busiest <= FULL * needed.workers
    assert takes(many, OF, needed.workers - 1).busiest > FULL * (needed.workers - 1)


def test_one_class_needs_one_process_and_no_redis() -> None:
    needed = enough(Scenario(), OF)
    assert needed
    assert (needed.workers, needed.redis) == (1, 0)


def test_two_workers_are_as_fast_as_what_they_must_follow_lets_them() -> None:
    assert speedup(OF, 1) == 1
    assert speedup(OF, 2) == pytest.approx(2 * 250 / 290)
    assert speedup(replace(OF, follow=OF.dot_on_redis * (2 / 1.7 - 1)), 2) == pytest.approx(1.7)


def test_what_runs_out_first_changes_with_what_is_dear() -> None:
    arriving, voting = Scenario(classes=100, arrive=10), Scenario(classes=200, arrive=3600, think=1, workers_of_room=1)
    assert bottleneck(arriving, OF) == "workers, while everybody joins"
    assert bottleneck(voting, OF) == "workers, while rooms vote"
    assert bottleneck(voting, replace(OF, redis=400)) == "Redis"
    assert bottleneck(Scenario(classes=20_000, arrive=10_000), replace(OF, follow=250)) == "workers that follow rooms of others"


def test_rooms_that_are_kept_together_need_fewer_workers() -> None:
    many = Scenario(classes=1000)
    spread, kept = enough(many, OF), enough(together(many), OF)
    assert kept
    assert spread is None or kept.workers < spread.workers


def test_acks_wait_longer_the_fuller_the_core() -> None:
    few, many = (ack_ms(Scenario(classes=classes), OF, random.Random(1)) for classes in (1, 60))
    assert few[1] < many[1]
    assert few[0] < few[1]


def test_the_coefficients_that_were_measured_can_be_read() -> None:
    of = coefficients()
    assert of.dot > 0
    assert of.join > of.socket
