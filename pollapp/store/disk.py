"""What is wrong with a disk, from what an error says and from trying: SQLite calls a full disk an I/O error where it cannot map memory."""

import errno
import os
from pathlib import Path

from pollapp.store.log import Trouble

ROOM = 256 * 1024  # bytes: what a class of 300 taps in a few seconds; with less room the next dots would fail again
_BY_ERRNO: dict[int | None, Trouble] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
}
_BY_NAME: dict[str, Trouble] = {
    "SQLITE_FULL": "full",
    "SQLITE_READONLY": "read_only",
    "SQLITE_BUSY": "slow",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "damaged",
}
_UNCLEAR = ("SQLITE_IOERR", "SQLITE_CANTOPEN")


def trouble_of(error: Exception, folder: Path) -> Trouble | None:
    """What this error of SQLite or the system tells of the disk of `folder`; None when it tells nothing of it."""
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno, "failing")
    if "decode" in str(error):  # Python's, for a text that is none, in a row or in SQLite's own message
        return "damaged"
    name = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])  # SQLITE_IOERR_WRITE and its like are kinds of SQLITE_IOERR
    return _tried(folder) if name in _UNCLEAR else _BY_NAME.get(name)


def try_writing(folder: Path) -> None:
    """Write ROOM bytes to the disk and take them away again. Raises OSError."""
    path = folder / "try-the-disk"
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb", buffering=0) as file:
            for _ in range(ROOM // 4096):
                file.write(bytes(4096))
            os.fsync(file.fileno())
    finally:
        path.unlink(missing_ok=True)


def _tried(folder: Path) -> Trouble:
    try:
        try_writing(folder)
    except OSError as error:
        return _BY_ERRNO.get(error.errno, "failing")
    return "failing"
