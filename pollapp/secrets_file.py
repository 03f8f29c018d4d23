"""The opening key: made at the first start, kept in a file that only its owner may read. One that somebody wrote is looked at first."""

import os
import secrets
from itertools import pairwise
from pathlib import Path

from pollapp.durable import make_file, make_folder

KEY_FILE = "opening-key"  # in the data folder
SHORTEST_KEY = 20  # characters; what is generated has 32
LEAST_VARIETY = 8  # different characters; what is generated has about 25
LEAST_PAIRS = 0.6
HOW_TO_MAKE = "python3 -c 'import secrets; print(secrets.token_urlsafe(24))'"
MOST_IN_A_ROW = 0.5  # of its steps from one character to the next, those that go on as in aaa, abc or 321
# fmt: off
WELL_KNOWN = (
    "password", "passwort", "contraseña", "changeme", "change-me", "secret", "letmein", "qwerty", "12345", "opening-key", "openingkey",
    "pollapp", "facilitator", "example",
)
# fmt: on


class WeakKey(Exception):
    """The opening key on file cannot be used; the text says why and what to do."""


def opening_key(data_dir: Path, given: str = "") -> str:
    """The server's opening key: the one that was `given`, else one that is made and stored (0600) at first use. Raises WeakKey, OSError."""
    make_folder(data_dir, 0o700)
    if given:
        return strong(given)
    path = data_dir / KEY_FILE
    if not path.exists():
        make_file(path, _random_key() + "\n")  # several workers may come here at once
    key = key_in(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return key


def _random_key() -> str:
    """One of ten million would be called weak: "12345" and the like come by chance too."""
    while weakness(key := secrets.token_urlsafe(24)):
        pass
    return key


def key_in(path: Path) -> str:
    """The key in this file. Raises WeakKey where it is easy to guess, OSError."""
    key = path.read_text("utf-8", "replace").strip()
    why = weakness(key)
    if why:
        raise WeakKey(f"The opening key in {path} {why}. Delete the file: a new key is made at the next start.")
    return key


def strong(given: str) -> str:
    """The key that the environment gives. Raises WeakKey where it is easy to guess."""
    why = weakness(given)
    if why:
        raise WeakKey(f"The opening key in POLLAPP_OPENING_KEY {why}. Give a random one: {HOW_TO_MAKE}")
    return given


def weakness(key: str) -> str | None:
    """Why this key is easy to guess, as the end of a sentence; None when nothing speaks against it."""
    if len(key) < SHORTEST_KEY:
        return "is too short to be safe"
    if not key.isprintable() or "\N{REPLACEMENT CHARACTER}" in key:
        return "holds something that is no text"
    if any(word in key.casefold() for word in WELL_KNOWN):
        return "holds a word that everybody tries first"
    if len(set(key)) < LEAST_VARIETY or _variety_of_pairs(key) < LEAST_PAIRS or _in_a_row(key) > MOST_IN_A_ROW:
        return "repeats itself, which makes it easy to guess"
    return None


def _variety_of_pairs(key: str) -> float:
    """How many different pairs of neighbours there are, of all pairs: 1 at random, a half and less where words come again."""
    pairs = list(pairwise(key))
    return len(set(pairs)) / len(pairs)


def _in_a_row(key: str) -> float:
    """The part of steps from one character to the next that are small and the same as the step before."""
    steps = [ord(after) - ord(before) for before, after in pairwise(key)]
    return sum(step == before and abs(step) <= 1 for before, step in pairwise(steps)) / len(steps)
