"""The disk under the data folder: its kind, and the room on it."""

import re
import shutil
from pathlib import Path

from pollapp.doctor.finding import Finding, ok, warning, wrong
from pollapp.store.sqlite_log import sessions_file_in

MOUNTS = Path("/proc/self/mountinfo")  # Linux
# SQLite's write-ahead log is shared memory between processes, which no network carries (sqlite.org/wal.html, "Overview", 2).
ACROSS_A_NETWORK = re.compile(
    r"nfs|cifs|smb|9p$|afs|ncp|ceph|gluster|lustre|vboxsf|vmhgfs|fuse\.(sshfs|vmhgfs|s3fs|rclone|davfs|gvfsd)|davfs|drvfs|prl_fs"
)
MAKE_NONE = {"proc", "sysfs", "cgroup", "cgroup2", "devpts", "debugfs", "tracefs", "securityfs", "mqueue", "bpf"}  # not even for root
IN_MEMORY = {"tmpfs", "ramfs"}
SYNCED = re.compile(r"dropbox|onedrive|icloud|mobile documents|google ?drive|nextcloud|owncloud|syncthing", re.IGNORECASE)
LITTLE, TOO_LITTLE = 500, 50  # MB
MB = 1024 * 1024


def file_system(data_dir: Path, mounts: Path = MOUNTS) -> Finding:
    there = existing(data_dir)
    synced = next((part for part in there.parts if SYNCED.search(part)), None)
    if synced:
        return wrong(
            "disk",
            f"{there} looks like one that is copied to a cloud ({synced}), where a database is torn apart, and its data goes along.",
            "Choose a folder on this computer alone: --data-dir DIR",
        )
    there = _of_sessions(data_dir)
    return _of_kind(kind_at(there, mounts), there)


def _of_kind(kind: str | None, there: Path) -> Finding:
    if kind is None:
        return ok("disk", f"{there}: this system does not tell what kind of disk that is; it should be one in this computer.")
    if ACROSS_A_NETWORK.match(kind):
        return wrong(
            "disk",
            f"{there} is reached over a network or from another system ({kind}), where SQLite's write-ahead log is not safe.",
            "Choose a folder on a disk of this computer: --data-dir DIR",
        )
    if kind in IN_MEMORY:
        return warning("disk", f"{there} is in memory ({kind}): at a power cut all is gone.", "Choose a folder on a disk: --data-dir DIR")
    if kind == "overlay":
        return warning(
            "disk",
            f"{there} is a layer of a container (overlay), and goes with it.",
            "Put the data folder on a volume: docker run -v pollapp:/data …",
        )
    return ok("disk", f"{there} is on a disk of this computer ({kind}).")


def kind_at(path: Path, mounts: Path = MOUNTS) -> str | None:
    """The kind of file system that holds this path, such as ext4; None where the system does not tell."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    found = {_unescaped(line.split(" ")[4]): line.partition(" - ")[2].split(" ")[0] for line in lines}
    holding = [point for point in map(Path, found) if path.is_relative_to(point)]
    return found[str(max(holding, key=lambda point: len(point.parts)))] if holding else None


def _unescaped(point: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point)


def space(data_dir: Path, free: int | None = None) -> Finding:
    """Bytes that are free. A deletion needs, for a moment, as many as the sessions' file has (decision 13)."""
    there = _of_sessions(data_dir)
    free = shutil.disk_usage(there).free if free is None else free
    file = sessions_file_in(data_dir)
    kept = file.stat().st_size if file.is_file() else 0
    room = f"{free // MB:,} MB are free where the sessions are kept"
    if free < TOO_LITTLE * MB:
        return wrong("space", f"{room}: soon no dot can be saved.", "Delete what is not needed there, or move the folder: --data-dir DIR")
    if free < max(LITTLE * MB, 2 * kept):
        return warning(
            "space", f"{room}, of which deleting a session may need {kept // MB:,} for a moment.", "Make room there before a class."
        )
    return ok("space", f"{room}.")


def _of_sessions(data_dir: Path) -> Path:
    """Where the sessions' file is, which may be a link to another disk."""
    return existing(sessions_file_in(data_dir).parent)


def existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists: where it would be made."""
    path = folder.resolve()
    return next(one for one in (path, *path.parents) if one.is_dir())
