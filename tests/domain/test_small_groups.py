"""Small groups are protected: what of a square may be shown, when it may change, and that nothing gets round it."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain import commands
from pollapp.domain.report import report
from pollapp.domain.session import Session
from pollapp.domain.tally import Counts, is_minimum
from pollapp.domain.views import console_view, phone_view, projector_view
from tests.cast import ANA, BEN, FINE, UNSURE, WRONG, crowd, dot, fay, run, skip, voting

CHOICES = (FINE, UNSURE, WRONG)
A, B, C, D, E, F = crowd(6)


def _shown(session: Session, square: int = 1) -> Counts | None:
    assert session.round
    return session.round.squares[square].shown


def _turnout(session: Session, square: int = 1) -> int:
    turnout: int = projector_view(session, 0)["turnout"]["squares"][str(square)]
    return turnout


def test_a_minimum_of_two_would_protect_nobody() -> None:
    assert [value for value in range(-1, 25) if is_minimum(value)] == [1, *range(3, 21)]


def test_nothing_is_shown_below_the_minimum_and_turnout_is_immediate() -> None:
    session = voting(A, B, C, minimum=3)
    run(session, dot(A, FINE), dot(B, WRONG), skip(C))
    assert (_shown(session), _turnout(session)) == (None, 2)
    run(session, dot(C, FINE))
    assert (_shown(session), _turnout(session)) == ((2, 0, 1), 3)


def test_then_it_changes_in_steps_of_the_minimum() -> None:
    session = voting(*crowd(6), minimum=3)
    run(session, *[dot(somebody, FINE) for somebody in (A, B, C)])
    run(session, dot(D, WRONG), dot(E, WRONG))
    assert (_shown(session), _turnout(session)) == ((3, 0, 0), 5)
    run(session, dot(F, UNSURE))
    assert _shown(session) == (3, 1, 2)


def test_moved_and_cleared_dots_are_changes_and_a_person_counts_once() -> None:
    session = voting(*crowd(4), minimum=3)
    run(session, *[dot(somebody, FINE) for somebody in crowd(4)])  # shown with the third, so the fourth is a change
    run(session, dot(A, WRONG), dot(A, UNSURE), dot(A, WRONG))
    assert _shown(session) == (3, 0, 0)
    run(session, dot(B, None))
    assert _shown(session) == (2, 0, 1)


def test_forgetting_and_joining_again_is_still_one_person() -> None:
    """With a step of her own two changes, one more dot would complete it: the next voter's, read off by subtraction."""
    session = voting(*crowd(5), minimum=3)
    run(session, dot(A, FINE), dot(B, UNSURE), dot(C, WRONG))
    run(session, commands.ForgetDots(A), commands.Join(ANA), dot(ANA, WRONG), dot(D, WRONG))
    assert _shown(session) == (1, 1, 1)
    run(session, commands.ForgetDots(ANA), commands.Join(BEN), dot(BEN, FINE))
    assert _shown(session) == (1, 1, 1)
    run(session, dot(E, WRONG))
    assert _shown(session) == (1, 1, 3)


def test_who_goes_back_to_what_was_shown_has_changed_nothing() -> None:
    session = voting(*crowd(5), minimum=3)
    run(session, *[dot(somebody, FINE) for somebody in (A, B, C)])
    run(session, dot(A, WRONG), dot(B, WRONG), dot(A, FINE), dot(C, WRONG))
    assert _shown(session) == (3, 0, 0)
    run(session, dot(D, FINE))
    assert _shown(session) == (2, 0, 2)


def test_the_step_at_the_close_may_be_smaller() -> None:
    session = voting(*crowd(4), minimum=3)
    run(session, *[dot(somebody, FINE) for somebody in (A, B, C)], dot(D, WRONG))
    fay(session, commands.CloseRound)
    assert _shown(session) == (3, 0, 1)


def test_the_close_shows_no_square_below_the_minimum() -> None:
    session = voting(A, B, minimum=3)
    run(session, dot(A, FINE), dot(B, WRONG))
    fay(session, commands.CloseRound)
    assert _shown(session) is None


