"""Stores that several processes work on: whoever attends a session is fed what the others do in it, and nobody else is."""

import threading
import time
from collections.abc import Callable, Sequence

import pytest

from pollapp.store.log import Append, Entry, EventLog
from pollapp.store.redis_asking import Call
from pollapp.store.redis_keys import BUCKETS, TAGS
from pollapp.store.redis_log import RedisLog
from tests.contract.sessions import ANA, BEN, at_once, item, open_session, seqs, stored

SOON = 5.0  # seconds; usually it is a few milliseconds
Two = tuple[EventLog, EventLog]


class Attending:
    """Follows like a room does: reads, attends, reads on; keeps one line of entries, and counts how often it had to look again."""

    def __init__(self, log: EventLog, session: str = "one") -> None:
        self._log, self._session = log, session
        self.line: list[Entry] = []
        self.anew = 0
        self._feeding = threading.Lock()
        log.follow(self._feed)
        self._apply(stored(log, session))
        log.attend(session, len(self.line))
        self._apply(log.read(session, len(self.line)) or [])

    def _feed(self, session_id: str, entries: Sequence[Entry]) -> None:
        if session_id != self._session:
            return
        if not entries:
            self.anew += 1
            with self._feeding:
                self.line = self._log.read(session_id) or []
        self._apply(entries)

    def _apply(self, entries: Sequence[Entry]) -> None:
        with self._feeding:
            for entry in entries:
                if entry.seq > len(self.line):
                    assert entry.seq == len(self.line) + 1, "one is missing in between"
                    self.line.append(entry)


def soon(true: Callable[[], bool]) -> None:
    until = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < until
        time.sleep(0.002)


def taps(actor: str, count: int, session: str = "one") -> list[Append]:
    return [item(actor, f"tap-{number}", f"said {number}", session) for number in range(count)]


def test_who_attends_is_fed_what_another_process_appends(two: Two) -> None:
    here, there = two
    open_session(here)
    there.append([item(ANA, "before")])
    follower = Attending(here)
    there.append([item(ANA, "a"), item(BEN, "b", words="typed")])
    here.append([item(ANA, "c")])
    there.append([item(ANA, "d")])
    soon(lambda: len(follower.line) == 6)
    assert follower.line == stored(there)
    assert follower.anew == 0


def test_who_does_not_attend_is_fed_nothing_of_others(two: Two) -> None:
    here, there = two
    open_session(here)
    open_session(here, "two")
    fed: list[str] = []
    here.follow(lambda session_id, entries: fed.extend([session_id] * max(1, len(entries))))  # they may come together
    here.attend("one", 1)
    here.attend("two", 1)
    here.leave("two")
    there.append([item(ANA, "a", session="two"), item(ANA, "a")])
    there.replace_projector("two", "another")
    there.append([item(ANA, "b")])
    soon(lambda: fed.count("one") >= 2)
    assert set(fed) == {"one"}


def test_who_has_left_may_attend_again(two: Two) -> None:
    here, there = two
    open_session(here)
    Attending(here)
    here.leave("one")
    there.append([item(ANA, "missed")])
    follower = Attending(here)
    there.append([item(ANA, "seen")])
    soon(lambda: len(follower.line) == 3)


def test_an_append_feeds_what_others_stored_before_it_first(two: Two) -> None:
    """Also where the other's is not heard of yet: nobody is answered on a state that lacks something."""
    here, there = two
    open_session(here)
    follower = Attending(here)
    for number in range(20):
        there.append([item(BEN, f"theirs-{number}", words="typed")])
        outcome = here.append([item(ANA, f"ours-{number}")])
        assert follower.line[-1:] == outcome
    assert follower.line == stored(here)


def test_a_retry_that_lands_on_another_process_gives_the_first_entry(two: Two) -> None:
    here, there = two
    open_session(here)
    follower = Attending(there)
    first = here.append([item(ANA, "tap", words="typed")])
    assert there.append([item(ANA, "tap", words="typed")]) == first
    assert follower.line[-1:] == first


@pytest.mark.parametrize("missed", [500, 10])
def test_nothing_is_missed_by_who_attends_in_the_middle_of_a_burst(two: Two, missed: int) -> None:
    here, there = two
    open_session(here)
    halfway = threading.Event()

    def bursts() -> None:
        for at in range(0, 1_000, missed):
            there.append([item(BEN, f"tap-{number}", f"said {number}") for number in range(at, min(at + missed, 1_000))])
            halfway.set()

    burst = threading.Thread(target=bursts)
    burst.start()
    halfway.wait()
    follower = Attending(here)
    for number in range(20):
        assert seqs(here.append([item(ANA, f"ours-{number}")]))
    burst.join()
    soon(lambda: len(follower.line) == 1_021)
    assert follower.line == stored(there)


