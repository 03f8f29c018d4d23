"""`log`: the SQLite store itself, in a folder of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pollapp.store.sqlite_log import SqliteLog


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "sessions.sqlite3"


@pytest.fixture
def log(path: Path) -> Iterator[SqliteLog]:
    log = SqliteLog(path)
    yield log
    log.close()


@pytest.fixture
def after_a_power_cut(path: Path, tmp_path: Path) -> Callable[[], Path]:
    """What of the store is on the disk at this moment: its path in another folder, as at the start after the power was cut."""

    def copied() -> Path:
        folder = tmp_path / "after the cut"
        folder.mkdir()
        for file in path.parent.iterdir():
            if not file.name.endswith("-shm"):
                (folder / file.name).write_bytes(file.read_bytes())
        return folder / path.name

    return copied
