"""What the doctor says of the computer: Python, libraries, files, clock, limits."""

import sys
from pathlib import Path

import pytest

from pollapp.doctor import machine
from pollapp.doctor.machine import async_library, clock, files_to_take_home, grid, open_files, page_files, python, user


def test_this_computer_is_well() -> None:
    for found in (python(), async_library(), files_to_take_home(), page_files(), grid(""), clock()):
        assert (found.state, found.do) == ("ok", ""), found


@pytest.mark.parametrize(("version", "state"), [((3, 10, 9), "wrong"), ((3, 11, 0), "ok"), ((3, 14, 2), "ok"), ((3, 15, 0), "warning")])
def test_the_version_of_python(version: tuple[int, ...], state: str) -> None:
    assert python(version).state == state


@pytest.mark.parametrize("examine", [async_library, files_to_take_home])
def test_a_library_that_is_missing_or_broken(monkeypatch: pytest.MonkeyPatch, examine: object) -> None:
    assert callable(examine)
    found = examine("raise SystemExit('no such symbol')")
    assert (found.state, "no such symbol." in found.says) == ("wrong", True)

    def missing(name: str) -> str:
        raise machine.PackageNotFoundError(name)

    monkeypatch.setattr(machine, "version", missing)
    assert (examine().state, "is not installed" in examine().says) == ("wrong", True)


def test_sockets_that_are_still_pythons_own_are_wrong() -> None:
    assert async_library("import socket; print(socket.socket.__module__)").state == "wrong"


def test_who_runs_it() -> None:
    assert (user(0).state, user(1000).state, user(None).state) == ("warning", "ok", "ok")


def test_files_that_set_up_has_not_fetched(tmp_path: Path) -> None:
    found = page_files(tmp_path)
    assert (found.state, "is missing" in found.says) == ("wrong", True)


def test_a_grid_file(tmp_path: Path) -> None:
    bad = tmp_path / "mine.yaml"
    assert grid(str(bad)).state == "wrong"
    bad.write_text("title: T\nchoices: []\n")
    found = grid(str(bad))
    assert (found.state, found.do.endswith(f"pollapp grid check {bad}")) == ("wrong", True)


def test_a_clock_that_is_behind() -> None:
    assert (clock(0).state, "1970" in clock(0).says or "1969" in clock(0).says) == ("wrong", True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no such limit.")
@pytest.mark.parametrize(("hard", "state"), [(64, "wrong"), (256, "warning"), (1024, "warning"), (4096, "ok"), (-1, "ok")])
def test_how_many_phones_the_system_lets_in(hard: int, state: str) -> None:
    assert open_files(hard).state == state
