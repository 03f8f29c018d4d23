"""`pollapp session import`: a poster comes in from the shell, or every mistake is printed and nothing comes in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pollapp.access import from_phrase, hashed
from pollapp.cli import main
from pollapp.store.sqlite_log import SESSIONS_FILE, SqliteLog

POSTER = "id,green,yellow,red\n1,8,2,0\n2,1,1,0\n3,,,\n"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    log = SqliteLog(tmp_path / SESSIONS_FILE)
    yield log
    log.close()


def _imports(folder: Path, text: str, *options: str) -> Result:
    file = folder / "poster.csv"
    file.write_text(text, "utf-8")
    return CliRunner().invoke(main, ["session", "import", str(file), *options, "--data-dir", str(folder)])


def test_it_prints_the_code_and_the_phrase_that_gives_control(tmp_path: Path, log: SqliteLog) -> None:
    result = _imports(tmp_path, POSTER, "--date", "2025-11-20", "--keep", "forever", "--minimum", "1")
    assert result.exit_code == 0, result.output
    [header] = log.headers()
    assert (header.kind, header.keep_until) == ("paper", None)
    assert f"Brought in as session {header.code}: 12 dots on 2 squares; 1 that nobody counted." in result.output
    assert "on the server's page /recover (by default http://127.0.0.1:8000/recover)" in result.output
    assert hashed(from_phrase(result.output.splitlines()[-1])) == header.control_hash


def test_one_of_a_kind_is_no_plural(tmp_path: Path, log: SqliteLog) -> None:
    assert ": 1 dot on 1 square." in _imports(tmp_path, "id,green,yellow,red\n1,0,1,0\n").output


def test_every_mistake_is_printed_with_its_line(tmp_path: Path, log: SqliteLog) -> None:
    result = _imports(tmp_path, "id,green,yellow,red\n1,x,0,0\n99,1,1,1\n")
    assert result.exit_code == 1
    for line in (
        f"{tmp_path}/poster.csv:2: “x” is no whole number.",
        f"{tmp_path}/poster.csv:3: There is no square",
        "Nothing was brought in.",
    ):
        assert line in result.output
    assert log.headers() == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--date", "2999-01-01"), "That day is still to come."),
        (("--date", "20.11.2025"), "That is no date: write it as 2025-11-20."),
        (("--date", "1492-10-12"), "That is no day a class can have had."),
        (("--minimum", "2"), "It is a whole number from 3 to 20"),
        (
            ("--grid-file", "nowhere.yaml"),
            "nowhere.yaml cannot be read: No such file or directory. Give the path of a YAML file, such as grid_items.yaml.",
        ),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, log: SqliteLog, options: tuple[str, ...], said: str) -> None:
    result = _imports(tmp_path, POSTER, *options)
    assert result.exit_code != 0
    assert said in result.output
    assert log.headers() == []


def test_a_folder_without_sessions_is_not_made(tmp_path: Path) -> None:
    assert "No sessions are kept in" in _imports(tmp_path, POSTER).output


def test_a_file_that_is_not_there(tmp_path: Path, log: SqliteLog) -> None:
    result = CliRunner().invoke(main, ["session", "import", "nowhere.csv", "--data-dir", str(tmp_path)])
    assert (result.exit_code, "nowhere.csv cannot be read" in result.output) == (1, True)
