"""Folders and files that are still there after a power cut (tests/chaos/test_power.py cuts it); here: what they are like."""

import os
import stat
from pathlib import Path

import pytest

from pollapp import durable

posix = pytest.mark.skipif(os.name != "posix", reason="Modes, and folders that can be synced, are of POSIX.")


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were synced, in order."""
    folders: list[Path] = []
    monkeypatch.setattr(durable, "sync_folder", folders.append)
    return folders


def test_a_folder_is_made_with_those_it_stands_in_and_each_is_synced(tmp_path: Path, synced: list[Path]) -> None:
    durable.make_folder(tmp_path / "one" / "two", 0o700)
    assert (tmp_path / "one" / "two").is_dir()
    assert synced == [tmp_path, tmp_path / "one"]


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path, synced: list[Path]) -> None:
    tmp_path.chmod(0o755)
    durable.make_folder(tmp_path, 0o700)
    assert synced == []
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


@posix
def test_its_mode_is_its_own_alone(tmp_path: Path) -> None:
    durable.make_folder(tmp_path / "one" / "two", 0o700)
    assert stat.S_IMODE((tmp_path / "one" / "two").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) != 0o700


def test_a_file_in_the_way_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError):
        durable.make_folder(tmp_path / "file")
    with pytest.raises(NotADirectoryError):
        durable.make_folder(tmp_path / "file" / "in it")


def test_a_file_is_whole_and_only_its_owners(tmp_path: Path, synced: list[Path]) -> None:
    durable.write_file(tmp_path / "file", "old")
    durable.write_file(tmp_path / "file", "ñ")
    assert (tmp_path / "file").read_text("utf-8") == "ñ"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert synced == [tmp_path, tmp_path]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600


def test_a_file_that_cannot_be_synced_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    durable.write_file(tmp_path / "file", "old")

    def fails(descriptor: int) -> None:
        raise OSError("disk I/O error")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="I/O"):
        durable.write_file(tmp_path / "file", "new")
    assert (tmp_path / "file").read_text() == "old"


@posix
def test_a_folder_that_cannot_be_synced_is_no_error(tmp_path: Path) -> None:
    durable.sync_folder(tmp_path / "nowhere")
    durable.sync_folder(tmp_path)
