"""What a report says in words: the same words everywhere, what has been seen of it, and nothing that goes without saying."""

from dataclasses import replace

import pytest

from pollapp.domain import commands
from pollapp.domain.agreement import word
from pollapp.domain.report import Report, report
from pollapp.exports.about import About
from pollapp.exports.telling.tell import Told, tell
from tests.cast import fay, fill, grid, voting
from tests.exports.talked import first_round, talked, whole_grid

UNSEEN = "The class has not been shown these results, or they were taken back."


def told_of(result: Report) -> Told:
    return tell(result, About("472918"))


def test_headline_headings_and_squares_use_the_same_words() -> None:
    told = told_of(report(whole_grid()))
    words = ["agreed", "leaning", "spread", "split"]
    many = {group["word"]: len(group["squares"]) for group in told["groups"]}
    assert told["summary"] == f"Of 24 squares: {', '.join(f'{name} {many.get(name, 0)}' for name in words)}."
    assert {group["heading"].lower(): group["word"] for group in told["groups"]} == {name: name for name in many}
    assert {one["word_says"].partition(" ")[0] for one in told["squares"]} == set(many) == set(words)
    [explained] = [sentence for sentence in told["how_to_read"]["sentences"] if "In a word" in sentence]
    assert [name for name in words if f"{name} (" in explained] == words


def test_the_headline_says_what_became_of_the_other_squares() -> None:
    summary = told_of(report(first_round()))["summary"]
    assert summary == "Of 2 squares with enough dots: agreed 1, leaning 0, spread 0, split 1. Too few dots: 1. No dots: 1."


def test_what_a_word_means_is_what_it_is_given_for() -> None:
    """Of every tally of up to twelve dots on three choices."""
    for counts in [(a, b, c) for a in range(13) for b in range(13 - a) for c in range(13 - a - b) if a + b + c]:
        few_at_an_end, most = 10 * min(counts[0], counts[2]) <= sum(counts), 2 * max(counts) > sum(counts)
        if word(counts) == "spread":
            assert not most
            assert counts[0]
            assert counts[2]
        if word(counts) == "leaning":
            assert most or few_at_an_end


@pytest.mark.parametrize(("live", "moves", "unseen"), [
    (False, (), True),
    (True, (), False),
    (True, (commands.CloseRound,), False),
    (True, (commands.CloseRound, commands.TakeBack), True),
])  # fmt: skip
def test_it_says_whether_the_class_has_seen_it(live: bool, moves: tuple[type[commands.StageCommand], ...], unseen: bool) -> None:
    session = voting(on=grid(2), minimum=1, live=live)
    fill(session, 1, fine=3)
    fay(session, *moves)
    assert (UNSEEN in told_of(report(session))["warnings"]) == unseen


def test_the_star_is_explained_where_there_is_one() -> None:
    assert told_of(report(whole_grid()))["star_says"] == "* could flip with one dot"
    session = voting(on=grid(1), minimum=1)
    fill(session, 1, fine=20)
    fay(session, commands.CloseRound)
    assert told_of(report(session))["star_says"] == ""


def test_that_dots_are_on_paper_goes_without_saying_on_a_poster() -> None:
    mixed = report(talked())
    assert "4 on paper" in {one["paper_says"] for one in told_of(mixed)["squares"]}
    assert {one["paper_says"] for one in told_of(replace(mixed, kind="paper"))["squares"]} == {""}


def test_the_code_is_written_as_everywhere() -> None:
    told = told_of(report(talked()))
    assert told["code"] == "472 918"
    assert {"name": "Code", "says": "472 918"} in told["facts"]
