"""Every store that the product has: name → how to open it in a folder. A new one is added here and runs through the whole suite."""

from collections.abc import Callable
from pathlib import Path

from pollapp.store.log import EventLog
from pollapp.store.sqlite_log import SqliteLog


def _sqlite(folder: Path) -> EventLog:
    return SqliteLog(folder / "sessions.sqlite3")


STORES: dict[str, Callable[[Path], EventLog]] = {"sqlite": _sqlite}
