"""LibreOffice opens every kind of workbook, and its cells hold what openpyxl reads in them.

One start of the program for all of them: it takes seconds. It has a profile of its own, so that one that is open does not matter.
"""

import csv
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from pollapp.domain.contributions import cleaned
from pollapp.domain.report import report
from pollapp.exports.about import About
from pollapp.exports.xlsx.export import results_xlsx
from tests.exports.talked import HOSTILE, talked
from tests.exports.workbooks import ABOUT, SESSIONS, told

ON_A_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
WITHIN = 180  # seconds, for all: an empty profile is made first
# Commas, quotes, UTF-8, from the first line; values with all their digits; of a formula what it comes to; every sheet.
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
SPANISH = "talk in Spanish"
NAMES = [*SESSIONS, SPANISH]


def _soffice() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice") or (ON_A_MAC if Path(ON_A_MAC).exists() else None)
    assert found, "LibreOffice is not here: sh tests/exports/need_office.sh"
    return found


def _workbook(name: str) -> bytes:
    if name == SPANISH:
        return results_xlsx(report(talked(), "es", notes=True), About("472918", None, "es", "es"))
    return results_xlsx(told(name), ABOUT)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Every workbook, and each of its sheets as LibreOffice reads it: NAME-SHEET.csv."""
    folder = tmp_path_factory.mktemp("office")
    for name in NAMES:
        (folder / f"{name}.xlsx").write_bytes(_workbook(name))
    asked = [_soffice(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--convert-to", EVERY_SHEET]
    done = subprocess.run(
        [*asked, "--outdir", str(folder), *(str(folder / f"{name}.xlsx") for name in NAMES)],
        capture_output=True,
        text=True,
        timeout=WITHIN,
        check=False,
        env={**os.environ, "HOME": str(folder)},
    )
    complaints = [line for line in done.stderr.splitlines() if line.strip() and "java" not in line]
    assert (done.returncode, complaints) == (0, [])
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def _read(folder: Path, name: str, sheet: Worksheet) -> list[list[str]]:
    with (folder / f"{name}-{sheet.title}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _book(folder: Path, name: str) -> Workbook:
    return load_workbook(folder / f"{name}.xlsx")


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_reads_the_same_values(folder: Path, name: str) -> None:
    for sheet in _book(folder, name):
        rows = _read(folder, name, sheet)
        assert len(rows) == sheet.max_row, sheet.title
        for row, cells in zip(rows, sheet.iter_rows(), strict=True):
            padded = row + [""] * (len(cells) - len(row))
            assert [_value(text, cell) for text, cell in zip(padded, cells, strict=True)] == list(map(_expected, cells)), sheet.title


def _value(text: str, cell: Cell) -> Any:
    """What LibreOffice has in a cell."""
    if cell.data_type != "n" or not text:
        return text
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def _expected(cell: Cell) -> Any:
    """It writes fifteen digits."""
    return pytest.approx(cell.value, rel=1e-14, abs=0) if isinstance(cell.value, int | float) else cell.value or ""


def test_nothing_that_was_typed_was_calculated(folder: Path) -> None:
    sheet = _book(folder, "hostile")["Reasons and takeaways"]
    words = [row[3] for row in _read(folder, "hostile", sheet)[4:]]
    assert sorted(words) == sorted(map(cleaned, HOSTILE))
