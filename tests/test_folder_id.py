"""The name of a data folder: made once, the same at every start, another one for another folder."""

import stat
from pathlib import Path

from pollapp.folder_id import ID_FILE, folder_id


def test_it_stays_the_same(tmp_path: Path) -> None:
    made = folder_id(tmp_path / "data")
    assert len(made) == 12
    assert folder_id(tmp_path / "data") == made
    assert folder_id(tmp_path / "other") != made


def test_it_is_for_the_owner_alone(tmp_path: Path) -> None:
    folder_id(tmp_path)
    assert stat.S_IMODE((tmp_path / ID_FILE).stat().st_mode) == 0o600
