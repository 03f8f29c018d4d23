"""Folders and files that are still there after a power cut. A synced file is not enough: its name stands in a folder, which is
synced by itself. SQLite sees to the names of its own files; what it cannot see to is here. Shown by `make chaos` (docs/faults.md).
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make it where it is not there, and what it stands in, each durable in the folder above. Raises OSError."""
    if folder.is_dir():
        return
    if not folder.parent.exists():
        make_folder(folder.parent)
    folder.mkdir(mode, exist_ok=True)
    sync_folder(folder.parent)


def write_file(path: Path, text: str) -> None:
    """Make or replace a file (0600): after a power cut it holds all of this or is as it was before. Raises OSError."""
    unfinished = path.with_name(f"{path.name}.new")
    _write(unfinished, text)
    unfinished.replace(path)
    sync_folder(path.parent)


def make_file(path: Path, text: str) -> None:
    """Make a file, likewise, unless it is there: of several processes that do so at once the first wins. Raises OSError."""
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        _write(unfinished, text)
        _name(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)


def _name(unfinished: Path, path: Path) -> None:
    """Give the file its name, where that is free."""
    with suppress(FileExistsError):
        try:
            os.link(unfinished, path)
        except (NotImplementedError, PermissionError):  # a file system without hard links, such as a stick's
            if not path.exists():
                unfinished.replace(path)


def _write(unfinished: Path, text: str) -> None:
    with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        if os.name == "posix":
            os.fchmod(file.fileno(), 0o600)  # a umask takes away, and might take our own right to read
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names in it to the disk, where the system can do that: Windows and some network file systems cannot."""
    if os.name != "posix":
        return
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
