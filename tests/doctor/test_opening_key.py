"""The opening key: at random, for its owner's eyes alone whatever the umask, and refused when it is easy to guess."""

import os
import random
import secrets
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pollapp.durable import make_file
from pollapp.secrets_file import WeakKey, opening_key, weakness


@contextmanager
def masked(umask: int) -> Iterator[None]:
    before = os.umask(umask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o277])
def test_its_file_is_0600_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    with masked(umask):
        made = opening_key(tmp_path / "data")
    assert (tmp_path / "data" / "opening-key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert opening_key(tmp_path / "data") == made


def test_two_servers_have_two_keys(tmp_path: Path) -> None:
    assert opening_key(tmp_path / "one") != opening_key(tmp_path / "two")


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("", "too short"),
        ("T4qv9ZbX1mWc7RjK0sL", "too short"),
        ("password", "too short"),
        ("correct-password-battery-staple", "a word that everybody tries first"),
        ("CHANGEME-8fjq0vn2lcx93k", "a word that everybody tries first"),
        ("my-pollapp-in-classroom-7", "a word that everybody tries first"),
        ("a" * 32, "repeats itself"),
        ("abcdefghabcdefghabcdefgh", "repeats itself"),
        ("hello world hello world hello", "repeats itself"),
        ("abcdefghijklmnopqrstuvwx", "repeats itself"),
        ("zyxwvutsrqponmlkjihgfedc", "repeats itself"),
        ("T4qv9ZbX1mWc7Rj\x00K0sLd", "no text"),
    ],
)
def test_what_is_easy_to_guess_is_refused_with_what_to_do(tmp_path: Path, key: str, why: str) -> None:
    (tmp_path / "opening-key").write_text(f"{key}\n")
    with pytest.raises(WeakKey, match=rf"^The opening key in .*{why}.*\. Delete the file: a new key is made at the next start\.$"):
        opening_key(tmp_path)


@pytest.mark.parametrize(
    "key", ["T4qv9ZbX1mWc7RjK0sLd", "0123-9f2c-4b7e-a1d8-3356", "mango Lisbon 42 tractor velvet", "8d1f0c7b2a6e4c3595e7"]
)
def test_what_is_not_is_taken(tmp_path: Path, key: str) -> None:
    (tmp_path / "opening-key").write_text(key)
    assert opening_key(tmp_path) == key


def test_what_is_random_is_hardly_ever_called_weak() -> None:
    chance = random.Random(1)  # the same ones every time: of ten million keys, one holds such a word
    assert [key for key in (urlsafe_b64encode(chance.randbytes(24)).decode() for _ in range(20_000)) if weakness(key)] == []


def test_one_that_would_be_called_weak_is_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a server would not start, once in ten million times, for what it has made itself."""
    drawn = iter(["T4qv9ZbX1mWc7Rj12345K0sLd8fjq0vn", "T4qv9ZbX1mWc7RjK0sLd8fjq0vn2lcx9"])
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _: next(drawn))
    assert opening_key(tmp_path) == "T4qv9ZbX1mWc7RjK0sLd8fjq0vn2lcx9"


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "opening-key").write_bytes(b"\xff\xfe" * 20)
    with pytest.raises(WeakKey, match="no text"):
        opening_key(tmp_path)


def test_one_that_is_given_is_taken_and_no_file_is_made(tmp_path: Path) -> None:
    assert opening_key(tmp_path, "T4qv9ZbX1mWc7RjK0sLd") == "T4qv9ZbX1mWc7RjK0sLd"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(WeakKey, match="POLLAPP_OPENING_KEY is too short"):
        opening_key(tmp_path, "password")


def test_workers_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    """Each writes a whole file before it gives it the name, and only the first gets to: none ever reads half a key, or its own alone."""
    code = f"from pathlib import Path; from pollapp.secrets_file import opening_key; input(); print(opening_key(Path({str(tmp_path)!r})))"
    command = [sys.executable, "-c", code]
    workers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("\n")
        worker.stdin.flush()
    keys = {worker.communicate(timeout=30)[0] for worker in workers}
    assert len(keys) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["opening-key"]
    assert opening_key(tmp_path) == keys.pop().strip()


def test_the_first_wins_whatever_the_file_system_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_file(tmp_path / "one", "first")
    make_file(tmp_path / "one", "second")
    assert (tmp_path / "one").read_text() == "first"
    monkeypatch.setattr("os.link", _no_links)
    make_file(tmp_path / "two", "first")
    make_file(tmp_path / "two", "second")
    assert (tmp_path / "two").read_text() == "first"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["one", "two"]


def _no_links(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")
