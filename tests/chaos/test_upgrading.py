"""`make chaos` upgrades the server under two hundred phones; here it is twenty."""

from pathlib import Path

import pytest

from chaos import upgrading
from chaos.table import Wanted
from tests.apart import apart

pytestmark = pytest.mark.server


def test_dots_that_wait_outlive_an_upgrade_and_every_page_reloads_once(tmp_path: Path) -> None:
    row = apart(upgrading.run, Wanted(rounds=1, folder=tmp_path, seed=3), phones=20)
    assert (row.lost, row.doubled) == (0, 0), row
    assert row.acked >= 20, row
    assert "20 phones, 22 reloads" in row.seen
    assert "0 dots refused" in row.seen
