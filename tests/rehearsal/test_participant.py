"""One participant: joins, follows the rounds, taps what is planned, and goes when there is nothing more to do."""

import threading
import time
from collections.abc import Callable

import pytest

from pollapp.rehearsal import participant as participant_module
from pollapp.rehearsal import phone as phone_module
from pollapp.rehearsal.door import NotYet, Ticket, TurnedAway
from pollapp.rehearsal.minds import Plan, Tap
from pollapp.rehearsal.participant import Participant, comes_after
from pollapp.rehearsal.phone import Phone
from pollapp.rehearsal.talk import TAKEAWAYS, Say
from tests.rehearsal.fakes import OK, FakeLine

TICKET = Ticket("voice_s=x", {})


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(phone_module, "pause_after", lambda *_: 0.001)
    monkeypatch.setattr(participant_module, "pause_after", lambda *_: 0.001)


def planner(round: int, squares) -> Plan:
    """The same for every round: a dot, a skip and a clearing on each square."""
    taps = [[Tap(square, "x"), Tap(square, None, skipped=True), Tap(square, None)] for square in squares]
    return Plan(tuple(tap for three in taps for tap in three), 0.0)


def silent(subject: int) -> list[Say]:
    return []


def speaker(subject: int) -> list[Say]:
    """A thing to say on every square, and another a moment later."""
    return [Say("cite_principles", {"square": subject, "principles": [2]}, 0), Say("send_reason", {"square": subject}, 0.05)]


class Stage:
    """A participant in a thread, and the line that it got."""

    def __init__(self, *answers, enter: Callable[[], Ticket] = lambda: TICKET, planner=planner, speaker=silent) -> None:
        self.line: FakeLine | None = None
        self._answers = answers
        self.one = Participant(0, enter, lambda ticket: Phone(self._get_line), lambda ticket: planner, lambda ticket: speaker)
        self._thread = threading.Thread(target=self.one.attend)
        self._thread.start()

    def _get_line(self, changed) -> FakeLine:
        self.line = FakeLine(changed, *self._answers)
        return self.line

    def until(self, holds: Callable[[], object], within: float = 5) -> None:
        end = time.monotonic() + within
        while not holds():
            assert time.monotonic() < end, self.line and self.line.sent
            time.sleep(0.005)

    def show(self, **view) -> None:
        self.until(lambda: self.line and self.line.connected)
        self.line.show(**view)

    def sent(self, *events: str) -> list[dict]:
        return [payload for event, payload in (self.line.sent if self.line else []) if event in events]

    def end(self) -> None:
        if self.line:
            self.line.gone = True
            self.line.changed()
        self._thread.join(5)
        assert not self._thread.is_alive()


@pytest.fixture
def stage():
    stages: list[Stage] = []

    def begin(*answers, **wanted) -> Stage:
        stages.append(Stage(*answers, **wanted))
        return stages[-1]

    yield begin
    for one in stages:
        one.end()


def test_nothing_is_sent_before_the_round_opens(stage):
    one = stage()
    one.show(stage="lobby", round=0, squares=[1, 2])
    time.sleep(0.05)
    assert one.line.sent == []


def test_the_plan_is_carried_out_and_finished(stage):
    one = stage()
    one.show(stage="voting", round=1, squares=[4, 5])
    one.until(lambda: one.sent("finish"))
    dots = [payload["dots"][0] for payload in one.sent("place_dots")]
    assert [dot.get("choice", "skip") for dot in dots] == ["x", "skip", None] * 2
    assert [dot["square"] for dot in dots] == [4, 4, 4, 5, 5, 5]
    assert [dot["counter"] for dot in dots] == [1, 2, 3, 4, 5, 6]
    assert len({dot["command_id"] for dot in dots}) == 6
    assert all(set(dot) == {"command_id", "round", "square", "counter", "skipped" if dot.get("skipped") else "choice"} for dot in dots)
    assert one.sent("finish")[0] | {"command_id": ""} == {"command_id": "", "round": 1, "done": True}


def test_the_same_round_is_not_voted_twice_and_the_next_one_is_followed(stage):
    one = stage()
    one.show(stage="voting", round=1, squares=[4])
    one.until(lambda: one.sent("finish"))
    one.show(stage="showing", round=1)
    one.show(stage="revealed", round=1)
    one.show(stage="voting", round=2, squares=[9])
    one.until(lambda: len(one.sent("finish")) == 2)
    dots = [payload["dots"][0] for payload in one.sent("place_dots")]
    assert [(dot["round"], dot["square"]) for dot in dots] == [(1, 4)] * 3 + [(2, 9)] * 3
    assert [dot["counter"] for dot in dots] == [1, 2, 3, 4, 5, 6]


def test_a_closed_round_is_left_in_the_middle(stage):
    one = stage(planner=lambda round, squares: Plan((Tap(4, "x"), Tap(5, "x", after=30), Tap(6, "x")), 0))
    one.show(stage="voting", round=1, squares=[4, 5, 6])
    one.until(lambda: one.sent("place_dots"))
    one.show(stage="revealed")
    time.sleep(0.05)
    assert len(one.line.sent) == 1


def test_a_retry_is_the_same_dot(stage):
    one = stage({"refused": "offline"}, {"refused": "not_stored"}, OK)
    one.show(stage="voting", round=1, squares=[4])
    one.until(lambda: one.sent("finish"))
    assert one.line.sent[0] == one.line.sent[1] == one.line.sent[2] != one.line.sent[3]


