"""One server, one data folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from pollapp.store.log import StoreFailed
from pollapp.store.one_server import OneServer


def test_a_second_server_is_refused_with_a_sentence(tmp_path: Path) -> None:
    first = OneServer(tmp_path)
    with pytest.raises(StoreFailed, match=rf"Another pollapp already works on {tmp_path}\. Stop it first, .* --data-dir DIR"):
        OneServer(tmp_path)
    first.close()


def test_another_process_is_refused_too_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    code = f"import time; from pathlib import Path; from pollapp.store.one_server import OneServer; o = OneServer(Path({str(tmp_path)!r}))"
    other = subprocess.Popen([sys.executable, "-c", f"{code}; print('held', flush=True); time.sleep(60)"], stdout=subprocess.PIPE)
    assert other.stdout
    with other.stdout:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StoreFailed, match="Another pollapp"):
            OneServer(tmp_path)
        other.kill()
        other.wait()
    OneServer(tmp_path).close()


def test_a_folder_that_is_free_again_can_be_used(tmp_path: Path) -> None:
    OneServer(tmp_path).close()
    OneServer(tmp_path / "new" / "folder").close()
    OneServer(tmp_path).close()


def test_other_folders_are_other_servers(tmp_path: Path) -> None:
    one, two = OneServer(tmp_path / "one"), OneServer(tmp_path / "two")
    one.close()
    two.close()


def test_a_folder_that_cannot_be_written_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "server.lock").mkdir()
    with pytest.raises(StoreFailed, match=rf"Cannot write to {tmp_path}: .* Choose another folder: --data-dir DIR"):
        OneServer(tmp_path)
