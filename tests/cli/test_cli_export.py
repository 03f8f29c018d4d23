"""`pollapp session export`: the same files as on the page."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pollapp.exports.formats import FORMATS
from tests.cli.test_cli_session import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    folder = Folder(tmp_path / "data")
    yield folder
    folder.log.close()


@pytest.fixture
def code(folder: Folder) -> str:
    code = folder.opens()
    folder.votes(code)
    return code


def test_a_file_gets_its_own_name_in_a_folder(folder: Folder, code: str, tmp_path: Path) -> None:
    done = folder.shell("export", code, "--what", "csv", "--out", str(tmp_path))
    [file] = tmp_path.glob("*.csv")
    assert (done.exit_code, done.output.strip()) == (0, str(file))
    assert file.name.startswith("small-grid-")
    assert file.name.endswith(f"-{code}.csv")
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert [(row["fine"], row["n"]) for row in rows] == [("3", "3"), ("0", "0"), ("0", "0")]


def test_to_stdout(folder: Folder, code: str) -> None:
    done = folder.shell("export", code, "--what", "json", "--out", "-")
    assert json.loads(done.stdout_bytes)["session"]["code"] == code


@pytest.mark.parametrize("what", [what for what in FORMATS if what != "dots.csv"])
def test_everything_that_the_page_has(folder: Folder, code: str, what: str) -> None:
    done = folder.shell("export", code, "--what", what, "--out", "-", "--language", "es")
    assert done.exit_code == 0, done.output
    assert len(done.stdout_bytes) > 100


def test_nothing_is_written_over_unless_it_is_wished(folder: Folder, code: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("mine")
    done = folder.shell("export", code, "--what", "csv", "--out", str(mine))
    assert (done.exit_code, mine.read_text()) == (1, "mine")
    assert "is there already" in done.output
    assert folder.shell("export", code, "--what", "csv", "--out", str(mine), "--force").exit_code == 0
    assert mine.read_text().startswith("id,")


def test_a_row_a_dot_is_asked_for_twice_and_not_of_few(folder: Folder, code: str) -> None:
    assert "If you have understood" in folder.shell("export", code, "--what", "dots.csv", "--out", "-").output
    done = folder.shell("export", code, "--what", "dots.csv", "--out", "-", "--understood")
    assert done.exit_code == 1
    assert "from 10 people on" in done.output


def test_what_is_not_there_is_said(folder: Folder, tmp_path: Path, code: str) -> None:
    assert "There is no session with the code 999999" in folder.shell("export", "999999").output
    done = folder.shell("export", code, "--what", "csv", "--out", str(tmp_path / "no" / "such" / "place.csv"))
    assert (done.exit_code, "cannot be written" in done.output) == (1, True)