def test_who_never_finishes_does_not_press_done(stage):
    one = stage(planner=lambda round, squares: Plan((Tap(4, "x"),), None))
    one.show(stage="voting", round=1, squares=[4])
    one.until(lambda: one.sent("place_dots"))
    time.sleep(0.05)
    assert one.sent("finish") == []


def test_a_server_that_is_not_there_yet_is_asked_again(stage):
    answers = iter([NotYet("no"), NotYet("no"), TICKET])

    def enter() -> Ticket:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    one = stage(enter=enter)
    one.show(stage="lobby", round=0, squares=[])
    assert one.one.connected


def test_who_is_turned_away_leaves(stage):
    def enter() -> Ticket:
        raise TurnedAway("locked")

    one = stage(enter=enter)
    one.until(lambda: one.one.left)


def test_what_was_left_open_is_left_open_again(stage):
    plans = {1: Plan((Tap(4, "x"), Tap(5, None, skipped=True)), 0), 2: Plan((Tap(4, "y"), Tap(5, "y"), Tap(6, "y")), 0)}
    one = stage(planner=lambda round, squares: plans[round])
    one.show(stage="voting", round=1, squares=[4, 5, 6])
    one.until(lambda: one.sent("finish"))
    one.show(stage="revealed", round=1)
    one.show(stage="voting", round=2, squares=[4, 5, 6])
    one.until(lambda: len(one.sent("finish")) == 2)
    dots = [payload["dots"][0] for payload in one.sent("place_dots")]
    assert [(dot["round"], dot["square"]) for dot in dots] == [(1, 4), (1, 5), (2, 4)]


def test_who_was_cut_short_makes_up_for_it_in_a_second_look(stage):
    plans = {1: Plan((Tap(4, "x"), Tap(5, "x", after=30)), 0), 2: Plan((Tap(4, "y"), Tap(5, "y")), 0)}
    one = stage(planner=lambda round, squares: plans[round])
    one.show(stage="voting", round=1, squares=[4, 5])
    one.until(lambda: one.sent("place_dots"))
    one.show(stage="revealed", round=1)
    one.show(stage="voting", round=2, squares=[4, 5])
    one.until(lambda: one.sent("finish"))
    assert [payload["dots"][0]["square"] for payload in one.sent("place_dots")] == [4, 4, 5]


# The talk


def test_what_there_is_to_say_about_the_square_in_the_spotlight_is_said_once(stage):
    one = stage(speaker=speaker)
    one.show(stage="revealed", round=1, squares=[4, 5], spotlight={"square": 4})
    one.until(lambda: one.sent("send_reason"))
    one.show(spotlight=None)
    one.show(spotlight={"square": 5})
    one.until(lambda: len(one.sent("send_reason")) == 2)
    one.show(spotlight={"square": 4})
    time.sleep(0.1)
    assert [payload["square"] for payload in one.sent("cite_principles", "send_reason")] == [4, 4, 5, 5]
    assert len({payload["command_id"] for _, payload in one.line.sent}) == 4


def test_what_was_cut_short_is_said_when_the_talk_comes_back_to_it(stage):
    one = stage(speaker=lambda square: [Say("send_reason", {"square": square}, 1 if square == 4 else 30)])
    one.show(stage="revealed", round=1, squares=[4, 5], spotlight={"square": 4})
    one.show(spotlight={"square": 5})
    time.sleep(1.1)
    assert one.line.sent == []
    one.show(spotlight={"square": 4})
    one.until(lambda: one.sent("send_reason"))
    assert one.sent("send_reason")[0]["square"] == 4


def test_a_second_look_comes_before_what_is_left_to_say(stage):
    one = stage(speaker=lambda square: [Say("send_reason", {"square": square}, 30)])
    one.show(stage="revealed", round=1, squares=[4], spotlight={"square": 4})
    one.show(stage="voting", round=2, squares=[4], spotlight=None)
    one.until(lambda: one.sent("finish"))
    assert one.sent("send_reason") == []


def test_words_that_may_not_have_arrived_are_sent_again_as_the_same_message(stage):
    one = stage({"refused": "offline"}, OK, speaker=lambda square: [Say("send_reason", {"square": square}, 0)])
    one.show(stage="revealed", round=1, squares=[4], spotlight={"square": 4})
    one.until(lambda: len(one.line.sent) == 2)
    assert one.line.sent[0] == one.line.sent[1]


def test_words_that_are_refused_are_let_be(stage):
    one = stage({"refused": "too_few_dots"}, speaker=speaker)
    one.show(stage="revealed", round=1, squares=[4], spotlight={"square": 4})
    one.until(lambda: one.sent("send_reason"))
    assert len(one.line.sent) == 2


def test_takeaways_are_sent_when_they_are_asked_for(stage):
    one = stage(speaker=lambda subject: [Say("send_takeaway", {"words": "w"}, 0)] if subject == TAKEAWAYS else [])
    one.show(stage="wrap_up", round=1, squares=[4], spotlight=None)
    time.sleep(0.05)
    assert one.line.sent == []
    one.show(stage="takeaways")
    one.until(lambda: one.sent("send_takeaway"))
    one.show(stage="wrap_up")
    one.show(stage="takeaways")
    time.sleep(0.05)
    assert len(one.line.sent) == 1


def test_people_come_in_one_after_the_other():
    times = [comes_after(who, 24, 7) for who in range(24)]
    assert times == sorted(times)
    assert times[0] < 0.5
    assert 6 < times[-1] <= 7
