"""A class is bounded in every way: each bound, a moment before it and a moment after."""

from dataclasses import dataclass, replace

import pytest

from pollapp.rehearsal.classroom import AWAY, CLOSED, LONGEST, Bounds


@dataclass(frozen=True)
class One:
    """What can be seen of a participant."""

    connected: bool = True
    stage: str = "voting"
    gone: bool = False
    left: bool = False


HERE, OUT = One(), One(connected=False)


class Watch:
    def __init__(self) -> None:
        self.now = 1000.0
        self.bounds = Bounds(lambda: self.now)

    def after(self, seconds: float, *people: One) -> str:
        self.now += seconds
        return self.bounds.look(people)  # type: ignore[arg-type]


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_a_class_at_work_goes_on(watch: Watch):
    assert watch.after(LONGEST - 1, HERE, OUT) == ""


def test_a_server_that_comes_back_in_time_keeps_its_class(watch: Watch):
    assert [watch.after(1, HERE), watch.after(AWAY - 1, OUT), watch.after(1, HERE), watch.after(AWAY - 1, OUT)] == [""] * 4


def test_a_server_that_stays_away_loses_it(watch: Watch):
    watch.after(1, HERE)
    assert watch.after(AWAY + 1, OUT) == "the server is away"


def test_a_server_that_was_never_there_too(watch: Watch):
    assert watch.after(AWAY - 1, OUT) == ""
    assert watch.after(2, OUT) == "the server is away"


def test_it_ends_with_its_session(watch: Watch):
    assert watch.after(1, HERE, replace(HERE, gone=True)) == "the session was deleted"


def test_a_closed_session_may_be_reopened_for_a_while(watch: Watch):
    closed = replace(HERE, stage="closed")
    assert [watch.after(1, closed), watch.after(CLOSED, closed), watch.after(1, HERE), watch.after(1, closed)] == [""] * 4
    assert watch.after(CLOSED + 1, closed) == "the session is closed"


def test_it_ends_when_everybody_has_left(watch: Watch):
    gone_home = replace(OUT, left=True)
    assert watch.after(1, gone_home, HERE) == ""
    assert watch.after(1, gone_home, gone_home) == "everybody has left"


def test_nothing_lasts_for_ever(watch: Watch):
    watch.after(LONGEST, HERE)
    assert watch.after(1, HERE) == "it has lasted long enough"
