"""The supervisor from its start to its greeting, and through a restart."""

import signal
from collections.abc import Iterator

import pytest

from pollapp.config import Config
from pollapp.workers import supervisor
from pollapp.workers.load import new_table
from pollapp.workers.post import Post
from pollapp.workers.signals import STOP
from pollapp.workers.supervisor import CannotStart
from tests.workers.made_up import MadeUp, Two

RESTARTED = "  Restarted: every worker is a new one.\n"


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    with new_table() as table:
        two = Two(table.fileno(), monkeypatch)
        yield two
        two.close()


def test_told_to_stop_while_the_first_one_starts_it_starts_no_other(two: Two) -> None:
    two.most = 1
    two.from_outside.send(bytes([STOP]))
    two.ours.run()
    assert [worker.process.code for worker in two.began] == [-signal.SIGTERM]
    assert two.said == []


def test_where_the_first_one_ends_before_it_is_ready_no_other_is_tried(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    start = two.start

    def starts_and_ends(config: Config, post: Post) -> MadeUp:
        worker = start(config, post)
        worker.ends()
        return worker

    two.most = 1
    monkeypatch.setattr(supervisor, "start", starts_and_ends)
    with pytest.raises(CannotStart):
        two.ours.run()


def test_the_first_one_that_starts_is_waited_for_asleep(two: Two) -> None:
    """Its slot is the only one that is to be filled: those that are empty are due only when it serves."""
    [first, _] = two.slots
    first.worker = two.ours._started(first)
    assert two.ours._until_next() == 1.0
    two.ours._has_started = True
    assert two.ours._until_next() == 0.0


def test_where_both_end_before_the_greeting_the_next_one_that_serves_greets(two: Two) -> None:
    two.ours._has_started = True
    two.ours._look()
    two.began[0].becomes_ready()
    two.goes_on()
    for worker in two.began:
        worker.ends()
    two.goes_on()
    assert two.said == []
    assert len(two.began) == 4
    two.began[3].becomes_ready()
    two.goes_on()
    two.began[2].becomes_ready()
    two.goes_on()
    assert two.said == ["2 is ready"]


def test_a_restart_replaces_one_after_the_other(two: Two) -> None:
    two.both_serve()
    two.restarts()
    for turn in (0, 1):
        leaves, comes = two.began[turn], two.began[turn + 2]
        assert len(two.began) == turn + 3
        comes.becomes_ready()
        two.goes_on()
        assert two.rolling.leaving == [leaves]
        assert two.slots[turn].worker is comes
        assert RESTARTED not in two.said
        leaves.ends(0)
        two.goes_on()
    assert two.said[-1] == RESTARTED
    assert len(two.began) == 4


def test_a_restart_has_ended_only_when_who_starts_in_an_empty_slot_serves(two: Two) -> None:
    two.both_serve()
    two.began[1].ends()
    two.ours._hear()
    two.restarts()  # in the pause before the second one's next
    two.began[2].becomes_ready()
    two.goes_on()
    two.began[0].ends(0)
    two.goes_on()
    assert [worker.post.name for worker in two.began] == ["1", "2", "1", "2"]
    assert RESTARTED not in two.said
    two.began[3].becomes_ready()
    two.goes_on()
    assert two.said[-1] == RESTARTED
    assert len(two.began) == 4


def test_a_restart_ends_where_none_can_start_in_an_empty_slot(two: Two, caplog: pytest.LogCaptureFixture) -> None:
    two.both_serve()
    two.began[0].ends()
    two.ours._hear()
    two.restarts()
    two.goes_on()
    two.began[2].ends(3)
    two.goes_on()
    assert "What was to replace worker 1 has not started (exit code 3). The workers that run go on." in caplog.messages
    two.began[3].becomes_ready()
    two.goes_on()
    assert two.slots[1].worker is two.began[1]
    assert len(two.began) == 4
    assert RESTARTED not in two.said


def test_asked_again_in_the_middle_it_replaces_who_was_new_for_the_first(two: Two) -> None:
    two.both_serve()
    two.restarts()
    two.rolling.ask()
    two.began[2].ends()  # of the old code still: that says nothing about the new one
    two.goes_on()
    for turn in (0, 1):
        two.began[turn + 3].becomes_ready()
        two.goes_on()
        two.began[turn].ends(0)
        two.goes_on()
    assert two.said[-1] == RESTARTED
    assert [slot.worker for slot in two.slots] == two.began[3:]


def test_who_has_taken_over_and_ended_is_waited_for_too(two: Two) -> None:
    two.both_serve()
    two.restarts()
    two.began[2].becomes_ready()
    two.goes_on()
    two.began[2].ends()
    two.began[0].ends(0)
    two.goes_on()
    two.ours._look()
    assert [worker.post.name for worker in two.began[3:]] == ["1"]
    two.began[3].becomes_ready()
    two.goes_on()
    assert [worker.post.name for worker in two.began[4:]] == ["2"]


def test_what_was_begun_is_finished_though_one_that_was_new_ends_meanwhile(two: Two) -> None:
    two.both_serve()
    two.restarts()
    two.began[2].becomes_ready()
    two.goes_on()
    two.began[0].ends(0)
    two.goes_on()
    for again in (2, 4):
        two.began[again].ends()
        two.goes_on()
    assert [worker.post.name for worker in two.began[2:]] == ["1", "2", "1", "1"]
    two.began[3].becomes_ready()
    two.goes_on()
    assert two.slots[1].worker is two.began[3]
    two.began[1].ends(0)
    two.goes_on()
    assert RESTARTED not in two.said
    two.began[5].becomes_ready()
    two.goes_on()
    assert two.said[-1] == RESTARTED
