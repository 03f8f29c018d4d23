"""The sessions' file, or the data folder, may be a link: SQLite keeps its log beside the file itself, and so do we look there."""

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from pollapp.cli import main
from pollapp.doctor.storage import running
from pollapp.doctor.storage import sessions_file as examined
from pollapp.store.log import StoreFailed
from pollapp.store.one_server import OneServer
from pollapp.store.sqlite_check import check
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog, sessions_file_in
from pollapp.store.sqlite_repair import repair
from tests.store.damaging import NAMES, PAGE, can_read, copied, written


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("written")).killed


@pytest.fixture(params=["file", "folder"])
def linked(killed: Path, request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A data folder that leads to a sessions' file elsewhere, whose log has a flipped bit."""
    real, folder = copied(killed, tmp_path / "real"), tmp_path / "data"
    log = real.with_name(real.name + "-wal")
    data = bytearray(log.read_bytes())
    data[PAGE * 3] ^= 1
    log.write_bytes(data)
    if request.param == "folder":
        folder.symlink_to(real.parent)
    else:
        folder.mkdir()
        (folder / SESSIONS_FILE).symlink_to(real)
    return folder


def test_lost_commits_are_noticed_behind_a_link(linked: Path) -> None:
    path = sessions_file_in(linked)
    assert len(check(path, can_read).sessions) == len(NAMES)
    with pytest.raises(StoreFailed, match="its write-ahead log has lost events"):
        SqliteLog(path)
    said = CliRunner().invoke(main, ["data", "check", "--data-dir", str(linked)])
    assert (said.exit_code, "write-ahead log is damaged" in said.output) == (1, True)
    said = CliRunner().invoke(main, ["session", "list", "--data-dir", str(linked)])
    assert (said.exit_code, "has lost events" in said.output) == (1, True)
    assert "is damaged" in examined(linked).says


def test_a_repair_saves_them_where_they_are(linked: Path) -> None:
    _, kept = repair(sessions_file_in(linked), can_read)
    assert (linked / SESSIONS_FILE).resolve().parent == kept.parent
    with closing(SqliteLog(sessions_file_in(linked))) as log:
        assert len(log.headers()) == len(NAMES)


def test_one_server_works_on_a_file_however_one_comes_to_it(linked: Path) -> None:
    server = OneServer(linked)
    try:
        assert "is working on this folder" in running(linked).says
        for folder in (linked, sessions_file_in(linked).parent):
            with pytest.raises(StoreFailed, match="Another pollapp already works on"):
                OneServer(folder)
    finally:
        server.close()
