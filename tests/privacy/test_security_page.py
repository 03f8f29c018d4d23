"""SECURITY.md points at what shows its promises: each of those is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
LINKS = sorted({target.partition("#")[0] for target in re.findall(r"\]\(([^)]+)\)", PAGE)} | set(re.findall(r"`(tests/\w+)`", PAGE)))
COMMANDS = sorted(set(re.findall(r"`make (\w+)`", PAGE)))


@pytest.mark.parametrize("target", LINKS)
def test_what_it_points_at_is_there(target: str) -> None:
    assert (ROOT / target).exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_what_it_tells_to_run_is_in_the_makefile(command: str) -> None:
    assert re.search(rf"^{command}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_the_readme_points_at_it() -> None:
    assert "(SECURITY.md)" in (ROOT / "README.md").read_text("utf-8")
