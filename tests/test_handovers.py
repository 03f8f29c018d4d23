"""Control moves to one phone, once, in time, and only after the console's yes."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain.refused import Refused
from pollapp.handover import ANSWER_WITHIN, CLAIM_WITHIN, REMEMBERED, Handovers, State
from pollapp.store.shelf import MemoryShelf

ROOM, OTHER_ROOM = "room", "other room"
ANA, ZED = "ana's claim", "zed's claim"
SECRET = "CONTROL"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf(clock: Clock) -> MemoryShelf:
    return MemoryShelf(clock)


@pytest.fixture
def handovers(shelf: MemoryShelf) -> Handovers:
    return Handovers(shelf)


def state(handovers: Handovers, token: str) -> State | None:
    seen = handovers.seen(token)
    return seen.state if seen else None


def code(answer: object) -> str | None:
    return answer.code if isinstance(answer, Refused) else None


def test_one_phone_gets_control_after_the_consoles_yes(handovers: Handovers) -> None:
    offer = handovers.offer(ROOM)
    assert (offer.seconds, state(handovers, offer.token)) == (60, "offered")
    number = handovers.claim(offer.token, ANA)
    assert isinstance(number, int)
    assert 100 <= number <= 999
    seen = handovers.seen(offer.token, ANA)
    assert seen
    assert (seen.session_id, seen.state, seen.number, seen.own) == (ROOM, "claimed", number, True)
    assert handovers.grant(ROOM, offer.token, SECRET) is None
    assert handovers.collect(offer.token, ANA) == SECRET
    assert state(handovers, offer.token) == "collected"


def test_the_second_is_told_that_another_was_quicker(handovers: Handovers) -> None:
    token = handovers.offer(ROOM).token
    handovers.claim(token, ANA)
    assert code(handovers.claim(token, ZED)) == "handover_taken"
    seen = handovers.seen(token, ZED)
    assert seen
    assert not seen.own


def test_pressing_twice_is_one_claim(handovers: Handovers) -> None:
    token = handovers.offer(ROOM).token
    assert handovers.claim(token, ANA) == handovers.claim(token, ANA)


def test_nothing_can_be_collected_before_the_yes_nor_twice_nor_by_another(handovers: Handovers) -> None:
    token = handovers.offer(ROOM).token
    assert code(handovers.collect(token, ANA)) == "handover_taken"
    handovers.claim(token, ANA)
    assert isinstance(handovers.collect(token, ANA), Refused)
    handovers.grant(ROOM, token, SECRET)
    assert code(handovers.collect(token, ZED)) == "handover_taken"
    assert code(handovers.collect(token, "")) == "handover_taken"
    assert handovers.collect(token, ANA) == SECRET
    assert code(handovers.collect(token, ANA)) == "handover_over"


def test_a_no_is_a_no(handovers: Handovers) -> None:
    token = handovers.offer(ROOM).token
    handovers.claim(token, ANA)
    assert handovers.refuse(ROOM, token) is None
    assert code(handovers.grant(ROOM, token, SECRET)) == "handover_over"
    assert code(handovers.collect(token, ANA)) == "handover_refused"
    assert code(handovers.collect(token, ZED)) == "handover_taken"  # it was not Zed who was refused


def test_the_console_decides_about_a_claim_of_its_own_session_only(handovers: Handovers) -> None:
    token = handovers.offer(ROOM).token
    assert code(handovers.grant(ROOM, token, SECRET)) == "handover_over"  # nobody has claimed it
    assert code(handovers.refuse(ROOM, token)) == "handover_over"
    handovers.claim(token, ANA)
    assert code(handovers.grant(OTHER_ROOM, token, SECRET)) == "handover_over"
    assert code(handovers.refuse(OTHER_ROOM, token)) == "handover_over"
    assert state(handovers, token) == "claimed"


def test_each_step_has_its_time(handovers: Handovers, clock: Clock) -> None:
    late = handovers.offer(ROOM).token
    clock.now += CLAIM_WITHIN
    assert code(handovers.claim(late, ANA)) == "handover_over"

    unanswered = handovers.offer(ROOM).token
    clock.now += CLAIM_WITHIN - 1
    handovers.claim(unanswered, ANA)
    clock.now += ANSWER_WITHIN
    assert code(handovers.grant(ROOM, unanswered, SECRET)) == "handover_over"

    uncollected = handovers.offer(ROOM).token
    handovers.claim(uncollected, ANA)
    clock.now += ANSWER_WITHIN - 1
    handovers.grant(ROOM, uncollected, SECRET)
    clock.now += ANSWER_WITHIN
    assert code(handovers.collect(uncollected, ANA)) == "handover_over"


def test_a_new_offer_ends_what_nobody_has_granted_in_this_session(handovers: Handovers) -> None:
    elsewhere = handovers.offer(OTHER_ROOM).token
    open_one = handovers.offer(ROOM).token
    claimed = handovers.offer(ROOM).token
    assert state(handovers, open_one) == "over"
    handovers.claim(claimed, ZED)
    granted = handovers.offer(ROOM).token
    assert state(handovers, claimed) == "over"
    handovers.claim(granted, ANA)
    handovers.grant(ROOM, granted, SECRET)
    handovers.offer(ROOM)
    assert handovers.collect(granted, ANA) == SECRET
    assert state(handovers, elsewhere) == "offered"


def test_the_secret_is_forgotten_however_it_ends(handovers: Handovers, shelf: MemoryShelf, clock: Clock) -> None:
    tokens = [handovers.offer(room).token for room in (ROOM, OTHER_ROOM)]
    for room, token in zip((ROOM, OTHER_ROOM), tokens, strict=True):
        handovers.claim(token, ANA)
        handovers.grant(room, token, SECRET)
    assert len(_sealed(shelf)) == 2
    handovers.collect(tokens[0], ANA)
    assert len(_sealed(shelf)) == 1
    clock.now += ANSWER_WITHIN
    assert _sealed(shelf) == []


def _sealed(shelf: MemoryShelf) -> list[str]:
    return [key for key in shelf.everything() if key.startswith("control:")]


def test_neither_the_secret_nor_what_opens_it_lies_on_the_shelf(handovers: Handovers, shelf: MemoryShelf) -> None:
    token = handovers.offer(ROOM).token
    handovers.claim(token, ANA)
    handovers.grant(ROOM, token, SECRET)
    lies_there = repr(shelf.everything())
    assert "granted" in lies_there
    assert not [word for word in (SECRET, SECRET.encode().hex(), token, ANA) if word in lies_there]


def test_what_ended_is_remembered_for_a_while_and_then_gone(handovers: Handovers, shelf: MemoryShelf, clock: Clock) -> None:
    token = handovers.offer(ROOM).token
    clock.now += CLAIM_WITHIN
    assert state(handovers, token) == "over"
    clock.now += REMEMBERED
    assert state(handovers, token) is None
    assert code(handovers.claim(token, ANA)) == "handover_over"
    clock.now += ANSWER_WITHIN * 2
    assert shelf.everything() == {}


def test_tokens_are_long_and_stand_nowhere(handovers: Handovers, shelf: MemoryShelf) -> None:
    tokens = {handovers.offer(ROOM).token for _ in range(50)}
    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {22}  # 128 bits
    assert not [token for token in tokens if token in repr(shelf.everything())]


PHONES = ("ana", "ben", "zed")
_STEP = st.one_of(
    st.tuples(st.sampled_from(("claim", "collect")), st.sampled_from(PHONES)),
    st.tuples(st.sampled_from(("grant", "refuse", "grant from elsewhere", "offer again")), st.just("")),
    st.tuples(st.just("wait"), st.sampled_from(("1", "59", "61"))),
)


@given(st.lists(_STEP, max_size=25))
def test_whatever_happens_control_goes_only_to_the_phone_that_was_granted(steps: list[tuple[str, str]]) -> None:
    clock = Clock()
    handovers = Handovers(MemoryShelf(clock))
    token = handovers.offer(ROOM).token
    claimed_by, claimed_at, granted_at, collected = "", 0.0, 0.0, []
    for what, who in steps:
        if what == "claim" and isinstance(handovers.claim(token, who), int):
            assert claimed_by in ("", who)
            claimed_by, claimed_at = who, claimed_at or clock.now
            assert claimed_at - 1000 < CLAIM_WITHIN
        elif what == "grant" and handovers.grant(ROOM, token, SECRET) is None:
            assert claimed_by
            assert granted_at == 0
            granted_at = clock.now
            assert granted_at - claimed_at < ANSWER_WITHIN
        elif what == "collect" and handovers.collect(token, who) == SECRET:
            assert granted_at
            assert clock.now - granted_at < ANSWER_WITHIN
            collected.append(who)
        elif what == "refuse":
            handovers.refuse(ROOM, token)
        elif what == "grant from elsewhere":
            assert handovers.grant(OTHER_ROOM, token, SECRET)
        elif what == "offer again":
            handovers.offer(ROOM)
        elif what == "wait":
            clock.now += int(who)
    assert collected in ([], [claimed_by])


@pytest.mark.parametrize(("token", "secret"), list(product(("", "x", "é", "x" * 5000), ("", "é"))))
def test_nonsense_is_nothing(handovers: Handovers, token: str, secret: str) -> None:
    assert handovers.seen(token, secret) is None
    assert code(handovers.claim(token, secret)) == "handover_over"
    assert code(handovers.collect(token, secret)) == "handover_over"


def test_a_console_that_offers_and_offers_takes_no_other_ones_place() -> None:
    handovers = Handovers(MemoryShelf(most=100))
    token = handovers.offer("one").token
    assert isinstance(handovers.claim(token, "a" * 43), int)
    assert handovers.grant("one", token, "secret") is None
    for _ in range(1000):
        handovers.offer("other")
    assert handovers.collect(token, "a" * 43) == "secret"


def test_there_are_never_more_than_are_held() -> None:
    handovers = Handovers(MemoryShelf(most=10))  # each offer, and each session's list of its offers
    tokens = [handovers.offer(f"session {number}").token for number in range(20)]
    assert [token for token in tokens if handovers.seen(token)] == tokens[-5:]
