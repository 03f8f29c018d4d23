"""The law of the talk: what is in the spotlight, what people say about it, the second look, and what of all this may be seen."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain import commands, talk_commands
from pollapp.domain.agenda import agenda, propose
from pollapp.domain.contributions import MOST_WORDS, cleaned
from pollapp.domain.decide import decide
from pollapp.domain.grid_parts import Principle
from pollapp.domain.session import Session
from pollapp.domain.shift import shift_between
from pollapp.domain.talk_views import typed_view
from pollapp.domain.views import console_view, mine, phone_view, projector_view
from tests.cast import FINE, UNSURE, WRONG, crowd, dot, fay, fill, grid, run, says, voting, why

CHOICES = (FINE, UNSURE, WRONG)
PEOPLE = crowd(6)


def revealed(*people: str, minimum: int = 3) -> Session:
    """Six people: square 1 split, square 2 of one mind, square 3 with two dots, square 4 with none."""
    session = voting(*(people or PEOPLE), on=grid(4), minimum=minimum)
    run(session, *[dot(somebody, FINE if at < 3 else WRONG, 1) for at, somebody in enumerate(PEOPLE)])
    run(session, *[dot(somebody, FINE, 2) for somebody in PEOPLE], *[dot(somebody, WRONG, 3) for somebody in PEOPLE[:2]])
    fay(session, commands.CloseRound)
    return session


def in_spotlight(square: int = 1) -> Session:
    session = revealed()
    run(session, talk_commands.MoveSpotlight(None, square))
    return session


# The agenda and the spotlight


def test_the_agenda_proposes_what_the_room_disagrees_on_and_withheld_squares_last() -> None:
    session = revealed()
    assert propose(session) == {1: "split", 4: "few", 3: "few"}
    assert agenda(voting(*PEOPLE)) == []


def test_the_facilitators_agenda_replaces_the_one_it_was_made_from() -> None:
    session = revealed()
    run(session, talk_commands.SetAgenda(0, (2, 1)))
    assert [(item.square, item.why) for item in agenda(session)] == [(2, "own"), (1, "split")]
    assert why(decide(session, talk_commands.SetAgenda(0, (1,)))) == "moved_on"
    run(session, talk_commands.SetAgenda(session.seq, None))
    assert [item.square for item in agenda(session)] == [1, 4, 3]


def test_the_spotlight_moves_from_where_it_is_to_what_may_be_seen() -> None:
    session = in_spotlight()
    assert why(decide(session, talk_commands.MoveSpotlight(None, 2))) == "moved_on"
    run(session, talk_commands.MoveSpotlight(1, 2))
    assert session.talk.discussed == {1}
    assert phone_view(session)["spotlight"]["square"] == 2
    fay(session, commands.TakeBack)
    assert projector_view(session, 1)["spotlight"] is phone_view(session)["spotlight"] is None


def test_squares_are_revealed_one_by_one_and_stay_in_their_places() -> None:
    session = voting(*PEOPLE, on=grid(4), minimum=3)
    fill(session, 1, fine=3)
    fill(session, 2, wrong=3)
    fay(session, talk_commands.BeginUnveiling)
    run(session, talk_commands.Unveil(2), commands.ArrangeBoard("votes", "disagreement"))
    for view in (phone_view(session), projector_view(session, 1)):
        assert set(view["results"]) == {"2"}
    assert projector_view(session, 1)["order"] == [1, 2, 3, 4]
    assert why(decide(session, talk_commands.MoveSpotlight(None, 1))) == "not_revealed"


# What people say


def test_a_reason_is_nameless_and_reaches_the_projector_only_when_it_is_approved() -> None:
    session = in_spotlight()
    seq = says(session, talk_commands.SendReason("  I thought\u202e of\tit. ", ANA_OF_SIX, 1))
    assert typed_view(session)["reasons"] == [{"id": seq, "square": 1, "words": "I thought of it.", "state": "waiting"}]
    assert why(decide(session, talk_commands.BringUp(seq))) == "not_approved"
    run(session, talk_commands.JudgeContribution(seq, "approved"), talk_commands.BringUp(seq))
    assert projector_view(session, 1)["spotlight"]["reason"] == "I thought of it."
    assert "reason" not in phone_view(session)["spotlight"]
    run(session, talk_commands.DeleteContribution(seq))
    assert projector_view(session, 1)["spotlight"]["reason"] is None
    assert session.dropped == {seq}


ANA_OF_SIX = PEOPLE[0]


@pytest.mark.parametrize(
    ("words", "square", "code"),
    [(" \n\t", 1, "no_words"), ("x" * (MOST_WORDS + 1), 1, "too_long"), ("A reason", 2, "not_in_spotlight")],
)
def test_a_reason_that_is_refused(words: str, square: int, code: str) -> None:
    assert why(decide(in_spotlight(), talk_commands.SendReason(words, ANA_OF_SIX, square))) == code


def test_no_reason_where_too_few_have_placed_a_dot_for_it_to_stay_nameless() -> None:
    assert why(decide(in_spotlight(3), talk_commands.SendReason("A reason", ANA_OF_SIX, 3))) == "too_few_dots"


def test_three_reasons_of_one_person_are_enough() -> None:
    session = in_spotlight()
    for words in ("One", "Two", "Three"):
        says(session, talk_commands.SendReason(words, ANA_OF_SIX, 1))
    assert why(decide(session, talk_commands.SendReason("Four", ANA_OF_SIX, 1))) == "said_enough"


def test_forgetting_takes_what_was_said_along() -> None:
    session = in_spotlight()
    seq = says(session, talk_commands.SendReason("One", ANA_OF_SIX, 1))
    run(session, commands.ForgetDots(ANA_OF_SIX))
    assert (typed_view(session)["reasons"], session.words, session.dropped) == ([], {}, {seq})


def test_a_note_replaces_the_one_before() -> None:
    session = revealed()
    first = says(session, talk_commands.WriteNote("Ask", 1))
    says(session, talk_commands.WriteNote("Ask the quieter side", 1))
    assert typed_view(session)["notes"] == {"1": "Ask the quieter side"}
    assert session.dropped == {first}
    says(session, talk_commands.WriteNote("", 1))
    assert typed_view(session)["notes"] == {}


def test_half_a_character_cannot_be_kept_and_is_left_out() -> None:
    assert cleaned("a\ud800b") == "ab"


def test_principles_are_shown_from_the_minimum_on_and_in_its_steps() -> None:
    session = in_spotlight()
    session.grid = with_principles(session)
    for somebody, cited in zip(PEOPLE, ((1, 2), (1,), (2,), (2,), (2,)), strict=False):
        run(session, talk_commands.CitePrinciples(somebody, 1, cited))
    assert phone_view(session)["spotlight"]["cited"] == {"n": 3, "ranking": [[1, 2], [2, 2]]}
    assert mine(session, PEOPLE[0])["cited"] == {"1": [1, 2]}


def with_principles(session: Session) -> Any:
    return replace(session.grid, principles=(Principle(1, "One"), Principle(2, "Two")))


# The second look


def looked_again(*then: tuple[str, str]) -> Session:
    session = revealed()
    run(session, talk_commands.OpenSecondLook("revealed", (1,)))
    for somebody, choice in then:
        run(session, commands.PlaceDot(somebody, 2, 1, 1, choice))
    return session


def test_a_second_look_is_fresh_until_it_is_revealed() -> None:
    session = looked_again(*[(somebody, UNSURE) for somebody in PEOPLE])
    for view in (phone_view(session), projector_view(session, 1), console_view(session, 1, False)):
        assert view["results"] is None
        assert view["squares"] == [1]
    assert (phone_view(session)["before"], phone_view(session)["recall"]) == (None, "nothing")
    assert "before" not in console_view(session, 1, True)["results"]["1"]
    assert why(decide(session, dot(ANA_OF_SIX, FINE, 1))) == "late"
    fay(session, commands.CloseRound)
    shown = phone_view(session)["results"]["1"]
    assert (shown["counts"], shown["before"]["counts"]) == ([0, 6, 0], [3, 0, 3])
    assert shown["shift"] == {
        **{"both": 6, "stayed": 0, "toward_first": 3, "toward_last": 3, "left": 0, "new": 0},
        "matrix": [[0, 3, 0], [0, 0, 0], [0, 3, 0]],
    }


def test_few_who_did_not_vote_again_keep_the_shift_from_being_told() -> None:
    session = looked_again(*[(somebody, UNSURE) for somebody in PEOPLE[1:]])
    fay(session, commands.CloseRound)
    assert phone_view(session)["results"]["1"]["shift"] is None


def test_dots_from_paper_are_marked_and_never_part_of_the_shift() -> None:
    session = looked_again(*[(somebody, WRONG) for somebody in PEOPLE])
    run(session, talk_commands.CountPaper(2, 1, (4, 0, 0)))
    fay(session, commands.CloseRound)
    shown = phone_view(session)["results"]["1"]
    assert (shown["counts"], shown["paper"], shown["shift"]["both"]) == ([4, 0, 6], 4, 6)


def test_paper_does_not_uncover_the_few_who_voted_by_phone() -> None:
    session = revealed()
    run(session, talk_commands.CountPaper(1, 3, (0, 5, 0)))
    assert phone_view(session)["results"]["3"]["counts"] == [0, 5, 0]


rooms = st.dictionaries(st.sampled_from(crowd(9)), st.sampled_from(CHOICES))


@given(rooms, rooms)
def test_a_shift_is_the_difference_of_the_tallies_of_those_who_voted_twice(before: dict[str, str], after: dict[str, str]) -> None:
    shift = shift_between(before, after, CHOICES)
    twice = before.keys() & after.keys()

    def tally(room: dict[str, str], choice: str) -> int:
        return sum(room[somebody] == choice for somebody in twice)

    assert shift.net == tuple(tally(after, choice) - tally(before, choice) for choice in CHOICES)
    assert shift.both == len(twice) == shift.stayed + shift.toward_first + shift.toward_last
    assert (shift.left, shift.new) == (len(before) - len(twice), len(after) - len(twice))
