"""The quick way to a row's checksum gives what the plain one gives, whatever stands in the row: files of every version are held to it."""

from hypothesis import given
from hypothesis import strategies as st

from pollapp.store.checksum import checksum, event_checksum

_TEXT = st.text(st.characters(exclude_categories=()))


@given(st.tuples(_TEXT, st.integers(1), _TEXT, _TEXT, _TEXT, st.binary()))
def test_both_ways_give_the_same(row: tuple[str, int, str, str, str, bytes]) -> None:
    assert event_checksum(row) == checksum(*row)


def test_it_is_the_one_that_stands_in_files() -> None:
    assert event_checksum(("session", 1, "ana", "first-tap", "digest", b'{"event":"DotPlaced"}')) == 2584041611
