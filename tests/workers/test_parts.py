"""What the supervisor and the workers are made of, without a process."""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pollapp.config import Config, config_from
from pollapp.workers import process, slot, supervisor
from pollapp.workers.folder import LONGEST_PATH, meeting_place
from pollapp.workers.load import SLACK, Load, new_table
from pollapp.workers.post import Files, Post, environment, post_from
from pollapp.workers.slot import LONGEST_PAUSE, SHORTEST_PAUSE, Slot
from pollapp.workers.supervisor import Supervisor

CLOSED = """
from pollapp.config import Config
from pollapp.workers import supervisor
from pollapp.workers.signals import told

def run(ours):
    with told():
        print(ours._files.listener > 0)

supervisor.Supervisor.run = run
supervisor.supervise(Config(redis="redis://nowhere", workers=2, host="127.0.0.1", port=0), print)
"""
POST = Post("2", "a1b2c3", 1, 7, "/somewhere", Files(3, 4, 5, 6))


def test_the_supervisor_knows_no_web_framework_and_no_async_library() -> None:
    heavy = "flask", "eventlet", "socketio", "werkzeug", "redis", "typst"
    asked = f"import sys, pollapp.cli; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_worker_reads_every_setting_from_its_environment_as_the_supervisor_had_it() -> None:
    config = Config(host="127.0.0.1", redis="redis://:secret@127.0.0.1:6379/0", workers=3, secure_cookies=True, data_dir=Path("some where"))
    environ = environment(config, POST, {"PATH": "/bin", "POLLAPP_PORT": "1"})
    assert config_from({}, environ) == config
    assert post_from(environ) == POST
    assert environ["PATH"] == "/bin"


def test_who_has_more_connections_than_others_lets_them_answer_first() -> None:
    with new_table() as file:
        load = Load(file.fileno())
        load.say(0, 10 + SLACK + 1)
        load.say(1, 10)
        assert load.is_ahead(0)
        assert not load.is_ahead(1)
        load.say(0, 10 + SLACK)
        assert not load.is_ahead(0)


def test_a_worker_that_has_left_keeps_nobody_waiting() -> None:
    with new_table() as file:
        load = Load(file.fileno())
        load.say(0, 500)
        load.say(1, 0)
        load.leave(1)
        assert not load.is_ahead(0)


def test_workers_see_one_table() -> None:
    with new_table() as file:
        Load(file.fileno()).say(3, 1)
        other = Load(file.fileno())
        other.say(4, 100)
        assert other.is_ahead(4)


def test_workers_meet_in_the_data_folder_where_nobody_else_may_look() -> None:
    before = os.umask(0)
    try:
        # pytest's own folder may have too long a path
        with tempfile.TemporaryDirectory(dir="/tmp") as short, meeting_place(Path(short) / "data") as folder:
            assert folder == Path(short) / "data/workers"
            assert {path.stat().st_mode & 0o777 for path in (folder, folder.parent)} == {0o700}
    finally:
        os.umask(before)
    assert not folder.exists()


def test_a_path_that_is_too_long_for_a_socket_gives_way_to_a_folder_of_the_system(tmp_path: Path) -> None:
    with meeting_place(tmp_path / ("long" * 25)) as folder:
        assert tmp_path not in folder.parents
        assert folder.stat().st_mode & 0o777 == 0o700
        assert len(str(folder)) < LONGEST_PATH - 20
    assert not folder.exists()


def test_sockets_of_workers_that_were_killed_are_swept_away_and_no_other_ones(tmp_path: Path) -> None:
    folder = tmp_path / "workers"
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as dead, socket.socket(socket.AF_UNIX) as alive:
        dead.bind(str(folder / "1.000000"))
        alive.bind(str(folder / "1.111111"))
        alive.listen()
        with meeting_place(tmp_path):
            assert [path.name for path in folder.iterdir()] == ["1.111111"]


def test_the_pause_before_the_next_one_grows_while_none_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = 0.0
    monkeypatch.setattr("pollapp.workers.slot.time.monotonic", lambda: clock)
    here, pauses = Slot("1", 0), []
    for _ in range(10):
        here.lose()
        pauses.append(here.pause)
    assert pauses[:3] == [SHORTEST_PAUSE, 2 * SHORTEST_PAUSE, 4 * SHORTEST_PAUSE]
    assert pauses[-1] == LONGEST_PAUSE
    assert here.again_at == LONGEST_PAUSE
    here.worker = type("Steady", (), {"since": 0.0})()
    clock = slot.STEADY + 1
    here.lose()
    assert here.pause == SHORTEST_PAUSE


def test_where_no_process_can_be_started_the_running_one_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_process(*_: object) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(supervisor, "start", no_process)
    with new_table() as file:
        ours = Supervisor(Config(workers=1), "/somewhere", Files(-1, -1, -1, file.fileno()), lambda _: None)
        [place] = ours._slots
        running: Any = SimpleNamespace(text="ready", ends_by=None, post=POST, since=0.0)
        place.worker = running
        ours._rolling.ask()
        for _ in range(3):
            ours._look()
        assert (place.worker, place.successor, place.tried) == (running, None, False)
        place.worker = None
        ours._look()
        assert place.pause == SHORTEST_PAUSE


def test_started_with_its_input_closed_it_listens_on_what_workers_inherit(tmp_path: Path) -> None:
    """The first file that is opened then has the number 0, which is /dev/null in a worker."""
    closed = ["sh", "-c", 'exec "$@" <&-', "sh", sys.executable, "-c", CLOSED]
    ended = subprocess.run(closed, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False, env=_importing_ours())
    assert (ended.stdout, ended.stderr) == ("True\n", "")


def _importing_ours() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(supervisor.__file__).parents[2])}


@pytest.mark.parametrize("pipes", [0, 1, 2])
def test_where_no_file_or_process_is_left_for_a_worker_nothing_stays_open(monkeypatch: pytest.MonkeyPatch, pipes: int) -> None:
    """`pipes`: how many there can be."""
    ends: list[int] = []
    pipe = os.pipe

    def few() -> tuple[int, int]:
        if len(ends) == 2 * pipes:
            raise OSError(24, "Too many open files")
        ends.extend(pipe())
        return ends[-2], ends[-1]

    def no_process(*_: object, **__: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(process, "os", SimpleNamespace(pipe=few, close=os.close))
    monkeypatch.setattr(process, "subprocess", SimpleNamespace(Popen=no_process, DEVNULL=subprocess.DEVNULL))
    with pytest.raises(OSError, match="Too many" if pipes < 2 else "temporarily"):
        process.start(Config(), POST, {})
    assert len(ends) == 2 * pipes
    for end in ends:
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(end)
