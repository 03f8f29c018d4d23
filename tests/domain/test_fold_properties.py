"""Whatever is asked, in whatever order, however often and from however old a picture: the log orders, the fold judges."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain import commands, events
from pollapp.domain.fold import fold
from pollapp.domain.session import Session
from tests.cast import FINE
from tests.domain.small_server import CHOICES, MINIMUMS, PEOPLE, SQUARES, STEPS, WHOLE, Server, Step, ran


def _dots(session: Session) -> dict[tuple[str, int], str]:
    squares = session.round.squares.items() if session.round else []
    return {(somebody, id): choice for id, square in squares for somebody, choice in square.dots.items()}


@given(WHOLE, MINIMUMS)
def test_carried_on_or_folded_anew_it_is_the_same_session(steps: list[Step], minimum: int) -> None:
    server = ran(steps, minimum)
    through_json = [events.decode(json.loads(json.dumps(events.encode(event)))) for event in server.log]
    length = len(server.log)
    assert server.session == server.folded(length) == server.folded(length, log=through_json)


@given(WHOLE, MINIMUMS)
def test_once_words_are_erased_the_session_differs_in_nothing_that_counts(steps: list[Step], minimum: int) -> None:
    server = ran(steps, minimum)
    before = server.session
    for seq in before.dropped:
        server.typed.pop(seq, None)
    after = server.folded(len(server.log))
    assert (after.words, after.dropped) == (before.words, set())
    before.dropped = set()
    assert after == before


@given(WHOLE, MINIMUMS)
def test_a_retry_gets_the_same_answer_and_adds_nothing(steps: list[Step], minimum: int) -> None:
    server = ran(steps, minimum)
    assert all(len(set(given_to_one)) == 1 for given_to_one in server.answers.values())
    before = len(server.log)
    for command_id in server.stored:
        server.send(Step(commands.AdmitOne(), retry=command_id))
    assert len(server.log) == before


@given(WHOLE, MINIMUMS)
def test_what_is_counted_as_dots_come_is_what_counting_them_finds(steps: list[Step], minimum: int) -> None:
    session = ran(steps, minimum).session
    for one in session.rounds:
        answered = {somebody: sum(square.is_answered(somebody) for square in one.squares.values()) for somebody in PEOPLE}
        finished = {somebody for somebody in PEOPLE if somebody in one.done or answered[somebody] == len(one.squares)}
        assert {somebody for somebody in PEOPLE if one.finished(somebody)} == finished
        assert one.finished_of(session.participants) == len(finished & session.participants)
        for square in one.squares.values():
            placed = list(square.dots.values())
            assert square.tally(session.choices) == tuple(placed.count(choice) for choice in session.choices)


@given(STEPS, MINIMUMS)
def test_the_dots_are_what_the_log_says(steps: list[Step], minimum: int) -> None:
    """The oracle knows no fold: it looks for each person's and square's event with the highest counter, the later of two."""
    server = ran(steps, minimum)
    assert _dots(server.session) == _standing([events.encode(event) for event in server.log])


def _standing(log: list[dict[str, Any]]) -> dict[tuple[str, int], str]:
    newest: dict[tuple[str, int], tuple[int, int, str | None]] = {}
    for at, event in _while_open(log):
        if _is_a_tap(event) and event["participant"] in _voices(log[:at]):
            key, dot = (event["participant"], event["square"]), (event["counter"], at, event.get("choice"))
            newest[key] = max(newest.get(key, dot), dot, key=lambda one: one[:2])
    gone = {event["participant"] for event in log if event["event"] == "DotsForgotten"}
    return {key: choice for key, (_, _, choice) in newest.items() if choice and key[0] not in gone}


def _is_a_tap(event: dict[str, Any]) -> bool:
    """On a square of round 1, with a choice of the grid or none."""
    if event["event"] not in ("DotPlaced", "DotCleared", "SquareSkipped"):
        return False
    return event["round"] == 1 and event["square"] in SQUARES and event.get("choice", FINE) in CHOICES


def _while_open(log: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """The events of the round: from its opening on, until it is closed from the stage it stands in."""
    stage, during = "lobby", []
    moves = {
        ("RoundOpened", "lobby"): "voting", ("Revealed", "voting"): "showing", ("RevealTakenBack", "showing"): "voting",
        ("RoundClosed", "voting"): "over", ("RoundClosed", "showing"): "over", ("SessionClosed", "lobby"): "shut",
        ("SessionReopened", "closed"): "lobby",
    }  # fmt: skip
    for at, event in enumerate(log):
        if stage in ("voting", "showing"):
            during.append((at, event))
        here = "closed" if stage == "shut" else stage
        if event.get("from_stage") == here:
            stage = moves.get((event["event"], here), stage)
    return during


def _voices(log: list[dict[str, Any]]) -> set[str]:
    """Who has joined and was not forgotten: joining can be locked, so this asks the session's own list of people, and no dots."""
    return fold([events.decode(event) for event in log]).participants


@given(STEPS, MINIMUMS)
def test_no_dot_is_counted_twice_and_every_dot_is_somebodys(steps: list[Step], minimum: int) -> None:
    session = ran(steps, minimum).session
    for square in session.round.squares.values() if session.round else []:
        assert sum(square.tally(session.choices)) == len(square.dots)
        assert set(square.dots) <= session.participants
        assert not set(square.dots) & square.skipped
        assert (square.shown is not None) == (len(square.dots) >= session.minimum)
        assert square.shown is None or session.minimum <= sum(square.shown) <= len(PEOPLE)


@given(STEPS, MINIMUMS)
def test_after_the_close_a_dot_can_only_be_forgotten(steps: list[Step], minimum: int) -> None:
    server = Server(minimum)
    for step in steps:
        before, open_before = _dots(server.session), server.session.round_open
        server.send(step)
        if not open_before:
            kept = {key: choice for key, choice in before.items() if key[0] not in server.session.forgotten}
            assert _dots(server.session) == kept


TAPS = st.lists(st.tuples(st.sampled_from(PEOPLE[:3]), st.sampled_from(SQUARES), st.sampled_from([*CHOICES, None])), max_size=12)


@given(TAPS, st.data())
def test_in_whatever_order_taps_arrive_the_newest_counts(taps: list[tuple[str, int, str | None]], data: st.DataObject) -> None:
    """Phones number their taps; each tap arrives at least once, in any order, with retries and crashes in between."""
    arriving = data.draw(st.permutations([*range(len(taps)), *data.draw(st.lists(st.integers(0, max(0, len(taps) - 1)), max_size=6))]))
    server = Server(3)
    first_id = len(server.sent)
    server.sent += [_tapped(number, *tap) for number, tap in enumerate(taps)]
    for number in arriving if taps else []:
        server.send(Step(commands.AdmitOne(), retry=first_id + number, crash=data.draw(st.booleans())))
    newest = {(somebody, square): choice for somebody, square, choice in taps}
    assert _dots(server.session) == {key: choice for key, choice in newest.items() if choice}


def _tapped(number: int, somebody: str, square: int, choice: str | None) -> commands.Command:
    return commands.ClearDot(somebody, 1, square, number) if choice is None else commands.PlaceDot(somebody, 1, square, number, choice)


@given(STEPS, MINIMUMS)
def test_a_counter_never_goes_down(steps: list[Step], minimum: int) -> None:
    server = Server(minimum)
    highest: dict[tuple[int, str], int] = {}
    for step in steps:
        server.send(step)
        for id, square in server.session.round.squares.items() if server.session.round else []:
            for somebody, counter in square.counters.items():
                assert counter >= highest.get((id, somebody), 0)
                highest[id, somebody] = counter
