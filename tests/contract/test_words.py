"""Words: what people typed comes back with its event until it is erased, and then never again. The log itself stays."""

from collections.abc import Callable, Sequence

from pollapp.store.log import Conflict, Entry, EventLog, Gone
from tests.contract.sessions import ANA, BEN, FAY, at_once, header, item, open_session, seqs, stored
from tests.contract.test_follow import Follower

REASON = "¿Por qué? 因为 👍🏽 \0 '\""


def _words(log: EventLog, session: str = "one") -> list[str | None]:
    return [entry.words for entry in stored(log, session)]


def _erased(entries: Sequence[Entry], *seqs: int) -> list[Entry]:
    """These entries as they are once the words at these places are erased."""
    return [entry._replace(digest="", words=None) if entry.seq in seqs else entry for entry in entries]


def test_words_come_back_with_their_event_and_with_no_other(log: EventLog) -> None:
    open_session(log)
    said = item(ANA, "say", words=REASON)
    assert log.append([said, item(BEN, "tap")]) == stored(log)[1:]
    assert stored(log)[1] == Entry(2, ANA, "say", said.digest, said.body, REASON)
    assert _words(log) == [None, REASON, None]
    assert [entry.words for entry in log.read("one", 1) or []] == [REASON, None]


def test_words_may_be_empty_or_long(log: EventLog) -> None:
    open_session(log)
    log.append([item(ANA, "say", words=""), item(BEN, "say", words="why " * 10_000)])
    assert _words(log) == [None, "", "why " * 10_000]


def test_the_first_event_may_bring_words(log: EventLog) -> None:
    log.open(header(), [item(FAY, "open", words="Friday")])
    assert _words(log) == ["Friday"]


def test_a_new_process_finds_words_and_finds_none_that_were_erased(log: EventLog, reopened: Callable[[], EventLog]) -> None:
    open_session(log)
    log.append([item(ANA, "say", words="kept"), item(BEN, "say", words="erased")])
    log.erase("one", [3])
    before = stored(log)
    again = reopened()
    assert again.read("one") == before
    assert again.append([item(ANA, "say", words="kept"), item(BEN, "say", words="erased")]) == before[1:]


def test_a_follower_is_fed_the_words(log: EventLog) -> None:
    open_session(log)
    follower = Follower(log)
    log.append([item(ANA, "say", words=REASON), item(BEN, "tap")])
    assert [entry.words for entry in follower.fed["one"]] == [REASON, None]


def test_a_retry_gives_the_first_words_and_stores_none(log: EventLog) -> None:
    open_session(log)
    first, second = log.append([item(ANA, "say", words=REASON)] * 2)
    assert first == second
    assert log.append([item(ANA, "say", words=REASON)]) == [first]
    assert stored(log)[1:] == [first]


def test_other_words_under_the_same_id_are_a_conflict(log: EventLog) -> None:
    open_session(log)
    log.append([item(ANA, "say", words="first")])
    assert log.append([item(ANA, "say", words="second"), item(ANA, "say")]) == [Conflict(), Conflict()]
    assert _words(log) == [None, "first"]


def test_erasing_takes_words_and_what_was_made_of_them_and_leaves_the_rest(log: EventLog) -> None:
    for name in ("one", "two"):
        open_session(log, name)
        log.append([item(person, "say", session=name, words=f"{person} thinks") for person in (ANA, BEN, FAY)])
    one, two = stored(log, "one"), stored(log, "two")
    log.erase("one", [2, 4])
    assert stored(log, "one") == _erased(one, 2, 4)
    assert stored(log, "two") == two


def test_erasing_again_or_what_is_not_there_is_fine(log: EventLog) -> None:
    open_session(log)
    log.append([item(ANA, "say", words="erased"), item(BEN, "tap"), item(BEN, "say", words="kept")])
    before = stored(log)
    for places in ({2}, {2}, set(), {0, -1, 5, 10**9}):
        log.erase("one", places)
    assert stored(log) == _erased(before, 2)
    log.erase("nowhere", [1])


def test_an_event_without_words_keeps_its_digest(log: EventLog) -> None:
    open_session(log)
    log.append([item(ANA, "tap", "green")])
    before = stored(log)
    log.erase("one", [1, 2])
    assert stored(log) == before
    assert log.append([item(ANA, "tap", "red")]) == [Conflict()]


def test_a_retry_after_erasing_gives_the_entry_and_brings_nothing_back(log: EventLog) -> None:
    open_session(log)
    log.append([item(ANA, "say", words="erased")])
    log.erase("one", [2])
    for words in ("erased", "a guess", None):  # nothing tells any more which words they were
        assert log.append([item(ANA, "say", words=words)]) == stored(log)[1:]
    assert _words(log) == [None, None]
    assert seqs(log.append([item(ANA, "say-again", words="new")])) == [3]


def test_erasing_in_a_deleted_session_is_fine_and_deleting_takes_words(log: EventLog) -> None:
    open_session(log)
    log.append([item(ANA, "say", words="deleted")])
    log.delete("one")
    log.erase("one", [2])
    assert log.append([item(ANA, "say", words="deleted")]) == [Gone()]
    open_session(log)
    assert log.append([item(ANA, "tap")]) == [stored(log)[1]]
    assert _words(log) == [None, None]  # nor do they come with an event of the same place


def test_words_are_erased_while_others_are_typed(log: EventLog) -> None:
    open_session(log)

    def types_and_erases(person: str) -> Callable[[], None]:
        def work() -> None:
            for number in range(10):
                [seq] = seqs(log.append([item(person, f"say-{number}", words=f"{person} {number}")]))
                if number < 9:
                    log.erase("one", [seq])

        return work

    at_once([types_and_erases(f"person-{number}") for number in range(6)])
    assert sorted(words for words in _words(log) if words) == [f"person-{number} 9" for number in range(6)]


def test_an_entry_knows_its_retries() -> None:
    entry = Entry(1, ANA, "say", "a digest", b"{}", REASON)
    assert (entry.is_retry("a digest"), entry.is_retry("another"), entry.is_retry("")) == (True, False, False)
    assert entry._replace(digest="").is_retry("another")
