"""`log`: the SQLite store itself, in a folder of its own."""

from collections.abc import Iterator
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
