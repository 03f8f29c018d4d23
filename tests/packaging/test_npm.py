"""What comes from npm: pinned, from wherever npm is told to look, and named with its reason."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = json.loads((ROOT / "package.json").read_text("utf-8"))
WANTED = PACKAGE["dependencies"] | PACKAGE["devDependencies"]


@pytest.mark.parametrize("name", WANTED)
def test_every_package_has_one_version_and_its_reason(name: str) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", WANTED[name])
    rows = [line.split("|") for line in (ROOT / "docs" / "dependencies.md").read_text("utf-8").splitlines() if line.startswith("|")]
    [reason] = [row[2].strip() for row in rows if name in re.split(r"[ ,]+", row[1])]
    assert reason


def test_the_lock_names_no_registry() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert all("integrity" in package for name, package in locked.items() if name)
    assert not any("resolved" in package for package in locked.values())
