"""Following: whoever follows has every entry, in order, before the append that stored it returns."""

from collections.abc import Sequence

from pollapp.store.log import Entry, EventLog
from tests.contract.sessions import ANA, BEN, at_once, item, open_session, stored


class Follower:
    """Keeps what it is fed, and counts what comes again."""

    def __init__(self, log: EventLog) -> None:
        self.fed: dict[str, list[Entry]] = {}
        log.follow(self._feed)

    def _feed(self, session_id: str, entries: Sequence[Entry]) -> None:
        assert list(entries) == sorted(entries, key=lambda entry: entry.seq)
        known = self.fed.setdefault(session_id, [])
        known += [entry for entry in entries if not known or entry.seq > known[-1].seq]


def test_a_follower_is_fed_before_append_returns(log: EventLog) -> None:
    open_session(log)
    follower = Follower(log)
    for number in range(5):
        outcome = log.append([item(ANA, f"tap-{number}")])
        assert follower.fed["one"][-1:] == outcome


def test_a_follower_is_fed_before_the_retry_of_another_thread_returns(log: EventLog) -> None:
    open_session(log)
    follower = Follower(log)

    def tap() -> bool:
        return log.append([item(ANA, "tap")])[0] in follower.fed["one"]

    assert at_once([tap] * 8) == [True] * 8


def test_every_follower_is_fed_each_session_apart(log: EventLog) -> None:
    open_session(log)
    open_session(log, "two")
    followers = [Follower(log), Follower(log)]
    log.append([item(ANA, "a"), item(ANA, "a", session="two"), item(BEN, "b"), item(BEN, "b", session="two")])
    for follower in followers:
        assert follower.fed == {"one": stored(log)[1:], "two": stored(log, "two")[1:]}


def test_nothing_is_fed_of_what_was_not_stored(log: EventLog) -> None:
    open_session(log)
    log.append([item(ANA, "tap", "green")])
    follower = Follower(log)
    log.append([item(ANA, "tap", "red"), item(ANA, "tap", session="nowhere")])
    assert follower.fed == {}


def test_a_follower_that_fails_stops_neither_the_store_nor_other_followers(log: EventLog) -> None:
    open_session(log)
    open_session(log, "two")

    def fails(session_id: str, entries: Sequence[Entry]) -> None:
        raise RuntimeError(f"cannot follow {session_id}")

    log.follow(fails)
    follower = Follower(log)
    log.append([item(ANA, "a"), item(ANA, "a", session="two")])
    log.append([item(ANA, "b")])
    assert follower.fed == {"one": stored(log)[1:], "two": stored(log, "two")[1:]}


def test_a_follower_may_read_the_log(log: EventLog) -> None:
    open_session(log)
    read: list[list[Entry] | None] = []
    log.follow(lambda session_id, entries: read.append(log.read(session_id)))
    log.append([item(ANA, "tap")])
    assert read == [stored(log)]
