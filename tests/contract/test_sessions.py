"""Sessions: opened, found by what names them, handed over, deleted."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from pollapp.store import redis_copies
from pollapp.store.log import CodeTaken, EventLog, Gone, StoreFailed
from tests.contract.sessions import ANA, FAY, at_once, header, item, open_session, seqs, stored


def test_a_session_is_found_by_id_and_code(log: EventLog) -> None:
    one, two = open_session(log, "one", keep_until=2_000), open_session(log, "two")
    assert log.header("one") == log.by_code("code-one") == one
    assert log.header("two") == log.by_code("code-two") == two
    assert one.keep_until == 2_000
    assert two.keep_until is None


def test_what_is_nowhere_is_none(log: EventLog) -> None:
    open_session(log)
    for nothing in ("", "two", "ONE", "one ", "%", "' OR 1=1 --", "code-one", "é", "0" * 10_000):
        assert log.header(nothing) is None
        assert log.read(nothing) is None
    assert log.by_code("one") is None


def test_headers_come_newest_first(log: EventLog) -> None:
    for name, opened_at in (("old", 1), ("new", 3), ("middle", 2)):
        open_session(log, name, opened_at=opened_at)
    assert [one.id for one in log.headers()] == ["new", "middle", "old"]


def test_an_empty_store_has_no_headers(log: EventLog) -> None:
    assert log.headers() == []


def test_opening_stores_the_first_event(log: EventLog) -> None:
    open_session(log)
    [first] = stored(log)
    assert (first.seq, first.actor, first.command_id, first.body) == (1, FAY, "open", b'{"said":"open one"}')


def test_opening_stores_every_event_in_order(log: EventLog) -> None:
    events = [item(FAY, "open"), item(FAY, "counts 1", "green"), item(FAY, "counts 2", "red", words="from a poster")]
    log.open(header(), events)
    assert [(entry.seq, entry.command_id) for entry in stored(log)] == [(1, "open"), (2, "counts 1"), (3, "counts 2")]
    assert [entry.words for entry in stored(log)] == [None, None, "from a poster"]
    assert seqs(log.append([item(FAY, "counts 1", "green"), item(ANA, "join")])) == [2, 4]


def test_when_one_event_cannot_be_stored_there_is_no_session(log: EventLog) -> None:
    with pytest.raises(StoreFailed):
        log.open(header(), [item(FAY, "open"), item(FAY, "counts"), item(FAY, "counts", "other counts")])
    assert (log.header("one"), log.read("one")) == (None, None)
    open_session(log)
    assert [entry.command_id for entry in stored(log)] == ["open"]


def test_a_taken_code_is_refused_and_nothing_is_stored(log: EventLog) -> None:
    open_session(log, "one", code="472918")
    with pytest.raises(CodeTaken):
        open_session(log, "two", code="472918")
    assert log.header("two") is None
    assert log.read("two") is None
    assert log.by_code("472918") == log.header("one")
    assert log.append([item(ANA, "join", session="two")]) == [Gone()]


def test_a_code_is_free_again_after_deletion(log: EventLog) -> None:
    open_session(log, "one", code="472918")
    log.delete("one")
    assert log.by_code("472918") is None
    two = open_session(log, "two", code="472918")
    assert log.by_code("472918") == two


def test_an_id_is_never_taken_twice(log: EventLog) -> None:
    one = open_session(log)
    with pytest.raises(StoreFailed):
        open_session(log, "one", code="another")
    assert log.headers() == [one]
    assert len(stored(log)) == 1


def test_control_is_handed_over_and_the_older_secret_is_worth_nothing(log: EventLog) -> None:
    one, two = open_session(log, "one"), open_session(log, "two")
    assert log.replace_control("one", "another hash", was=one.control_hash)
    assert log.header("one") == log.by_code(one.code) == replace(one, control_hash="another hash")
    assert log.header("two") == two


def test_of_two_who_replace_the_same_secret_only_one_has_control(log: EventLog) -> None:
    one = open_session(log, "one")
    done = at_once([lambda number=number: log.replace_control("one", f"hash {number}", was=one.control_hash) for number in range(8)])
    assert done.count(True) == 1
    assert log.header("one") == replace(one, control_hash=f"hash {done.index(True)}")


def test_the_projector_gets_another_token_and_nothing_else_changes(log: EventLog) -> None:
    one, two = open_session(log, "one"), open_session(log, "two")
    log.replace_projector("one", "another token")
    assert log.header("one") == replace(one, projector_token="another token")
    assert log.header("two") == two


def test_replacing_a_secret_of_nothing_makes_nothing(log: EventLog) -> None:
    assert not log.replace_control("one", "a hash", was="another")
    log.replace_projector("one", "a token")
    assert log.headers() == []


def test_deletion_takes_header_and_log_and_leaves_others_alone(log: EventLog) -> None:
    one, two = open_session(log, "one"), open_session(log, "two")
    log.append([item(ANA, "join"), item(ANA, "join", session="two")])
    before = stored(log, "two")
    log.delete("one")
    assert (log.header("one"), log.by_code(one.code), log.read("one")) == (None,) * 3
    assert log.headers() == [two]
    assert stored(log, "two") == before


def test_several_are_deleted_at_once_and_one_that_is_not_there_is_fine(log: EventLog) -> None:
    three = [open_session(log, name) for name in ("one", "two", "three")][2]
    log.delete("one", "nothing", "two")
    assert log.headers() == [three]
    assert log.append([item(ANA, "join", session=name) for name in ("one", "two")]) == [Gone(), Gone()]
    log.delete()
    assert log.headers() == [three]


def test_sweeping_takes_nothing_of_what_is_kept(log: EventLog) -> None:
    one, before = open_session(log), stored(log)
    log.sweep()
    log.delete("nothing")
    log.sweep()
    assert (log.headers(), stored(log)) == ([one], before)


def test_how_long_it_is_kept_can_change(log: EventLog) -> None:
    one, two = open_session(log, "one", keep_until=5_000), open_session(log, "two")
    for was, keep_until in ((5_000, 2_000), (2_000, None), (None, 3_000)):
        assert log.keep("one", keep_until, was)
        assert log.header("one") == log.by_code(one.code) == replace(one, keep_until=keep_until)
    assert log.header("two") == two
    assert not log.keep("nowhere", 1, None)
    assert log.header("nowhere") is None


def test_how_long_it_is_kept_changes_only_from_what_it_was(log: EventLog) -> None:
    """Two consoles decide at once: the second one has to look again."""
    one = open_session(log, "one", keep_until=5_000)
    assert log.keep("one", 4_000, 5_000)
    for was in (5_000, None, 0):
        assert not log.keep("one", 9_000, was)
    assert log.header("one") == replace(one, keep_until=4_000)
    assert log.keep("one", None, 4_000)
    assert not log.keep("one", 1_000, 4_000)
    assert log.header("one") == replace(one, keep_until=None)


def test_deleting_what_is_not_there_is_fine(log: EventLog) -> None:
    log.delete("one")
    open_session(log)
    log.delete("one")
    log.delete("one")
    assert log.headers() == []


def test_nothing_is_appended_to_what_never_was_or_is_no_more(log: EventLog) -> None:
    assert log.append([item(ANA, "join")]) == [Gone()]
    open_session(log)
    log.append([item(ANA, "join")])
    log.delete("one")
    retry_and_new = [item(ANA, "join"), item(ANA, "tap")]
    assert log.append(retry_and_new) == [Gone(), Gone()]
    assert log.read("one") is None


def test_a_session_opened_again_under_a_deleted_id_starts_empty(log: EventLog) -> None:
    open_session(log)
    log.append([item(ANA, "join")])
    log.delete("one")
    open_session(log)
    assert [entry.command_id for entry in stored(log)] == ["open"]


def test_a_new_process_finds_everything(log: EventLog, reopened: Callable[[], EventLog]) -> None:
    one = open_session(log, keep_until=5)
    log.append([item(ANA, "join"), item(ANA, "tap", "red")])
    open_session(log, "two")
    log.delete("two")
    before = stored(log)
    again = reopened()
    assert again.headers() == [one]
    assert again.read("one") == before
    assert again.append([item(ANA, "tap", "red")]) == [before[2]]  # also what was seen before is still known


def test_words_of_every_script_come_back_as_they_were(log: EventLog) -> None:
    open_session(log)
    [entry] = log.append([item(ANA, "tap", "¿Qué? 你好 👍🏽 \0 '\"")])
    assert stored(log)[-1] == entry
    assert header() == log.header("one")


def test_what_expires_is_deleted_as_it_stands_in_that_moment(log: EventLog) -> None:
    """Not as it stood when somebody looked which they are: one may be kept longer meanwhile."""
    for name, keep_until in (("over", 500), ("now", 600), ("later", 601), ("kept", None), ("longer", 500)):
        open_session(log, name, keep_until=keep_until)
    assert log.keep("longer", 700, 500)
    assert sorted(log.delete_expired(600)) == ["now", "over"]
    assert sorted(header.id for header in log.headers()) == ["kept", "later", "longer"]
    assert log.delete_expired(600) == []
    assert not log.keep("over", 700, 500)  # whoever comes too late is told


def test_waiting_for_a_copy_changes_nothing_and_is_quick_where_there_is_none(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_copies, "WITHIN", 20.0)
    one = open_session(log)
    began = time.monotonic()
    for session in ("one", "nowhere", ""):
        log.await_copy(session)
    assert time.monotonic() - began < 10  # seconds; who waits for a replica in vain takes twenty of them, each time
    assert log.headers() == [one]
    assert len(stored(log)) == 1
    assert log.health.trouble is None
