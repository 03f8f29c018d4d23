"""A figure is judged by what it is asked to be beside, and by nothing where one of the two was not measured."""

from bench.targets import SPARING, TO_ALL, Target, targets


def _judged(columns: dict[str, dict[str, dict[str, float]]]) -> dict[str, Target]:
    return {one.figure: one for one in targets(columns)}


def test_acks_are_judged_by_the_node_that_the_targets_were_set_by() -> None:
    judged = _judged(
        {"pollapp": {"steady": {"ack_p99": 5.0}}, TO_ALL: {"steady": {"ack_p99": 11.0}}, SPARING: {"steady": {"ack_p99": 1.0}}}
    )
    asked, more = judged["1 dot/s: ack p99, ms"], judged["… beside a Node that spares phones: ack p99, ms"]
    assert (asked.reached, asked.beside, asked.wanted) == (True, "11.0 Node (0.45 ×)", "≤ 0.5 × Node, ≤ 25")
    assert (more.reached, more.wanted) == (False, "stretch: ≤ 0.5 × Node, ≤ 25")


def test_a_slow_node_excuses_nothing() -> None:
    judged = _judged({"pollapp": {"steady": {"ack_p99": 30.0}}, TO_ALL: {"steady": {"ack_p99": 100.0}}})
    assert judged["1 dot/s: ack p99, ms"].reached is False


def test_what_was_not_measured_is_not_judged() -> None:
    judged = _judged({"pollapp": {"steady": {"ack_p99": 5.0}}})
    assert {one.reached for one in judged.values()} == {None}
