"""The numbers themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Histogram

from pollapp.metrics.exported import registry
from pollapp.metrics.figures import SECONDS, Figures, Standing, StoreFigures
from pollapp.store.group_commit import GroupCommit
from pollapp.store.log import Append, Entry, StoreFailed


@given(st.lists(st.one_of(st.floats(0, 10), st.sampled_from(SECONDS))))
def test_a_spread_is_what_prometheus_own_histogram_would_be(seconds: list[float]) -> None:
    """On the bounds too: a value lies in the bucket whose bound it is."""
    figures, theirs = Figures(), CollectorRegistry()
    histogram = Histogram("pollapp_ack_seconds", "", buckets=SECONDS, registry=theirs)
    for value in seconds:
        figures.ack.add(value)
        histogram.observe(value)
    ours = registry(figures, StoreFigures(), lambda: Standing(0, 0, [], [], None))
    for bound in (*map(str, SECONDS), "+Inf"):
        found = ours.get_sample_value("pollapp_ack_seconds_bucket", {"le": bound})
        assert found == theirs.get_sample_value("pollapp_ack_seconds_bucket", {"le": bound})
    assert ours.get_sample_value("pollapp_ack_seconds_count") == len(seconds)
    assert ours.get_sample_value("pollapp_ack_seconds_sum") == pytest.approx(sum(seconds))


def test_what_a_message_was_answered_is_counted_dot_by_dot() -> None:
    figures = Figures()
    figures.told({"ok": True, "answers": [{"ok": True, "seq": 1}, {"late": True}, {"refused": "superseded"}, {"late": True}]}, 0.002)
    figures.told({"refused": "slow_down"}, 9.0)
    assert figures.refused == {"late": 2, "superseded": 1, "slow_down": 1}
    assert (sum(figures.ack.counts), figures.ack.total) == (1, 0.002)


def test_how_long_an_ack_took_is_counted_only_where_something_was_stored() -> None:
    """A message whose dots are all late is answered without a commit: it would make a slow store look quick."""
    figures = Figures()
    figures.told({"ok": True, "answers": [{"late": True}, {"refused": "superseded"}]}, 0.0001)
    assert sum(figures.ack.counts) == 0
    figures.told({"ok": True, "answers": [{"late": True}, {"ok": True, "seq": 1}]}, 0.002)
    figures.told({"ok": True, "seq": 2}, 0.002)
    assert sum(figures.ack.counts) == 2


def _item(number: int) -> Append:
    return Append("session", "ana", f"command-{number}", "digest", b"{}")


def test_a_commit_is_counted_with_its_size_also_one_that_fails() -> None:
    def write(items: list[Append]) -> list[Entry]:
        if items[0].command_id == "command-9":
            raise StoreFailed("The disk is full.", "slow")
        return [Entry(number, item.actor, item.command_id, item.digest, item.body) for number, item in enumerate(items, 1)]

    commits = GroupCommit(write, lambda items, outcomes: None)
    commits.append([_item(1), _item(2), _item(3)])
    commits.append([_item(9)])
    commits.close()
    figures = commits.figures
    assert (sum(figures.group.counts), figures.group.total) == (2, 4)
    assert sum(figures.commit.counts) == sum(figures.fold.counts) == 2
