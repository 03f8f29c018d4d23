"""The data folder: may it be written, who else may read it, are the sessions whole, is the key strong, does a server work on it."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from pollapp.checking import KindsRead, to_do
from pollapp.doctor.filesystem import MAKE_NONE, existing, kind_at
from pollapp.doctor.finding import Finding, ok, warning, wrong
from pollapp.secrets_file import KEY_FILE, WeakKey, key_in, strong
from pollapp.store.log import StoreFailed
from pollapp.store.one_server import LOCK_FILE, lock_file
from pollapp.store.sqlite_check import check, counted
from pollapp.store.sqlite_log import SESSIONS_FILE, sessions_file_in

OTHERS, OTHERS_WRITE = 0o077, 0o022
SECRET_FILES = (KEY_FILE, SESSIONS_FILE, f"{SESSIONS_FILE}-wal", f"{SESSIONS_FILE}-shm", LOCK_FILE)


def folder(data_dir: Path) -> Finding:
    path = data_dir.resolve()
    try:
        return _usable(path)
    except PermissionError:
        return wrong("folder", f"{path} cannot be looked at by whoever runs this.", "Run as its owner, or name another: --data-dir DIR")


def _usable(path: Path) -> Finding:
    """Raises PermissionError."""
    if path.exists() and not path.is_dir():
        return wrong("folder", f"{path} is a file.", "Name a folder: --data-dir DIR")
    if not path.exists():
        return _not_yet(path)
    if not _writable(path):
        return wrong(
            "folder", f"{path} cannot be written by whoever runs this.", f"Run as its owner, or give it away: chown -R pollapp {path}"
        )
    return _modes(path)


def _not_yet(path: Path) -> Finding:
    above = existing(path)
    if not _writable(above) or kind_at(above) in MAKE_NONE:
        return wrong("folder", f"{path} does not exist, and cannot be made in {above}.", "Name another: --data-dir DIR")
    return ok("folder", f"{path} does not exist yet; the first start makes it, for its owner alone.")


def _writable(path: Path) -> bool:
    """Asked of the system, not tried: nothing is changed. Root may write everywhere but on a disk that is read-only."""
    read_only = hasattr(os, "statvfs") and bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    return os.access(path, os.W_OK | os.X_OK) and not read_only


def _modes(path: Path) -> Finding:
    if os.name != "posix":
        return ok("folder", f"{path} can be written. Windows keeps other users out of your own folders.")
    open_files = [file for name in SECRET_FILES if (file := path / name).exists() and file.stat().st_mode & OTHERS]
    mode = path.stat().st_mode & 0o777
    keep_out = f"Keep them out: chmod -R go= {path}"
    if open_files or mode & OTHERS_WRITE:
        which = open_files[0] if open_files else path
        return wrong("folder", f"Other users of this computer may read or change {which} ({which.stat().st_mode & 0o777:04o}).", keep_out)
    if mode & OTHERS:
        return warning("folder", f"Other users of this computer may look into {path} ({mode:04o}), though not into its files.", keep_out)
    return ok("folder", f"{path} can be written, and is for its owner alone.")


def sessions_file(data_dir: Path) -> Finding:
    """Whether the sessions are as they were written: the same look as a server's before it serves. Raises PermissionError."""
    file = sessions_file_in(data_dir)
    if not file.exists():
        return ok("sessions", "No session has been kept here yet.")
    if not os.access(file, os.R_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
    try:
        report = check(file, KindsRead())
    except StoreFailed as error:
        return wrong("sessions", str(error), "Bring pollapp up to date, or finish the repair.")
    if report.whole:
        return ok("sessions", f"{file.name} is whole ({counted(len(report.sessions), 'session')}).")
    damage = [*report.damage, *(one.said() for one in report.sessions if one.damage)]
    return wrong("sessions", f"{file.name} is damaged: {damage[0].rstrip('.')}.", to_do(report))


def left_behind(data_dir: Path) -> Finding | None:
    """What stands in the folder while the sessions are kept elsewhere; None where nothing does, which says nothing of them."""
    file = sessions_file_in(data_dir)
    if not file.exists():
        return None
    return warning(
        "sessions", f"{file} holds sessions too, which nobody sees, and which do not go on their day, while --redis is given.",
        "To see them, leave --redis out; to be rid of them: pollapp session purge --all --redis ''",
    )  # fmt: skip


def key(data_dir: Path, given: str = "") -> Finding:
    """The opening key: the one that the environment gave, else the one on file."""
    if given:
        return _given(given)
    path = data_dir / KEY_FILE
    if not path.exists():
        return ok("key", "There is no opening key yet; the first start makes one at random, for its owner alone.")
    try:
        key_in(path)
    except WeakKey as why:
        says, _, do = str(why).partition(". ")
        return wrong("key", f"{says}.", do)
    except OSError as error:
        return wrong("key", f"The opening key in {path} cannot be read: {error.strerror}.", "Run as the user that the server runs as.")
    if os.name == "posix" and path.stat().st_mode & OTHERS:
        return wrong(
            "key", f"Other users of this computer may read the opening key in {path}.", f"Delete it, and restart for a new one: rm {path}"
        )
    return ok("key", f"The opening key in {path} is long, random enough, and for its owner alone.")


def _given(key: str) -> Finding:
    try:
        strong(key)
    except WeakKey as why:
        says, _, do = str(why).partition(". ")
        return wrong("key", f"{says}.", do)
    return ok("key", "The opening key comes from the environment (POLLAPP_OPENING_KEY), long and random enough.")


def running(data_dir: Path) -> Finding:
    if serving(data_dir):
        return ok("server", "A server is working on this folder now; a second one would be refused.")
    return ok("server", "No server is working on this folder now.")


def serving(data_dir: Path) -> bool:
    """Whether a server holds this folder's lock. Looks only, for a few microseconds."""
    lock = lock_file(data_dir)
    if not lock.exists():
        return False
    try:
        with closing(sqlite3.connect(f"file:{quote(str(lock.resolve()))}?mode=ro", uri=True, timeout=0)) as db:
            db.execute("SELECT 1 FROM sqlite_master").fetchall()
    except sqlite3.OperationalError as error:
        return "locked" in str(error)
    return False
