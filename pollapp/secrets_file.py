"""The opening key: made at the first start, kept in a file that only its owner may read."""

import os
import secrets
from pathlib import Path

SHORTEST_KEY = 20  # characters; what is generated has 32


class WeakKey(Exception):
    """The opening key on file cannot be used; the text says why and what to do."""


def opening_key(data_dir: Path) -> str:
    """The server's opening key, made and stored (0600) at first use. Raises WeakKey, OSError."""
    path = data_dir / "opening-key"
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(24) + "\n")
    except FileExistsError:
        pass
    key = path.read_text().strip()
    if len(key) < SHORTEST_KEY:
        raise WeakKey(f"The opening key in {path} is too short to be safe. Delete the file: a new key is made at the next start.")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return key
