"""What people may ask for, and the sentence they get for what cannot be."""

import pytest

from pollapp.rehearsal import leanings, minds
from pollapp.rehearsal.wishes import MOODS, MOST, PACES, Wishes


def test_a_form_becomes_wishes():
    assert Wishes.parse({"size": " 12 ", "pace": "calm", "mood": "divided"}) == Wishes(12, "calm", "divided")


def test_what_is_left_out_is_as_usual():
    assert Wishes.parse({}) == Wishes(24, "brisk", "mixed")


@pytest.mark.parametrize("size", ["0", str(MOST + 1), "", "many", "-3", "1.5", "²", "9" * 400])
def test_a_size_that_cannot_be_gets_a_sentence(size: str):
    with pytest.raises(ValueError, match=f"from 1 to {MOST}, such as 24"):
        Wishes.parse({"size": size})


@pytest.mark.parametrize("field", ["pace", "mood"])
def test_a_word_that_is_none_gets_a_sentence_with_those_that_are(field: str):
    known = {"pace": PACES, "mood": MOODS}[field]
    with pytest.raises(ValueError, match=rf"“odd” is not offered. It should be one of: {', '.join(known)}\."):
        Wishes.parse({field: "odd"})


def test_every_wish_can_be_fulfilled():
    assert PACES.keys() == minds.WHOLE_GRID.keys() == minds.READING.keys()
    assert MOODS.keys() == leanings.MOODS.keys()
