"""What to type to do something about a folder's sessions, whole: whoever copies it must not look into another folder."""

import os
import shlex
import subprocess
from pathlib import Path

from pollapp.config import Config


def data_command(what: str, folder: Path) -> str:
    """`pollapp data repair`, with --data-dir where the folder is not the one that is meant without."""
    if folder.resolve() == Config().data_dir.resolve():
        return f"pollapp data {what}"
    words = ["pollapp", "data", what, "--data-dir", str(folder.resolve())]
    return shlex.join(words) if os.name == "posix" else subprocess.list2cmdline(words)
