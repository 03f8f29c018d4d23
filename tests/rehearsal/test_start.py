"""The server's side: classes are processes that get no secrets, are counted, reaped and stopped."""

import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pollapp.children import PASSED_ON
from pollapp.rehearsal import start
from pollapp.rehearsal.start import Classes, ClassesFull, Wishes, start_class

NOBODY = "http://127.0.0.1:9"  # nothing listens there: a class waits for it
CODE = "472918"


@pytest.fixture
def classes() -> Iterator[Classes]:
    classes = Classes()
    yield classes
    classes.stop_all()


def test_stop_all_ends_them_all(classes: Classes):
    started = [classes.start(NOBODY, CODE, Wishes(1)) for _ in range(2)]
    assert [process.poll() for process in started] == [None, None]
    classes.stop_all()
    assert all(process.returncode is not None for process in started)
    classes.stop_all()  # and once more does no harm


def test_one_that_has_ended_is_reaped(classes: Classes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(start, "REAP_EVERY", 0.05)
    for _ in range(2):  # the one that reaps starts again after it had nothing to do
        process = classes.start(NOBODY, CODE, Wishes(1))
        process.kill()
        until = time.monotonic() + 5
        while process.returncode is None:  # set by poll() alone: nobody here calls it
            assert time.monotonic() < until
            time.sleep(0.02)
        time.sleep(0.2)


def test_there_are_only_so_many_at_once(classes: Classes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(start, "MOST_CLASSES", 1)
    first = classes.start(NOBODY, CODE, Wishes(1))
    with pytest.raises(ClassesFull, match="1 rehearsals are running on this server"):
        classes.start(NOBODY, CODE, Wishes(1))
    first.kill()
    first.wait()
    classes.start(NOBODY, CODE, Wishes(1))


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc")
def test_a_class_gets_no_secrets(classes: Classes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("POLLAPP_REDIS_URL", "redis://:secret@store")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example")
    process = classes.start(NOBODY, CODE, Wishes(1))
    passed = {one.split("=", 1)[0] for one in _proc(process.pid, "environ") if one}
    assert passed <= {*PASSED_ON, "PYTHONPATH"}
    assert "PATH" in passed


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="reads /proc")
def test_a_class_holds_nothing_of_the_servers_open(classes: Classes, tmp_path: Path):
    with (tmp_path / "open").open("w") as held:
        process = classes.start(NOBODY, CODE, Wishes(1))
        fds = []
        for fd in Path(f"/proc/{process.pid}/fd").iterdir():
            with suppress(FileNotFoundError):  # one of the many that Python reads at its start and closes again
                fds.append(str(fd.readlink()))
        assert held.name not in fds
        assert fds.count("/dev/null") >= 3


def test_a_file_beside_the_server_does_not_stand_in_for_pythons_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "random.py").write_text("raise SystemExit(7)")
    monkeypatch.chdir(tmp_path)
    process = start_class(NOBODY, CODE, Wishes(1))
    time.sleep(1)
    assert process.poll() is None
    process.kill()
    process.wait()


def _proc(pid: int, what: str) -> list[str]:
    until = time.monotonic() + 5
    while sys.executable not in Path(f"/proc/{pid}/cmdline").read_text():  # not yet exec'ed
        assert time.monotonic() < until
    return Path(f"/proc/{pid}/{what}").read_text().split("\0")