def test_who_is_far_behind_is_fed_all_of_it_in_order_before_an_append_is_answered(two: Two) -> None:
    here, there = two
    open_session(here)
    fed: list[int] = []
    here.follow(lambda session_id, entries: fed.extend(entry.seq for entry in entries if not fed or entry.seq > fed[-1]))
    there.append([item(BEN, f"tap-{number}") for number in range(2_500)])
    here.attend("one", 1)
    assert seqs(here.append([item(ANA, "tap")])) == [2_502]
    assert fed == list(range(2, 2_503))


def test_all_who_append_at_once_are_fed_one_order(two: Two) -> None:
    here, there = two
    open_session(here)
    followers = [Attending(here), Attending(there)]
    places = [(log, f"{number}-{actor}") for number, log in enumerate(two) for actor in (ANA, BEN)]
    at_once([lambda log=log, actor=actor: [log.append([one]) for one in taps(actor, 40)] for log, actor in places])
    for follower in followers:
        soon(lambda follower=follower: len(follower.line) == 161)
        assert follower.line == stored(here)


def test_a_change_of_the_header_and_a_deletion_are_told_to_others_alone(two: Two) -> None:
    here, there = two
    one = open_session(here, keep_until=5)
    ours, theirs = Attending(here), Attending(there)
    changes: list[Callable[[], object]] = [
        lambda: here.replace_control("one", "another", one.control_hash),
        lambda: here.replace_projector("one", "another"),
        lambda: here.keep("one", 9, 5),
        lambda: here.delete("one"),
    ]
    for number, change in enumerate(changes, start=1):
        change()
        soon(lambda number=number: theirs.anew == number)
    assert ours.anew == 0
    assert there.header("one") is None


def test_what_expires_is_told_to_others(two: Two) -> None:
    here, there = two
    open_session(here, keep_until=5)
    theirs = Attending(there)
    assert here.delete_expired(5) == ["one"]
    soon(lambda: theirs.anew == 1)


def test_what_changed_before_somebody_attends_is_no_news(two: Two) -> None:
    here, there = two
    one = open_session(here)
    here.replace_control("one", "another", one.control_hash)
    follower = Attending(there)
    here.append([item(ANA, "tap")])
    soon(lambda: len(follower.line) == 2)
    assert follower.anew == 0


def test_a_session_opened_again_under_a_deleted_id_is_fed_from_its_first_entry(two: Two) -> None:
    here, there = two
    open_session(here)
    first = Attending(there)
    here.delete("one")
    soon(lambda: first.anew == 1)
    there.leave("one")
    open_session(here)
    again = Attending(there)
    here.append([item(ANA, "tap")])
    soon(lambda: len(again.line) == 2)


def test_many_sessions_are_followed_with_few_connections(two: Two) -> None:
    here, there = two
    names = [f"session-{number}" for number in range(60)]
    for name in names:
        open_session(here, name)
    fed: dict[str, list[int]] = {name: [] for name in names}
    there.follow(lambda session_id, entries: fed[session_id].extend(entry.seq for entry in entries))
    for name in names:
        there.attend(name, 1)
    here.append([item(ANA, f"tap-{number}", session=name) for number in range(3) for name in names])
    soon(lambda: all(line == [2, 3, 4] for line in fed.values()))


def test_all_processes_see_one_epoch_while_the_engine_lives(two: Two) -> None:
    here, there = two
    open_session(here)
    assert here.epoch("one") == there.epoch("one") != ""
    Attending(here)
    assert here.epoch("one") == there.epoch("one")


def test_who_lets_go_is_quick_even_while_nothing_happens(two: Two) -> None:
    here, _ = two
    open_session(here)
    Attending(here)
    began = time.monotonic()
    here.close()
    assert time.monotonic() - began < 1.5


def test_who_lets_go_leaves_no_stream_behind_by_which_it_was_woken(two: Two) -> None:
    here, there = two
    for log, name in ((here, "one"), (here, "two"), (there, "three")):
        open_session(log, name)
        Attending(log, name)
    assert len(_wakes(there)) == 3
    here.close()
    assert len(_wakes(there)) == 1


def _wakes(log: EventLog) -> list[bytes]:
    assert isinstance(log, RedisLog)
    answers = log._engine.all([Call(bucket, ("KEYS", f"pollapp:{TAGS[bucket]}:wake:*")) for bucket in range(BUCKETS)])
    return sorted({key for keys in answers for key in keys})
