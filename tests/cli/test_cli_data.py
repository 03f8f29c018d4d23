"""`pollapp data`: says what is damaged and changes nothing; saves what is whole once it is told to. And the server does not start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pollapp.checking import KindsRead, refuse_damaged
from pollapp.cli import main
from pollapp.data_command import data_command
from pollapp.opening import Settings, open_session
from pollapp.store.log import Append, StoreFailed
from pollapp.store.one_server import OneServer
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog
from tests.cast import grid
from tests.cli.test_cli_session import NOW


def _shell(folder: Path, *words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, ["data", *words, "--data-dir", str(folder)], input=typed)


@pytest.fixture
def codes(tmp_path: Path) -> list[str]:
    """Three sessions: the second one has a flipped bit in what it opened with."""
    log = SqliteLog(tmp_path / SESSIONS_FILE)
    opened = [open_session(log, grid(3), Settings(), lambda: NOW) for _ in range(3)]
    log.close()
    file = tmp_path / SESSIONS_FILE
    data = bytearray(file.read_bytes())
    at = data.index(b'{"event":"SessionOpened"', data.index(opened[1].header.id.encode()))
    ids = {data.rindex(one.header.id.encode(), 0, at): number for number, one in enumerate(opened) if one.header.id.encode() in data[:at]}
    damaged = ids[max(ids)]
    data[at + 60] ^= 1
    file.write_bytes(data)
    codes = [one.header.code for one in opened]
    return [codes.pop(damaged), *codes]


def test_check_says_which_are_whole_and_ends_with_1(tmp_path: Path, codes: list[str]) -> None:
    before = (tmp_path / SESSIONS_FILE).read_bytes()
    said = _shell(tmp_path, "check")
    assert said.exit_code == 1
    assert f"{codes[0]}: damaged, Event 1 of a session is not what was written (0 events can be read)" in said.output
    assert all(f"{code}: whole (1 event can be read)" in said.output for code in codes[1:])
    assert said.output.endswith(f"pollapp data repair --data-dir {tmp_path}\n")
    assert (tmp_path / SESSIONS_FILE).read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [SESSIONS_FILE]


def test_a_whole_file_is_left_alone(tmp_path: Path) -> None:
    SqliteLog(tmp_path / SESSIONS_FILE).close()
    for words in (["check"], ["repair", "--yes"]):
        said = _shell(tmp_path, *words)
        assert (said.exit_code, said.output) == (0, f"{tmp_path / SESSIONS_FILE} is whole: 0 sessions.\n")


def test_repair_asks_and_no_means_no(tmp_path: Path, codes: list[str]) -> None:
    before = (tmp_path / SESSIONS_FILE).read_bytes()
    said = _shell(tmp_path, "repair", typed="n\n")
    assert (said.exit_code, (tmp_path / SESSIONS_FILE).read_bytes()) == (1, before)
    assert "Saved will be 2 sessions as before, and 0 up to the last event that can be read; 1 cannot be saved." in said.output


def test_where_nothing_can_be_saved_no_repair_is_offered(tmp_path: Path) -> None:
    (tmp_path / SESSIONS_FILE).write_bytes(b"no database " * 999)
    checked, repaired = _shell(tmp_path, "check"), _shell(tmp_path, "repair", "--yes")
    for said in (checked, repaired):
        assert (said.exit_code, "Nothing in it can be saved." in said.output, "pollapp data repair" in said.output) == (1, True, False)
    assert [file.name for file in tmp_path.glob("sessions*")] == [SESSIONS_FILE]


def test_listing_a_damaged_file_says_why_once(tmp_path: Path, codes: list[str]) -> None:
    command = [sys.executable, "-m", "pollapp", "session", "list", "--data-dir", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    why = "Event 1 of a session is not what was written."
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"{why} To see what is whole: pollapp data check --data-dir {tmp_path}\n"


@pytest.mark.parametrize(("folder", "flag"), [("pollapp-data", ""), ("my data", " --data-dir '{}'"), ("data", " --data-dir {}")])
@pytest.mark.skipif(os.name != "posix", reason="quoted as a POSIX shell has it")
def test_a_command_to_copy_names_the_folder_unless_it_is_the_usual_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, flag: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert data_command("check", Path(folder)) == f"pollapp data check{flag.format(tmp_path / folder)}"


def test_repair_saves_what_is_whole_and_says_what_is_to_be_deleted(tmp_path: Path, codes: list[str]) -> None:
    said = _shell(tmp_path, "repair", "--yes")
    kept = tmp_path / f"{SESSIONS_FILE}.damaged-1"
    assert said.exit_code == 0
    assert (
        f"The damaged file is {kept}.\nIt still holds what a class thought, and no day on which a session goes reaches it." in said.output
    )
    log = SqliteLog(tmp_path / SESSIONS_FILE)
    assert {header.code for header in log.headers()} == set(codes[1:])
    log.close()
    assert _shell(tmp_path, "check").exit_code == 0


def test_a_repair_that_was_broken_off_is_finished(tmp_path: Path, codes: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("pollapp.store.sqlite_repair.finish", lambda path: path)
        _shell(tmp_path, "repair", "--yes")
    assert f"finish it with: pollapp data repair --data-dir {tmp_path}" in _shell(tmp_path, "check").output
    assert "is whole now" in _shell(tmp_path, "repair").output
    assert _shell(tmp_path, "check").exit_code == 0


def test_while_a_server_runs_nothing_is_repaired(tmp_path: Path, codes: list[str]) -> None:
    server = OneServer(tmp_path)
    said = _shell(tmp_path, "repair", "--yes")
    assert (said.exit_code, "Another pollapp already works on" in said.output) == (1, True)
    server.close()


def test_a_folder_without_sessions_is_said(tmp_path: Path) -> None:
    assert "No sessions are kept in" in _shell(tmp_path, "check").output


def test_the_server_does_not_start_on_a_damaged_file(tmp_path: Path, codes: list[str]) -> None:
    before = (tmp_path / SESSIONS_FILE).read_bytes()
    command = [sys.executable, "-m", "pollapp", "serve", "--host", "127.0.0.1", "--port", "0", "--data-dir", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"pollapp cannot start. {tmp_path / SESSIONS_FILE} is damaged.\n")
    assert f"{codes[0]}: damaged" in ended.stderr
    assert ended.stderr.endswith(f"pollapp data repair --data-dir {tmp_path}\n")
    assert (tmp_path / SESSIONS_FILE).read_bytes() == before


def test_what_a_look_that_was_cut_off_left_behind_goes_with_the_next_start(tmp_path: Path) -> None:
    SqliteLog(tmp_path / SESSIONS_FILE).close()
    (tmp_path / "looked-at-x").mkdir()
    (tmp_path / "looked-at-x" / SESSIONS_FILE).write_text("what a class thought")
    refuse_damaged(tmp_path / SESSIONS_FILE)
    assert [file.name for file in tmp_path.iterdir()] == [SESSIONS_FILE]


def test_an_event_of_a_kind_that_nobody_knows_is_damage(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / SESSIONS_FILE)
    opened = open_session(log, grid(3), Settings(), lambda: NOW)
    refuse_damaged(tmp_path / SESSIONS_FILE)
    log.append([Append(opened.header.id, "ana", "a command", "digest", b'{"event":"CoffeeSpilt","v":1}')])
    log.close()
    with pytest.raises(StoreFailed, match="event 2 cannot be read by this version"):
        refuse_damaged(tmp_path / SESSIONS_FILE)


def test_one_of_each_kind_is_read() -> None:
    read = KindsRead()
    read(b'{"event":"ParticipantJoined","v":1,"participant":"ana"}')
    for unknown in (b'{"event":"ParticipantJoined","v":99,"participant":"ana"}', b'{"event":"Nothing","v":1}', b"", b"{}"):
        with pytest.raises((ValueError, TypeError, KeyError)):
            read(unknown)
