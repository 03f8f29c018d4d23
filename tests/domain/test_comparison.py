"""Two sessions beside each other: what is different, where both may show it, and nothing about what is better."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain.commands import CloseRound
from pollapp.domain.comparison import Comparison, NotComparable, comparison, same_squares
from pollapp.domain.grid import Grid
from pollapp.domain.report import Report, report
from pollapp.domain.session import Session
from pollapp.domain.tally import Counts
from tests.cast import FINE, UNSURE, WRONG, fay, fill, grid, voting


def _class(squares: dict[int, Counts], on: Grid | None = None, minimum: int = 1) -> Session:
    """A session whose round is revealed, with these dots."""
    session = voting(on=on or grid(), minimum=minimum)
    for square, counts in squares.items():
        fill(session, square, **dict(zip((FINE, UNSURE, WRONG), counts, strict=True)))
    fay(session, CloseRound)
    return session


def _compared(one: Session, other: Session) -> Comparison:
    return comparison(report(one), report(other), same_squares(one.grid, other.grid))


def _told(squares: dict[int, Counts], on: Grid | None = None) -> Report:
    return report(_class(squares, on))


def test_each_square_in_both_with_what_is_different() -> None:
    compared = _compared(_class({1: (8, 2, 0), 2: (3, 0, 3)}), _class({1: (4, 2, 4), 2: (3, 0, 3)}))
    first, second, third = compared.pairs
    assert (first.one.counts, first.other.counts) == ((8, 2, 0), (4, 2, 4))
    assert first.shares == (Fraction(-4, 10), Fraction(0), Fraction(4, 10))
    assert first.difference == Fraction(4, 10)
    assert (first.one.percent, first.other.percent, first.points) == (82, 20, -62)
    assert (second.points, second.difference) == (0, 0)
    assert not third.shown
    assert (third.points, third.shares, third.difference) == (None, None, None)


def test_nothing_is_told_of_a_square_that_one_of_them_withholds() -> None:
    compared = _compared(_class({1: (2, 0, 0), 2: (5, 0, 0)}, minimum=3), _class({1: (9, 0, 0), 2: (9, 0, 0)}, minimum=3))
    withheld, shown, _ = compared.pairs
    assert withheld.one.withheld
    assert (withheld.shown, withheld.points, withheld.shares, withheld.difference) == (False, None, None, None)
    assert shown.shown


def test_one_dot_has_no_agreement_to_compare() -> None:
    [pair, *_] = _compared(_class({1: (1, 0, 0)}), _class({1: (3, 0, 0)})).pairs
    assert pair.points is None
    assert pair.difference == 0


def test_the_largest_difference_comes_first_and_what_is_not_shown_last() -> None:
    one = _class({2: (4, 0, 0), 3: (4, 0, 0)})
    other = _class({1: (4, 0, 0), 2: (3, 1, 0), 3: (0, 0, 4)})
    compared = _compared(one, other)
    assert [pair.square.id for pair in compared.pairs] == [1, 2, 3]
    assert [pair.square.id for pair in compared.by_difference()] == [3, 2, 1]


def test_squares_are_the_same_by_id_and_text() -> None:
    here = grid(3)
    there = replace(grid(4), squares=(replace(here.squares[0], text="Something else"), *grid(4).squares[1:]))
    compared = _compared(_class({2: (3, 0, 0)}, here), _class({2: (3, 0, 0)}, there))
    assert [pair.square.id for pair in compared.pairs] == [2, 3]
    assert [(one.text, other.text) for one, other in compared.changed] == [("Action 1", "Something else")]
    assert (compared.only_one, [square.id for square in compared.only_other]) == ((), [4])


def test_in_a_language_that_both_speak_they_are_the_same_too() -> None:
    here = grid(2)
    spanish = replace(here, language="es", squares=tuple(replace(one, text=f"Acción {one.id}") for one in here.squares))
    both = replace(spanish, translations=(here.as_translation(),))
    assert same_squares(here, both) == same_squares(both, here) == {1, 2}
    assert same_squares(here, spanish) == frozenset()


def test_what_has_nothing_in_common_is_refused_with_a_sentence() -> None:
    with pytest.raises(NotComparable, match="other choices"):
        comparison(_told({}), report(_class({}, grid(3, ("agree", "disagree")))), {1, 2, 3})
    with pytest.raises(NotComparable, match="no square in common"):
        comparison(_told({}), _told({}), ())
    with pytest.raises(NotComparable, match="no square in common"):
        comparison(_told({}), _told({}, grid(5).pick([4, 5])), {1, 2, 3, 4, 5})


_COUNTS = st.tuples(*[st.integers(0, 9)] * 3)


@given(_COUNTS, _COUNTS)
def test_a_difference_is_from_nothing_to_all_and_the_same_both_ways(here: Counts, there: Counts) -> None:
    one, other = _class({1: here}), _class({1: there})
    forth, back = _compared(one, other).pairs[0], _compared(other, one).pairs[0]
    assert forth.difference == back.difference
    if forth.shares is None:
        assert not any(here) or not any(there)
    else:
        assert 0 <= sum(map(abs, forth.shares)) <= 2
        assert sum(forth.shares) == 0
        assert back.shares == tuple(-share for share in forth.shares)
