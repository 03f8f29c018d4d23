"""Leanings: shares that hold for any number of choices, dealt out to whole people, the same for the same seed."""

import pytest

from pollapp.domain.agreement import word
from pollapp.rehearsal.leanings import MOODS, agreed, lean, leaning, opinions, second_thought, split, spread

BIG = 1000
WORDS = {"agreed": [agreed(0), agreed(0.5), agreed(1)], "leaning": [leaning(0), leaning(1)], "split": [split], "spread": [spread]}


def tally(opinions: list[int], choices: int) -> list[int]:
    return [opinions.count(place) for place in range(choices)]


@pytest.mark.parametrize("choices", [2, 3, 4, 5])
@pytest.mark.parametrize(("expected", "one"), [(word, one) for word, several in WORDS.items() for one in several])
def test_a_leaning_gives_the_word_it_is_named_after(choices: int, expected: str, one):
    if choices == 2 and expected == "spread":
        expected = "split"  # two choices have nothing between them
    found = {word(tally(opinions(one, choices, BIG, f"seed {number}"), choices)) for number in range(30)}
    assert found == {expected}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 24, 60])
@pytest.mark.parametrize("choices", [2, 3, 4, 5])
def test_everybody_has_one_opinion(size: int, choices: int):
    dealt = opinions(spread, choices, size, "seed")
    assert len(dealt) == size
    assert set(dealt) <= set(range(choices))


def test_the_same_seed_gives_the_same_class_and_another_one_another():
    assert opinions(spread, 3, 24, "a") == opinions(spread, 3, 24, "a") != opinions(spread, 3, 24, "b")
    squares = range(1, 25)
    assert lean(squares, "mixed", "a") == lean(squares, "mixed", "a") != lean(squares, "mixed", "b")


@pytest.mark.parametrize("mood", MOODS)
def test_a_mood_uses_its_leanings_in_turn(mood: str):
    used = list(lean(range(1, 9), mood, "seed").values())
    assert sorted(map(id, used)) == sorted(map(id, MOODS[mood]))


def test_no_two_squares_of_a_leaning_must_look_the_same():
    assert len({tuple(tally(opinions(leaning(0), 3, 60, f"seed {square}"), 3)) for square in range(10)}) > 3


class Always:
    def __init__(self, value: float) -> None:
        self._value = value

    def random(self) -> float:
        return self._value


@pytest.mark.parametrize(("opinion", "after"), [(0, 1), (1, 1), (4, 3)])
def test_a_second_thought_is_one_step_toward_the_middle_of_the_room(opinion: int, after: int):
    assert second_thought(opinion, 1 if opinion < 2 else 2, Always(0)) == after  # type: ignore[arg-type]
    assert second_thought(opinion, 1, Always(0.99)) == opinion  # type: ignore[arg-type]
