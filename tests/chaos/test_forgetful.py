"""A disk that forgets what was not synced, fed with what strace writes."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from chaos.forgetful import Change, Disk
from chaos.trace import calls

FOLDER = Path("/data")


def _hex(text: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


def _opened(name: str) -> str:
    return f'7 openat(AT_FDCWD</>, "{_hex(f"/data/{name}")}", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 3<{_hex(f"/data/{name}")}>'


def _wrote(name: str, text: str, at: int) -> str:
    return f'7 pwrite64(3<{_hex(f"/data/{name}")}>, "{_hex(text)}", {len(text)}, {at}) = {len(text)}'


def _synced(place: str) -> str:
    return f"7 fdatasync(3<{_hex(place)}>) = 0"


@pytest.fixture
def left(tmp_path: Path) -> "Left":
    return Left(tmp_path)


class Left:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, *lines: str, unsynced: bool = False) -> dict[str, str]:
        """Name → content of what is there after a power cut; `unsynced`: the disk was lucky."""
        trace, into = self._folder / "trace", self._folder / "left"
        trace.write_text("".join(f"{line}\n" for line in lines), "ascii")
        into.mkdir()
        disk = Disk(FOLDER)
        for call in calls(trace):
            disk.see(call)

        def survives(change: Change) -> Sequence[Change]:
            return [change] if unsynced else []

        disk.cut_power(into, survives, lambda: unsynced)
        return {str(path.relative_to(into)): path.read_text() for path in into.rglob("*") if path.is_file()}


def test_what_was_synced_and_named_stays(left: Left) -> None:
    assert left(_opened("a"), _wrote("a", "kept", 0), _synced("/data/a"), _synced("/data"), _wrote("a", "lost", 0)) == {"a": "kept"}


def test_a_lucky_disk_keeps_all(left: Left) -> None:
    assert left(_opened("a"), _wrote("a", "kept", 0), _wrote("a", "also", 4), unsynced=True) == {"a": "keptalso"}


def test_a_file_whose_name_was_not_synced_is_gone(left: Left) -> None:
    assert left(_opened("a"), _wrote("a", "lost", 0), _synced("/data/a")) == {}


def test_a_name_without_a_sync_of_what_is_in_it_stays_empty(left: Left) -> None:
    assert left(_opened("a"), _wrote("a", "lost", 0), _synced("/data")) == {"a": ""}


def test_what_is_in_a_folder_goes_with_its_name(left: Left) -> None:
    made = f'7 mkdir("{_hex("/data/in")}", 0700) = 0'
    inside = (_opened("in/a"), _wrote("in/a", "kept", 0), _synced("/data/in/a"), _synced("/data/in"))
    assert left(made, *inside) == {}


def test_a_rename_replaces_whole_or_not_at_all(left: Left) -> None:
    new = (_opened("b"), _wrote("b", "new", 0), _synced("/data/b"))
    renamed = f'7 rename("{_hex("/data/b")}", "{_hex("/data/a")}") = 0'
    old = (_opened("a"), _wrote("a", "old", 0), _synced("/data/a"), _synced("/data"))
    assert left(*old, *new, renamed) == {"a": "old"}


def test_a_write_that_began_after_the_sync_did_is_not_synced_by_it(left: Left) -> None:
    begun = f"7 fdatasync(3<{_hex('/data/a')}> <unfinished ...>"
    ended = "7 <... fdatasync resumed>) = 0"
    other = _wrote("a", "lost", 0).replace("7 pwrite64", "8 pwrite64")
    assert left(_opened("a"), _synced("/data"), _wrote("a", "kept", 0), begun, other, ended) == {"a": "kept"}


def test_a_sync_that_has_not_ended_keeps_nothing(left: Left) -> None:
    begun = f"7 fdatasync(3<{_hex('/data/a')}> <unfinished ...>"
    assert left(_opened("a"), _synced("/data"), _wrote("a", "lost", 0), begun) == {"a": ""}


def test_a_call_that_failed_did_nothing(left: Left) -> None:
    failed = _synced("/data/a").replace("= 0", "= -1 EIO (Input/output error)")
    assert left(_opened("a"), _synced("/data"), _wrote("a", "lost", 0), failed) == {"a": ""}