@pytest.mark.parametrize(
    "move", [(commands.Reveal,), (commands.Reveal, commands.TakeBack), (commands.Reveal, commands.TakeBack, commands.Reveal)]
)
def test_reveal_while_open_takes_no_picture_out_of_step(move: tuple[type[commands.StageCommand], ...]) -> None:
    session = voting(*crowd(5), minimum=3)
    run(session, *[dot(somebody, FINE) for somebody in (A, B, C)], dot(D, WRONG))
    fay(session, *move)
    assert _shown(session) == (3, 0, 0)
    run(session, dot(E, WRONG))
    assert _shown(session) == (3, 0, 0)


def test_taking_back_and_revealing_after_the_close_takes_no_picture() -> None:
    session = voting(*crowd(5), minimum=3)
    run(session, *[dot(somebody, FINE) for somebody in (A, B, C, D)])
    fay(session, commands.CloseRound, commands.TakeBack)
    run(session, commands.ForgetDots(D))
    fay(session, commands.Reveal, commands.CloseSession, commands.ReopenSession)
    assert _shown(session) == (4, 0, 0)


def test_nobodys_dot_can_be_read_off_their_forgetting_it() -> None:
    session = voting(*crowd(6), minimum=3)
    run(session, *[dot(somebody, FINE) for somebody in (A, B, C)], dot(D, WRONG), dot(E, WRONG), dot(F, UNSURE))
    fay(session, commands.CloseRound)
    run(session, commands.ForgetDots(F))
    assert (_shown(session), _turnout(session)) == ((3, 1, 2), 5)
    run(session, commands.ForgetDots(E))
    assert (_shown(session), _turnout(session)) == ((3, 1, 2), 4)
    run(session, commands.ForgetDots(D))
    assert (_shown(session), _turnout(session)) == ((3, 0, 0), 3)


def test_a_square_that_falls_below_the_minimum_is_withheld() -> None:
    session = voting(*crowd(4), minimum=3)
    run(session, *[dot(somebody, FINE) for somebody in (A, B, C)])
    fay(session, commands.CloseRound)
    run(session, commands.ForgetDots(A))
    assert _shown(session) is None
    assert phone_view(session)["results"]["1"] == {"n": 2, "withheld": True}


def test_a_square_that_comes_back_comes_back_as_it_was_last_seen() -> None:
    """Else two pictures with a gap between them would differ by one person's dot."""
    session = voting(*crowd(6), minimum=3)
    run(session, dot(A, FINE), dot(B, FINE), dot(C, WRONG))
    run(session, dot(C, None))
    assert _shown(session) is None
    run(session, dot(D, UNSURE))
    assert _shown(session) == (2, 0, 1)  # C's change and D's are two
    run(session, dot(E, UNSURE))
    assert _shown(session) == (2, 2, 0)


def test_emptying_a_square_in_between_is_no_way_round_the_steps() -> None:
    session = voting(*crowd(5), minimum=3)
    run(session, dot(A, FINE), dot(B, FINE), dot(C, WRONG))
    run(session, *[dot(somebody, None) for somebody in (A, B, C)])
    assert _peeked(session) == {"n": 0, "counts": [0, 0, 0], "agreement": None, "word": "no dots yet", "leading": []}
    run(session, dot(A, FINE), dot(B, FINE), dot(D, UNSURE))
    assert _shown(session) == (2, 0, 1)
    run(session, dot(E, UNSURE))
    assert _shown(session) == (2, 2, 0)


def test_nearly_emptying_a_square_in_between_is_no_way_round_either() -> None:
    session = voting(*crowd(4), minimum=3)
    run(session, *[dot(somebody, FINE) for somebody in (A, B, C)], dot(D, WRONG))
    run(session, *[dot(somebody, None) for somebody in (A, B, C)])  # three changes, but D alone is left: no picture
    run(session, *[dot(somebody, FINE) for somebody in (A, B, C)])
    assert _shown(session) == (3, 0, 0)


def _peeked(session: Session) -> Any:
    return console_view(session, 0, peeking=True)["results"]["1"]


