"""What a class says in the talk: a few of them, a little, in words of the grid and never a flood."""

from collections import Counter
from functools import cache
from typing import Any

import pytest

from pollapp.domain.contributions import MOST_WORDS, cleaned
from pollapp.grid_file import shipped_grid
from pollapp.rehearsal.speech import ENGLISH, LONGEST, Speech, spoken
from pollapp.rehearsal.talk import FEWEST_CITING, MOST_REASONS, TAKEAWAYS, THINKING, Say, Voice
from pollapp.rehearsal.wishes import MOST, Wishes
from pollapp.web.phone_page import grid_of_phone

SQUARE = 20
PRINCIPLES = {6, 2, 4}  # of that square


@cache
def shipped() -> dict[str, Any]:
    return grid_of_phone(shipped_grid().grid.in_language("en"))


def everybody(subject: int, wishes: Wishes | None = None, seed: str = "seed", grid: dict[str, Any] | None = None) -> list[Say]:
    wishes = wishes or Wishes()
    return [say for who in range(wishes.size) for say in Voice(who, wishes, seed, grid or shipped()).on(subject)]


def of(said: list[Say], event: str) -> list[dict[str, Any]]:
    return [say.payload for say in said if say.event == event]


def test_some_cite_a_principle_or_two_of_the_square():
    cited = of(everybody(SQUARE), "cite_principles")
    assert FEWEST_CITING <= len(cited) < 24 / 2
    assert all(one["square"] == SQUARE and 1 <= len(one["principles"]) <= 2 for one in cited)
    assert {number for one in cited for number in one["principles"]} <= PRINCIPLES
    assert all(len(set(one["principles"])) == len(one["principles"]) for one in cited)


@pytest.mark.parametrize("size", [1, 4, 12, 24, MOST])
def test_reasons_are_few_and_not_all_the_same(size: int):
    for square in range(1, 25):
        reasons = [one["words"] for one in of(everybody(square, Wishes(size)), "send_reason")]
        assert 1 <= len(reasons) <= min(size, MOST_REASONS)
        assert len(set(reasons)) == min(len(reasons), 2 * 3)  # two sentences for each of a square's three principles


def test_no_more_reasons_than_can_be_read():
    assert MOST_REASONS <= 8
    assert len(of(everybody(SQUARE, Wishes(MOST)), "send_reason")) <= MOST_REASONS


def test_not_always_the_same_ones_speak():
    speakers = Counter(
        who for square in range(1, 25) for who in range(24) if of(Voice(who, Wishes(), "seed", shipped()).on(square), "send_reason")
    )
    assert len(speakers) > 12


def test_everything_said_is_in_words_of_the_grid():
    known = [one["text"] for one in shipped()["principles"]]
    for subject in range(TAKEAWAYS, 25):
        for words in (say.payload["words"] for say in everybody(subject) if "words" in say.payload):
            assert words.startswith("I thought of principle ") or any(one in words for one in known)
            assert words == cleaned(words)
            assert len(words) <= MOST_WORDS


def test_a_few_send_what_they_take_with_them():
    said = everybody(TAKEAWAYS)
    assert {say.event for say in said} == {"send_takeaway"}
    assert 2 <= len(said) <= 6
    assert all(say.payload["words"].startswith("I take with me: “") for say in said)


@pytest.mark.parametrize("pace", THINKING)
def test_nobody_speaks_without_thinking(pace: str):
    least, most = THINKING[pace]
    said = [say for square in range(1, 25) for say in everybody(square, Wishes(MOST, pace))]
    assert all(least <= say.after <= most for say in said)


def test_the_same_seed_gives_the_same_words():
    assert everybody(SQUARE) == everybody(SQUARE) != everybody(SQUARE, seed="other")


def test_a_grid_without_principles_is_talked_about_aloud_only():
    grid = shipped() | {"principles": [], "squares": [square | {"principles": []} for square in shipped()["squares"]]}
    assert [say for subject in range(TAKEAWAYS, 25) for say in everybody(subject, grid=grid)] == []


def test_a_square_on_which_no_principle_bears_is_left_to_others():
    grid = shipped() | {"squares": [{"id": 1, "principles": []}, {"id": 2, "principles": [3]}]}
    assert everybody(1, grid=grid) == []
    assert everybody(2, grid=grid)


def test_people_speak_the_language_of_whoever_opened_the_rehearsal():
    spanish = ENGLISH.in_language("es", lambda sentence: sentence.replace("I take with me", "Me llevo"))
    assert Speech.from_json(spanish.to_json()) == spanish
    assert all(say.payload["words"].startswith("Me llevo: “") for say in everybody(TAKEAWAYS, Wishes(speech=spanish)))


@pytest.mark.parametrize("bad", ["", "[]", '{"language": "en", "more": 1}', "1"])
def test_what_is_no_speech_is_none(bad: str):
    with pytest.raises((ValueError, TypeError)):
        Speech.from_json(bad)


def test_words_are_no_longer_than_the_server_takes():
    assert LONGEST == MOST_WORDS
    assert len(spoken("%(principle)s", principle="why " * 200)) == LONGEST
    assert spoken("100%% of %(n)s", n=3) == "100% of 3"
