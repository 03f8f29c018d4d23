"""`make chaos` sends five hundred phones away and lets them come back; here it is sixty. How long that takes decides nothing."""

from pathlib import Path

import pytest

from chaos import returning
from chaos.table import Wanted
from tests.apart import apart

pytestmark = pytest.mark.server


def test_a_room_behind_one_address_comes_back_and_nobody_is_refused(tmp_path: Path) -> None:
    row = apart(returning.run, Wanted(rounds=1, folder=tmp_path, seed=3), phones=60, away=[0.5])
    assert (row.tried, row.lost, row.doubled) == (1 + returning.FAILURES, 0, 0), row
    assert row.acked >= 60, row
    assert "60 phones, one address, 0 refused" in row.seen
