"""The name of a data folder: made once, the same at every start, another one for another folder."""

import stat
from pathlib import Path

import pytest

from pollapp.folder_id import ID_FILE, folder_id


def test_it_stays_the_same(tmp_path: Path) -> None:
    made = folder_id(tmp_path / "data")
    assert len(made) == 12
    assert folder_id(tmp_path / "data") == made
    assert folder_id(tmp_path / "other") != made


def test_it_is_for_the_owner_alone(tmp_path: Path) -> None:
    folder_id(tmp_path)
    assert stat.S_IMODE((tmp_path / ID_FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("rubbish", [b"", b"\n", b"\xff\xfe", b"a name", b"0" * 500])
def test_one_that_cannot_be_read_is_made_anew(tmp_path: Path, rubbish: bytes) -> None:
    (tmp_path / ID_FILE).write_bytes(rubbish)
    made = folder_id(tmp_path)
    assert (len(made), folder_id(tmp_path)) == (12, made)
