"""What the doctor says of the data folder: writable, private, on a good disk, whole, with a strong key, and who works on it."""

import os
from pathlib import Path

import pytest

from pollapp.doctor.filesystem import MB, file_system, kind_at, space
from pollapp.doctor.storage import folder, key, running, sessions_file
from pollapp.secrets_file import opening_key
from pollapp.store.one_server import OneServer
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog

posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
GOOD_KEY = "T4qv9ZbX1mWc7RjK0sLd"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder as a server leaves it."""
    here = tmp_path / "data"
    OneServer(here).close()
    SqliteLog(here / SESSIONS_FILE).close()
    opening_key(here)
    return here


def test_a_folder_as_the_server_leaves_it_is_well(data: Path) -> None:
    for found in (folder(data), sessions_file(data), key(data), running(data)):
        assert (found.state, found.do) == ("ok", ""), found


def test_a_folder_that_is_not_there_yet_is_well_and_stays_away(tmp_path: Path) -> None:
    away = tmp_path / "some" / "where"
    for found in (folder(away), sessions_file(away), key(away), running(away), space(away), file_system(away)):
        assert found.state in ("ok", "warning"), found
    assert list(tmp_path.iterdir()) == []


def test_looking_changes_nothing(data: Path) -> None:
    before = {file.name: (file.stat().st_mtime_ns, file.stat().st_mode, file.read_bytes()) for file in data.iterdir()}
    for look in (folder, sessions_file, key, running, space, file_system):
        look(data)
    assert {file.name: (file.stat().st_mtime_ns, file.stat().st_mode, file.read_bytes()) for file in data.iterdir()} == before


def test_a_file_in_its_place_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert (folder(tmp_path / "data").state, folder(tmp_path / "data").do) == ("wrong", "Name a folder: --data-dir DIR")


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_cannot_be_written_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write everywhere
    found = folder(tmp_path if there else tmp_path / "data")
    assert (found.state, "cannot be" in found.says) == ("wrong", True)


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="Linux has a /proc")
def test_a_place_in_which_nothing_can_be_made_is_wrong_for_root_too() -> None:
    assert folder(Path("/proc/nope")).says == "/proc/nope does not exist, and cannot be made in /proc."
    assert folder(Path("/proc/nope")).state == "wrong"


def test_a_folder_that_may_not_be_looked_at_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pollapp.doctor.storage._usable", _refused)
    assert (folder(tmp_path).state, "cannot be looked at" in folder(tmp_path).says) == ("wrong", True)


def _refused(path: Path) -> None:
    raise PermissionError(13, "Permission denied", str(path))


def test_a_file_that_may_not_be_read_is_not_called_damaged(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(PermissionError):
        sessions_file(data)


@posix
@pytest.mark.parametrize(("mode", "state"), [(0o700, "ok"), (0o750, "warning"), (0o755, "warning"), (0o770, "wrong"), (0o777, "wrong")])
def test_who_else_may_look_into_it(data: Path, mode: int, state: str) -> None:
    data.chmod(mode)
    assert folder(data).state == state
    assert (f"chmod -R go= {data}" in folder(data).do) == (state != "ok")


@posix
@pytest.mark.parametrize("name", ["opening-key", SESSIONS_FILE, f"{SESSIONS_FILE}-wal", f"{SESSIONS_FILE}-shm"])
def test_a_file_that_others_may_read_is_wrong(data: Path, name: str) -> None:
    (data / name).touch(0o600)
    assert folder(data).state == "ok"
    (data / name).chmod(0o640)
    assert folder(data).state == "wrong"
    assert name in folder(data).says


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        *(("ext4", "ok"), ("xfs", "ok"), ("btrfs", "ok"), ("apfs", "ok"), ("tmpfs", "warning"), ("overlay", "warning")),
        *(("nfs", "wrong"), ("nfs4", "wrong"), ("cifs", "wrong"), ("smb3", "wrong"), ("9p", "wrong"), ("fuse.sshfs", "wrong")),
    ],
)
def test_the_kind_of_the_disk(tmp_path: Path, kind: str, state: str) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"21 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n22 21 0:1 / {tmp_path} rw - {kind} somewhere rw\n")
    found = file_system(tmp_path / "data", mounts)
    assert (found.state, kind in found.says) == (state, True)
    assert kind_at(Path("/"), mounts) == "ext4"


def test_a_mount_with_a_blank_in_its_name_is_found(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text("21 1 8:1 / / rw - ext4 a rw\n22 21 0:1 / /my\\040disk rw - vfat b rw\n")
    assert kind_at(Path("/my disk/data"), mounts) == "vfat"
    assert kind_at(Path("/my"), mounts) == "ext4"


def test_where_the_system_does_not_tell(tmp_path: Path) -> None:
    assert file_system(tmp_path, tmp_path / "nothing").state == "ok"


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - School", "Mobile Documents", "Google Drive"])
def test_a_folder_that_a_cloud_copies_is_wrong(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert file_system(tmp_path / name / "pollapp-data").state == "wrong"


@pytest.mark.parametrize(("free", "state"), [(40 * MB, "wrong"), (400 * MB, "warning"), (4000 * MB, "ok")])
def test_the_room_on_the_disk(data: Path, free: int, state: str) -> None:
    assert space(data, free).state == state


def test_a_large_file_needs_room_to_be_deleted(data: Path) -> None:
    with (data / SESSIONS_FILE).open("r+b") as file:
        file.truncate(900 * MB)  # sparse
    assert space(data, 1000 * MB).state == "warning"
    assert space(data, 2000 * MB).state == "ok"


@pytest.mark.parametrize("at", [0, 4096 + 5])
def test_a_damaged_file_is_wrong(data: Path, at: int) -> None:
    with (data / SESSIONS_FILE).open("r+b") as file:
        file.seek(at)
        file.write(b"\xa5" * 2000)
    found = sessions_file(data)
    assert (found.state, "is damaged" in found.says) == ("wrong", True)


@pytest.mark.parametrize(
    "weak", ["", "password", "changeme-changeme-changeme", "abababababababababababab", "abcdefghijklmnopqrstuvwxyz", "\0" * 32]
)
def test_a_weak_key_is_wrong(data: Path, weak: str) -> None:
    (data / "opening-key").write_text(weak)
    found = key(data)
    assert (found.state, found.do) == ("wrong", "Delete the file: a new key is made at the next start.")


@posix
def test_a_key_that_others_may_read_is_wrong(data: Path) -> None:
    (data / "opening-key").write_text(GOOD_KEY)
    assert key(data).state == "ok"
    (data / "opening-key").chmod(0o604)
    assert key(data).state == "wrong"


def test_a_key_that_cannot_be_read_is_wrong(data: Path) -> None:
    (data / "opening-key").unlink()
    (data / "opening-key").mkdir()
    assert key(data).state == "wrong"


def test_a_server_on_this_folder_is_told_and_not_disturbed(data: Path) -> None:
    lock = OneServer(data)
    assert "is working on this folder now" in running(data).says
    lock.close()
    assert "No server" in running(data).says
    OneServer(data).close()
