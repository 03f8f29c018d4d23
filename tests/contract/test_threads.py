"""Many at once: the log stays one gapless line, whoever writes, retries, deletes or reads meanwhile."""

from collections.abc import Callable
from functools import partial

from pollapp.store.log import CodeTaken, Conflict, Entry, EventLog, Gone
from tests.contract.sessions import ANA, at_once, item, open_session, seqs, stored
from tests.contract.test_follow import Follower

THREADS, TAPS = 8, 40


def _taps(log: EventLog, actor: str, session: str = "one") -> Callable[[], list[int]]:
    return lambda: [seqs(log.append([item(actor, f"tap-{number}", session=session)]))[0] for number in range(TAPS)]


def test_seqs_are_gapless_and_unique(log: EventLog) -> None:
    open_session(log)
    follower = Follower(log)
    results = at_once([_taps(log, f"person-{number}") for number in range(THREADS)])
    everything = stored(log)
    assert sorted(seq for result in results for seq in result) == list(range(2, THREADS * TAPS + 2))
    assert [entry.seq for entry in everything] == list(range(1, THREADS * TAPS + 2))
    assert all(result == sorted(result) for result in results)
    assert follower.fed["one"] == everything[1:]


def test_sessions_do_not_disturb_each_other(log: EventLog) -> None:
    names = [f"session-{number}" for number in range(THREADS)]
    for name in names:
        open_session(log, name)
    assert at_once([_taps(log, ANA, name) for name in names]) == [list(range(2, TAPS + 2))] * THREADS


def test_the_same_command_from_many_threads_is_stored_once(log: EventLog) -> None:
    open_session(log)
    results = at_once([partial(log.append, [item(ANA, "tap")])] * THREADS)
    assert seqs([result[0] for result in results]) == [2] * THREADS
    assert len(stored(log)) == 2


def test_one_id_with_many_contents_is_stored_once(log: EventLog) -> None:
    open_session(log)
    results = [result[0] for result in at_once([partial(log.append, [item(ANA, "tap", f"v{number}")]) for number in range(THREADS)])]
    assert sorted(type(result).__name__ for result in results) == ["Conflict"] * (THREADS - 1) + ["Entry"]
    assert stored(log)[1:] == [result for result in results if isinstance(result, Entry)]
    assert results.count(Conflict()) == THREADS - 1


def test_a_code_goes_to_one_of_many(log: EventLog) -> None:
    def opens(name: str) -> Callable[[], bool]:
        def work() -> bool:
            try:
                open_session(log, name, code="472918")
            except CodeTaken:
                return False
            return True

        return work

    assert sum(at_once([opens(f"session-{number}") for number in range(THREADS)])) == 1
    assert len(log.headers()) == 1


def test_what_comes_while_a_session_is_deleted_is_stored_or_gone_and_then_only_gone(log: EventLog) -> None:
    open_session(log)

    def taps(actor: str) -> Callable[[], list[str]]:
        return lambda: [type(log.append([item(actor, f"tap-{number}")])[0]).__name__ for number in range(TAPS)]

    *results, _ = at_once([*(taps(f"person-{number}") for number in range(THREADS - 1)), lambda: log.delete("one")])
    for result in results:
        assert result == ["Entry"] * result.count("Entry") + ["Gone"] * result.count("Gone")
    assert log.append([item(ANA, "late")]) == [Gone()]
    assert log.read("one") is None


def test_readers_see_a_prefix_of_the_log(log: EventLog) -> None:
    open_session(log)

    def reads() -> list[list[int]]:
        return [[entry.seq for entry in stored(log)] for _ in range(TAPS)]

    *_, pictures = at_once([*(_taps(log, f"person-{number}") for number in range(3)), reads])
    for picture in pictures:
        assert picture == list(range(1, len(picture) + 1))
    assert [len(picture) for picture in pictures] == sorted(len(picture) for picture in pictures)
