"""Plans: what a whole class does to a board, how long it takes, and that some people do what people do."""

from collections import Counter

import pytest

from pollapp.rehearsal.minds import FEWEST_AWAY, NEVER_DONE, READING, SMALL_CLASS, STAY_AWAY, WHOLE_GRID, Mind, Plan
from pollapp.rehearsal.wishes import Wishes
from tests.rehearsal.boards import carried_out, minds, plans, words

FOUR = {"agreed", "leaning", "split", "spread"}
CLASS = Wishes(60)


def seconds(plan: Plan) -> float:
    return sum(tap.after for tap in plan.taps)


@pytest.mark.parametrize("choices", [3, 4, 5])
@pytest.mark.parametrize("squares", [6, 24, 30])
def test_a_mixed_class_shows_all_there_is_to_see(choices: int, squares: int):
    for seed in "abcde":
        assert set(words(plans(Wishes(), squares=squares, choices=choices, seed=seed), choices)) == FOUR


def test_a_mixed_class_shows_it_with_two_choices_too():
    assert set(words(plans(Wishes(), choices=2), 2)) == FOUR - {"spread"}


def test_an_agreeing_class_agrees_and_a_divided_one_does_not():
    agreeing, divided = (Counter(words(plans(Wishes(mood=mood)))) for mood in ("agreeing", "divided"))
    assert agreeing["agreed"] >= 12
    assert agreeing["split"] == 0
    assert divided["split"] >= 10
    assert divided["agreed"] == 0


def test_nearly_everybody_has_a_dot_on_every_square():
    squares = carried_out(plans(Wishes())).values()
    assert len(squares) == 24
    assert all(len(square) >= 0.75 * 24 for square in squares)


@pytest.mark.parametrize("pace", WHOLE_GRID)
def test_the_pace_bounds_the_time_and_the_slowest_use_it(pace: str):
    took = [seconds(plan) for plan in plans(Wishes(60, pace)) if plan.done_after is not None]
    assert 0.9 * WHOLE_GRID[pace] < max(took) <= WHOLE_GRID[pace] + 0.001
    assert min(took) > 0.55 * WHOLE_GRID[pace]


@pytest.mark.parametrize("pace", READING)
def test_the_directions_are_read_before_the_first_tap(pace: str):
    assert min(plan.taps[0].after for plan in plans(Wishes(60, pace))) >= READING[pace][0]


def test_brisk_is_under_a_minute_with_the_first_colours_in_seconds():
    assert 45 <= WHOLE_GRID["brisk"] <= 60
    first = sorted(plan.taps[0].after for plan in plans(Wishes()))
    assert first[3] < 8


def test_the_board_comes_alive_from_the_top():
    first = Counter(plan.taps[0].square for plan in plans(Wishes()))
    assert first[1] >= 6
    assert len(first) >= 4  # and elsewhere too


def test_people_change_clear_and_skip():
    taps = [tap for plan in plans(CLASS) for tap in plan.taps]
    assert 15 < sum(tap.skipped for tap in taps) < 90
    assert 10 < sum(tap.choice is None and not tap.skipped for tap in taps) < 90
    assert 1.05 * 60 * 24 < len(taps) < 1.3 * 60 * 24  # detours
    assert all(tap.after >= 0 for tap in taps)


def test_a_few_stop_half_way_and_never_say_that_they_are_done():
    stopped = [plan for plan in plans(CLASS) if plan.done_after is None]
    assert len(stopped) == round(60 * NEVER_DONE)
    assert all(5 < len({tap.square for tap in plan.taps}) < 24 for plan in stopped)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_tiny_class_finishes(size: int):
    assert all(plan.done_after is not None for plan in plans(Wishes(size)))


def test_a_second_look_is_at_its_squares_only_and_moves_some_people_a_step():
    class_ = [mind for mind in minds(Wishes(60)) if all(mind.plan(round, mind.squares).done_after is not None for round in (1, 2))]
    chosen = [3, 9, 17]
    before, after = ([mind.plan(round, chosen) for mind in class_] for round in (1, 2))
    assert {tap.square for plan in after for tap in plan.taps} == set(chosen)
    assert max(map(seconds, after)) < WHOLE_GRID["brisk"] / 3
    one, two = carried_out(before), carried_out(after)
    both = [(one[square][who], two[square][who]) for square in chosen for who in one[square].keys() & two[square].keys()]
    moved = [pair for pair in both if pair[0] != pair[1]]
    assert 0.02 < len(moved) / len(both) < 0.4
    assert ("v", "x") not in moved  # one step, not two
    assert ("x", "v") not in moved


def test_in_a_second_look_most_stay_some_move_and_a_few_stay_away():
    first, second = (carried_out(plans(Wishes(60), round=round)) for round in (1, 2))
    voted_again = [second[square][who] == choice for square in first for who, choice in first[square].items() if who in second[square]]
    assert 0.7 < sum(voted_again) / len(voted_again) < 0.97
    away = set(range(60)) - second[1].keys()
    assert len(away) == round(60 * STAY_AWAY)
    assert all(dots.keys() == second[1].keys() for dots in second.values())  # whoever looks again leaves nothing open


@pytest.mark.parametrize(("size", "away"), [(1, 0), (SMALL_CLASS - 1, 0), (SMALL_CLASS, FEWEST_AWAY), (24, FEWEST_AWAY), (60, 9)])
def test_as_many_stay_away_as_can_be_told_or_none(size: int, away: int):
    assert [not plan.taps for plan in plans(Wishes(size), round=2)].count(True) == away


def test_those_who_stay_away_do_so_for_good():
    second, third = ([who for who, plan in enumerate(plans(Wishes(), round=round)) if not plan.taps] for round in (2, 3))
    assert second == third


def test_the_same_seed_gives_the_same_plan():
    mind, again = (minds(Wishes(), seed="seed")[5] for _ in range(2))
    assert mind.plan(1, [1, 2, 3]) == again.plan(1, [1, 2, 3]) != minds(Wishes(), seed="other")[5].plan(1, [1, 2, 3])


def test_any_grid_will_do():
    mind = Mind(0, Wishes(1), "seed", (901, 7), ("ja", "nein"))
    taps = mind.plan(1, [901, 7]).taps
    assert {tap.square for tap in taps} == {901, 7}
    assert {tap.choice for tap in taps} <= {"ja", "nein", None}