def test_squares_step_each_for_itself() -> None:
    session = voting(*crowd(3), minimum=3)
    run(session, dot(A, FINE, 1), dot(B, FINE, 1), dot(A, FINE, 2), dot(B, FINE, 2), dot(C, FINE, 2))
    assert (_shown(session, 1), _shown(session, 2), _shown(session, 3)) == (None, (3, 0, 0), None)


def test_switched_off_every_dot_is_shown_at_once() -> None:
    session = voting(ANA, BEN, minimum=1)
    run(session, dot(ANA, FINE))
    assert _shown(session) == (1, 0, 0)
    run(session, dot(ANA, WRONG), dot(BEN, UNSURE))
    assert _shown(session) == (0, 1, 1)
    run(session, dot(ANA, None), dot(BEN, None))
    assert _shown(session) is None


def test_a_larger_minimum_holds_everywhere() -> None:
    session = voting(*crowd(9), minimum=5)
    run(session, *[dot(somebody, FINE) for somebody in crowd(4)])
    assert _shown(session) is None
    run(session, *[dot(somebody, WRONG) for somebody in crowd(9)[4:]])
    assert _shown(session) == (4, 0, 1)


# Whatever people do: an oracle that keeps whole snapshots of who chose what, and compares them

TAPS = st.lists(
    st.tuples(
        st.sampled_from(crowd(7)), st.sampled_from([FINE, UNSURE, WRONG, WRONG, None, None, "skip", "forget"]), st.sampled_from([1, 2])
    ),
    max_size=60,
)


class Oracle:
    """One square: who chose what now, and at the last picture that could be seen."""

    def __init__(self, minimum: int) -> None:
        self.minimum = minimum
        self.now: dict[str, str] = {}
        self.pictured: dict[str, str] = {}

    def tap(self, somebody: str, choice: str | None) -> None:
        self.now = {who: what for who, what in self.now.items() if who != somebody}
        if choice in CHOICES:
            self.now[somebody] = choice

    def shown(self, at_close: bool = False) -> Counts | None:
        everybody = self.now.keys() | self.pictured.keys()
        changed = sum(self.now.get(who) != self.pictured.get(who) for who in everybody)
        if len(self.now) < self.minimum:
            return None
        if changed >= self.minimum or at_close:
            self.pictured = dict(self.now)
        tally = Counter(self.pictured.values())
        return tuple(tally[choice] for choice in CHOICES)


@given(TAPS, TAPS, st.sampled_from([1, 3, 4]))
def test_what_is_shown_is_what_the_rule_allows(while_open: Any, after_close: Any, minimum: int) -> None:
    session = voting(*crowd(7), minimum=minimum)
    oracles = {1: Oracle(minimum), 2: Oracle(minimum)}
    for tap in while_open:
        _tap(session, oracles, *tap)
        assert {square: _shown(session, square) for square in oracles} == {square: one.shown() for square, one in oracles.items()}
    fay(session, commands.CloseRound)
    assert {square: _shown(session, square) for square in oracles} == {square: one.shown(at_close=True) for square, one in oracles.items()}
    for somebody, choice, square in after_close:
        if choice == "forget":
            _tap(session, oracles, somebody, choice, square)
        assert {square: _shown(session, square) for square in oracles} == {square: one.shown() for square, one in oracles.items()}
    visible = {square: one.shown() if one.now else (0, 0, 0) for square, one in oracles.items()}
    for audience in (phone_view(session), projector_view(session, 0), console_view(session, 0, peeking=True)):
        counts = {square: audience["results"][str(square)].get("counts") for square in visible}
        assert counts == {square: shown and list(shown) for square, shown in visible.items()}
    assert {line.square.id: line.counts for line in report(session).squares[:2]} == visible


def _tap(session: Session, oracles: dict[int, Oracle], somebody: str, choice: str | None, square: int) -> None:
    if somebody not in session.participants:
        return
    if choice == "forget":
        run(session, commands.ForgetDots(somebody))
        for one in oracles.values():
            one.tap(somebody, None)
    else:
        run(session, skip(somebody, square) if choice == "skip" else dot(somebody, choice, square))
        oracles[square].tap(somebody, choice)
