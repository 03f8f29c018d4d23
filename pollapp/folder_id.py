"""Which data folder this is: a random name that its pages carry. A server that was started on another folder by mistake does not
call their sessions deleted then; phones wait, with their dots. Nothing follows from the name: it is no secret.
"""

import re
import secrets
from pathlib import Path

from pollapp.durable import make_folder, write_file

ID_FILE = "folder-id"  # in the data folder


def folder_id(data_dir: Path) -> str:
    """This folder's name, made at first use, and anew where it is not to be read. Raises OSError."""
    path = data_dir / ID_FILE
    make_folder(data_dir, 0o700)
    if not _name_in(path):
        write_file(path, secrets.token_hex(6) + "\n")
    return _name_in(path)


def _name_in(path: Path) -> str:
    found = re.fullmatch(rb"\s*([0-9a-f]{12})\s*", path.read_bytes()) if path.exists() else None
    return found[1].decode() if found else ""
