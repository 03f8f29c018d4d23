"""Which data folder this is: a random name that its pages carry. A server that was started on another folder by mistake does not
call their sessions deleted then; phones wait, with their dots. Nothing follows from the name: it is no secret.
"""

import secrets
from pathlib import Path

from pollapp.durable import make_folder, write_file

ID_FILE = "folder-id"  # in the data folder


def folder_id(data_dir: Path) -> str:
    """This folder's name, made at first use. Raises OSError."""
    path = data_dir / ID_FILE
    make_folder(data_dir, 0o700)
    if not path.exists():
        write_file(path, secrets.token_hex(6) + "\n")
    return path.read_text("utf-8").strip()
