"""One server, one data folder: two would each follow only their own dots. SQLite's own file lock says who came first,
on every system, and lets go by itself when the process ends, however it ends. Where the sessions' file is a link the lock is beside
the file itself: two folders may lead to it.
"""

import os
import sqlite3
from pathlib import Path

from pollapp.durable import make_folder
from pollapp.store.log import StoreFailed
from pollapp.store.sqlite_log import sessions_file_in

LOCK_FILE = "server.lock"  # in the data folder


def lock_file(data_dir: Path) -> Path:
    return sessions_file_in(data_dir).with_name(LOCK_FILE)


class OneServer:
    """Held as long as this object lives. Raises StoreFailed when another server works on this folder."""

    def __init__(self, data_dir: Path) -> None:
        path = lock_file(data_dir)
        try:
            make_folder(data_dir, 0o700)
            make_folder(path.parent, 0o700)
            path.touch(mode=0o600)
        except FileExistsError as error:
            raise StoreFailed(f"{data_dir} is a file. The data folder must be a folder: --data-dir DIR") from error
        except OSError as error:
            raise StoreFailed(_why_not(data_dir, error)) from error
        try:
            self._lock = _locked(path)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                sentence = (
                    f"Another pollapp already works on {data_dir}. Stop it first, or give this one a folder of its own: --data-dir DIR"
                )
                raise StoreFailed(sentence) from error
            raise StoreFailed(f"Cannot write to {data_dir}: {error}. Choose another folder: --data-dir DIR") from error

    def close(self) -> None:
        self._lock.close()


def _why_not(data_dir: Path, error: OSError) -> str:
    if os.path.isdir(data_dir):  # not Path's own, which raises where it may not look
        return f"The data folder {data_dir} cannot be used: {error.strerror}. Run as its owner, or choose another: --data-dir DIR"
    return f"The data folder {data_dir} cannot be made: {error.strerror}. Choose another: --data-dir DIR"


def _locked(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
    try:
        db.execute("BEGIN EXCLUSIVE")
    except BaseException:
        db.close()
        raise
    return db
