"""The folder in which workers reach each other: one socket for each, which only processes of the same user can open."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pollapp.durable import make_folder

FOLDER = "workers"  # in the data folder
LONGEST_PATH = 103  # bytes of a socket's path: 104 with their end on macOS, 108 on Linux
_LONGEST_NAME = 18  # bytes of a socket in it, and the slash: machine, number, life


@contextmanager
def meeting_place(data_dir: Path) -> Iterator[Path]:
    """The folder. Where its path is too long for a socket's it is one of the system's for temporary files. Raises OSError."""
    folder = data_dir.absolute() / FOLDER
    if len(os.fsencode(folder)) + _LONGEST_NAME > LONGEST_PATH:
        with _temporary() as elsewhere:
            yield elsewhere
        return
    for each in (data_dir, folder):
        make_folder(each, 0o700)
    folder.chmod(0o700)
    _sweep(folder)
    yield folder
    with suppress(OSError):  # another supervisor may work on the same folder
        folder.rmdir()


@contextmanager
def _temporary() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="pollapp-"))  # 0700
    if len(os.fsencode(folder)) + _LONGEST_NAME > LONGEST_PATH:
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix="pollapp-", dir="/tmp"))  # a folder of our own in it
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove the sockets of workers that were killed with their supervisor: nobody listens there any more."""
    for path in folder.iterdir():
        with socket.socket(socket.AF_UNIX) as asking:
            try:
                asking.connect(str(path))
            except OSError:
                path.unlink(missing_ok=True)
