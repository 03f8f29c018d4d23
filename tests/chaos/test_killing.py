"""`make chaos` kills a server a hundred times; here it is killed three times."""

from pathlib import Path

import pytest

from chaos import killing
from chaos.table import Wanted
from tests.apart import apart

pytestmark = pytest.mark.server


def test_no_acked_dot_is_lost_or_counts_twice_when_the_server_is_killed(tmp_path: Path) -> None:
    row = apart(killing.run, Wanted(rounds=3, folder=tmp_path, seed=3), phones=20)
    assert (row.tried, row.lost, row.doubled) == (3, 0, 0), row
    assert row.acked > 20, row
    assert "0 refused, 0 connections turned away" in row.seen
