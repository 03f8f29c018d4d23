"""The per-dot table: who placed what, nameless, in no order, and only where it adds up to what everybody may see anyway."""

import random
from collections import Counter

from pollapp.domain import commands, talk_commands
from pollapp.domain.per_dot import DotTable, dots_refused, per_dot
from pollapp.domain.session import Session
from tests.cast import FINE, UNSURE, WRONG, crowd, dot, fay, grid, run, voting

PEOPLE = crowd(12)


def _voted(people: int = 12, minimum: int = 3) -> Session:
    """On square 1 everybody, on square 2 four people, on square 3 two (withheld). The round is closed and revealed."""
    session = voting(*crowd(people), on=grid(3), minimum=minimum)
    for at, somebody in enumerate(crowd(people)):
        run(session, dot(somebody, (FINE, UNSURE, WRONG)[at % 3], 1))
    run(session, *(dot(somebody, FINE, 2) for somebody in crowd(4)), *(dot(somebody, WRONG, 3) for somebody in crowd(2)))
    fay(session, commands.CloseRound)
    return session


def _table(session: Session, seed: int = 1) -> DotTable:
    return per_dot(session, random.Random(seed).shuffle)


def _tally(table: DotTable, square: int, round: int = 1) -> Counter[str]:
    return Counter(dot.choice for dot in table.dots if dot.square == square and dot.round == round)


def test_it_adds_up_to_the_tallies() -> None:
    session = _voted()
    table = _table(session)
    assert _tally(table, 1) == {FINE: 4, UNSURE: 4, WRONG: 4}
    assert _tally(table, 2) == {FINE: 4}
    assert (table.people, {dot.person for dot in table.dots}) == (12, {f"P{place:02}" for place in range(1, 13)})


def test_what_is_withheld_stays_withheld() -> None:
    table = _table(_voted())
    assert _tally(table, 3) == {}


def test_one_person_is_one_person_on_every_square() -> None:
    table = _table(_voted())
    both = {dot.person for dot in table.dots if dot.square == 2}
    choices = sorted(dot.choice for dot in table.dots if dot.square == 1 and dot.person in both)
    assert choices == sorted([FINE, UNSURE, WRONG, FINE])  # the first four people


def test_people_are_shuffled_anew_and_nothing_of_the_order_of_the_log_is_left() -> None:
    session = _voted()
    tables = [_table(session, seed) for seed in range(20)]
    assert len({table.dots for table in tables}) > 10
    for table in tables:
        assert list(table.dots) == sorted(table.dots, key=lambda dot: (dot.person, dot.round, dot.square))
    names = {somebody for table in tables for dot in table.dots for somebody in (dot.person,)}
    assert not names & set(PEOPLE)


def test_the_same_shuffle_of_people_who_joined_in_another_order_is_the_same_table() -> None:
    """Names are drawn for people in the order of their random ids, never of their coming."""
    one, other = _voted(), voting(*reversed(PEOPLE), on=grid(3), minimum=3)
    for at, somebody in reversed(list(enumerate(PEOPLE))):
        run(other, dot(somebody, (FINE, UNSURE, WRONG)[at % 3], 1))
    run(other, *(dot(somebody, FINE, 2) for somebody in reversed(crowd(4))), *(dot(somebody, WRONG, 3) for somebody in crowd(2)))
    fay(other, commands.CloseRound)
    assert _table(one).dots == _table(other).dots


def test_it_takes_ten_people() -> None:
    assert dots_refused(_voted(10)) is None
    assert dots_refused(_voted(9)) == "dots_of_few"


def test_or_as_many_as_the_minimum() -> None:
    assert dots_refused(_voted(11, minimum=12)) == "dots_of_few"
    assert dots_refused(_voted(12, minimum=12)) is None


def test_people_are_counted_where_their_dots_can_be_told() -> None:
    """Ten have joined and voted, but only nine on squares that are shown."""
    session = voting(*crowd(10), on=grid(2), minimum=3)
    run(session, *(dot(somebody, FINE, 1) for somebody in crowd(9)), dot(crowd(10)[-1], FINE, 2))
    fay(session, commands.CloseRound)
    assert dots_refused(session) == "dots_of_few"


def test_only_after_a_round_that_is_revealed() -> None:
    session = _voted()
    assert dots_refused(session) is None
    fay(session, commands.TakeBack)
    assert dots_refused(session) == "dots_not_now"
    fay(session, commands.Reveal)
    run(session, talk_commands.OpenSecondLook("revealed", (1,)))
    assert dots_refused(session) == "dots_not_now"
    assert dots_refused(voting(*PEOPLE)) == "dots_not_now"


def test_once_somebody_has_forgotten_their_dots_there_is_none() -> None:
    """The picture of square 1 still holds the forgotten dot: a table without it would say what it was, and which squares they were on."""
    session = _voted()
    run(session, commands.ForgetDots(PEOPLE[11]))  # was on square 1 alone
    assert session.rounds[0].squares[1].shown == (4, 4, 4)
    assert dots_refused(session) == "dots_forgotten"


def test_whoever_forgot_before_the_round_closed_was_in_no_picture() -> None:
    session = voting(*crowd(12), on=grid(1), minimum=3)
    run(session, *(dot(somebody, FINE) for somebody in crowd(12)), commands.ForgetDots(PEOPLE[0]))
    fay(session, commands.CloseRound)
    assert dots_refused(session) is None
    assert _tally(_table(session), 1) == {FINE: 11}


def test_paper_is_no_part_of_it() -> None:
    session = _voted()
    run(session, talk_commands.CountPaper(1, 2, (5, 0, 0)))
    assert _tally(_table(session), 2) == {FINE: 4}


def test_each_round_is_told_for_itself() -> None:
    session = _voted()
    run(session, talk_commands.OpenSecondLook("revealed", (1,)))
    run(session, *(dot(somebody, FINE, 1, round=2) for somebody in PEOPLE))
    fay(session, commands.CloseRound)
    table = _table(session)
    assert _tally(table, 1) == {FINE: 4, UNSURE: 4, WRONG: 4}
    assert _tally(table, 1, round=2) == {FINE: 12}


def test_without_protection_it_still_takes_ten() -> None:
    assert dots_refused(_voted(9, minimum=1)) == "dots_of_few"
    assert _tally(_table(_voted(10, minimum=1)), 3) == {WRONG: 2}


def test_names_are_as_long_as_they_must_be() -> None:
    session = voting(*crowd(120), on=grid(1), minimum=3)
    run(session, *(dot(somebody, FINE) for somebody in crowd(120)))
    fay(session, commands.CloseRound)
    assert {len(dot.person) for dot in _table(session).dots} == {4}
