"""The rules of the house that no other tool holds: what the domain may import, how files are called, where colours are named."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# The domain is told the time and every random id: it asks nobody.
OUTSIDE = {
    *("asyncio", "datetime", "glob", "http", "io", "logging", "os", "pathlib", "queue", "random", "secrets", "shutil", "signal", "socket"),
    *("sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid"),
}
COLOURS = re.compile(r"\b(green|yellow|red)\b", re.IGNORECASE)
COLOURLESS = ("pollapp/**/*.py", "static/js/**/*.js", "static/css/**/*.css", "templates/**/*")
TOKENS = ROOT / "static/css/tokens.css"
MINE = ("pollapp", "static/js", "static/css", "templates", "tests", "bench", "chaos", "fuzz", "scale", "soak", "deploy", "docs")


def _files(*patterns: str) -> Iterator[Path]:
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts and "vendor" not in path.parts:
                yield path


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


@pytest.mark.parametrize("path", list(_files("pollapp/domain/**/*.py")), ids=_name)
def test_the_domain_imports_the_standard_library_and_itself(path: Path) -> None:
    for module in _imports(path):
        if not f"{module}.".startswith("pollapp.domain."):
            assert module.partition(".")[0] in sys.stdlib_module_names, module
            assert module.partition(".")[0] not in OUTSIDE, f"{module}: no clock, no randomness, no I/O"


def test_no_file_is_called_utils_or_helpers() -> None:
    for folder in MINE:
        for path in _files(f"{folder}/**/*"):
            assert not re.search(r"\b(utils?|helpers?)\b", path.stem.replace("_", " ").lower()), _name(path)


@pytest.mark.parametrize("path", [path for path in _files(*COLOURLESS) if path != TOKENS], ids=_name)
def test_nothing_but_the_grid_and_the_tokens_names_a_colour(path: Path) -> None:
    named = [f"{number}: {line.strip()}" for number, line in enumerate(_lines(path), 1) if COLOURS.search(line)]
    assert not named, "\n".join(named)


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def test_the_rules_look_at_something() -> None:
    assert all(list(_files(pattern)) for pattern in COLOURLESS)


@pytest.mark.parametrize(
    "path", [path for path in _files("static/css/**/*.css") if path != TOKENS and path.stem != "styleguide"], ids=_name
)
def test_sizes_of_type_are_named_in_the_tokens(path: Path) -> None:
    """But for what grows with its container."""
    assert re.findall(r"font-size: [\d.]+(?:rem|px)", path.read_text("utf-8")) == []
