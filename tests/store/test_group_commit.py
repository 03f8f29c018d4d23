"""Group commit, on a fake file: how many writes there are, what a failing one costs, and who waits for whom."""

import threading
import time
from collections.abc import Callable, Sequence
from types import SimpleNamespace

import pytest

from pollapp.store import group_commit
from pollapp.store.group_commit import GroupCommit
from pollapp.store.log import Append, Entry, NotStored, Outcome
from tests.contract.sessions import ANA, at_once, item, seqs


class FakeFile:
    """Keeps what is written, group by group; refuses what is called poison, and waits at the gate if there is one."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.stored: list[str] = []
        self.gate = threading.Event()
        self.gate.set()

    def write(self, items: Sequence[Append]) -> list[Outcome]:
        self.groups.append([one.command_id for one in items])
        self.gate.wait()
        if any(one.command_id == "poison" for one in items):
            raise OSError("cannot write poison")
        self.stored += [one.command_id for one in items]
        first = len(self.stored) - len(items) + 1
        return [Entry(first + place, one.actor, one.command_id, one.digest, one.body, one.words) for place, one in enumerate(items)]


@pytest.fixture
def file() -> FakeFile:
    return FakeFile()


def _ignore(items: Sequence[Append], outcomes: Sequence[Outcome]) -> None:
    pass


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_a_lone_item_does_not_wait_for_a_timer(file: FakeFile, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    clock = iter(range(100, 200))  # whole seconds apart: the line is quiet
    monkeypatch.setattr(group_commit, "time", SimpleNamespace(monotonic=lambda: next(clock), sleep=slept.append))
    commits = GroupCommit(file.write, _ignore)
    for number in range(3):
        assert seqs(commits.append([item(ANA, f"tap-{number}")])) == [number + 1]
    commits.close()
    assert slept == []
    assert file.groups == [["tap-0"], ["tap-1"], ["tap-2"]]


def test_commits_start_apart_while_the_line_is_busy(file: FakeFile, monkeypatch: pytest.MonkeyPatch) -> None:
    # the clock stands still at 0: every commit comes right after another
    slept: list[float] = []
    monkeypatch.setattr(group_commit, "time", SimpleNamespace(monotonic=lambda: 0.0, sleep=slept.append))
    commits = GroupCommit(file.write, _ignore)
    for number in range(3):
        commits.append([item(ANA, f"tap-{number}")])
    commits.close()
    assert slept == [group_commit.PAUSE] * 3


def test_a_burst_becomes_two_commits(file: FakeFile) -> None:
    commits = GroupCommit(file.write, _ignore)
    file.gate.clear()
    threads = [threading.Thread(target=commits.append, args=([item(ANA, f"tap-{n}"), item(ANA, f"next-{n}")],)) for n in range(50)]
    threads[0].start()
    _until(lambda: len(file.groups) == 1)  # the first is being written, the others gather behind it
    for thread in threads[1:]:
        thread.start()
    _until(lambda: len(commits._waiting) == 49)
    file.gate.set()
    for thread in threads:
        thread.join()
    commits.close()
    assert [len(group) for group in file.groups] == [2, 98]
    assert len(set(file.stored)) == 100


def test_a_group_that_fails_is_tried_one_by_one(file: FakeFile) -> None:
    commits = GroupCommit(file.write, _ignore)
    before, poison, after = commits.append([item(ANA, "before"), item(ANA, "poison"), item(ANA, "after")])
    commits.close()
    assert seqs([before, after]) == [1, 2]
    assert poison == NotStored("cannot write poison")
    assert file.groups == [["before", "poison", "after"], ["before"], ["poison"], ["after"]]


def test_a_failure_is_only_of_its_own_group(file: FakeFile) -> None:
    commits = GroupCommit(file.write, _ignore)
    assert commits.append([item(ANA, "poison")]) == [NotStored("cannot write poison")]
    assert seqs(commits.append([item(ANA, "next")])) == [1]
    commits.close()


def test_whoever_follows_is_called_before_anyone_is_answered(file: FakeFile) -> None:
    happened: list[str] = []
    commits = GroupCommit(file.write, lambda items, outcomes: happened.append(f"followed {outcomes[0]}"))
    [outcome] = commits.append([item(ANA, "tap")])
    happened.append("answered")
    commits.close()
    assert happened == [f"followed {outcome}", "answered"]


def test_a_follower_that_raises_does_not_stop_the_store(file: FakeFile) -> None:
    def fails(items: Sequence[Append], outcomes: Sequence[Outcome]) -> None:
        raise RuntimeError("cannot follow")

    commits = GroupCommit(file.write, fails)
    assert seqs(commits.append([item(ANA, "a")]) + commits.append([item(ANA, "b")])) == [1, 2]
    commits.close()


def test_each_caller_gets_its_own_outcomes(file: FakeFile) -> None:
    commits = GroupCommit(file.write, _ignore)

    def mine(name: str) -> Callable[[], bool]:
        def work() -> bool:
            outcomes = commits.append([item(name, f"{name}-{number}") for number in range(3)])
            return [outcome.command_id for outcome in outcomes if isinstance(outcome, Entry)] == [f"{name}-{n}" for n in range(3)]

        return work

    assert at_once([mine(f"person{number}") for number in range(20)]) == [True] * 20
    commits.close()


def test_closing_writes_what_waits_and_takes_nothing_more(file: FakeFile) -> None:
    commits = GroupCommit(file.write, _ignore)
    file.gate.clear()
    threads = [threading.Thread(target=commits.append, args=([item(ANA, f"tap-{number}")],)) for number in range(2)]
    threads[0].start()
    _until(lambda: len(file.groups) == 1)
    threads[1].start()
    _until(lambda: len(commits._waiting) == 1)
    closing = threading.Thread(target=commits.close)
    closing.start()
    _until(lambda: commits._closing)
    assert commits.append([item(ANA, "late")]) == [NotStored("the store is closed")]
    file.gate.set()
    for thread in (*threads, closing):
        thread.join()
    assert file.stored == ["tap-0", "tap-1"]


def test_appending_nothing_waits_for_nobody(file: FakeFile) -> None:
    commits = GroupCommit(file.write, _ignore)
    assert commits.append([]) == []
    commits.close()
    assert file.groups == []
